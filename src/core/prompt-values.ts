/**
 * What a prompt's template may name (docs/prompts.md). Everything is text for a model, or true and false to ask for; what
 * is not known is empty, so that `{% if customer.name %}` can ask for it.
 */
import type { Conversation } from './conversation.ts'
import { whenOpen, type Office } from './office.ts'
import type { PromptPolicy } from './policy.ts'
import { plainText } from './text.ts'

export interface PromptValues {
  /** `business:` of the front matter, as the shop wrote it. */
  business: Readonly<Record<string, string>>
  /** `Sunday 22 November 2026, 14:05` */
  now: string
  /** `2026-11-22` */
  today: string
  /** `Sunday` */
  weekday: string
  /** `14:05` */
  time: string
  /** IANA name, in which the four above are told. */
  time_zone: string
  /** Undefined where no hours are written down. */
  office?: {
    open: boolean
    /** When a person is there again, such as `on Monday at 9:00`; empty while open. */
    opens: string
    /** The week as written down: `Monday closed; Tuesday 7:30-18:30; …` */
    hours: string
  }
  /** As LINE tells it; empty when it is not known. It is the customer's own text: one line, no markup. */
  customer: { name: string }
  /** BCP 47, as far as anything has told it before; empty when nothing has. */
  language: string
  /** The `<passage>` elements. */
  passages: string
  /** What was said before, a line each: `Customer: …`, `Assistant: …`. */
  history: string
}

/** Every name a template may use; `business.` is followed by a key of the front matter. */
export const promptVariables = [
  'now',
  'today',
  'weekday',
  'time',
  'time_zone',
  'office',
  'office.open',
  'office.opens',
  'office.hours',
  'customer.name',
  'language',
  'passages',
  'history',
] as const

/** What is known at the time of a judgement, beside the conversation itself. */
export interface Around {
  /** ms */
  now: number
  office?: Office
}

/** @param said history and passages as they go to the model */
export function promptValues(
  conversation: Conversation,
  policy: PromptPolicy,
  { now, office }: Around,
  said: Pick<PromptValues, 'language' | 'passages' | 'history'>,
): PromptValues {
  const zone = zoneOf(policy, office)
  const { weekday, day, month, year, hour, minute } = partsAt(now, zone)
  const time = `${hour}:${minute}`
  const opens = office?.opensAt === undefined ? '' : whenOpen(office.opensAt, office, 'en', now)
  return {
    business: policy.business,
    now: `${weekday} ${Number(day)} ${month} ${year}, ${time}`,
    today: isoDate(now, zone),
    weekday: weekday ?? '',
    time,
    time_zone: zone,
    ...(office ? { office: { open: office.open, opens, hours: office.hours ?? '' } } : {}),
    customer: { name: nameOf(conversation) },
    ...said,
  }
}

const zoneOf = (policy: PromptPolicy, office: Office | undefined): string =>
  policy.time_zone ?? office?.timeZone ?? 'UTC'

/** The date where the shop is, such as `2026-11-23`. */
export const todayAt = (policy: PromptPolicy, { now, office }: Around): string => isoDate(now, zoneOf(policy, office))

/** LINE's names hold up to 20 characters; a longer one, or one of several lines, is none that a prompt should hold. */
const longestName = 40

/** The customer chose it: nothing in it may look like a tag of ours or stand on a line of its own. */
function nameOf({ chat, customer }: Conversation): string {
  if (chat.type !== 'user') return ''
  const line = plainText(customer?.name ?? '')
    .normalize('NFKC')
    .replace(/[<>{}\p{C}\s]+/gu, ' ')
    .trim()
  return Array.from(line).slice(0, longestName).join('')
}

interface Formats {
  parts: Intl.DateTimeFormat
  date: Intl.DateTimeFormat
}

/** To make one costs more than all the rest of a prompt; there are as many as time zones. */
const kept = new Map<string, Formats>()

function formatsOf(timeZone: string): Formats {
  const found = kept.get(timeZone) ?? {
    parts: new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
      timeZone,
      weekday: 'long',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    // Swedes write dates as ISO 8601 does.
    date: new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
  }
  kept.set(timeZone, found)
  return found
}

const partsAt = (at: number, timeZone: string): Partial<Record<Intl.DateTimeFormatPartTypes, string>> =>
  Object.fromEntries(
    formatsOf(timeZone)
      .parts.formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )

const isoDate = (at: number, timeZone: string): string => formatsOf(timeZone).date.format(at)
