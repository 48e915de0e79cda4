/** A Flex Message as a phone keeps it: each component that can be tapped says which of the message's buttons it is. */
import { z } from 'zod'
import type { Button } from './chats.ts'

/** The container with a number (`button`) in place of each action. */
export const ShownFlex = z.looseObject({ type: z.string() })
export type ShownFlex = z.infer<typeof ShownFlex>

const Tappable = z.looseObject({ type: z.enum(['postback', 'message', 'uri']) })

/** @param toButton what an action does, as the phone keeps it */
export function shownFlex(
  contents: unknown,
  toButton: (action: unknown) => Button,
): { flex: ShownFlex; buttons: Button[] } {
  const buttons: Button[] = []
  const numbered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(numbered)
    if (typeof value !== 'object' || value === null) return value
    const entries: [string, unknown][] = Object.entries(value)
    return Object.fromEntries(
      entries.flatMap(([key, inner]) => (key === 'action' ? place(inner) : [[key, numbered(inner)]])),
    )
  }
  /** A date picker or a copied text has no button here: nothing of it reaches the bot but by a phone's own means. */
  const place = (action: unknown): [string, unknown][] => {
    const label = z.object({ label: z.string() }).safeParse(action).data?.label
    if (!Tappable.safeParse(action).success) return [['label', label]]
    return [
      ['label', label],
      ['button', buttons.push(toButton(action)) - 1],
    ]
  }
  return { flex: ShownFlex.parse(numbered(contents)), buttons }
}
