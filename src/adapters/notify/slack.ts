/** Slack's form of a card: one text with a little markup. Mattermost, Google Chat and others take it too. */
import type { Notice } from '../../ports/notifier.ts'
import type { StaffLanguage } from '../../ports/staff-words.ts'
import { cardOf } from './card.ts'
import { linesOf } from './lines.ts'

const room = { name: 80, text: 300, words: 300 }

/** What is sent: nothing but `text`, since Google Chat refuses what it does not know. */
export const slackBody = (notice: Notice, language: StaffLanguage): unknown => ({ text: textOf(notice, language) })

/** What staff read. Without a word for what is empty. */
export const textOf = (notice: Notice, language: StaffLanguage = 'en'): string =>
  linesOf(cardOf(notice, language, room), language, { harmless, address: escape, bold: (text) => `*${text}*` })

/** Slack: these three are markup in a text (`<!channel>`, `<https://…|label>`), everything else is plain. */
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/**
 * A customer's words, or what a model made of them: also without Markdown's links, mentions (`@all`) and fences that
 * would swallow the lines below, by a space nobody sees.
 */
const harmless = (text: string): string => escape(text).replace(/@|\](?=\()|[`~](?=[`~])/g, '$&\u200B')
