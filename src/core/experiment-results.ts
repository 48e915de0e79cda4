/**
 * What an experiment has come to, by variant. Customers were split by conversation, so conversations are counted and not
 * turns: two turns of one customer are not two independent trials. What each figure counts: docs/experiments.md.
 */
import { rateOf, type Rate } from './interval.ts'
import { isOverturned } from './insights.ts'
import { costOf, type ModelPrice } from './model-price.ts'
import { returnsWithin, type TurnRow } from './turn-row.ts'

/** What is told of each variant beside its decisions. */
export const measures = ['handedOff', 'notSolved', 'returned', 'overturned'] as const

/**
 *   handedOff   conversations with a hand-off, by the model, by a rule or by the customer's tap; of all
 *   notSolved   conversations whose customer tapped "Not solved"; of those who were asked and said anything
 *   returned    conversations whose customer wrote again, more than thanks, within 24 h of a `resolved`; of those with a
 *               `resolved`, once its 24 h are over
 *   overturned  the same, about the same thing, or "Not solved"; of the same
 */
export type Measure = (typeof measures)[number]

export interface VariantResults {
  prompt: string
  /** Of each version of the prompt that was asked, the oldest first: more than one, and it was changed on the way. */
  hashes: string[]
  conversations: number
  /** Turns judged under it. */
  turns: number
  decisions: Record<'resolved' | 'needs_info' | 'handoff' | 'failed', number>
  rates: Record<Measure, Rate | undefined>
  /** Tokens. */
  input: number
  output: number
  /** By the prices that are known; missing when that of any of its models is not. */
  cost?: number
}

export interface ExperimentCounting {
  /** Oldest first. Rows of other conversations, and from before, are passed over. */
  add(row: TurnRow): void
  /** By prompt; one without any conversation is missing. */
  results(): Map<string, VariantResults>
}

/** What is known of one conversation. */
interface Part {
  prompt: string
  handedOff: boolean
  told: boolean
  notSolved: boolean
  /** The last turn was not judged in this experiment: it was off, or has ended. */
  left: boolean
  /** It has a `resolved` whose 24 h are over. */
  ripe: boolean
  returned: boolean
  overturned: boolean
}

/**
 * @param now ms
 * @param prices by the model's name
 */
export function startExperimentCounting(
  experiment: string,
  now: number,
  prices?: ReadonlyMap<string, ModelPrice>,
): ExperimentCounting {
  const parts = new Map<string, Part>()
  const variants = new Map<string, Omit<VariantResults, 'rates' | 'conversations'>>()

  const add = (row: TurnRow): void => {
    if (row.observed) return
    const known = parts.get(row.conversation)
    if (row.experiment !== experiment) {
      // A tap is judged by nobody: what it gives to staff is this variant's hand-off, unless another has answered since.
      if (known && row.decision !== 'tap') known.left = true
      else if (known && !known.left) count(known, row, now)
      return
    }
    const prompt = row.prompt ?? ''
    const part = known ?? {
      prompt,
      handedOff: false,
      told: false,
      notSolved: false,
      left: false,
      ripe: false,
      returned: false,
      overturned: false,
    }
    parts.set(row.conversation, part)
    part.left = false
    count(part, row, now)
    const variant = variants.get(part.prompt) ?? started(part.prompt, prices !== undefined)
    variants.set(part.prompt, variant)
    if (row.promptHash !== undefined && !variant.hashes.includes(row.promptHash)) variant.hashes.push(row.promptHash)
    variant.turns++
    const { decision } = row
    if (decision !== 'tap' && decision !== 'stale') variant.decisions[decision]++
    variant.input += row.input
    variant.output += row.output
    if (row.model !== undefined && variant.cost !== undefined) {
      const price = prices?.get(row.model)
      variant.cost = price ? variant.cost + costOf(row, price) : undefined
    }
  }

  const results = (): Map<string, VariantResults> =>
    new Map(
      [...variants].map(([prompt, variant]) => {
        const its = [...parts.values()].filter((part) => part.prompt === prompt)
        return [prompt, { ...variant, conversations: its.length, rates: ratesOf(its) }]
      }),
    )
  return { add, results }
}

function started(prompt: string, priced: boolean): Omit<VariantResults, 'rates' | 'conversations'> {
  const decisions = { resolved: 0, needs_info: 0, handoff: 0, failed: 0 }
  return { prompt, hashes: [], turns: 0, decisions, input: 0, output: 0, ...(priced ? { cost: 0 } : {}) }
}

function count(part: Part, row: TurnRow, now: number): void {
  if (row.decision === 'handoff' || row.decision === 'tap') part.handedOff = true
  if (row.solved !== undefined) part.told = true
  if (row.solved === false) part.notSolved = true
  if (row.decision !== 'resolved' || row.smallTalk) return
  if ((row.answeredAt ?? row.at) + returnsWithin > now) return
  part.ripe = true
  if (row.returnedAt !== undefined) part.returned = true
  if (isOverturned(row)) part.overturned = true
}

function ratesOf(parts: readonly Part[]): VariantResults['rates'] {
  const of = (is: (part: Part) => boolean, among: (part: Part) => boolean): Rate | undefined => {
    const all = parts.filter(among)
    return rateOf(all.filter(is).length, all.length)
  }
  return {
    handedOff: of(
      (part) => part.handedOff,
      () => true,
    ),
    notSolved: of(
      (part) => part.notSolved,
      (part) => part.told,
    ),
    returned: of(
      (part) => part.returned,
      (part) => part.ripe,
    ),
    overturned: of(
      (part) => part.overturned,
      (part) => part.ripe,
    ),
  }
}
