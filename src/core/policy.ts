/**
 * Policy: what a shop decides about its assistant. It stands in the front matter of a prompt and is checked here, once;
 * every later reader gets values in one unit (milliseconds, characters, 0 to 1).
 */
import { z } from 'zod'
import { languages, notices } from './notices.ts'

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A length of time as people write it in front matter: `1.5s`, `6s`, `30m`, `4h`. Parsed to milliseconds. */
const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'a length of time such as 1.5s, 30m or 4h')
  .transform((text) => Number.parseFloat(text) * units[text.replace(/[\d.]+/, '')]!)

/** When Read is given: at a `resolved`, at a `handoff`, or only when staff take the conversation (`taken`). */
const readOn = z.enum(['resolved', 'handoff', 'taken'])

const noticeTexts = z.strictObject({
  handoff: z.string().min(1).optional(),
  cannot_see: z.string().min(1).optional(),
  no_judgement: z.string().min(1).optional(),
  introduction: z.string().min(1).optional(),
})

/** A length of time within bounds: outside of them it is surely a slip, and would break another rule. */
const between = (least: number, most: number, why: string) => duration.refine((ms) => ms >= least && ms <= most, why)

/** The front matter of a prompt. Unknown keys are refused, so that a misspelt one is not silently ignored. */
export const policySchema = z.strictObject({
  read_on: z.array(readOn).default(['resolved', 'handoff']),
  min_confidence: z.number().min(0).max(1).default(0.7),
  topics: z.array(z.string().min(1)).default([]),
  always_human: z.array(z.string().min(1)).default([]),
  quiet: between(0, 10_000, 'at most 10s: a customer has word within 40 s').prefault('1.5s'),
  at_most: between(0, 15_000, 'at most 15s: a customer has word within 40 s').prefault('6s'),
  stale_after: between(60_000, 604_800_000, 'from 1m to 168h').prefault('30m'),
  history: z.int().min(0).max(100).default(20),
  knowledge_budget: z.int().min(0).default(20_000),
  // LINE shows at most 20 characters of a sender's name.
  sender_name: z.string().min(1).max(20).optional(),
  notices: z.partialRecord(z.enum(languages), noticeTexts).default({}),
})

/** Policy as read from a prompt, with every default filled in. */
export type PromptPolicy = z.infer<typeof policySchema>

/** What the core decides by: the prompt's policy, and whether staff can be told (else the entry itself is the telling). */
export interface Policy extends PromptPolicy {
  notifier: boolean
}

/** The text of a notice in a language: the shop's own when the prompt has one, else the one that ships. */
export function noticeText(policy: PromptPolicy, kind: keyof typeof notices.en, language: string): string {
  const key = noticeLanguage(language)
  return policy.notices[key]?.[kind] ?? notices[key][kind]
}

/** The closest language that notices exist in, for a BCP 47 tag; English when none is near. */
export function noticeLanguage(tag: string): (typeof languages)[number] {
  const lower = tag.toLowerCase()
  if (lower.startsWith('zh')) return 'zh-TW'
  return languages.find((language) => lower === language || lower.startsWith(`${language}-`)) ?? 'en'
}
