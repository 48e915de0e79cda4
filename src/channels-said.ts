/** What is said of the channels: by a start, and by the figures. Part of the entry. */
import type { OpenedChannel } from './open-channel.ts'
import type { Telling } from './ports/notifier.ts'
import type { SaidChannel } from './said-at-start.ts'
import type { ServedChannels } from './served-channels.ts'

/** How staff are told, by each way that is on: of several channels the one that fares worst. */
export const tellingOf = (channels: ServedChannels) => (): Telling[] => {
  const worst = new Map<Telling['where'], Telling>()
  for (const one of channels.all.flatMap(({ telling }) => telling.health())) {
    const before = worst.get(one.where)
    if (!before || (before.failsSince === undefined && one.failsSince !== undefined)) worst.set(one.where, one)
  }
  return [...worst.values()]
}

/** What a start says of a channel. */
export function saidOf({ name, settings, line, files, service }: OpenedChannel): SaidChannel {
  const canTellInLine = settings.staffGroup !== undefined || settings.staffUsers.length > 0
  const inLine = canTellInLine ? (service.current().tellInLine ? 'on' : 'off') : undefined
  return { name, settings, line, policy: files.prompts.current().policy, inLine }
}

/** The profiles under which the offline model decides little. */
export const undecidedIn = ({ all }: ServedChannels): string[] => [
  ...new Set(all.flatMap(({ files, settings }) => (files.decides ? [] : settings.profile))),
]
