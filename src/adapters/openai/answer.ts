/**
 * What of a chat completion is usable. It is outside data whatever the SDK calls it, and what private endpoints write
 * differs in what they leave out: read with a schema that asks for little.
 */
import { z } from 'zod'
import type { Usage } from '../../core/judgement.ts'
import type { ModelAnswer } from '../../ports/model.ts'

const count = z.number().int().nonnegative().nullish()
const usageShape = z.object({ prompt_tokens: count, completion_tokens: count, total_tokens: count })
/** Some write their text in parts, and their thoughts in others. */
const contentShape = z.union([
  z.string(),
  z
    .array(z.object({ type: z.string(), text: z.unknown().optional() }))
    .transform((parts) =>
      parts.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : '')).join(''),
    ),
])
const completionShape = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: contentShape.nullish(), refusal: z.string().nullish() }),
      }),
    )
    .nullish(),
  usage: usageShape.nullish(),
})

/** Reasons to end that leave no whole answer. What else stands there differs from endpoint to endpoint. */
const stops = ['content_filter', 'tool_calls', 'function_call', 'error', 'abort']

export function read(completion: unknown): ModelAnswer {
  const parsed = completionShape.safeParse(completion)
  if (!parsed.success) return { ok: false, why: 'an answer of unknown shape' }
  const usage = usageOf(parsed.data.usage)
  const [choice] = parsed.data.choices ?? []
  if (!choice) return { ok: false, why: 'no choices', usage }
  const { finish_reason: reason, message } = choice
  if (message.refusal) return { ok: false, why: 'the model refused', usage }
  if (reason === 'length') return { ok: false, why: 'cut off: length', usage }
  if (reason && stops.includes(reason)) return { ok: false, why: `stopped: ${reason}`, usage }
  const text = unwrapped(message.content ?? '')
  return text === '' ? { ok: false, why: 'an empty answer', usage } : { ok: true, text, usage }
}

/** Thoughts are billed as output; where an endpoint does not count them among it, its total does. */
function usageOf(counted: z.infer<typeof usageShape> | null | undefined): Usage | undefined {
  if (!counted) return undefined
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = counted
  return { input: input ?? 0, output: Math.max(output ?? 0, (total ?? 0) - (input ?? 0)) }
}

/**
 * Models that run locally think aloud before their answer (`<think>…</think>`; the chat template may have written the
 * first of the two), and fence it as in Markdown. What begins as JSON is left as it is: customers can be quoted in it.
 */
function unwrapped(text: string): string {
  const trimmed = text.trim()
  const thought = /^(?![{`])[\s\S]*?<\/think(?:ing)?>/i.exec(trimmed)
  const answer = trimmed.slice(thought?.[0].length ?? 0).trim()
  return /^```(?:json)?\s*\n([\s\S]*?)\n?\s*```$/i.exec(answer)?.[1]?.trim() ?? answer
}
