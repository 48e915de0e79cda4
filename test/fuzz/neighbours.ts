/** Good neighbours: messages that nothing is wrong with, put into bodies beside spoilt ones. Each must be found afterwards. */
import { createHash } from 'node:crypto'

/** A few people write all the good messages. */
const neighbours = 24

/** Its end is worked out from the number: an id that was spoilt is nobody else's. */
export const neighbourId = (number: number): string =>
  `neighbour-${number}-${createHash('sha256').update(String(number)).digest('hex').slice(0, 12)}`

/** A message that nothing is wrong with, as it must be found afterwards. */
export function neighbourOf(number: number, now: number) {
  return {
    type: 'message',
    mode: 'active',
    timestamp: now,
    source: { type: 'user', userId: `Uneighbour${String(number % neighbours).padStart(22, '0')}` },
    webhookEventId: neighbourId(number),
    deliveryContext: { isRedelivery: false },
    replyToken: `reply-n-${number}`,
    message: {
      type: 'text',
      id: neighbourMessage(number),
      quoteToken: `quote-n-${number}`,
      markAsReadToken: `read-n-${number}`,
      text: neighbourText(number),
    },
  }
}

/** NaN in any other id. */
export const numberIn = (id: string): number => Number(/^neighbour-(\d+)-/.exec(id)?.[1])

export const neighbourText = (number: number): string => `good words no. ${number}`

/** Its message's id. */
export const neighbourMessage = (number: number): string => String(7_000_000_000_000 + number)
