/** Waits until the outside world hears nothing more. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Outside } from '../servers/outside.ts'

/** Longer than a turn stays open (ms). */
const quiet = 3_000
/** How long turns may go on (ms). */
const longest = 30_000

/** @returns how long after now the last reply came (s); undefined: they were still coming when the time was over */
export async function settled(outside: Pick<Outside, 'counts'>): Promise<number | undefined> {
  const began = performance.now()
  let last = { replies: -1, at: began }
  while (performance.now() - began < longest) {
    const { reply } = await outside.counts()
    if (reply !== last.replies) last = { replies: reply, at: performance.now() }
    if (performance.now() - last.at > quiet) return (last.at - began) / 1_000
    await wait(100)
  }
  return undefined
}
