/** The drafts of one of several channels: all lie in one place, so that two who accept at once append one after the other. */
import type { Draft } from '../core/draft.ts'
import type { Drafts } from '../ports/drafts.ts'

/** @param isOurs of a draft that does not say itself whose it is */
export function draftsOf(drafts: Drafts, channel: string, isOurs: (draft: Draft) => boolean): Drafts {
  return {
    ...drafts,
    list: async () => (await drafts.list()).filter((one) => (one.channel ?? (isOurs(one) && channel)) === channel),
    put: (draft) => drafts.put({ ...draft, channel }),
  }
}
