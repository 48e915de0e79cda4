/** Why telling staff fails, and what the operator can do about it; never with an address or anybody's words. */
import { describeResult, type CallResult } from '../../core/outcome.ts'
import type { Telling } from '../../ports/notifier.ts'
import { isMonthlyLimit } from './results.ts'

/** For the console and the log. */
export function whyOf(result: CallResult): string {
  if (isMonthlyLimit(result)) return 'this month’s messages are used up'
  return result.type === 'answered' ? `it answered ${result.status}` : describeResult(result)
}

/** A sentence that says what to do, or that it is tried again. */
export function remedyOf(where: Telling['where'], result: CallResult): string {
  if (isMonthlyLimit(result)) {
    return 'Change the plan in LINE Official Account Manager, or set NOTIFY_WEBHOOK_URL, where telling costs nothing.'
  }
  const status = result.type === 'answered' ? result.status : undefined
  const remedy = status === undefined ? undefined : remedies[where](status)
  return remedy ?? 'It is tried again by itself.'
}

const remedies: Record<Telling['where'], (status: number) => string | undefined> = {
  webhook(status) {
    if (status >= 300 && status < 400) return 'The address leads elsewhere: set NOTIFY_WEBHOOK_URL to where it leads.'
    if ([401, 403, 404, 410].includes(status)) {
      return 'The webhook does not exist any more, or its channel is closed: make a new “incoming webhook” and set NOTIFY_WEBHOOK_URL to its address.'
    }
    if (isRefusal(status)) return 'It does not take this form: set NOTIFY_WEBHOOK_FORM to slack or discord.'
    return undefined
  },
  line_group(status) {
    if (status === 401) return token
    if (isRefusal(status)) {
      return 'The account may not be in the staff’s group (any more): invite it, and set STAFF_GROUP to the id that is then logged. npm run doctor looks at it.'
    }
    return undefined
  },
  line_users(status) {
    if (status === 401) return token
    if (isRefusal(status)) {
      return 'Everybody in STAFF_USERS has to have the account as a friend: correct the ids. npm run doctor looks at each.'
    }
    return undefined
  },
}

const token = 'LINE refuses the channel access token: npm run doctor tells more.'

const isRefusal = (status: number): boolean => status >= 400 && status < 500 && ![408, 425, 429].includes(status)
