/** Discord's form of a card. */
import type { Notice } from '../../ports/notifier.ts'
import type { StaffLanguage } from '../../ports/staff-words.ts'
import { cardOf } from './card.ts'
import { linesOf } from './lines.ts'

/** Discord: a message has at most 2,000 characters. What is made harmless grows, at most to twice its length. */
const limit = 2_000
const rooms = [300, 160, 80, 40, 20].map((units) => ({ name: Math.min(80, units), text: units, words: units }))
/** No preview of an address: a customer's link would be fetched and shown large. */
const suppressEmbeds = 4

/** Nobody is called by it, whatever its words are. */
export const discordBody = (notice: Notice, language: StaffLanguage): unknown => ({
  content: contentOf(notice, language),
  allowed_mentions: { parse: [] },
  flags: suppressEmbeds,
})

function contentOf(notice: Notice, language: StaffLanguage): string {
  const write = { harmless, address: (text: string) => `<${text}>`, bold: (text: string) => `**${text}**` }
  const forms = rooms.map((room) => () => linesOf(cardOf(notice, language, room), language, write))
  for (const form of forms) {
    const content = form()
    if (content.length <= limit) return content
  }
  const { consoleUrl: _, ...short } = notice
  return linesOf(cardOf(short, language, rooms.at(-1)!), language, write)
}

/**
 * Every sign of Discord's Markdown with a backslash before it, which nobody sees: no bold, code, spoiler, quote, heading,
 * masked link or mention. Addresses lose their link with it (`https\://`): they stay to be read, and are not opened by a
 * slip of the finger.
 */
const harmless = (text: string): string => text.replace(/[\\*_~|`<>#[\]()]|:(?=\/\/)/g, '\\$&').replace(/@/g, '@\u200B')
