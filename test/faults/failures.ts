/** How a call can fail. Every table of outcomes names each of these, or says why it cannot be. */
import type { Failure } from '../../src/simulator/index.ts'

const page = '<html><body><h1>Bad Gateway</h1></body></html>'

/** What is done to one call. `refused`: it goes to a port where nobody listens. */
export type Struck = Failure | 'refused'

export const failures = {
  'connection refused': 'refused',
  'reset before': 'reset-before',
  'reset after': 'reset-after',
  'reset midway': 'reset-midway',
  '400': { status: 400 },
  '400 invalid token': { status: 400, message: 'Invalid reply token' },
  '401': { status: 401 },
  '403': { status: 403, message: 'Forbidden' },
  '404': { status: 404, message: 'Not found' },
  '409': { status: 409, message: 'The retry key is already accepted' },
  '410': { status: 410, message: 'Gone' },
  '429': { status: 429 },
  '429 Retry-After': { status: 429, headers: { 'retry-after': '5' } },
  '429 monthly limit': { status: 429, message: 'You have reached your monthly limit.' },
  '500': { status: 500 },
  '500 after': { status: 500, effect: true },
  '502 page': { status: 502, page },
  '502 page after': { status: 502, page, effect: true },
  '200 page': { status: 200, page },
  'slow in time': { delayMs: 300 },
  'slow over the time-out': { delayMs: 8_400 },
  never: 'never',
  'never after': 'never-after',
  'never midway': 'never-midway',
} as const satisfies Record<string, Struck>

export type FailureName = keyof typeof failures

export const names = Object.keys(failures).filter((name): name is FailureName => name in failures)

/** Those that keep a caller waiting for its own time-out. */
export const isLong = (name: string): boolean => name.startsWith('never') || name === 'slow over the time-out'
