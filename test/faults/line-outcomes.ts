/** What DESIGN.md makes of each way the calls to LINE can fail. */
import type { Outcome } from './cell.ts'
import { failures, type FailureName, type Struck } from './failures.ts'

/** A text says why it cannot be. */
export type Table = Record<FailureName, Outcome | string>

/** Failures one after another: how they are called, what they are, and what is to come of them. */
export type Lasting = [name: string, strikes: Struck[], outcome: Outcome]

export const after = { answers: [1, 1], read: [true, true], entries: [] }
/** @param waits how long until the next call of the kind, at least (ms) */
export const answered = (asked: string, waits = 0): Outcome => ({
  asked,
  answers: 1,
  read: true,
  entry: undefined,
  waits,
  after,
})
/** Staff have an entry; the next message is answered as ever. */
const given = (asked: string, entry: 'undelivered' | 'uncertain'): Outcome => ({
  ...answered(asked),
  answers: 0,
  entry,
  after: { ...after, answers: [0, 1], entries: [entry] },
})
const undelivered = (asked: string): Outcome => given(asked, 'undelivered')
export const read = 'markAsRead 200'
export const times = (count: number, what: string): string => Array<string>(count).fill(what).join(', ')
export const so = (count: number, name: FailureName): Struck[] => Array.from({ length: count }, () => failures[name])

/** "One answer": an answer by its reply token. */
export const replies: Table = {
  'connection refused': answered(`${read}, reply 200`),
  'reset before': answered(`${read}, reply reset, reply 200`),
  // Found used within 50 s: it was said.
  'reset after': answered(`${read}, reply reset, reply 400`),
  'reset midway': answered(`${read}, reply reset, reply 400`),
  '400': undelivered(`${read}, reply 400`),
  '400 invalid token': answered(`${read}, reply 400, push 200`),
  // All sending pauses for half a minute; the token still lives.
  '401': answered(`${read}, reply 401, reply 200`, 30_000),
  '403': answered(`${read}, reply 403, reply 200`),
  '404': undelivered(`${read}, reply 404`),
  '409': undelivered(`${read}, reply 409`),
  '410': undelivered(`${read}, reply 410`),
  '429': answered(`${read}, reply 429, reply 200`),
  '429 Retry-After': answered(`${read}, reply 429, reply 200`, 5_000),
  // Replies are free; should LINE say it of one, the token is good.
  '429 monthly limit': answered(`${read}, reply 429, reply 200`),
  '500': answered(`${read}, reply 500, reply 200`),
  '500 after': answered(`${read}, reply 500, reply 400`),
  '502 page': answered(`${read}, reply 502, reply 200`),
  '502 page after': answered(`${read}, reply 502, reply 400`),
  '200 page': answered(`${read}, reply 200, reply 200`),
  'slow in time': answered(`${read}, reply 200`),
  // The second try was faster, and the first then found the token used.
  'slow over the time-out': answered(`${read}, reply 400, reply 200`),
  never: answered(`${read}, reply never, reply 200`),
  'never after': answered(`${read}, reply never, reply 400`),
  'never midway': answered(`${read}, reply never, reply 400`),
}

/** Tries come after 1, 2, 4, … s, six within the minute that a token lives. */
export const lastingReplies: Lasting[] = [
  ['connection refused for a minute', so(6, 'connection refused'), answered(`${read}, push 200`)],
  ['429 for a minute', so(6, '429'), answered(`${read}, ${times(6, 'reply 429')}, push 200`)],
  ['403 for a minute', so(6, '403'), answered(`${read}, ${times(6, 'reply 403')}, push 200`)],
  ['401 for a minute', so(2, '401'), answered(`${read}, reply 401, reply 401, push 200`)],
  [
    '429 Retry-After beyond the token',
    [{ status: 429, headers: { 'retry-after': '120' } }],
    answered(`${read}, reply 429, push 200`),
  ],
  // A seventh try with the same token: after a minute "invalid" tells nothing, and a push could say it twice.
  ['500 for a minute', so(6, '500'), given(`${read}, ${times(6, 'reply 500')}, reply 400`, 'uncertain')],
  [
    'reset before for a minute',
    so(6, 'reset before'),
    given(`${read}, ${times(6, 'reply reset')}, reply 400`, 'uncertain'),
  ],
  [
    'reset after, then 429',
    [failures['reset after'], failures['429']],
    answered(`${read}, reply reset, reply 429, reply 400`),
  ],
  [
    'reset before, then 400',
    [failures['reset before'], failures['400']],
    given(`${read}, reply reset, reply 400`, 'uncertain'),
  ],
  [
    '500, then refused for a minute',
    [failures['500'], ...so(5, '429')],
    given(`${read}, reply 500, ${times(5, 'reply 429')}, reply 400`, 'uncertain'),
  ],
]

