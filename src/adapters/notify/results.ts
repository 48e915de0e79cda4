/** What the answers of receivers mean for telling staff. */
import type { CallResult } from '../../core/outcome.ts'

/** A push's 409 says that LINE has it already; only the LINE notifier meets one, and makes a 200 of it. */
export const isTold = (result: CallResult): boolean =>
  result.type === 'answered' && result.status >= 200 && result.status < 300

/** LINE: the same status as for too many calls, and another thing. */
export const isMonthlyLimit = (result: CallResult): boolean =>
  result.type === 'answered' && result.status === 429 && /monthly limit/i.test(result.message ?? '')

/** The same will be answered tomorrow, unless somebody does something about it. */
export function isForGood(result: CallResult): boolean {
  if (isMonthlyLimit(result)) return true
  return (
    result.type === 'answered' &&
    result.status >= 300 &&
    result.status < 500 &&
    ![408, 425, 429].includes(result.status)
  )
}

/** The one that promises most of another try: it may have arrived, it will pass, nobody was there, refused for good. */
export function mostHopeful(results: readonly CallResult[]): CallResult {
  const [best] = results.toSorted((a, b) => hope(b) - hope(a))
  return best ?? { type: 'not_sent', why: 'nobody is set up to be told' }
}

function hope(result: CallResult): number {
  if (isTold(result)) return 5
  if (result.type === 'no_answer') return 4
  if (isForGood(result)) return 0
  if (result.type === 'not_sent') return 2
  return result.status >= 500 ? 3 : 1
}
