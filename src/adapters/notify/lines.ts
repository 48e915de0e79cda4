/** A card as lines of text, for receivers that take a text with a little markup. */
import type { StaffLanguage } from '../../ports/staff-words.ts'
import type { Card } from './card.ts'
import { cardWords } from './words.ts'

/** How a receiver's markup is written, and kept out of other people's words. */
export interface Markup {
  harmless(text: string): string
  address(text: string): string
  bold(text: string): string
}

/** Where OA Manager lists the chats. */
export const chatList = 'https://chat.line.biz/'

export function linesOf(card: Card, language: StaffLanguage, { harmless, address, bold }: Markup): string {
  const words = cardWords[language]
  const { labels, pair } = words
  const { headline, reminder, name, language: spoken, waits, unread, why, wants, said, consoleUrl } = card
  const times = [pair(labels.waits, waits), ...(unread === undefined ? [] : [pair(labels.unread, unread)])]
  const quotes = said.map((one) => `> ${harmless(one.replace(/\s+/g, ' '))}`)
  return [
    ...(reminder === undefined ? [] : [bold(reminder)]),
    bold(headline),
    pair(labels.customer, harmless(name) + (spoken === undefined ? '' : ` · ${harmless(spoken)}`)),
    times.join(' · '),
    ...(why === '' ? [] : [pair(labels.why, harmless(why))]),
    ...(wants === '' ? [] : [pair(labels.wants, harmless(wants))]),
    ...(quotes.length === 0 ? [] : [pair(labels.said, '').trimEnd(), ...quotes]),
    consoleUrl === undefined ? pair(words.find, address(chatList)) : pair(words.takeIt, address(consoleUrl)),
  ].join('\n')
}
