/**
 * Rows of turns → the figures that owners look at. One pass over the rows, oldest first; what is kept on the way does not
 * grow with their number (`Lengths`), so that a year of a busy shop can be counted. What each figure counts, exactly:
 * docs/figures.md.
 */
import { rateOf, type Rate } from './interval.ts'
import { costOf, type ModelPrice } from './model-price.ts'
import { Lengths, type Spread } from './lengths.ts'
import { returnsWithin, type TurnRow } from './turn-row.ts'

/**
 * What became of a turn.
 *
 *   assistant  resolved: the assistant answered it
 *   unsolved   the same, and it was not: the customer tapped "Not solved", or came back with the same thing within 24 h
 *   asked      the assistant asked back
 *   staff      given to staff, and they took it or said Done
 *   untaken    given to staff, and nobody has taken it
 *   failed     no judgement, and the assistant answered a later message before anybody took it
 */
export const outcomes = ['assistant', 'unsolved', 'asked', 'staff', 'untaken', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * Why a turn went to staff: what lowered the judgement, the model itself, a rule, the customer's tap; a request that could not
 * be recorded; no judgement, since the model failed or the assistant was paused; a limit that was reached; too old when it came.
 */
export const reasons = [
  'model',
  'no_source',
  'low_confidence',
  'always_human',
  'third_question',
  'same_answer',
  'look_up_gave_nothing',
  'not_recordable',
  'not_recorded',
  'small_talk_with_facts',
  'unsupported_facts',
  'repeats_prompt',
  'rule',
  'tap',
  'failed',
  'paused',
  'limit',
  'stale',
] as const
export type Reason = (typeof reasons)[number]

export interface Figures {
  turns: number
  outcomes: Record<Outcome, number>
  /** From the turn's newest message to the assistant's answer or question (ms). */
  answered: Spread
  /** From the turn's newest message to Take and to Done, of those given to staff (ms). */
  taken: Spread
  done: Spread
  /** From the turn's newest message until it was shown Read (ms). */
  read: Spread
  /** Decided and not acted on (`MODE=observe`): of these, only what they cost is counted. */
  observed: number
  /** Questions of the assistant with nothing after them for 24 h, of those whose 24 h are over. */
  silent?: Rate
  /** Customers who wrote again within 24 h after "resolved", of those whose 24 h are over. */
  returned?: Rate
  /** What customers said when they were asked: "Not solved", of all who said anything. */
  notSolved?: Rate
  input: number
  output: number
  /** By the prices that are known; undefined when none is for any of the tokens. */
  cost?: number
  /** Tokens of models without a known price. */
  unpriced: number
}

export interface Group extends Figures {
  name: string
}

/** A day of the shop's time zone. */
export interface Day {
  /** `2026-11-02` */
  name: string
  /** When it begins (ms); it ends where the next begins. */
  from: number
}

export interface InsightOptions {
  /** In order, without gaps: the period is from the first one's beginning to `until`. */
  days: readonly Day[]
  until: number
  now: number
  /** Only rows that have all of these. */
  only?: { language?: string; topic?: string; variant?: string }
  /** By the model's name. */
  prices?: ReadonlyMap<string, ModelPrice>
}

export interface Insights extends Figures {
  byDay: Group[]
  /** These three with the most turns first. */
  byLanguage: Group[]
  byTopic: Group[]
  byVariant: Group[]
  byReason: { name: Reason; count: number }[]
  /** All there are in the period, whatever is filtered: what can be chosen. */
  choices: { languages: string[]; topics: string[]; variants: string[] }
}

/** `assistant · 3f2a9c`: a prompt's name and the beginning of its hash; empty when no prompt was asked. */
export const variantOf = ({ by, prompt, promptHash }: Pick<TurnRow, 'by' | 'prompt' | 'promptHash'>): string =>
  by === 'rule' || prompt === undefined ? '' : promptHash ? `${prompt} · ${promptHash.slice(0, 6)}` : prompt

/** A verdict that what happened since has overturned. Who says that it is solved knows best. */
export const isOverturned = ({ decision, solved, cameBackAt }: TurnRow): boolean =>
  decision === 'resolved' && (solved === false || (solved === undefined && cameBackAt !== undefined))

export const outcomeOf = (row: TurnRow): Outcome => {
  if (row.decision === 'resolved') return isOverturned(row) ? 'unsolved' : 'assistant'
  if (row.decision === 'needs_info') return 'asked'
  if (row.takenAt !== undefined || row.doneAt !== undefined) return 'staff'
  return row.decision === 'failed' && !row.withStaff ? 'failed' : 'untaken'
}

/** Undefined for a turn that did not go to staff. */
export function reasonOf(row: TurnRow): Reason | undefined {
  if (row.decision === 'tap' || row.decision === 'stale') return row.decision
  if (row.limit) return 'limit'
  if (row.decision === 'failed') return row.by === 'rule' && row.model === undefined ? 'paused' : 'failed'
  if (row.decision !== 'handoff') return undefined
  return row.lowered ?? (row.by === 'rule' ? 'rule' : 'model')
}

/** A question with nothing after it for this long (ms) went silent. */
export const silentAfter = 24 * 3_600_000

/** Counts rows one by one, so that whoever has very many can do something else in between. */
export interface Counting {
  /**
   * Oldest first. Rows after `until` are not counted; they tell whether a question was answered, so hand over
   * `silentAfter` more of them.
   */
  add(row: TurnRow): void
  insights(): Insights
}

export function insightsOf(rows: Iterable<TurnRow>, options: InsightOptions): Insights {
  const counting = startCounting(options)
  for (const row of rows) counting.add(row)
  return counting.insights()
}

export function startCounting(options: InsightOptions): Counting {
  const { days, until, now, only = {}, prices } = options
  const from = days[0]?.from ?? until
  const all = new Tally()
  const byDay = days.map(() => new Tally())
  const byLanguage = new Tallies()
  const byTopic = new Tallies()
  const byVariant = new Tallies()
  const byReason = new Map<Reason, number>()
  const seen = { languages: new Set<string>(), topics: new Set<string>(), variants: new Set<string>() }
  /** The open question of each conversation, and the tallies it counts in. */
  const asked = new Map<string, { at: number; tallies: Tally[] }>()
  let today = 0

  const end = ({ at, tallies }: { at: number; tallies: Tally[] }, next: number): void => {
    if (at + silentAfter > now) return
    const silent = next > at + silentAfter
    for (const tally of tallies) tally.question(silent)
  }

  const add = (row: TurnRow): void => {
    const before = asked.get(row.conversation)
    if (before) {
      asked.delete(row.conversation)
      // A turn may be decided after the 24 h that its message came in.
      end(before, row.receivedAt)
    }
    if (row.at < from || row.at >= until) return
    const variant = variantOf(row)
    seen.languages.add(row.language)
    seen.topics.add(row.topic)
    if (variant !== '') seen.variants.add(variant)
    if (only.language !== undefined && only.language !== row.language) return
    if (only.topic !== undefined && only.topic !== row.topic) return
    if (only.variant !== undefined && only.variant !== variant) return

    while (today + 1 < days.length && row.at >= (days[today + 1]?.from ?? Infinity)) today++
    const day = byDay[today]
    const tallies = [all, ...(day ? [day] : []), byLanguage.of(row.language), byTopic.of(row.topic)]
    tallies.push(byVariant.of(variant))
    const price = row.model === undefined ? undefined : prices?.get(row.model)
    for (const tally of tallies) tally.count(row, now, price)
    if (row.observed) return
    const reason = reasonOf(row)
    if (reason) byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
    if (row.decision === 'needs_info') asked.set(row.conversation, { at: row.at, tallies })
  }

  const insights = (): Insights => {
    for (const question of asked.values()) end(question, Infinity)
    asked.clear()
    return {
      ...all.figures(),
      byDay: days.map(({ name }, index) => ({ name, ...(byDay[index] ?? new Tally()).figures() })),
      byLanguage: byLanguage.groups(),
      byTopic: byTopic.groups(),
      byVariant: byVariant.groups(),
      byReason: [...byReason].map(([name, count]) => ({ name, count })).toSorted((a, b) => b.count - a.count),
      choices: {
        languages: [...seen.languages].toSorted(),
        topics: [...seen.topics].toSorted(),
        variants: [...seen.variants].toSorted(),
      },
    }
  }
  return { add, insights }
}

/** What is counted of one group of turns. */
class Tally {
  turns = 0
  readonly #outcomes: Record<Outcome, number> = { assistant: 0, unsolved: 0, asked: 0, staff: 0, untaken: 0, failed: 0 }
  readonly #answered = new Lengths()
  readonly #taken = new Lengths()
  readonly #done = new Lengths()
  readonly #read = new Lengths()
  #observed = 0
  readonly #silent = { count: 0, n: 0 }
  readonly #returned = { count: 0, n: 0 }
  readonly #notSolved = { count: 0, n: 0 }
  #input = 0
  #output = 0
  #cost: number | undefined
  #unpriced = 0

  count(row: TurnRow, now: number, price: ModelPrice | undefined): void {
    const { receivedAt, answeredAt, takenAt, doneAt, readAt, decision } = row
    this.#input += row.input
    this.#output += row.output
    if (price) this.#cost = (this.#cost ?? 0) + costOf(row, price)
    else this.#unpriced += row.input + row.output
    if (row.observed) {
      this.#observed++
      return
    }
    this.turns++
    this.#outcomes[outcomeOf(row)]++
    const byAssistant = decision === 'resolved' || decision === 'needs_info'
    if (byAssistant && answeredAt !== undefined) this.#answered.add(answeredAt - receivedAt)
    if (readAt !== undefined) this.#read.add(readAt - receivedAt)
    if (!byAssistant) {
      if (takenAt !== undefined) this.#taken.add(takenAt - receivedAt)
      if (doneAt !== undefined) this.#done.add(doneAt - receivedAt)
    }
    if (decision === 'resolved' && !row.smallTalk && (row.answeredAt ?? row.at) + returnsWithin <= now) {
      this.#returned.n++
      if (row.returnedAt !== undefined) this.#returned.count++
    }
    if (row.solved !== undefined) {
      this.#notSolved.n++
      if (!row.solved) this.#notSolved.count++
    }
  }

  question(silent: boolean): void {
    this.#silent.n++
    if (silent) this.#silent.count++
  }

  figures(): Figures {
    return {
      turns: this.turns,
      outcomes: this.#outcomes,
      answered: this.#answered.spread(),
      taken: this.#taken.spread(),
      done: this.#done.spread(),
      read: this.#read.spread(),
      observed: this.#observed,
      silent: rateOf(this.#silent.count, this.#silent.n),
      returned: rateOf(this.#returned.count, this.#returned.n),
      notSolved: rateOf(this.#notSolved.count, this.#notSolved.n),
      input: this.#input,
      output: this.#output,
      cost: this.#cost,
      unpriced: this.#unpriced,
    }
  }
}

class Tallies {
  readonly #named = new Map<string, Tally>()

  of(name: string): Tally {
    const found = this.#named.get(name)
    if (found) return found
    const tally = new Tally()
    this.#named.set(name, tally)
    return tally
  }

  groups(): Group[] {
    const groups = [...this.#named].map(([name, tally]) => ({ name, ...tally.figures() }))
    return groups.toSorted((a, b) => b.turns - a.turns || (a.name < b.name ? -1 : 1))
  }
}
