/** Asks the shop's system by HTTP GET whose account a nonce stands for. */
import type { AccountFound, AccountLinking } from '../../ports/account-linking.ts'
import type { Log } from '../../ports/log.ts'
import type { HttpOptions } from './http-answer.ts'
import { openHttpLookUp } from './http.ts'

/** An account's id is no longer (characters). */
const longest = 200

/** @param account how it is asked, with `{nonce}` and perhaps `{user}`, and which column of the answer it is */
export function openAccountLinking(
  signIn: string,
  { column, ...http }: HttpOptions & { column: string },
  { log }: { log: Log },
): AccountLinking {
  const shape = /[^]/
  const declared = {
    name: 'account_link',
    about: '',
    arguments: ['nonce', 'user'].map((name) => ({ name, about: '', shape, longest: 255 })),
    shows: [column],
  }
  const lookUp = openHttpLookUp(declared, http, { log })
  return {
    signIn,
    async accountOf(asked, signal): Promise<AccountFound> {
      const found = await lookUp.find(asked, signal)
      if (found.type === 'failed') return found
      if (found.type === 'not_found') return { type: 'unknown' }
      const accounts = found.things.map((thing) => thing[column] ?? '')
      const [account = ''] = accounts
      // One that is empty is nobody's, and what has no account either would be theirs.
      if (accounts.length === 1 && account.trim() !== '' && account.length <= longest) return { type: 'found', account }
      const detail = accounts.length > 1 ? 'it names several accounts' : `its "${column}" is no account`
      log.warn({ lookUp: declared.name, why: 'broken', detail }, 'a look-up failed')
      return { type: 'failed', why: 'broken', detail }
    },
  }
}
