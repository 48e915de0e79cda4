/**
 * What telling staff in LINE costs. LINE counts a push once for each person it goes to: to a group once per member (the
 * account itself not counted), to a user once. Replies, such as the word after a button was pressed, are free.
 */

/**
 * The messages that one card counts. Who is in the group and among the users too has the card twice, and counts twice.
 * @param groupSize members of the staff's group; missing when no group is told
 * @param users how many users are told by themselves
 */
export const priceOfCard = ({ groupSize = 0, users }: { groupSize?: number; users: number }): number =>
  groupSize + users

export interface PriceOfMonth {
  /** What a month like the last 30 days counts. */
  messages: number
  /** What is left of this month's quota; missing for an unlimited plan. */
  left?: number
  /** How many cards that is enough for; missing for an unlimited plan, and when a card counts nothing. */
  cardsLeft?: number
  /** `messages` as a part of the month's quota, 1 being all of it; missing for an unlimited plan. */
  share?: number
}

/**
 * @param card what one card counts (`priceOfCard`)
 * @param cards how many there were in the last 30 days, reminders too
 * @param limit messages of the plan in a month; missing for an unlimited one
 * @param used what is used of them
 */
export function priceOfMonth(price: { card: number; cards: number; limit?: number; used: number }): PriceOfMonth {
  const { card, cards, limit, used } = price
  const messages = card * cards
  if (limit === undefined) return { messages }
  const left = Math.max(0, limit - used)
  return {
    messages,
    left,
    cardsLeft: card > 0 ? Math.floor(left / card) : undefined,
    share: limit > 0 ? messages / limit : messages > 0 ? Infinity : 0,
  }
}
