/**
 * Trial: one case judged once by one model under one prompt, with everything that figures, comparisons and reports are
 * made of. A result is a file of them; what is read back is parsed, never cast.
 */
import { z } from 'zod'
import { decisions } from '../core/judgement.ts'
import { failures } from './case-schema.ts'

const decision = z.enum([...decisions, 'failed'])
const values = z.record(z.string(), z.string())

/** A case as far as results tell of it: they are read without the case files at hand. */
const trialCaseSchema = z.object({
  id: z.string(),
  language: z.string(),
  heldOut: z.boolean(),
  /** Of all that is judged and expected: another case under the same id is another case. */
  hash: z.string(),
  expect: z.enum(decisions),
  sure: z.enum(['always', 'usually']),
  history: z.array(z.object({ from: z.enum(['customer', 'assistant']), text: z.string() })),
  /** The open messages in words; a picture as `[image] path`. */
  messages: z.array(z.string()),
  /** What the shop’s systems say in it; missing where it says nothing of them. */
  lookUps: z
    .array(
      z.object({
        look_up: z.string(),
        given: values,
        found: z.array(values).optional(),
        not_found: z.literal(true).optional(),
        failed: z.enum(failures).optional(),
      }),
    )
    .optional(),
  /** Records that are to be made, by their names; missing: none. */
  records: z.array(z.string()).optional(),
})
export type TrialCase = z.infer<typeof trialCaseSchema>

const lookedUpSchema = z.object({
  /** Missing where the model made it up. */
  name: z.string().optional(),
  came: z.enum(['found', 'not_found', 'unproven', 'no_tries_left', 'failed', 'refused']),
  why: z.enum(failures).optional(),
  ms: z.number().optional(),
  things: z.number().optional(),
  /** What was asked, masked. */
  given: values.optional(),
  /** Of one that was not shown: what proof is missing. */
  proof: z.enum(['not_given', 'not_right', 'not_on_file']).optional(),
  by: z.enum(['last_digits', 'account_link']).optional(),
})
export type TrialLookUp = z.infer<typeof lookedUpSchema>

const recordedSchema = z.object({ record: z.string(), given: values })
export type TrialRecord = z.infer<typeof recordedSchema>

export const trialSchema = z.object({
  case: z.string(),
  /** The prompt's name, and its hash. */
  prompt: z.string(),
  promptHash: z.string(),
  /** As the model names itself. */
  model: z.string(),
  /** From 1. */
  repeat: z.number(),
  decision,
  /** Before lowering, and why it was lowered. */
  said: z.enum(decisions).optional(),
  lowered: z.string().optional(),
  by: z.enum(['model', 'rule']),
  sources: z.array(z.string()),
  /** What it looked up, in order. Missing: nothing. */
  lookUps: z.array(lookedUpSchema).optional(),
  /** What it wanted to have recorded, which only `resolved` would have been. Missing: nothing. */
  records: z.array(recordedSchema).optional(),
  confidence: z.number().optional(),
  topic: z.string(),
  language: z.string(),
  reason: z.string(),
  /** What the model wrote for the customer. */
  reply: z.string(),
  /** What the customer would have got. */
  texts: z.array(z.string()),
  /** Why there is no judgement (`failed`). */
  why: z.string().optional(),
  /** Decision, source and records are as expected. */
  right: z.boolean(),
  /** `resolved` where that was wrong, or resting on a wrong passage, or recording something else: it would have turned Read and nobody answered it. */
  falseRead: z.boolean(),
  /** A person should have had it, and did not get it. */
  missedHandoff: z.boolean(),
  /** What the reply must or must never say, as far as the reply was said at all. */
  checks: z.array(z.object({ rule: z.string(), kept: z.boolean() })),
  usage: z.object({ input: z.number(), output: z.number() }).optional(),
  /** US dollars; missing when the model's price is not known. */
  cost: z.number().optional(),
  ms: z.number(),
})
export type Trial = z.infer<typeof trialSchema>

export const resultSchema = z.object({
  format: z.literal(1),
  /** When it ended (ms). */
  at: z.number(),
  prompts: z.array(z.object({ name: z.string(), hash: z.string() })),
  models: z.array(z.string()),
  /** At most so many of each case: the offline model needs fewer. */
  repeats: z.number(),
  cases: z.array(trialCaseSchema),
  trials: z.array(trialSchema),
  /** Why it ended before all was judged. */
  stopped: z.string().optional(),
  /** What could not be used: a case file with a mistake, a model that only failed. A line each, with where and what. */
  problems: z.array(z.string()),
})
/** An evaluation: every prompt × model × case × repeat, as far as it came. */
export type Result = z.infer<typeof resultSchema>

/**
 * Those that may be shown, and how many may not. Held-out cases are told by their number alone, without their ids: whoever
 * reads them writes prompts to fit them, and then they measure nothing any more.
 */
export function shownOf<T extends { case: TrialCase }>(all: readonly T[], showHeldOut: boolean): [T[], number] {
  const shown = all.filter((one) => showHeldOut || !one.case.heldOut)
  return [shown, all.length - shown.length]
}
