import { expect, test } from 'vitest'
import { randomOf } from '../simulation/random.ts'
import { noWrongs } from './checking.ts'
import { figuresOf, linesOf } from './figures.ts'
import { liveThrough, type Tally } from './life.ts'

/** `npm run kills` lives three hundred of these rounds. */
test('killed at random moments under load: everything accepted ends, nothing is said twice, Read stands where it may', async () => {
  const tally: Tally = { rounds: 0, kills: 0, accepted: 0, ended: 0, recoveries: [], wrongs: noWrongs() }
  const seed = Date.now()
  const lives = ['1', '2', '3'].map((name) =>
    liveThrough({ name, rounds: 1, random: randomOf(seed, name), tally, onRound: () => undefined }),
  )
  await Promise.all(lives)
  expect(linesOf(tally.wrongs)).toEqual([])
  const { events_accepted: accepted, events_ended: ended, kills } = figuresOf(tally)
  expect(kills).toBeGreaterThanOrEqual(3)
  expect(accepted).toBeGreaterThan(100)
  expect(ended).toBe(accepted)
}, 120_000)
