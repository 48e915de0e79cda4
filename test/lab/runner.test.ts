/** How much is judged at the same time, and what somebody who waits sees of it. */
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createBudget } from '../../src/lab/budget.ts'
import { showProgress } from '../../src/lab/progress.ts'
import { run, type Heard } from '../../src/lab/runner.ts'

const resolved: Heard = { by: 'model', decision: 'resolved' }

test.each([1, 3, 7])('never more than %i are judged at the same time, and as many as that are', async (parallel) => {
  let [underWay, most] = [0, 0]
  const { done } = await run(
    Array.from({ length: 40 }, (_, number) => number),
    {
      parallel,
      budget: createBudget(undefined),
      modelOf: () => 'm',
      nameOf: String,
      async judge(number) {
        underWay += 1
        most = Math.max(most, underWay)
        // Some take longer than others.
        for (let turn = 0; turn < 1 + (number % 4); turn++) await new Promise((resolve) => void setImmediate(resolve))
        underWay -= 1
        return resolved
      },
      heardIn: (heard) => [heard],
      costOf: () => 0,
      ended: () => undefined,
      whyOf: String,
      problem: () => undefined,
      signal: new AbortController().signal,
    },
  )
  expect(done).toHaveLength(40)
  expect(most).toBe(parallel)
})

test('on a terminal a bar tells how many are judged and what they cost; what is said meanwhile stays above it', () => {
  let shown = ''
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 100 })
  terminal.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  const said: string[] = []
  const clock = { now: () => 0, after: () => Promise.resolve() }
  const progress = showProgress({ say: (line) => said.push(line), terminal, clock }, 120, 37)
  progress.step(0.22)
  progress.say('m is given up')
  progress.stop()
  expect(shown).toMatch(/37 of 120 judged[^]*38 of 120 judged.*\$0\.22/)
  expect(said).toEqual(['m is given up'])
})

test('elsewhere a line now and then', () => {
  const said: string[] = []
  let now = 0
  const clock = { now: () => now, after: () => Promise.resolve() }
  const progress = showProgress({ say: (line) => said.push(line), clock }, 120, 37)
  progress.step(0.22)
  now = 11_000
  progress.step(0.44)
  progress.step(0.66)
  expect(said).toEqual(['39 of 120 judged, $0.44'])
})
