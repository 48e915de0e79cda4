/** While staff have the chat the assistant is silent; and nobody who has left is written to. */
import type { Account, Of } from './account.ts'
import type { Chat } from './chat.ts'
import type { Broken } from './history.ts'
import { readable } from './marks.ts'

export function silence(account: Account, chat: Chat): Broken[] {
  const broken: Broken[] = []
  const add = (at: number, what: string): void =>
    void broken.push({ invariant: 'silence while staff have the chat', customer: account.customer, at, what })
  let isAway = false
  for (const one of account.records) {
    if (one.type === 'deed' && (one.what === 'follow' || one.what === 'unfollow')) isAway = one.what === 'unfollow'
    if (one.type === 'committed' && one.conversation.mode !== 'staff' && chat.begunBy(one) !== undefined) {
      add(one.at, 'Staff got it, and it stayed with the assistant.')
    }
    if (one.type === 'asked' && chat.at(one)) add(one.at, 'The model was asked while staff had the chat.')
    if (one.type !== 'called') continue
    if (one.kind === 'loading' && chat.at(one)) {
      add(one.at, 'The loading indicator showed while staff had the chat.')
    }
    if (one.kind !== 'reply' && one.kind !== 'push') continue
    if (isAway && account.commitBefore(one.order)?.conversation.gone) {
      add(one.at, 'Something was said to somebody who has left.')
    }
    const why = chat.at(one) && whyNotSaid(account, one)
    if (why !== undefined) add(one.at, `“${readable(one.texts.join(' / '))}” was said ${why}.`)
  }
  return broken
}

/** Only the hand-off's own notice is said, and only as long as nobody has taken it. */
function whyNotSaid({ entries }: Account, { actions, order }: Of<'called'>): string | undefined {
  const own = entries.get(`${actions[0]?.replace(/\.reply$/, '')}.handoff`)
  if (!own) return 'while staff had the chat'
  return (own.taken ?? Infinity) < order ? 'of a hand-off that staff had taken' : undefined
}
