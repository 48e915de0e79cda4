/**
 * The proof that nothing is left: before erasing, the words of a user are collected; afterwards every file of the data
 * folder, or every row of the database, is looked through for their ids and those words. Words that others wrote too tell
 * nothing, and are left out.
 */
import { basename } from 'node:path'
import { contentText } from '../core/content.ts'
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import { idIn } from '../flow/forget.ts'
import type { Holdings } from '../ports/holdings.ts'
import { heldOf, type Held } from './held.ts'
import { isDistinctive, needlesOfId, needlesOfText, searcherFor, type Needle } from './needles.ts'

export interface Wanted {
  held: Held
  /** Ids that may stand nowhere. */
  ids: string[]
  /** Their words, as far as they are theirs alone. */
  words: string[]
  /** How many words are too short to look for, or were written by others too. */
  common: number
}

export interface Proof {
  /** How many files or rows were looked at. */
  looked: number
  /** By file, or by table with how many of its rows. */
  left: { place: string; count: number; what: 'id' | 'words' }[]
  /** The phones that the simulator plays: they are LINE's side. */
  phones: string[]
}

/** Plays LINE itself. */
const phonesFile = 'phones.json'

/** What to look for, once they are erased. */
export async function wantedOf(holdings: Holdings, who: string): Promise<Wanted> {
  const id = idIn(who)
  const ids = 'user' in id ? [id.user] : [id.conversation, id.chat]
  const user = 'user' in id ? id.user : undefined
  // Twice, since what others wrote can only be told once theirs is known.
  const held = await heldOf(holdings, who)
  const all = [...new Set(wordsOf(held, user))].filter((word) => word.trim() !== '')
  const words = new Set(all.filter(isDistinctive))
  const search = searcherFor([...words].flatMap(needlesOfText))
  const others = (text: string): void => {
    for (const word of search(Buffer.from(text))) words.delete(word)
  }
  const shared = new Set(held.shared.map((one) => one.id))
  await heldOf(holdings, who, (one) => {
    others(JSON.stringify(shared.has(one.id) && user !== undefined ? withoutMember(one, user) : one))
  })
  for (const text of await holdings.ofStaff()) others(text)
  return { held, ids, words: [...words], common: all.length - words.size }
}

/** Looks through every file or row there is. */
export async function prove(holdings: Holdings, { ids, words }: Pick<Wanted, 'ids' | 'words'>): Promise<Proof> {
  const named = new Set(ids)
  const needles: Needle[] = [...ids.flatMap(needlesOfId), ...words.flatMap(needlesOfText)]
  const search = searcherFor(needles)
  const proof: Proof = { looked: 0, left: [], phones: [] }
  for await (const { place, bytes } of holdings.everything()) {
    proof.looked += 1
    const found = search(bytes)
    if (found.size === 0) continue
    const what = [...found].some((one) => named.has(one)) ? 'id' : 'words'
    const before = proof.left.find((one) => one.place === place && one.what === what)
    if (basename(place) === phonesFile) proof.phones.push(place)
    else if (before) before.count += 1
    else proof.left.push({ place, count: 1, what })
  }
  return proof
}

function wordsOf({ own, shared, inbox }: Held, user: string | undefined): string[] {
  const theirs = shared.flatMap(({ messages }) => messages.filter(({ by }) => by === user))
  const names = own.flatMap(({ customer }) => customer?.name ?? [])
  const said = [...own.flatMap(({ messages }) => messages), ...theirs].flatMap(wordsIn)
  const told = own.flatMap(({ judged }) => judged.flatMap(({ summary, reason }) => [summary, reason]))
  return [...names, ...said, ...told, ...inbox.flatMap(textsWithin)]
}

function wordsIn({ content }: CustomerMessage): string[] {
  if (!content) return []
  if (content.type === 'text') return [content.text]
  if (content.type === 'location') return [content.title ?? '', content.address ?? '']
  if (content.type === 'file') return [content.name ?? '']
  // The words of a sticker are LINE's.
  return content.type === 'sticker' ? [] : [contentText(content) ?? '']
}

/** The words of an event as it stands in the inbox. */
function textsWithin(event: Record<string, unknown>): string[] {
  const { content } = event
  const text = typeof content === 'object' && content !== null && 'text' in content ? content.text : undefined
  return typeof text === 'string' ? [text] : []
}

/** A group as it will be when a member is forgotten. */
function withoutMember(conversation: Conversation, user: string): Conversation {
  const theirs = new Set(conversation.messages.flatMap(({ id, by }) => (by === user ? [id] : [])))
  const isTheirs = ({ messages }: { messages: string[] }): boolean => messages.some((id) => theirs.has(id))
  return {
    ...conversation,
    messages: conversation.messages.filter(({ id }) => !theirs.has(id)),
    answers: conversation.answers.filter((one) => !isTheirs(one)),
    judged: conversation.judged.filter((one) => !isTheirs(one)),
    outbox: conversation.outbox.filter((one) => !isTheirs(one)),
    pending: undefined,
  }
}
