/**
 * Policy: what a shop decides about its assistant. It stands in the front matter of a prompt and is checked here, once;
 * every later reader gets values in one unit (milliseconds, characters, 0 to 1).
 */
import { z } from 'zod'
import type { Content } from './content.ts'
import { languages, noticeLanguage } from './language.ts'
import { notices, type Notices } from './notices.ts'
import type { Office } from './office.ts'
import type { Periods } from './retention.ts'

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A length of time as people write it in front matter: `1.5s`, `6s`, `30m`, `4h`. Parsed to milliseconds. */
const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'a length of time such as 1.5s, 30m or 4h')
  .transform((text) => Number.parseFloat(text) * units[text.replace(/[\d.]+/, '')]!)

/** A length of time within bounds: outside of them it is surely a slip, and would break another rule. */
const between = (least: number, most: number, why: string) => duration.refine((ms) => ms >= least && ms <= most, why)

/**
 * When Read is given: at a `resolved`, at a `handoff`, only when staff take the conversation (`taken`), or when the
 * customer taps "Mark as Read" (`customer`).
 */
const moment = z.enum(['resolved', 'handoff', 'taken', 'customer'])
export type ReadMoment = z.infer<typeof moment>

const moments = z.array(moment)
const usual: ReadMoment[] = ['resolved', 'handoff']
const some = moments.optional()

/** One list for all messages, or one for some types of message and `default` for the others. */
const readOn = z.union([
  moments.transform((all): ReadOn => ({ default: all })),
  z.strictObject({
    default: moments.default(usual),
    text: some,
    sticker: some,
    location: some,
    image: some,
    video: some,
    audio: some,
    file: some,
    other: some,
  }),
])
export type ReadOn = { default: ReadMoment[] } & Partial<Record<Content['type'], ReadMoment[]>>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0)
    return true
  } catch {
    return false
  }
}

const words = z.string().min(1).max(1_000).optional()
/** LINE: the text of a buttons template without a picture or title holds 160 characters. */
const templateWords = z.string().min(1).max(160).optional()
const noticeTexts = z.strictObject({
  handoff: words,
  cannot_see: words,
  too_big: words,
  cannot_open: words,
  too_much: words,
  offer_person: words,
  no_judgement: words,
  paused: words,
  away: words,
  not_forgotten: words,
  introduction: words,
  greeting: words,
  back: words,
  solved: words,
  marked_read: words,
  announcement: templateWords,
  recorded: words,
  link_account: templateWords,
  linked: words,
  not_linked: words,
  unlinked: words,
} satisfies Record<keyof Notices, typeof words>)

/** Read comes no sooner than a person could have read: by length, within bounds. Off unless it is set. */
const readingTime = z
  .strictObject({
    min: between(0, 30_000, 'at most 30s').prefault('1s'),
    max: between(0, 30_000, 'at most 30s: the answer comes after Read').prefault('6s'),
    per_character: between(0, 1_000, 'at most 1s').prefault('40ms'),
  })
  .refine(({ min, max }) => min <= max, { message: 'min is more than max', path: ['min'] })

