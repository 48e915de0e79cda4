/** How far an evaluation or a replay is: a bar on a terminal, elsewhere a line now and then. */
import { Presets, SingleBar } from 'cli-progress'
import type { LabIo } from './io.ts'
import { dollars } from './numbers.ts'

export interface Progress {
  /** One more has ended. `spent`: on all so far (US dollars). */
  step(spent: number): void
  /** A line that stays, above the bar. */
  say(line: string): void
  stop(): void
}

/** Where there is no terminal: a line after so long (ms). */
const between = 10_000

/**
 * @param total judgements in all
 * @param before how many were done before
 */
export function showProgress(
  { say, terminal, clock }: Pick<LabIo, 'say' | 'terminal' | 'clock'>,
  total: number,
  before: number,
): Progress {
  if (!terminal) {
    let done = before
    let told = clock.now()
    return {
      step(spent) {
        done += 1
        if (clock.now() - told < between) return
        told = clock.now()
        say(`${done} of ${total} judged${spent > 0 ? `, ${dollars(spent)}` : ''}`)
      },
      say,
      stop() {},
    }
  }
  const bar = new SingleBar(
    // Ctrl-C is the command's own to answer.
    {
      format: '{bar} {value} of {total} judged, {eta_formatted} left{cost}',
      stream: terminal,
      clearOnComplete: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  let [done, cost] = [before, '']
  bar.start(total, done, { cost })
  return {
    step(spent) {
      done += 1
      cost = spent > 0 ? `, ${dollars(spent)}` : ''
      bar.increment(1, { cost })
    },
    say(line) {
      // The bar goes, so that it does not draw over the line, and stands below it again.
      bar.stop()
      say(line)
      bar.start(total, done, { cost })
    },
    stop: () => bar.stop(),
  }
}
