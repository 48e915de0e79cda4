/**
 * Links a customer's LINE account to the one in the shop's system: a fresh address of the page on which they sign in, and
 * whose account it is once LINE tells that they have.
 */
import type { Conversation, Linking } from '../core/conversation.ts'
import type { Judgement } from '../core/judgement.ts'
import { concludeLink } from '../core/linking.ts'
import { signInAddress } from '../core/look-ups/account-link.ts'
import type { LookedUp } from '../core/look-ups/looked-up.ts'
import type { Policy } from '../core/policy.ts'
import type { Clock } from '../ports/clock.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'
import type { LiveSystems } from '../ports/look-ups.ts'
import type { Session } from './session.ts'

/** LINE is not waited for longer than this (ms) to issue a link token: the customer waits for an answer. */
const tokenTime = 3_000

interface SignInParts {
  live?: Pick<LiveSystems, 'accountLinking'>
  /** Where nothing is sent, as in a trial of a prompt, none is issued. */
  line: Partial<Pick<Line, 'linkToken'>>
  log: Log
}

/**
 * Whether a question is answered by signing in: something was not even asked for, since nobody knows whose account it is.
 * Whoever is linked is shown no page, or it would tell what is somebody else's from what does not exist.
 */
export function wantsSignIn(
  { decision }: Pick<Judgement, 'decision'>,
  lookUps: readonly LookedUp[] | undefined,
  live: Pick<LiveSystems, 'lookUp'> | undefined,
): boolean {
  const wantsIt = ({ fact: { name, came, ms } }: LookedUp): boolean =>
    came === 'unproven' &&
    ms === undefined &&
    name !== undefined &&
    live?.lookUp(name)?.declared.proof?.by === 'account_link'
  return decision === 'needs_info' && (lookUps ?? []).some(wantsIt)
}

/**
 * Where this customer signs in, with a link token that is theirs alone. Undefined when accounts cannot be linked, or LINE
 * issues none now: whoever asks is a person's then.
 */
export async function signInFor(
  { id, chat }: Pick<Conversation, 'id' | 'chat'>,
  { live, line, log }: SignInParts,
): Promise<string | undefined> {
  const linking = live?.accountLinking?.()
  // In a group everybody could open it.
  if (!linking || !line.linkToken || chat.type !== 'user') return undefined
  try {
    const token = await line.linkToken(chat.id, tokenTime)
    if (token !== undefined) return signInAddress(linking.signIn, token)
    log.warn({ conversation: id }, 'no link token: LINE issues none for this customer')
  } catch (error) {
    log.warn({ err: error, conversation: id }, 'no link token')
  }
  return undefined
}

interface LinkParts {
  live?: Pick<LiveSystems, 'accountLinking'>
  clock: Pick<Clock, 'now'>
  log: Log
  parked: AbortSignal
}

/**
 * Asks the shop's system whose account it is. What comes of it is committed with what follows; a crash before that asks
 * again, since the event is still in the inbox, or the nonce with the conversation.
 */
export async function linkStep(
  session: Pick<Session, 'conversation' | 'owe'>,
  linking: Linking,
  { live, clock, log, parked }: LinkParts,
  policy: () => Policy,
): Promise<void> {
  const { id, chat } = session.conversation
  const { nonce } = linking
  const told = await live?.accountLinking?.()?.accountOf({ nonce, user: chat.id }, parked)
  // The next start asks again: nobody can tell whether it would have answered.
  if (parked.aborted && told?.type === 'failed') return
  const changes = concludeLink(session.conversation, linking, told, policy(), clock.now())
  const came = changes[0]?.type
  if (came === 'linked') log.info({ conversation: id }, 'a customer’s account is linked')
  else log.warn({ conversation: id, why: told && 'why' in told ? told.why : told?.type }, 'an account is not linked')
  session.owe(changes)
}
