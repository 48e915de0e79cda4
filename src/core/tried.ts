/** Tried: what a customer would get under a prompt, without anybody getting it. */
import type { Lowering } from './facts.ts'
import type { DecisionWord, Usage } from './judgement.ts'
import type { Given } from './look-ups/declared.ts'
import type { LookUpFact, LookUpText, Proofs } from './look-ups/looked-up.ts'
import type { ModelRequest } from './request.ts'

/** When a message turns Read: with the decision, once staff have been told, or not by this decision. */
export type GivenRead = 'now' | 'when_told' | 'no'

export interface Tried {
  /** After lowering. `failed`: no judgement. */
  decision: DecisionWord | 'failed'
  by: 'model' | 'rule'
  /** What the model said before code lowered it, and why it did. */
  said?: DecisionWord
  lowered?: Lowering
  /** What the model wrote for the customer, whether they would have got it or not; empty when a rule judged. */
  reply: string
  /** The messages the customer would have got: the reply, a question, or a notice. */
  texts: string[]
  reason: string
  summary: string
  confidence?: number
  sources: string[]
  /** What was looked up for it, in order; what was asked and found is masked, and missing where no judgement came of it. */
  lookUps: { fact: LookUpFact; text?: LookUpText }[]
  /** What it wants to have recorded: only with `resolved` it would be. */
  records: { record: string; given: Given }[]
  /** What a conversation would remember of look-ups that want a proof: guesses count, whoever makes them. */
  proofs?: Proofs
  smallTalk: boolean
  topic: string
  language: string
  /** Of the open messages, by their id. */
  read: Record<string, GivenRead>
  /** Why there is no judgement. */
  why?: string
  usage?: Usage
  /** How long judging took (ms). */
  ms: number
  /** What the model was asked, each try; empty when a rule judged. */
  requests: ModelRequest[]
}
