/**
 * The judgement's schema as Gemini takes it: a part of OpenAPI 3.0, without `additionalProperties`. Limits of length stay
 * with our own parse: Gemini refuses schemas with large ones.
 */
import { SchemaType, type ObjectSchema, type Schema } from '@google/generative-ai'
import { z } from 'zod'
import { judgementSchema } from '../../core/judgement.ts'

const described = { description: z.string().optional() }
const leaf = z.discriminatedUnion('type', [
  z.object({ type: z.literal('string'), enum: z.array(z.string()).optional(), ...described }),
  z.object({ type: z.literal('number'), ...described }),
  z.object({ type: z.literal('boolean'), ...described }),
  z.object({ type: z.literal('array'), items: z.object({ type: z.literal('string') }), ...described }),
])
const whole = z.object({
  type: z.literal('object'),
  properties: z.record(z.string(), leaf),
  required: z.array(z.string()),
})

/** A model writes better what it has thought about before: what is wanted and what is known come before the decision. */
const order = ['language', 'summary', 'topic', 'small_talk', 'sources', 'reason', 'decision', 'confidence', 'reply']

export const responseSchema: ObjectSchema & { propertyOrdering: string[] } = (() => {
  const { properties, required } = whole.parse(z.toJSONSchema(judgementSchema, { target: 'openapi-3.0' }))
  return {
    type: SchemaType.OBJECT,
    properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, toGemini(schema)])),
    required,
    propertyOrdering: order,
  }
})()

function toGemini(schema: z.infer<typeof leaf>): Schema {
  const { description } = schema
  switch (schema.type) {
    case 'string':
      return schema.enum
        ? { type: SchemaType.STRING, format: 'enum', enum: schema.enum, description }
        : { type: SchemaType.STRING, description }
    case 'number':
      return { type: SchemaType.NUMBER, description }
    case 'boolean':
      return { type: SchemaType.BOOLEAN, description }
    case 'array':
      return { type: SchemaType.ARRAY, items: { type: SchemaType.STRING }, description }
    default:
      return schema satisfies never
  }
}
