/**
 * The form of a case file (docs/cases.md). The zod schema is what is checked; the JSON schema made from it is what an
 * editor helps with, so that both say the same.
 */
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { decisions } from '../core/judgement.ts'
import { looksLikeTag } from '../core/language.ts'
import type { Failure } from '../core/look-ups/failure.ts'
import { mostThings } from '../ports/look-ups.ts'
import { wrongWith } from './reply-rule.ts'

const text = z.string().trim().min(1)
const path = text.refine(
  (one) => !/^([/\\]|[a-z]:)/i.test(one),
  'a path within the cases folder, such as pictures/cake.jpg',
)

/** The case's kind of message, by the key it is written with. */
export const mediaKeys = { picture: 'image', audio: 'audio', video: 'video', file: 'file' } as const

const message = z.union([
  text,
  z.strictObject({
    picture: path.describe('A picture: PNG, JPEG, WebP or HEIC, by its path from this folder.'),
  }),
  z.strictObject({ audio: path.describe('A voice message, by the path of its file.') }),
  z.strictObject({ video: path.describe('A video, by the path of its file.') }),
  z.strictObject({ file: path.describe('A file such as a PDF or a text, by its path. The model is told its name.') }),
])

const said = z.strictObject({
  from: z.enum(['customer', 'assistant']).describe('Who said it.'),
  text: text.describe('What was said.'),
})

/** `1234` without quotes is a number, and 0142 would lose its 0. */
const value = z.string({
  error: ({ code }) => (code === 'invalid_type' ? "a text in quotes, such as '1234'" : undefined),
})
const values = (about: string) => z.record(z.string(), value).describe(about)

export const failures = ['down', 'slow', 'broken', 'refused', 'too_large'] as const satisfies readonly Failure[]

const lookUp = z.strictObject({
  look_up: text.describe('The name of a look-up that lookups.yaml declares.'),
  given: values('What is asked, by the names of its arguments, each in quotes.').default({}),
  found: z
    .array(values('A thing, with each column that the system has; one that is not shown, such as a phone, too.'))
    .min(1)
    .max(mostThings)
    .optional()
    .describe('What is found: one thing or several.'),
  not_found: z.literal(true).optional().describe('There is no such thing.'),
  failed: z
    .enum(failures)
    .optional()
    .describe('The system gives no answer. down: it cannot be reached. slow: it takes too long.'),
})
/** What a look-up finds in a case. */
export type SaidLookUp = z.output<typeof lookUp>

const rule = text.superRefine((one, context) => {
  const wrong = wrongWith(one)
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong, continue: false })
})
const rules = z
  .union([rule, z.array(rule).min(1)])
  .transform((some) => (typeof some === 'string' ? [some] : some))
  .default([])
const ruleForm = 'Words found in any case and width, or a pattern such as /12 ?cm/i. One, or a list.'

/**
 * A Wednesday on which nothing is special, in the afternoon: where a case says no time, the prompt is told this one, so
 * that the same case makes the same request tomorrow.
 */
export const usualTime = '2026-11-18T14:00'

const time = z
  .string()
  .refine(isTime, `a date and time that there is, such as ${usualTime} or ${usualTime}+09:00`)
  .default(usualTime)

