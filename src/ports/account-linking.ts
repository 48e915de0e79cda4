/** Linking accounts: where a customer signs in at the shop, and whose account that was. Never throws or rejects. */
import type { Failure } from '../core/look-ups/failure.ts'

export type AccountFound =
  | { type: 'found'; account: string }
  /** The shop's system knows no such nonce, or none for this user. */
  | { type: 'unknown' }
  /** `detail` is for the operator's log: it repeats no nonce, no value and no secret. */
  | { type: 'failed'; why: Failure; detail: string }

export interface AccountLinking {
  /** The shop's own page to sign in, without a link token (see core/look-ups/account-link.ts). */
  readonly signIn: string
  /**
   * Whose account a nonce stands for. Asked again after an answer that was lost, so the shop's system answers the same
   * for as long as the nonce lives.
   * @param user LINE's id of who linked: a nonce is theirs alone
   * @param signal ends it; then it is `slow`
   */
  accountOf(asked: { nonce: string; user: string }, signal: AbortSignal): Promise<AccountFound>
}
