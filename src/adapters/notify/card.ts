/**
 * The hand-off card before it takes the form of a receiver: every text made fit to be shown, cut, and in staff's language.
 * What customers write, and what a model makes of it, is never trusted: no control characters, no half characters, and
 * no direction marks that turn around what stands beside them.
 */
import { languageName } from '../../core/language.ts'
import { ledgerWords } from '../../core/sentences.ts'
import { loweringSentence } from '../../core/sentences/lowering.ts'
import { shorten } from '../../core/text.ts'
import type { Notice } from '../../ports/notifier.ts'
import type { StaffLanguage } from '../../ports/staff-words.ts'
import { cardWords } from './words.ts'

/** How much of each is shown, in UTF-16 units. */
export interface Room {
  name: number
  text: number
  /** Of each of the last messages. */
  words: number
}

export interface Card {
  headline: string
  reminder?: string
  /** The customer's name, else the end of the conversation's id. */
  name: string
  /** The customer's language in words of staff's. */
  language?: string
  /** How long they wait, in words. */
  waits: string
  /** What is unread, in words; missing when nothing is. */
  unread?: string
  why: string
  wants: string
  /** The last messages, oldest first. Each may have several lines. */
  said: string[]
  pictureUrl?: string
  /** Its own page in the console. */
  consoleUrl?: string
}

export function cardOf(notice: Notice, language: StaffLanguage, room: Room): Card {
  const words = cardWords[language]
  const { conversation, kind, reminder, fixed, summary, unread, since, now } = notice
  const isUnrecorded = fixed?.type === 'not_recorded' || fixed?.type === 'maybe_recorded'
  return {
    headline: isUnrecorded ? words.unrecorded : (new Map(Object.entries(words.headlines)).get(kind) ?? words.headline),
    reminder: reminder ? words.reminder : undefined,
    name:
      nameShown(notice.name, room.name) ?? (shown(conversation.split(':').at(-1) ?? '', room.name) || words.somebody),
    language: languageName(notice.language ?? '', language),
    waits: lengthInWords(now - since, language),
    unread: unread > 0 ? words.unread(unread) : undefined,
    why: shown(whyOf(notice, language), room.text),
    // A rule sums up by repeating what was said, which stands below.
    wants: fixed && fixed.type !== 'offline' && !isUnrecorded ? '' : shown(summary, room.text),
    said: notice.words.map((one) => shownLines(one, room.words)).filter((one) => one !== ''),
    pictureUrl: addressIn(['https:'], notice.pictureUrl, 2_000),
    // LINE: a link has at most 1,000 characters, and may lead to http: the simulator's console is on this machine.
    consoleUrl: addressIn(['https:', 'http:'], notice.consoleUrl, 1_000),
  }
}

/** In the reader's language as far as code, and not the model, tells it. */
function whyOf({ lowered, topic = '', fixed, reason }: Notice, language: StaffLanguage): string {
  if (lowered) return loweringSentence(lowered, topic, language)
  return fixed ? ledgerWords[language].fixedReason(fixed) : reason
}

/** A text on one line. */
export const shown = (text: string, units: number): string => isolated(cut(clean(text).replace(/\s+/g, ' '), units))

/** A name may be made of characters that leave nothing to be seen: then there is none. */
export function nameShown(name: string | undefined, units: number): string | undefined {
  const visible = /[^\p{C}\p{Z}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u
  return name !== undefined && visible.test(name) ? shown(name, units) : undefined
}

/** A text with its own line breaks, but no more than one empty line between two. */
function shownLines(text: string, units: number): string {
  const lines = cut(clean(text).replace(/\s*\n\s*\n\s*/g, '\n\n'), units).split('\n')
  return lines.map(isolated).join('\n')
}

/** Without marks that isolate: where there is no text around it that a direction could change. */
export const bare = (text: string): string => text.replace(/[\u2068\u2069]/g, '')

/** Well-formed, without what is not to be seen: control characters, and marks that override or embed a direction. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\v\f\x85]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .trim()

/** In its own direction, whatever stands around it: U+2068 and U+2069, which nobody sees. They end with their line. */
const isolated = (text: string): string => (text === '' ? '' : `\u2068${text}\u2069`)

const cut = (text: string, units: number): string => (text.length <= units ? text : shorten(text, units))

function lengthInWords(ms: number, language: StaffLanguage): string {
  const { length } = cardWords[language]
  const minutes = Number.isFinite(ms) ? Math.max(0, Math.floor(ms / 60_000)) : 0
  const hours = Math.floor(minutes / 60)
  if (minutes < 1) return length.soon
  if (hours < 1) return length.minutes(minutes)
  if (hours < 10) return length.hours(hours, minutes % 60)
  return hours < 48 ? length.hours(hours, 0) : length.days(Math.floor(hours / 24))
}

function addressIn(protocols: readonly string[], text: string | undefined, units: number): string | undefined {
  if (text === undefined || text.length > units || !URL.canParse(text)) return undefined
  const { protocol, href } = new URL(text)
  return protocols.includes(protocol) && href.length <= units ? href : undefined
}
