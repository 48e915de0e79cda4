/**
 * What an answer must look like, as the OpenAI chat form takes it with `strict`: every property required, nothing beside
 * them, at every level; no limits of length (those stay with our own parse).
 */
import { z } from 'zod'
import { answerSchema, inAnswerOrder, type Offered } from '../../core/look-ups/answer.ts'

type Node =
  | { type: 'string' | 'number' | 'boolean'; enum?: string[]; description?: string }
  | { type: 'array'; items: Node; description?: string }
  | Whole
interface Whole {
  type: 'object'
  properties: Record<string, Node>
  description?: string
}
interface Strict extends Whole {
  required: string[]
  additionalProperties: false
  /** For the SDK, to which a schema is anything. */
  [name: string]: unknown
}

const described = { description: z.string().optional() }
const node: z.ZodType<Node> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({
      type: z.enum(['string', 'number', 'boolean']),
      enum: z.array(z.string()).optional(),
      ...described,
    }),
    z.object({ type: z.literal('array'), items: node, ...described }),
    whole,
  ]),
)
const whole = z.object({ type: z.literal('object'), properties: z.record(z.string(), node), ...described })

const made = new WeakMap<z.ZodObject, Strict>()

/** Of what is offered; of the same always the same value. */
export function responseSchema(offered: Offered): Strict {
  const answer = answerSchema(offered)
  const known = made.get(answer)
  if (known) return known
  const schema = strict(whole.parse(z.toJSONSchema(answer)))
  made.set(answer, schema)
  return schema
}

function strict({ properties, description }: Whole): Strict {
  const sorted = Object.entries(properties).toSorted(([a], [b]) => inAnswerOrder(a, b))
  return {
    type: 'object',
    properties: Object.fromEntries(sorted.map(([name, one]) => [name, strictly(one)])),
    required: sorted.map(([name]) => name),
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  }
}

function strictly(one: Node): Node {
  if (one.type === 'array') return { ...one, items: strictly(one.items) }
  return one.type === 'object' ? strict(one) : one
}