/** The front matter of a prompt. Unknown keys are refused, so that a misspelt one is not silently ignored. */
export const policySchema = z.strictObject({
  read_on: readOn.prefault(usual),
  reading_time: readingTime.optional(),
  min_confidence: z.number().min(0).max(1).default(0.7),
  // What becomes of a reply with numbers or links that no cited passage has.
  unsupported_facts: z.enum(['handoff', 'allow']).default('handoff'),
  topics: z.array(z.string().min(1)).default([]),
  always_human: z.array(z.string().min(1)).default([]),
  quiet: between(0, 10_000, 'at most 10s: a customer has word within 40 s').prefault('1.5s'),
  // A picture often comes before its question.
  quiet_media: between(0, 15_000, 'at most 15s: a customer has word within 40 s').prefault('5s'),
  at_most: between(0, 15_000, 'at most 15s: a customer has word within 40 s').prefault('6s'),
  stale_after: between(60_000, 604_800_000, 'from 1m to 168h').prefault('30m'),
  // Staff who forget to hand back are not to silence the assistant for ever.
  resume_after: between(60_000, 604_800_000, 'from 1m to 168h').prefault('4h'),
  // Somebody still waits: staff are reminded after this time, then each time the wait has doubled, while they are there.
  remind_after: z
    .union([z.literal('never').transform(() => Infinity), between(60_000, 86_400_000, 'from 1m to 24h, or never')])
    .prefault('15m'),
  // What a template calls business.name, business.town …: the same prompt serves another shop.
  business: z.record(z.string().regex(/^[a-z]\w*$/i, 'a name such as town'), z.string()).default({}),
  // In which `now` is told; that of the office hours when there are any.
  time_zone: z.string().refine(isTimeZone, 'a time zone such as Asia/Tokyo').optional(),
  // Of one customer, within 24 h; past them a person answers. Far above what anybody needs who only asks.
  turns_a_day: z.int().min(1).max(100_000).default(100),
  tokens_a_day: z.int().min(1).max(1_000_000_000).default(500_000),
  history: z.int().min(0).max(100).default(20),
  knowledge_budget: z.int().min(0).default(20_000),
  // Names in lookups.yaml, beside the prompts: what the assistant may look up, and have recorded.
  look_ups: z.array(z.string().min(1)).max(20).default([]),
  records: z.array(z.string().min(1)).max(20).default([]),
  // Topics that only what was just looked up, or is recorded, can resolve: no general rule answers “where is my order?”.
  live_topics: z.array(z.string().min(1)).default([]),
  // LINE shows at most 20 characters of a sender's name.
  sender_name: z.string().min(1).max(20).optional(),
  language: z.enum(languages).default('en'),
  // A teacher comments an English exercise in the learner's own language.
  match_language: z.boolean().default(true),
  push: z.enum(['when_needed', 'never']).default('when_needed'),
  ask_outcome: z.boolean().default(true),
  greeting: z.boolean().default(false),
  on_unfollow: z.enum(['keep', 'erase']).default('keep'),
  notices: z.partialRecord(z.enum(languages), noticeTexts).default({}),
})

/** Policy as read from a prompt, with every default filled in. */
export type PromptPolicy = z.infer<typeof policySchema>

/** What the core decides by: the prompt's policy, and how this server is set up. */
export interface Policy extends PromptPolicy {
  /** Whether staff can be told; else the entry itself is the telling. */
  notifier: boolean
  /** `MODE=observe`: decisions are made and recorded, nothing is said, marked or handed over. */
  observe?: boolean
  /** Whether customers can link their account in the shop's system: `lookups.yaml` says how. */
  links?: boolean
  /** The assistant is paused for everybody: what customers write goes to staff. */
  paused?: boolean
  /** Whether a person is there; undefined where no hours are written down. */
  office?: Office
  /** `MODE=testers`: only these users are answered. */
  testers?: ReadonlySet<string>
  /** Whether a push may be made now, as far as that is known: the shop's policy, the day's cap, the quota. */
  mayPush?: boolean
  /** `READ_API=partner`: marking read marks all messages of the user and needs no token. */
  readsAll?: boolean
  /** `RETENTION_DAYS`: how long words and facts are kept. Missing: for ever. */
  retention?: Periods
}

/** Whether a message of this type is given Read at this moment. */
export function givesRead({ read_on: on }: PromptPolicy, kind: Content['type'], at: ReadMoment): boolean {
  return (on[kind] ?? on.default).includes(at)
}

/** Whether staff taking it gives Read: they are the person a hand-off speaks of. */
export const givesReadAtTake = (policy: PromptPolicy, kind: Content['type']): boolean =>
  givesRead(policy, kind, 'handoff') || givesRead(policy, kind, 'taken')

/** What a person says is handled is Read, unless Read is the customer's alone to give. */
export const givesReadToHandled = (policy: PromptPolicy, kind: Content['type']): boolean =>
  givesReadAtTake(policy, kind) || givesRead(policy, kind, 'resolved')

/** `MODE` says that this user is not answered. Without a user's id (a group keeps it back) nobody can be a tester. */
export const isLeftAlone = ({ testers }: Policy, user: string | undefined): boolean =>
  testers !== undefined && !(user !== undefined && testers.has(user))

/** The text of a notice in a language: the shop's own when the prompt has one, else the one that ships. */
export function noticeText(policy: PromptPolicy, kind: keyof Notices, language: string): string {
  const key = noticeLanguage(language)
  return policy.notices[key]?.[kind] ?? notices[key][kind]
}
