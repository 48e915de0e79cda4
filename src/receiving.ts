/** The channels as their webhooks need them. Part of the entry. */
import { validSignature } from './adapters/line/signature.ts'
import { createPresses, type PressParts } from './flow/presses.ts'
import type { OpenedChannel } from './open-channel.ts'
import type { ServedChannels } from './served-channels.ts'
import type { ReceivingChannel, ReceivingChannels } from './webhook.ts'

export function receivingOf(
  channels: ServedChannels,
  parts: Omit<PressParts, 'line' | 'words'>,
): ReceivingChannel | { channels: ReceivingChannels } {
  const all = new Map(
    channels.all.map((channel): [OpenedChannel, ReceivingChannel] => {
      const { settings, line, staffWords, testers } = channel
      return [
        channel,
        {
          validSignature: (body, signature) => validSignature(body, channel.channel.secrets, signature),
          staffGroup: settings.staffGroup,
          staffUsers: settings.staffUsers,
          presses: createPresses({ ...parts, line, words: staffWords }),
          testers,
          isOf: (destination) => channels.isOf(channel, destination),
        },
      ]
    }),
  )
  const [[first, only] = []] = all
  if (first?.name === undefined && only) return only
  const byName = new Map([...all].map(([{ name = '' }, one]) => [name, one]))
  return {
    channels: {
      named: (name) => (channels.isClosed(name) ? 'closed' : byName.get(name)),
      at(destination) {
        if (channels.isClosedAt(destination)) return 'closed'
        const known = channels.at(destination)
        return (known ? [known] : channels.unknown()).flatMap((channel) => all.get(channel) ?? [])
      },
    },
  }
}
