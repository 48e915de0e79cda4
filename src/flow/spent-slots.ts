/** What was spent within 24 h, summed up in slots of time: what is in a slot leaves with it. */
export const day = 24 * 3_600_000
/** The length of a slot (ms). */
const slotLength = 5 * 60_000

export interface Sum {
  tokens: number
  dollars: number
}

export interface Spend extends Sum {
  /** ms */
  at: number
}

/** By the slot's number. */
export type Slots = Map<number, Sum>

export function addTo(slots: Slots, { at, tokens, dollars }: Spend): void {
  addToSlot(slots, slotOf(at), { tokens, dollars })
}

/** Lets go of what is over; what lies in the future is of a clock that had jumped. */
export function tidy(slots: Slots, now: number): void {
  const current = slotOf(now)
  for (const [slot, sum] of slots) {
    if (slot > current) addToSlot(slots, current, sum)
    if (slot > current || endOf(slot) <= now) slots.delete(slot)
  }
}

/** The slot that a spend is in by itself. */
export const slotWith = ({ at, tokens, dollars }: Spend): [number, Sum] => [slotOf(at), { tokens, dollars }]

export const totalOf = (slots: readonly [number, Sum][]): Sum =>
  slots.reduce((sum, [, { tokens, dollars }]) => ({ tokens: sum.tokens + tokens, dollars: sum.dollars + dollars }), {
    tokens: 0,
    dollars: 0,
  })

/** When a slot leaves (ms). */
export const endOf = (slot: number): number => (slot + 1) * slotLength + day

export const isOver = ({ at }: Spend, now: number): boolean => endOf(slotOf(at)) <= now

const slotOf = (at: number): number => Math.floor(at / slotLength)

function addToSlot(slots: Slots, slot: number, { tokens, dollars }: Sum): void {
  const sum = slots.get(slot) ?? { tokens: 0, dollars: 0 }
  slots.set(slot, { tokens: sum.tokens + tokens, dollars: sum.dollars + dollars })
}
