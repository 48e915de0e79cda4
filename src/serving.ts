/** How the channels' own parts come together with what all of them share. Part of the entry. */
import type { Draft } from './core/draft.ts'
import type { ChannelParts } from './flow/parts.ts'
import type { RunnerChannel } from './flow/running-for.ts'
import type { Guards } from './guarding.ts'
import type { OpenedChannel } from './open-channel.ts'
import type { Clock } from './ports/clock.ts'
import type { Contents, KeptContents } from './ports/contents.ts'
import type { Drafts, Learn } from './ports/drafts.ts'
import type { PushCount } from './ports/push-count.ts'
import type { ServedChannels } from './served-channels.ts'
import { failingModel } from './simulator/failing-model.ts'
import type { Simulator } from './simulator/index.ts'

export interface SharedByChannels {
  contents: KeptContents
  guards: Guards
  drafts: Pick<Drafts, 'forget'>
  /** The simulator's faults of the model. */
  failing?: Simulator['modelFaults']
  clock: Clock
  /** Where staff reach the console. */
  consoleUrl: () => string | undefined
  /** Where pushes are counted for all processes. Missing: each counts its own. */
  openPushCount?: (channel: string | undefined) => Promise<PushCount>
}

/** What the runner serves each channel with. */
export async function partsOf(
  channels: ServedChannels,
  shared: SharedByChannels,
): Promise<(channel: OpenedChannel | undefined) => RunnerChannel | undefined> {
  const { contents, guards, drafts, failing, clock, consoleUrl, openPushCount } = shared
  const served = new Map<OpenedChannel, RunnerChannel>()
  for (const channel of channels.all) {
    const { name, settings, line, files, service, telling, testers } = channel
    const model = failing ? failingModel(channel.model, failing, clock.after) : channel.model
    const parts: ChannelParts = {
      line,
      contents,
      model: guards.over(model).model,
      knowledge: files.knowledge,
      prompts: files.prompts,
      live: files.live,
      office: files.office,
      service,
      forgotten: (conversation) => drafts.forget(conversation),
      notifier: telling,
      canTell: telling.isOn,
      consoleUrl: () => under(consoleUrl(), name),
      observe: settings.answering.mode === 'observe',
      testers,
      readsAll: settings.readApi === 'partner',
      pushDailyCap: settings.pushDailyCap,
      pushCount: await openPushCount?.(name),
    }
    served.set(channel, { key: name ?? '', parts })
  }
  return (channel) => channel && served.get(channel)
}

/** Where the console of one of several channels is. */
const under = (consoleUrl: string | undefined, name: string | undefined): string | undefined =>
  consoleUrl === undefined || name === undefined ? consoleUrl : `${consoleUrl}/channels/${name}`

/** What customers send, each from the account that it was sent to. */
export const contentsOf = (channels: ServedChannels): Contents => ({
  async see(wanted, limits, signal) {
    const channel = channels.at(wanted.destination ?? '')
    return channel ? channel.contents.see(wanted, limits, signal) : { type: 'unseen', why: 'broken' }
  },
})

/** Whose a draft is, and how what it teaches gets into that channel's files. */
export function channelDrafts(channels: ServedChannels): {
  channelOf(draft: Draft): OpenedChannel | undefined
  learn: Learn
} {
  const channelOf = ({ channel, conversation }: Draft): OpenedChannel | undefined => {
    const [first, ...others] = channels.all
    if (others.length === 0) return first
    if (channel !== undefined) return channels.all.find(({ name }) => name === channel)
    // Written when there was one, in the playground: somebody has to see it.
    return conversation === undefined ? first : channels.of(conversation)
  }
  return {
    channelOf,
    learn: async (draft) =>
      channelOf(draft)?.learn(draft) ?? { type: 'not_written', file: 'channels.yaml', why: 'its channel is not in it' },
  }
}
