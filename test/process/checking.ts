/**
 * Holds what kidoku did against what had to happen, from LINE's side (the phones, the calls that took effect) and from
 * the files: nothing accepted is lost, nothing is said twice, Read stands where it may and nowhere else.
 */
import { readConversations } from '../../src/adapters/files/read-conversations.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import type { ShownMessage, Simulator } from '../../src/simulator/index.ts'
import { saidTo, type Customer } from './customers.ts'

/** What went wrong, each in a sentence: told once, however often it is seen. */
export interface Wrongs {
  lost: Set<string>
  doubled: Set<string>
  missing: Set<string>
  falseReads: Set<string>
  readsMissing: Set<string>
  /** Anything else: an entry nobody should see, a ledger that tells another story than LINE. */
  others: Set<string>
}

export const noWrongs = (): Wrongs => ({
  lost: new Set(),
  doubled: new Set(),
  missing: new Set(),
  falseReads: new Set(),
  readsMissing: new Set(),
  others: new Set(),
})

export type Files = ReadonlyMap<string, Conversation>

/** The conversations by their chat. Whatever cannot be read is an error: a kill tears no file. */
export async function readFiles(folder: string): Promise<Files> {
  const files = new Map<string, Conversation>()
  for await (const one of readConversations(folder)) {
    if (!one.ok) throw new Error(`${one.path} is broken: ${one.why}`)
    files.set(one.conversation.chat.id, one.conversation)
  }
  return files
}

/** Whether the phone shows all that the customer waits for. */
export function isServed(line: Simulator, customer: Customer): boolean {
  if (saidTo(line, customer).length < customer.sends.least) return false
  const shown = shownOf(line, customer)
  return [...customer.messages].every(([id, end]) => end !== 'read' || shown.get(id)?.readAt !== undefined)
}

/** Whether nothing is left to be done in the conversation. */
function isAtRest(files: Files, customer: Customer): boolean {
  const found = files.get(customer.user)
  if (!found) return false
  // What is written to staff stays new until they do something.
  const isLeft = found.messages.some(({ state, duringStaff }) => state === 'new' && !duringStaff)
  return !found.pending && found.outbox.length === 0 && !isLeft
}

const shownOf = (line: Simulator, { user }: Customer): Map<string, ShownMessage> =>
  new Map(line.chat(user).messages.map((message) => [message.id, message]))

const idsIn = ({ seen }: Conversation): Set<string> => new Set(seen.flatMap(({ ids }) => ids))

/** How many of the customer's accepted events have ended. */
export function endedOf(files: Files, customer: Customer): number {
  const found = files.get(customer.user)
  if (!found || !isAtRest(files, customer)) return 0
  const entered = idsIn(found)
  return [...customer.accepted.keys()].filter((event) => entered.has(event)).length
}

/** Whether all of them have, and nothing is left to be done. */
export const hasEnded = (files: Files, customer: Customer): boolean =>
  isAtRest(files, customer) && endedOf(files, customer) === customer.accepted.size

/** @param files after everything has come to rest */
export function check(line: Simulator, files: Files, customer: Customer, wrongs: Wrongs): void {
  const { user, story, sends } = customer
  const who = `${user} (${story})`
  const found = files.get(user)
  const lost = customer.accepted.size - endedOf(files, customer)
  if (lost > 0) wrongs.lost.add(`${who}: ${lost} of ${customer.accepted.size} accepted events have not ended`)

  const said = saidTo(line, customer)
  // The newest words of a reply are its answer; before them a first one introduces itself.
  const answers = said.map(({ texts }) => texts.at(-1) ?? '')
  const words = answers.join(' | ')
  if (said.length > sends.most) wrongs.doubled.add(`${who}: ${said.length} answers, at most ${sends.most}: ${words}`)
  else if (new Set(answers).size < answers.length) wrongs.doubled.add(`${who}: the same twice: ${words}`)
  if (said.length < sends.least) wrongs.missing.add(`${who}: ${said.length} answers of ${sends.least}`)

  const bubbles = line.chat(user).messages
  for (const [id, end] of customer.messages) {
    const at = bubbles.findIndex((message) => message.id === id)
    const isRead = bubbles[at]?.readAt !== undefined
    const isAnswered = bubbles.slice(at).some(({ from }) => from === 'bot')
    if (end === 'read' && !isRead) wrongs.readsMissing.add(`${who}: ${id} is not Read`)
    if (isRead && (end === 'unread' || (end === 'read' && !isAnswered))) {
      wrongs.falseReads.add(`${who}: ${id} is Read, and nothing was said and nobody has it`)
    }
  }
  if (!found) return
  const done = found.facts.filter(({ type, ...fact }) => type === 'ended' && isDoneReply(fact))
  if (done.length !== said.length) {
    wrongs.others.add(`${who}: LINE took ${said.length} answers, the ledger tells of ${done.length}`)
  }
  const waiting = found.entries.filter(({ state }) => state === 'waiting').map(({ kind }) => kind)
  if (waiting.length !== Number(customer.waits))
    wrongs.others.add(`${who}: waits for a person: ${waiting.join() || 'no'}`)
}

const isDoneReply = (fact: object): boolean =>
  'what' in fact && fact.what === 'reply' && 'how' in fact && fact.how === 'done'
