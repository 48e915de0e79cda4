/**
 * What an answer must look like, as Gemini takes it: a part of OpenAPI 3.0, without `additionalProperties`. Limits of
 * length stay with our own parse: Gemini refuses schemas with large ones.
 */
import { SchemaType, type ObjectSchema, type Schema } from '@google/generative-ai'
import { z } from 'zod'
import { answerSchema, inAnswerOrder, type Offered } from '../../core/look-ups/answer.ts'

type Ordered = ObjectSchema & { propertyOrdering: string[] }

type Node =
  | { type: 'string'; enum?: string[]; description?: string }
  | { type: 'number' | 'boolean'; description?: string }
  | { type: 'array'; items: Node; description?: string }
  | Whole
interface Whole {
  type: 'object'
  properties: Record<string, Node>
  required: string[]
  description?: string
}

const described = { description: z.string().optional() }
const node: z.ZodType<Node> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('string'), enum: z.array(z.string()).optional(), ...described }),
    z.object({ type: z.literal('number'), ...described }),
    z.object({ type: z.literal('boolean'), ...described }),
    z.object({ type: z.literal('array'), items: node, ...described }),
    whole,
  ]),
)
const whole = z.object({
  type: z.literal('object'),
  properties: z.record(z.string(), node),
  required: z.array(z.string()),
  ...described,
})

const made = new WeakMap<z.ZodObject, Ordered>()

/** Of what is offered; of the same always the same value. */
export function responseSchema(offered: Offered): Ordered {
  const answer = answerSchema(offered)
  const known = made.get(answer)
  if (known) return known
  const schema = objectOf(whole.parse(z.toJSONSchema(answer, { target: 'openapi-3.0' })))
  made.set(answer, schema)
  return schema
}

function objectOf({ properties, required, description }: Whole): Ordered {
  return {
    type: SchemaType.OBJECT,
    properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, toGemini(schema)])),
    required,
    propertyOrdering: Object.keys(properties).toSorted(inAnswerOrder),
    description,
  }
}

function toGemini(schema: Node): Schema {
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
      return { type: SchemaType.ARRAY, items: toGemini(schema.items), description }
    case 'object':
      return objectOf(schema)
    default:
      return schema satisfies never
  }
}
