/**
 * Two proportions of different conversations: how far apart they are, and a verdict on that which may be looked at every
 * day. A test at 5 % that is made each morning until it says something finds a difference where there is none in a third
 * of all experiments; what is told here is wrong in 5 % of experiments at most, however often it is looked at. See
 * docs/statistics.md.
 */
import { enough, wilson, type Interval } from './interval.ts'

/** How many of so many conversations. */
export interface Counted {
  count: number
  n: number
}

/**
 * The variant's share less the control's: method 10 of Newcombe (1998, Statistics in Medicine 17, 873–890), the Wilson
 * intervals of both, squared and added.
 * @param z of one look; missing: two-sided 95 %
 */
export function differenceOf(control: Counted, variant: Counted, z?: number): Interval {
  if (control.n === 0 || variant.n === 0) return { low: -1, high: 1 }
  const a = wilson(control.count, control.n, z)
  const b = wilson(variant.count, variant.n, z)
  const shareA = control.count / control.n
  const shareB = variant.count / variant.n
  const estimate = shareB - shareA
  return {
    low: estimate - Math.hypot(shareB - b.low, a.high - shareA),
    high: estimate + Math.hypot(b.high - shareB, shareA - a.low),
  }
}

/** Wrong in at most this share of experiments, however often they are looked at. */
const level = 0.05

/**
 * The z that holds at all looks together: the two-sided normal mixture of Robbins (1970), as in Howard, Ramdas, McAuliffe
 * and Sekhon (2021, Annals of Statistics 49, 1055–1080), proposition 5 and section 3.5. For means such as shares it holds
 * as they become normal (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, Annals of Statistics 52, 2613–2640). It is
 * about 3 where one look has 1.96.
 * @param information n₁n₂ ÷ (n₁ + n₂) of two groups: half of either when they are equal
 * @param tightest the information at which it is least; as it is, about 300 conversations a side: a shop's some weeks
 */
export function zOfAllLooks(information: number, tightest = 150): number {
  const mixed = (information / tightest) * (-2 * Math.log(level) + Math.log(1 - 2 * Math.log(level)))
  return Math.sqrt((1 + 1 / mixed) * Math.log((1 + mixed) / level ** 2))
}

export type DifferenceVerdict =
  /** `need`: how many more conversations the smaller side needs before anything is told. */
  | { type: 'thin'; need: number }
  | { type: 'no_difference_seen'; interval: Interval }
  /** The variant's share is higher, or lower, than the control's. */
  | { type: 'higher' | 'lower'; interval: Interval }

/** What can be said of the variant today. The interval holds at all looks together and is wider than one look's. */
export function verdictOf(control: Counted, variant: Counted): DifferenceVerdict {
  const fewest = Math.min(control.n, variant.n)
  if (fewest < enough) return { type: 'thin', need: enough - fewest }
  const information = (control.n * variant.n) / (control.n + variant.n)
  const interval = differenceOf(control, variant, zOfAllLooks(information))
  if (interval.low > 0) return { type: 'higher', interval }
  if (interval.high < 0) return { type: 'lower', interval }
  return { type: 'no_difference_seen', interval }
}
