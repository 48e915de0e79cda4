import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { killAndRestart, onFiles, onPostgres, type Outcome, type Writing } from './kill-and-restart.ts'

const around = (...whats: string[]): string[] => whats.flatMap((what) => [`before ${what}`, `after ${what}`])

/**
 * Each write and each call of a turn that is resolved. What is decided is written with the first attempt, what came of
 * marking as read with the attempt to answer.
 */
const resolved = around(
  'the write of the inbox',
  'the call of the model',
  'the write of attempted read',
  'the call of read',
  'the write of attempted reply',
  'the call of reply',
  'the write of outcome reply',
)

/** What a request adds that is to be recorded. */
const recorded = around('the write of attempted record', 'the call of record', 'the write of outcome record')

/** What a hand-off adds. */
const handedOff = around('the write of attempted notify', 'the call of notify', 'the write of outcome notify')

/** What there is besides where processes share a store. */
const leased = around('the taking of the lease', 'the letting go of the lease')

/** @param number tells the customers apart */
const asking = (point: string, number = 0): Writing => ({
  user: `Uasking-${String(number).padStart(2, '0')}`,
  point,
  text: 'Are you open on Sunday?',
})
const wantingAPerson = (point: string, number = 0): Writing => {
  const own = String(number).padStart(2, '0')
  return { user: `Uwanting-${own}`, point, text: `I want to talk to a person. I am number ${own}.` }
}

const wantingPaper = (point: string, number = 0): Writing => {
  const own = String(number).padStart(2, '0')
  return { user: `Upaper-${own}`, point, text: `Please order 10 packs of paper for room ${own}` }
}

function expectOneAnswerAndRead({ calls }: Outcome): void {
  expect(calls.filter((call) => (call.call === 'reply' || call.call === 'push') && call.effect)).toHaveLength(1)
  expect(calls.filter((call) => call.call === 'push')).toEqual([])
  const reads = calls.filter((call) => call.call === 'markAsRead')
  expect(reads.at(-1)?.status).toBe(200)
  expect(reads.length).toBeLessThanOrEqual(2)
}

function expectAnswered(outcome: Outcome | undefined): void {
  if (!outcome) throw new Error('nothing came of it')
  expectOneAnswerAndRead(outcome)
  expect(outcome.told).toEqual([])
}

function expectRecorded(outcome: Outcome | undefined): void {
  expectAnswered(outcome)
  expect(outcome?.recorded).toHaveLength(1)
}

function expectHandedOver(outcome: Outcome | undefined): void {
  if (!outcome) throw new Error('nothing came of it')
  expectOneAnswerAndRead(outcome)
  const { told } = outcome
  // Telling staff twice is better than never; it has no key that would make a second one vanish.
  expect(told.length).toBeGreaterThanOrEqual(1)
  expect(told.length).toBeLessThanOrEqual(2)
  expect(told[0]).toContain('A customer waits for a person')
}

describe('a process killed in the middle of a turn, and the next start', { concurrent: true }, () => {
  describe('on files', () => {
    const outcomeOf = async (writing: Writing) => (await killAndRestart([writing], await onFiles())).get(writing.user)

    test.each(resolved)('%s: one answer, and Read once confirmed', { timeout: 120_000 }, async (point) => {
      expectAnswered(await outcomeOf(asking(point)))
    })

    test.each(handedOff)('%s: staff told, then Read, and one notice', { timeout: 120_000 }, async (point) => {
      expectHandedOver(await outcomeOf(wantingAPerson(point)))
    })

    // Of two points with nothing between them one is enough; on PostgreSQL all of them are seen.
    const after = recorded.filter((point) => point.startsWith('after'))
    test.each(after)('%s: recorded once, then Read and one answer', { timeout: 120_000 }, async (point) => {
      expectRecorded(await outcomeOf(wantingPaper(point)))
    })
  })

  // One process dies at all points, each in another customer's turn: the database keeps each of them by itself.
  describe('on PostgreSQL', () => {
    const askings = [...resolved, ...leased].map(asking)
    const wantings = handedOff.map(wantingAPerson)
    const papers = recorded.map(wantingPaper)
    let postgres: Postgres
    let outcomes: Map<string, Outcome>
    beforeAll(async () => {
      postgres = await openPostgres()
      outcomes = await killAndRestart([...askings, ...wantings, ...papers], await onPostgres(await postgres.database()))
    }, 120_000)
    afterAll(() => postgres.close())

    test.each(askings)('$point: one answer, and Read once confirmed', ({ user }) => {
      expectAnswered(outcomes.get(user))
    })

    test.each(wantings)('$point: staff told, then Read, and one notice', ({ user }) => {
      expectHandedOver(outcomes.get(user))
    })

    test.each(papers)('$point: recorded once, then Read and one answer', ({ user }) => {
      expectRecorded(outcomes.get(user))
    })
  })
})
