/**
 * Replay: turns of real conversations judged again by another prompt, set beside what was decided then. Everything in it
 * is redacted, and a conversation is a number: a report may be passed on as it is.
 *
 *   then    what happened: that day's prompt, model and knowledge, and the customer's words as they were
 *   now     the other prompt, a model of today, today's knowledge, redacted words
 *   again   (when asked for) as `now`, but by the shop's own prompt: what differs between then and again is not the
 *           other prompt's doing
 */
import type { Lowering } from '../../core/facts.ts'
import type { DecisionWord, Usage } from '../../core/judgement.ts'
import type { GivenRead } from '../../core/tried.ts'
import type { TrialLookUp, TrialRecord } from '../trial.ts'

/** `failed`: no judgement. Then there always was one. */
export type ReplayDecision = DecisionWord | 'failed'

/** One side of a turn. */
export interface Judged {
  decision: ReplayDecision
  /** Before lowering, and why it was lowered. */
  said?: DecisionWord
  lowered?: Lowering
  by: 'model' | 'rule'
  /** Missing where a rule judged, and for decisions of long ago. */
  prompt?: { name: string; hash: string }
  model?: string
  /** What the customer got, or would have got: the reply, a question, or a notice. */
  texts: string[]
  /** What the model wrote for the customer and nobody said; then: only where nothing was said at all (`MODE=observe`). */
  unsaid?: string
  /** For staff, one sentence; empty when it is no longer kept. */
  reason: string
  sources: string[]
  /** What was looked up: then, as it was; now, as it was kept. Missing: nothing. */
  lookUps?: TrialLookUp[]
  /** What it wanted to have recorded, which only `resolved` does; `given` is empty where it is kept no more. Missing: nothing. */
  records?: TrialRecord[]
  confidence?: number
  topic: string
  read: GivenRead
  /** Why there is no judgement (`failed`). */
  why?: string
}

export interface ReplayedTurn {
  /** From 1; the same number is the same conversation. `conversation 1, turn 2` is how it is called. */
  conversation: number
  turn: number
  /** When it was decided (ms). */
  at: number
  /** BCP 47, as it was judged then; empty when it is not known. */
  language: string
  /** Several people write in it. */
  group: boolean
  /** What was said before, oldest first. */
  history: { from: 'customer' | 'assistant' | 'note'; text: string }[]
  /** The messages that were judged, oldest first. */
  messages: string[]
  then: Judged
  now: Judged
  again?: Judged
  /** The decision is another than then, or what is to be recorded. */
  changed: boolean
  /** Its messages would be Read now and were not by the decision then. */
  newlyRead: boolean
}

/** Why a turn of these days is not replayed. */
export const leftOutReasons = ['media', 'place', 'erased', 'tap', 'not_judged', 'limit'] as const
export type LeftOut = (typeof leftOutReasons)[number]

/** In words, for the terminal and the report: `3 turns: …`. */
export const leftOutWords: Record<LeftOut, string> = {
  media: 'a picture, recording or file was among the messages, and those are not kept',
  place: 'a place was among the messages, which is an address and taken out',
  erased: 'a message was taken back, or its text is no longer kept',
  tap: 'the customer tapped a button; nothing was judged',
  not_judged: 'nobody judged it: the model failed, the assistant was paused, or the message was too old',
  limit: 'older than the newest that --limit takes',
}

export interface Replay {
  format: 1
  /** When it ended (ms). */
  at: number
  days: number
  /** From when on turns were taken (ms). */
  since: number
  prompt: { name: string; hash: string }
  /** With `--again`: the shop's own prompt as it is now. */
  own?: { name: string; hash: string }
  /** As the model names itself. */
  model: string
  totals: Totals
  /** Then → now. */
  matrix: Matrix
  /** Then → the shop's own prompt judged again. */
  againMatrix?: Matrix
  /** Every replayed turn: changed ones first, those that would newly be resolved before all others. */
  turns: ReplayedTurn[]
  /** Why it ended before all was judged. */
  stopped?: string
  /** What could not be used, a line each, with where and what: a corrupt file, say. No text of anybody's is in it. */
  problems: string[]
}

