/** `npm run forget`: erases a customer, and proves it. */
import type { Forgotten } from '../flow/forget.ts'
import { counted } from './counted.ts'
import { isNothing, mustBeWhole } from './held.ts'
import { prove, wantedOf } from './prove.ts'
import { Refused } from './refused.ts'

export interface ForgetCommand {
  folder: string
  /** Through the running server, or with the folder's lock. */
  erase: (who: string) => Promise<Forgotten>
  say: (line: string) => void
}

export const usage = `npm run forget -- USER    erases all that is kept of a customer, and looks whether anything is left

USER is a LINE user id (U and 32 digits or letters; a conversation's page has it), or the id of a conversation.`

const elsewhere = `Not erased, since it is not in this folder: the chat in LINE itself and in OA Manager; backups made before
now; logs; what the model's provider, Slack or Discord were told; passages and cases that were accepted from drafts;
reports, recorded answers and exports. docs/privacy.md says what to do about each.`

/** @returns whether nothing is left */
export async function forgetCommand(args: readonly string[], { folder, erase, say }: ForgetCommand): Promise<boolean> {
  const [who, ...more] = args
  if (who === undefined || more.length > 0 || who.startsWith('-')) throw new Refused(usage)
  mustBeWhole(who)
  const wanted = await wantedOf(folder, who)
  if (wanted.held.isAccount)
    throw new Refused(`${who} is the account itself, which no customer is: nothing was changed.`)
  // What cannot be read may name them all the same.
  if (isNothing(wanted.held) && (await prove(folder, wanted)).left.length === 0) {
    throw new Refused(
      `Nothing is kept of ${who} in ${folder}: see that the id is whole, and that DATA_DIR is that of the server.`,
    )
  }
  const { conversations, groups, drafts, auditLines } = await erase(who)
  say(
    `Erased: ${counted(conversations, 'conversation')}, messages in ${counted(groups, 'group')}, ${counted(drafts, 'draft')}; the id in ${counted(auditLines, 'line')} of the audit.`,
  )
  const proof = await prove(folder, wanted)
  for (const file of proof.phones) {
    say(`${file} is left alone: it is the simulator's phones, which play LINE.`)
  }
  const { unreadable } = wanted.held
  for (const path of unreadable) say(`${path} could not be read before; it was looked through like all others.`)
  const words = wanted.words.length === 0 ? '' : ` and for ${counted(wanted.words.length, 'text')} of theirs`
  const common = wanted.common === 0 ? '' : ` (${wanted.common} more are short, or others wrote them too)`
  if (proof.left.length === 0) {
    say(`Looked in ${counted(proof.files, 'file')} for the id${words}${common}: nothing left.`)
    say(elsewhere)
    return true
  }
  say(`Looked in ${counted(proof.files, 'file')} for the id${words}${common}. STILL THERE:`)
  for (const { file, what } of proof.left) say(`  ${file} (${what === 'id' ? 'the id' : 'words of theirs'})`)
  say(
    'If the customer has written again just now, that is a new conversation. Else run this again, then look at the files.',
  )
  return false
}