const keys = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]+$/, 'an id has letters, digits and dashes')
    .describe('Its name in tables and reports: letters, digits and dashes. No two cases have the same.'),
  language: z
    .string()
    .refine(isTag, 'a language tag such as en, ja, zh-TW or th')
    .optional()
    .describe('Of the customer’s profile, as a tag such as zh-TW. Missing: that of the file’s name.'),
  customer: text.max(40).optional().describe('The customer’s name, as LINE would tell it. Missing: nobody knows it.'),
  at: time.describe(
    `The time the prompt is told: in the shop’s time zone, or with an offset such as +09:00. Missing: ${usualTime}, a Wednesday.`,
  ),
  history: z.array(said).default([]).describe('What was said before, oldest first.'),
  messages: z
    .array(message)
    .min(1)
    .describe('The messages that are open, oldest first: words, or a picture, audio, video or file.'),
  look_ups: z
    .array(
      lookUp.refine((one) => [one.found, one.not_found, one.failed].filter((said) => said !== undefined).length === 1, {
        message: 'it says one of found, not_found: true and failed',
        // A misspelt one of them is told already.
        when: ({ issues }) => issues.length === 0,
      }),
    )
    .default([])
    .describe('What the shop’s systems say to a look-up. Whatever else is asked fails, as if the system were down.'),
  expect: z
    .enum(decisions)
    .describe(
      'The decision that is right. resolved: the passages answer all of it. needs_info: one question back. handoff: a person has to take it.',
    ),
  source: z
    .union([text, z.array(text).min(1)])
    .transform((some) => (typeof some === 'string' ? [some] : some))
    .default([])
    .describe(
      'For a resolved case: the passage that answers it, such as hours.en#weekend, or what a look-up found: orders#1234. Of a list, one is enough.',
    ),
  records: z
    .array(text)
    .default([])
    .describe('For a resolved case: the records that are to be made, by their names, such as [tasks]; exactly these.'),
  small_talk: z.boolean().default(false).describe('For a resolved case without a source: a greeting, or thanks.'),
  reply: z
    .strictObject({
      must: rules.describe(`What the reply must say, all of it. ${ruleForm}`),
      never: rules.describe(`What the reply must never say, none of it. ${ruleForm}`),
    })
    .prefault({})
    .describe('What is checked in the words the model writes for the customer. A notice is not checked.'),
  sure: z
    .enum(['always', 'usually'])
    .default('always')
    .describe('always: every repeat has to be right. usually: more than half of them.'),
})

/** One case, as it is written. */
export const caseSchema = keys
  .refine((one) => one.expect !== 'resolved' || one.small_talk || one.source.length + one.records.length > 0, {
    message: 'a resolved case needs a source, or small_talk: true, or records',
    path: ['expect'],
  })
  .refine((one) => one.expect === 'resolved' || one.source.length === 0, {
    message: 'only a resolved case has a source',
    path: ['source'],
  })
  .refine((one) => one.expect === 'resolved' || one.records.length === 0, {
    message: 'only a resolved case has records: nothing else is recorded',
    path: ['records'],
  })
  .refine((one) => one.expect === 'resolved' || !one.small_talk, {
    message: 'only a resolved case has small_talk',
    path: ['small_talk'],
  })
  .refine((one) => one.expect !== 'handoff' || one.reply.must.length === 0, {
    message: 'a hand-off is told by a fixed notice, so there is no reply that must say this',
    path: ['reply', 'must'],
  })
  .refine((one) => !one.reply.must.some((rule) => one.reply.never.includes(rule)), {
    message: 'the same words stand under must and never',
    path: ['reply', 'never'],
  })

export type WrittenCase = z.output<typeof caseSchema>

/** For mistakes: every key there is at a place. */
export const keysAt: Record<string, readonly string[]> = {
  '': Object.keys(keys.shape),
  history: Object.keys(said.shape),
  messages: Object.keys(mediaKeys),
  look_ups: Object.keys(lookUp.shape),
  reply: ['must', 'never'],
}

/** The JSON schema of a case file, as prompts/cases.schema.json holds it (draft 7: what editors know best). */
export function casesJsonSchema(): string {
  const file = z.array(caseSchema).meta({
    title: 'Cases',
    description: 'What customers write, and the decision that is right: docs/cases.md',
  })
  const text = JSON.stringify(z.toJSONSchema(file, { io: 'input', target: 'draft-7' }), null, 2)
  // A list of words on one line, as the formatter has it.
  const shown = text.replace(
    /\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g,
    (_, words: string) => `[${words.replace(/\s+/g, ' ')}]`,
  )
  return `${shown}\n`
}

export function isTag(tag: string): boolean {
  if (!looksLikeTag(tag)) return false
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const hasOffset = (at: string): boolean => /(Z|[+-]\d{2}:\d{2})$/.test(at)

/**
 * @param at as a case has it
 * @param timeZone IANA name, for a time without offset
 * @returns ms
 */
export function timeOf(at: string, timeZone: string): number {
  if (hasOffset(at)) return Temporal.Instant.from(at).epochMilliseconds
  return Temporal.PlainDateTime.from(at, { overflow: 'reject' }).toZonedDateTime(timeZone).epochMilliseconds
}

function isTime(at: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/.test(at)) return false
  try {
    return Number.isFinite(timeOf(at, 'UTC'))
  } catch {
    return false
  }
}