export interface Totals {
  /** With at least one turn in these days. */
  conversations: number
  /** Conversations that customers or staff have erased: nothing is known of their turns. */
  forgotten: number
  /** In these days, whether they could be replayed or not. */
  turns: number
  replayed: number
  leftOut: Record<LeftOut, number>
  changed: number
  newlyRead: number
  /** No judgement now. */
  failed: number
  /** With `--again`: turns in which the shop's own prompt now decides otherwise than then. */
  againChanged?: number
  /** With `--again`: turns in which the two prompts decide otherwise, judged alike. */
  apart?: number
  usage: Usage
  /** US dollars; missing when the model's price is not known. */
  cost?: number
}

export type Matrix = Record<ReplayDecision, Record<ReplayDecision, number>>

/** Of what became of each message. */
export const givenRead = (each: readonly GivenRead[]): GivenRead =>
  each.includes('now') ? 'now' : each.includes('when_told') ? 'when_told' : 'no'

export const isChanged = (then: Judged, now: Judged): boolean =>
  now.decision !== 'failed' && (then.decision !== now.decision || recordedBy(then) !== recordedBy(now))

/** Names alone: what a model writes into them differs from one time to the next. */
const recordedBy = ({ decision, records = [] }: Judged): string =>
  decision === 'resolved' ? JSON.stringify(records.map(({ record }) => record).toSorted()) : '[]'

/** What the customer is told by Read that they were not told then. */
export const isNewlyRead = (then: Judged, now: Judged): boolean => then.read === 'no' && now.read !== 'no'

/** A person had it, or a question went back, and now the machine would answer and mark it Read: the first to look at. */
export const isNewlyResolved = ({ then, now, changed }: ReplayedTurn): boolean =>
  changed && now.decision === 'resolved' && then.decision !== 'resolved'

const weight = (turn: ReplayedTurn): number =>
  isNewlyResolved(turn) ? 0 : turn.newlyRead ? 1 : turn.changed ? 2 : turn.now.decision === 'failed' ? 3 : 4

/** Changed ones first, those that would newly be resolved before all others; else as they happened. */
export const inOrder = (turns: readonly ReplayedTurn[]): ReplayedTurn[] =>
  turns.toSorted((a, b) => weight(a) - weight(b) || a.conversation - b.conversation || a.turn - b.turn)

/** @param of the side that `then` is set against; a turn without it is not counted */
export function matrixOf(turns: readonly ReplayedTurn[], of: (turn: ReplayedTurn) => Judged | undefined): Matrix {
  const row = () => ({ resolved: 0, needs_info: 0, handoff: 0, failed: 0 })
  const matrix: Matrix = { resolved: row(), needs_info: row(), handoff: row(), failed: row() }
  for (const turn of turns) {
    const now = of(turn)
    if (now) matrix[turn.then.decision][now.decision] += 1
  }
  return matrix
}

type Counted = Pick<Totals, 'replayed' | 'changed' | 'newlyRead' | 'failed' | 'againChanged' | 'apart'>

export function countsOf(turns: readonly ReplayedTurn[]): Counted {
  const count = (which: (turn: ReplayedTurn) => boolean): number => turns.filter(which).length
  const twice = turns.some(({ again }) => again !== undefined)
  return {
    replayed: turns.length,
    changed: count(({ changed }) => changed),
    newlyRead: count(({ newlyRead }) => newlyRead),
    failed: count(({ now }) => now.decision === 'failed'),
    ...(twice
      ? {
          againChanged: count(({ then, again }) => again !== undefined && isChanged(then, again)),
          apart: count(({ now, again }) => again !== undefined && isJudged(again) && isChanged(again, now)),
        }
      : {}),
  }
}

const isJudged = ({ decision }: Judged): boolean => decision !== 'failed'
