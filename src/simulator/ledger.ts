/** kidoku's ledger of a conversation, fetched for the page under its own origin. */
import { z } from 'zod'
import type { Chat } from './chats.ts'

const Ledger = z.object({
  mode: z.string(),
  messages: z.array(
    z.object({
      id: z.string(),
      at: z.number(),
      text: z.string().default(''),
      state: z.string(),
      read: z.boolean(),
      why: z.array(z.string()),
    }),
  ),
  story: z.array(z.object({ at: z.number(), text: z.string() })),
})

export type LedgerAnswer =
  | { status: 'known'; ledger: z.infer<typeof Ledger> }
  | { status: 'nothing yet' | 'no answer' | 'not understood' }

const PATIENCE_MS = 3000

/** Never throws: a kidoku that is down, or answers something else, is an answer for the page too. */
export async function readLedger(
  appUrl: string,
  botUserId: string,
  { kind, id }: Pick<Chat, 'kind' | 'id'>,
): Promise<LedgerAnswer> {
  const conversation = encodeURIComponent(`${botUserId}:${kind}:${id}`)
  try {
    const response = await fetch(`${appUrl}/ledger/${conversation}`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (response.status === 404) return { status: 'nothing yet' }
    if (!response.ok) return { status: 'no answer' }
    const parsed = Ledger.safeParse(await response.json())
    return parsed.success ? { status: 'known', ledger: parsed.data } : { status: 'not understood' }
  } catch {
    return { status: 'no answer' }
  }
}
