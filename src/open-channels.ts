/** All channels that are set, or the simulator's where none is. Part of the entry. */
import { withSampleShop } from './adapters/look-ups/lookups-reading.ts'
import { BrokenFile, type Mistake } from './adapters/markdown/broken-file.ts'
import type { Config, Variable } from './config.ts'
import { inOrder } from './in-order.ts'
import { inChannel, openChannel, type OpenedChannel, type OpenChannelParts, type SetChannel } from './open-channel.ts'
import { openSources } from './open-sources.ts'
import { playLine, playShop, shopInUse } from './play-line.ts'
import type { Log } from './ports/log.ts'
import { serveChannels, type ServedChannels } from './served-channels.ts'
import type { Simulator } from './simulator/index.ts'

export interface OpenedChannels {
  channels: ServedChannels
  /** Of several channels those whose files cannot be used: they are not served, and the others are. */
  broken: readonly BrokenChannel[]
  /** Where no channel is set. */
  simulator?: Simulator
}

export interface BrokenChannel {
  name: string
  /** What staff see. */
  title: string
  settings: SetChannel
  mistakes: readonly Mistake[]
}

export interface OpenChannelsParts extends Omit<OpenChannelParts, 'config' | 'files'> {
  /** Told how each part is closed as soon as it is open. */
  opened: (() => Promise<void>)[]
  /** What `${NAME}` stands for in `lookups.yaml`; missing: nothing is set. */
  variable?: Variable
}

/** So many are opened at once. */
const atOnce = 8

/** @throws BrokenFile when none can be served, PortTaken: their message says what to do */
export async function openChannels(config: Config, parts: OpenChannelsParts): Promise<OpenedChannels> {
  const { folder, documents, clock, log, opened } = parts
  const shop = config.mode === 'simulator' ? await playShop(folder, log) : undefined
  if (shop) opened.push(() => shop.close())
  const sources = openSources(config, log, shop ? withSampleShop(shop.url, parts.variable) : parts.variable)
  opened.push(() => sources.close())

  let simulator: Simulator | undefined
  const set: SetChannel[] = []
  if (config.mode === 'line') set.push(...(config.channels ?? [config]))
  else {
    const { prompts, live } = await sources.open(config)
    const { policy } = prompts.current()
    const played = await playLine(config, {
      folder,
      senderName: policy.sender_name,
      shop: shop && shopInUse(shop, policy, live.loaded()),
    })
    simulator = played.simulator
    opened.push(() => played.simulator.close())
    set.push({ ...config, channel: played.channel, staffGroup: config.staffGroup ?? simulator.staffGroup })
  }
  const openOne = async (settings: SetChannel): Promise<OpenedChannel | BrokenChannel> => {
    try {
      const files = await sources.open(settings)
      return await openChannel(settings, { config, files, folder, documents, clock, log })
    } catch (error) {
      const { name, title = name } = settings
      if (!(error instanceof BrokenFile) || name === undefined || title === undefined) throw error
      return { name, title, settings, mistakes: error.mistakes }
    }
  }
  const [sound, broken]: [OpenedChannel[], BrokenChannel[]] = [[], []]
  for await (const one of inOrder(set, atOnce, openOne)) {
    if ('mistakes' in one) broken.push(one)
    else sound.push(one)
  }
  const [first, ...others] = sound
  if (!first) throw new BrokenFile(allOf(broken))
  for (const one of broken) sayBroken(one, log)
  const closed = broken.map(({ name, settings }) => ({ name, channel: settings.channel }))
  return { channels: await serveChannels([first, ...others], { documents, closed, clock, log }), broken, simulator }
}

/** Each once, though several channels may have the same files. */
function allOf(broken: readonly BrokenChannel[]): Mistake[] {
  const mistakes = broken.flatMap((one) => one.mistakes)
  return [...new Map(mistakes.map((one) => [JSON.stringify(one), one])).values()]
}

/** So many mistakes are told in the log; the doctor tells them all. */
const told = 5

function sayBroken({ name, mistakes }: BrokenChannel, log: Log): void {
  const { message } = new BrokenFile(mistakes.slice(0, told))
  const more = mistakes.length > told ? `and ${mistakes.length - told} more, ` : ''
  inChannel(log, name).error(
    { mistakes: mistakes.length },
    `THIS CHANNEL IS NOT SERVED: its prompt, its texts, its office hours or the live systems it names cannot be used. Its customers get no answer, and LINE is asked to send again later what they write. Mend what is said here and restart kidoku; ${more}npm run doctor -- --channel ${name} looks at it again. ${message.replaceAll('\n', ' ')}`,
  )
}
