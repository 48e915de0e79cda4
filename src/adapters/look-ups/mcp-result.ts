/** What a tool gave, read as a live system's answer. */
import { z } from 'zod'
import type { Failure, LookedUp } from '../../ports/look-ups.ts'
import { parsed } from './http-answer.ts'
import { thingsOf } from './http-things.ts'
import type { ToolResult } from './mcp-called.ts'

const text = z.object({ type: z.literal('text'), text: z.string() })
/** Python's SDK puts what is no object (a list, nothing) into one, so that it can be structured content. */
const wrapped = z.strictObject({ result: z.unknown() })

type Answer = { type: 'answer'; answer: unknown } | { type: 'failed'; why: Failure; detail: string }

/** @param columns that are declared */
export function thingsIn(result: ToolResult, columns: readonly string[]): LookedUp {
  const read = answerIn(result, columns)
  return read.type === 'failed' ? read : thingsOf(read.answer, columns)
}

/** Its structured content, else its text: JSON, its numbers as texts. One that gives no content at all has found nothing. */
export function answerIn({ structuredContent, content = [] }: ToolResult, columns: readonly string[]): Answer {
  if (structuredContent !== undefined && structuredContent !== null) {
    const { success, data } = wrapped.safeParse(structuredContent)
    const isWrapped = success && !columns.some((column) => /^result(?:\.|$)/.test(column))
    return { type: 'answer', answer: isWrapped ? data.result : structuredContent }
  }
  if (content.length === 0) return { type: 'answer', answer: null }
  const texts = content.flatMap((block) => text.safeParse(block).data?.text ?? [])
  const [first, ...others] = texts.map((one) => parsed(Buffer.from(one)))
  if (first?.type === 'too_many') {
    return { type: 'failed', why: 'too_large', detail: 'its answer has more than 20,000 values' }
  }
  if (first?.type !== 'json') return { type: 'failed', why: 'broken', detail: 'its answer is not JSON' }
  // A list is a text for each of it with some: the first alone would be the wrong one, perhaps.
  const all = [first, ...others].flatMap((one) => (one.type === 'json' && isObject(one.answer) ? [one.answer] : []))
  return { type: 'answer', answer: all.length > 1 && all.length === texts.length ? all : first.answer }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
