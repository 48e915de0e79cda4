/** What facts of linking do to the state (linking.ts). */
import type { Conversation } from './conversation.ts'
import type { Change, Fact } from './facts.ts'
import { reopened, setState } from './message-changes.ts'

type Of<Type extends Fact['type']> = Extract<Change, { type: Type }>

/** The very same one when nothing is linked, or about to be. */
export const withoutLink = (c: Conversation): Conversation =>
  c.linked || c.linking || c.linkOffered ? { ...c, linked: undefined, linking: undefined, linkOffered: undefined } : c

/** What wanted it is judged again, and answered by the token that came with it. */
export function linked(c: Conversation, { account, at, messages, token }: Of<'linked'>): Conversation {
  const known = { ...withoutLink(c), linked: account === undefined ? c.linked : { account, at } }
  const newest = messages.at(-1)
  if (newest === undefined) return known
  const open = reopened(known, messages)
  if (!token) return open
  const { value: replyToken, ...tokenFrom } = token
  return setState(open, [newest], { replyToken, tokenFrom })
}
