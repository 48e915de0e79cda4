/** Many seeds, on all cores. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { planned } from './chaos.ts'
import type { SeedResult } from './seed.ts'

/**
 * So many seeds a thread lives. A killed process leaves waits that nobody ends, and Node keeps every `AbortSignal.any`
 * that somebody listens to: some 0.7 MB a seed, which ten thousand do not leave room for.
 */
const seedsOfThread = 250

export interface ManyOptions {
  from: number
  count: number
  customers: number
  only?: readonly number[]
  /** Begin no more once one broke. */
  bail?: boolean
  /** Told of each seed as it ends. */
  ended: (result: SeedResult, done: number) => void
}

export async function runMany({ from, count, customers, only, bail, ended }: ManyOptions): Promise<SeedResult[]> {
  const results: SeedResult[] = []
  let next = from
  const isOver = () => next >= from + count || (bail && results.some(({ broken }) => broken.length > 0))
  const thread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url))
      let left = seedsOfThread
      const order = (): void => {
        if (isOver() || left === 0) return void worker.terminate().then(() => resolve())
        left -= 1
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage({ seed: next, customers, only })
        next += 1
      }
      worker.on('error', reject)
      worker.on('message', (result: SeedResult) => {
        results.push(result)
        ended(result, results.length)
        order()
      })
      order()
    })
  const work = async (): Promise<void> => {
    while (!isOver()) await thread()
  }
  await Promise.all(Array.from({ length: Math.min(count, availableParallelism()) }, work))
  return results.toSorted((a, b) => a.seed - b.seed)
}

/** The figures of all of them: names as in docs/reliability.md. */
export function figuresOf(results: readonly SeedResult[], customers: number): { [name: string]: number } {
  const figures: { [name: string]: number } = { seeds: results.length, customers }
  const add = (name: string, more: number): void => void (figures[name] = (figures[name] ?? 0) + more)
  const fired = new Map<string, number>()
  for (const one of results) {
    for (const [name, value] of Object.entries(one.counts)) add(name, value)
    for (const [name, value] of one.fired) fired.set(name, (fired.get(name) ?? 0) + value)
  }
  add('seeds_broken', results.filter(({ broken }) => broken.length > 0).length)
  add('faults_planned', planned.length)
  add('faults_fired', fired.size)
  add(
    'faults_in_all',
    [...fired.values()].reduce((sum, one) => sum + one, 0),
  )
  for (const name of planned) add(`fault.${name}`, fired.get(name) ?? 0)
  return figures
}