/** What nobody could be told is unread until staff take it; no Read goes past it. */
const unsaid = (asked: string, entry: 'undelivered' | 'uncertain'): Outcome => ({
  ...given(asked, entry),
  read: false,
  after: { answers: [0, 1], read: [false, false], entries: [entry] },
})

/** An answer that has no reply token: Read goes with it (docs/decisions/0013). */
export const pushes: Table = {
  'connection refused': answered(`push 200, ${read}`),
  'reset before': answered(`push reset, push 200, ${read}`),
  'reset after': answered(`push reset, push 409, ${read}`),
  'reset midway': answered(`push reset, push 409, ${read}`),
  '400': unsaid('push 400', 'undelivered'),
  '400 invalid token': 'a push has none',
  '401': answered(`push 401, push 200, ${read}`, 30_000),
  '403': answered(`push 403, push 200, ${read}`),
  '404': unsaid('push 404', 'undelivered'),
  // LINE says that the customer has it, and LINE is believed.
  '409': { ...answered(`push 409, ${read}`), answers: 0, after: { ...after, answers: [0, 1] } },
  '410': unsaid('push 410', 'undelivered'),
  '429': answered(`push 429, push 200, ${read}`),
  '429 Retry-After': answered(`push 429, push 200, ${read}`, 5_000),
  // It waits for the next reply, and goes in front of it.
  '429 monthly limit': { ...answered('push 429'), answers: 0, read: false },
  '500': answered(`push 500, push 200, ${read}`),
  '500 after': answered(`push 500, push 409, ${read}`),
  '502 page': answered(`push 502, push 200, ${read}`),
  '502 page after': answered(`push 502, push 409, ${read}`),
  '200 page': answered(`push 200, push 200, ${read}`),
  'slow in time': answered(`push 200, ${read}`),
  'slow over the time-out': answered(`push 409, push 200, ${read}`),
  never: answered(`push never, push 200, ${read}`),
  'never after': answered(`push never, push 409, ${read}`),
  'never midway': answered(`push never, push 409, ${read}`),
}

export const lastingPushes: Lasting[] = [
  ['500 for minutes', so(9, '500'), answered(`${times(9, 'push 500')}, push 200, ${read}`)],
  [
    'reset after, then 429',
    [failures['reset after'], failures['429']],
    answered(`push reset, push 429, push 409, ${read}`),
  ],
  [
    'reset before, then the monthly limit',
    [failures['reset before'], failures['429 monthly limit']],
    unsaid('push reset, push 429', 'uncertain'),
  ],
]

/** Read is repeated until it is confirmed and never after; what takes longer than its 5 s comes after the reply. */
export const reads = (call: 'markAsRead' | 'markAllAsRead'): Table => {
  const again = (status: number | 'reset'): Outcome => answered(`${call} ${status}, ${call} 200, reply 200`)
  const later = (status: number | 'never', waits = 5_000): Outcome =>
    answered(`${call} ${status}, reply 200, ${call} 200`, waits)
  // The next Read marks everything up to it.
  const unread = (status: number): Outcome => ({ ...answered(`${call} ${status}, reply 200`), read: false })
  return {
    'connection refused': answered(`${call} 200, reply 200`),
    'reset before': again('reset'),
    'reset after': again('reset'),
    'reset midway': again('reset'),
    '400': unread(400),
    '400 invalid token': unread(400),
    '401': later(401, 30_000),
    '403': again(403),
    '404': unread(404),
    '409': unread(409),
    '410': unread(410),
    '429': again(429),
    '429 Retry-After': later(429),
    '429 monthly limit': again(429),
    '500': again(500),
    '500 after': again(500),
    '502 page': again(502),
    '502 page after': again(502),
    '200 page': again(200),
    'slow in time': answered(`${call} 200, reply 200`),
    'slow over the time-out': later(200),
    never: later('never'),
    'never after': later('never'),
    'never midway': later('never'),
  }
}

/** After 0.5, 1 and 2 s, which is within its budget: the reply waits for it. */
export const lastingReads = (call: 'markAsRead' | 'markAllAsRead'): Lasting[] => [
  ['500 for some seconds', so(3, '500'), answered(`${times(3, `${call} 500`)}, ${call} 200, reply 200`)],
  ['connection refused for some seconds', so(3, 'connection refused'), answered(`${call} 200, reply 200`)],
]

/** What is asked beside the work stops nothing and changes nothing, however it fails. */
export const nothing = (asked: string) => (): Outcome => answered(asked)

/** Nothing is sent without a token. For 5 s it is not asked for again, all the time that Read has: it follows the reply. */
export const issued = (failure: FailureName): Outcome =>
  answered(failure === 'slow in time' ? `${read}, reply 200` : `reply 200, ${read}`)
