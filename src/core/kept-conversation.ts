/**
 * A conversation as it was kept, read by whoever looks at it from outside: its shape as far as anybody goes by it. Values
 * stay as they are: they were written by us, and an older version may have had less of them.
 */
import { z } from 'zod'
import { kinds } from './content.ts'
import type { Conversation } from './conversation.ts'
import type { Fact } from './facts.ts'

const texts = z.array(z.string())
const fact = z.looseObject({ type: z.string(), at: z.number() })
const shape = z.looseObject({
  format: z.literal(1),
  id: z.string(),
  chat: z.looseObject({ type: z.enum(['user', 'group', 'room', 'account']), id: z.string() }),
  customer: z.looseObject({ name: z.string().optional() }).optional(),
  messages: z.array(
    z.looseObject({
      id: z.string(),
      timestamp: z.number(),
      receivedAt: z.number(),
      kind: z.enum(kinds),
      state: z.enum(['new', 'asked', 'stale', 'closed', 'unsent']),
      content: z
        .looseObject({ type: z.enum(kinds), text: z.string().optional(), name: z.string().optional() })
        .refine((one) => one.type !== 'text' || one.text !== undefined, 'a text without words')
        .optional(),
    }),
  ),
  answers: z.array(z.looseObject({ at: z.number(), turn: z.string(), messages: texts, texts })),
  judged: z.array(z.looseObject({ turn: z.string(), reason: z.string() })),
  entries: z.array(z.unknown()),
  facts: z.array(fact),
})
const conversationShape = z.custom<Conversation>((value) => shape.safeParse(value).success)
const factShape = z.custom<Fact>((value) => fact.safeParse(value).success)

/** The conversation that a value is, or why it is none; `why` holds nothing of what is in it. */
export function keptConversation(
  value: unknown,
): { ok: true; conversation: Conversation } | { ok: false; why: string } {
  const conversation = conversationShape.safeParse(value).data
  if (conversation) return { ok: true, conversation }
  const at = shape.safeParse(value).error?.issues[0]?.path.join('.')
  return { ok: false, why: `it is not a conversation (at ${at || 'the top'})` }
}

/** Undefined when the value is none. */
export const keptFact = (value: unknown): Fact | undefined => factShape.safeParse(value).data
