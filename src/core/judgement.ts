/**
 * Judgement: what the model says of a turn. It comes from outside, so it is parsed with a schema and never cast; the
 * same schema, as JSON schema, tells the model what to write.
 */
import { z } from 'zod'
import { plainText } from './text.ts'

export const decisions = ['resolved', 'needs_info', 'handoff'] as const
export type DecisionWord = (typeof decisions)[number]

export const judgementSchema = z
  .object({
    decision: z
      .enum(decisions)
      .describe(
        'resolved: every open message is answered by the reply. needs_info: one question back is needed. handoff: a person must take this.',
      ),
    reply: z
      .string()
      .trim()
      .max(20_000)
      .describe("What the customer reads, in the customer's language, plain text without Markdown."),
    reason: z.string().max(2_000).describe('One sentence for staff: why this decision.'),
    confidence: z.number().min(0).max(1).describe('How sure you are that the decision is right, 0 to 1.'),
    sources: z.array(z.string()).max(50).describe('Ids of the passages the reply rests on.'),
    small_talk: z.boolean().describe('true only for greetings and thanks that need no facts.'),
    topic: z.string().max(100).describe('One of the listed topics, else "other".'),
    language: z.string().max(35).describe("BCP 47 tag of the customer's language, such as en, ja, zh-TW, th."),
    summary: z.string().max(2_000).describe('For staff: what the customer wants, in one or two sentences.'),
  })
  // Nothing but markup is nothing to say.
  .refine((judgement) => plainText(judgement.reply) !== '' || judgement.decision === 'handoff', {
    message: 'an empty reply',
    path: ['reply'],
  })

export type Judgement = z.infer<typeof judgementSchema>

/** Tokens a model counted for one judgement, all tries together. */
export interface Usage {
  input: number
  output: number
}

/** Where a judgement came from: which model under which prompt, how long it took (ms) and what it cost; or a rule of ours. */
export interface Origin {
  by: 'model' | 'rule'
  model?: string
  prompt?: string
  promptHash?: string
  /** The experiment in which it was judged: its prompt is the variant. */
  experiment?: string
  usage?: Usage
  ms?: number
}

export type ParsedJudgement = { ok: true; judgement: Judgement } | { ok: false; why: string }

/** Reads a model's text as a judgement. The failure says what was wrong, for the log and the ledger; it holds no text of anybody. */
export function parseJudgement(text: string): ParsedJudgement {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, why: text.trim() === '' ? 'an empty answer' : 'not JSON' }
  }
  const parsed = judgementSchema.safeParse(value)
  if (parsed.success) return { ok: true, judgement: parsed.data }
  const issue = parsed.error.issues[0]
  return { ok: false, why: `wrong shape at ${issue?.path.join('.') || 'the top'}: ${issue?.code ?? 'unknown'}` }
}
