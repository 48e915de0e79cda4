/**
 * The judgement's schema as the OpenAI chat form takes it with `strict`: every property required, nothing beside them,
 * no limits of length (those stay with our own parse).
 */
import { z } from 'zod'
import { judgementSchema } from '../../core/judgement.ts'

const leaf = z.object({
  type: z.enum(['string', 'number', 'boolean', 'array']),
  enum: z.array(z.string()).optional(),
  items: z.object({ type: z.literal('string') }).optional(),
  description: z.string().optional(),
})
const whole = z.object({ properties: z.record(z.string(), leaf) })

/** A model writes better what it has thought about before: what is wanted and what is known come before the decision. */
const order = ['language', 'summary', 'topic', 'small_talk', 'sources', 'reason', 'decision', 'confidence', 'reply']

export const responseSchema = (() => {
  const { properties } = whole.parse(z.toJSONSchema(judgementSchema))
  const names = Object.keys(properties).toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    required: names,
    additionalProperties: false,
  }
})()
