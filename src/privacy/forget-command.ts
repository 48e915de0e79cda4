/** `npm run forget`: erases a customer, and proves it. */
import type { Forgotten } from '../flow/forget.ts'
import type { Holdings } from '../ports/holdings.ts'
import { counted } from './counted.ts'
import { isNothing, mustBeWhole, notHeld } from './held.ts'
import { prove, wantedOf, type Wanted } from './prove.ts'
import { Refused } from './refused.ts'

export interface ForgetCommand {
  holdings: Holdings
  /** Where something may lie from before, which `erase` leaves alone: looked through as well. For a person, what it is. */
  before?: { holdings: Holdings; whose: string; remedy: string }
  /** Through the running server, or with the folder's lock, or with each conversation's lease. */
  erase: (who: string) => Promise<Forgotten>
  /** What a store does not do by itself; tells what was done, and what must be. */
  cleanUp?: () => Promise<string[]>
  /** Where else something lies that this store keeps. */
  copies?: string
  say: (line: string) => void
}

export const usage = `npm run forget -- USER    erases all that is kept of a customer, and looks whether anything is left

USER is a LINE user id (U and 32 digits or letters; a conversation's page has it), or the id of a conversation.`

const elsewhere = (
  here: string,
  copies: string,
): string => `Not erased, since it is not in ${here}: the chat in LINE itself and in OA Manager; ${copies}; logs;
what the model's provider, Slack or Discord were told; passages and cases that were accepted from drafts; reports, recorded
answers and exports. docs/privacy.md says what to do about each.`

/** @returns whether nothing is left */
export async function forgetCommand(args: readonly string[], command: ForgetCommand): Promise<boolean> {
  const { holdings, before, erase, cleanUp, copies = 'backups made before now', say } = command
  const [who, ...more] = args
  if (who === undefined || more.length > 0 || who.startsWith('-')) throw new Refused(usage)
  mustBeWhole(who)
  const wanted = await wantedOf(holdings, who)
  if (wanted.held.isAccount)
    throw new Refused(`${who} is the account itself, which no customer is: nothing was changed.`)
  // What cannot be read may name them all the same.
  if (isNothing(wanted.held) && (await prove(holdings, wanted)).left.length === 0)
    throw new Refused(notHeld(who, holdings))
  const { conversations, groups, drafts, auditLines } = await erase(who)
  say(
    `Erased: ${counted(conversations, 'conversation')}, messages in ${counted(groups, 'group')}, ${counted(drafts, 'draft')}; the id in ${counted(auditLines, 'line')} of the audit.`,
  )
  for (const line of (await cleanUp?.()) ?? []) say(line)
  for (const path of wanted.held.unreadable)
    say(`${path} could not be read before; it was looked through like all others.`)
  const isGone = await lookAgain(wanted, holdings, say)
  const wasGone = before === undefined || (await lookAgain(wanted, before.holdings, say, before.whose))
  if (before && !wasGone) say(before.remedy)
  if (isGone && wasGone) {
    say(elsewhere(holdings.unit === 'file' ? 'this folder' : 'these tables', copies))
    return true
  }
  if (!isGone) {
    say(
      `If the customer has written again just now, that is a new conversation. Else run this again, then look at the ${holdings.unit}s.`,
    )
  }
  return false
}

/** @returns whether nothing is left there */
async function lookAgain(
  wanted: Wanted,
  holdings: Holdings,
  say: (line: string) => void,
  whose?: string,
): Promise<boolean> {
  const { looked, left, phones } = await prove(holdings, wanted)
  for (const file of phones) say(`${file} is left alone: it is the simulator's phones, which play LINE.`)
  const words = wanted.words.length === 0 ? '' : ` and for ${counted(wanted.words.length, 'text')} of theirs`
  const common = wanted.common === 0 ? '' : ` (${wanted.common} more are short, or others wrote them too)`
  const of = whose === undefined ? '' : ` of ${holdings.place}, ${whose},`
  const done = `Looked in ${counted(looked, holdings.unit)}${of} for the id${words}${common}`
  say(left.length === 0 ? `${done}: nothing left.` : `${done}. STILL THERE:`)
  for (const { place, count, what } of left) {
    const many = holdings.unit === 'file' ? '' : `, ${counted(count, holdings.unit)}`
    say(`  ${place}${many} (${what === 'id' ? 'the id' : 'words of theirs'})`)
  }
  return left.length === 0
}
