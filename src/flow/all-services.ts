/**
 * The switches of several channels as one. What is set here is set in each, and `current()` has only what all of them have:
 * `paused` is there while no channel answers, whoever paused which.
 *
 * Pausing concerns those that run, and ending it those of one act (`Pauses.ending`): a channel that somebody has paused for
 * a reason of its own stays so. An act is told by who made it and when.
 */
import type { Service, ServiceSwitch } from '../ports/service.ts'

type Pause = NonNullable<Service['paused']>

/** How many channels are paused. */
export interface Pauses {
  of: number
  paused: number
  /**
   * What ends when the pause is ended here: the newest that several channels have had by one act; else, while all are
   * paused, the newest. Undefined: nothing is to be ended here.
   */
  ending?: Pause & { channels: number }
}

export interface AllServices extends ServiceSwitch {
  pauses(): Pauses
}

/** So many are changed at once: what comes in meanwhile is to be stored too. */
const atOnce = 4

export function allServices(services: readonly ServiceSwitch[]): AllServices {
  const pauses = (): Pauses => {
    const all = services.flatMap((one) => one.current().paused ?? [])
    const acts = Map.groupBy(
      all.toSorted((a, b) => b.at - a.at),
      actOf,
    )
    const newest = [...acts.values()].map((same) => ({ by: same[0]!.by, at: same[0]!.at, channels: same.length }))
    const last = all.length === services.length ? newest[0] : undefined
    const ending = newest.find(({ channels }) => channels > 1) ?? last
    return { of: services.length, paused: all.length, ending }
  }

  return {
    pauses,
    current() {
      const all = services.map((one) => one.current())
      const ofAll = (name: keyof Service): Service[keyof Service] =>
        all.every((one) => one[name]) ? all.map((one) => one[name]).findLast((one) => one !== undefined) : undefined
      const { of, paused, ending } = pauses()
      return {
        paused: of === paused && ending ? { by: ending.by, at: ending.at } : undefined,
        tellInLine: ofAll('tellInLine'),
        experimentsOff: ofAll('experimentsOff'),
      }
    },
    async change(change) {
      const { ending } = pauses()
      const isConcerned = ({ paused }: Service): boolean =>
        change.paused ? !paused : paused !== undefined && ending !== undefined && actOf(paused) === actOf(ending)
      const { paused: _, ...others } = change
      const waiting = [...services]
      const failed: unknown[] = []
      const changeNext = async (): Promise<void> => {
        for (let one = waiting.shift(); one; one = waiting.shift()) {
          const its = 'paused' in change && isConcerned(one.current()) ? change : others
          if (Object.keys(its).length === 0) continue
          await one.change(its).catch((error: unknown) => void failed.push(error))
        }
      }
      await Promise.all(Array.from({ length: atOnce }, changeNext))
      if (failed.length > 0)
        throw new AggregateError(failed, `of ${services.length} channels ${failed.length} could not be changed`)
    },
    onChange(listener) {
      const ends = services.map((one) => one.onChange(listener))
      return () => ends.forEach((end) => end())
    },
  }
}

const actOf = ({ by, at }: Pause): string => `${at} ${by}`
