/**
 * Drafts: what staff answered, as a passage and a case for a person to accept. Here they become the text of files: a
 * passage in the format of knowledge files, a case in that of case files. Words that would break the format are made
 * harmless, since they come from people who do not know it.
 */
import { z } from 'zod'
import { decisions } from './judgement.ts'

export const draftLanguages = ['en', 'ja', 'zh-TW', 'th'] as const

const line = z.string().trim().max(200)
const words = z.string().trim().max(4_000)

export const passageDraftSchema = z.object({
  title: line.min(1),
  also: z.string().trim().max(1_000),
  text: words.min(1),
})
export type PassageDraft = z.infer<typeof passageDraftSchema>

export const caseDraftSchema = z.object({
  /** What was said before, oldest first. */
  history: z.array(z.object({ from: z.enum(['customer', 'assistant']), text: words.min(1) })).max(40),
  messages: z.array(words.min(1)).min(1).max(20),
  expect: z.enum(decisions),
  /** Ids of passages, of which one is enough. */
  source: z.array(line).max(10),
  smallTalk: z.boolean(),
})
export type CaseDraft = z.infer<typeof caseDraftSchema>

export const draftSchema = z.object({
  id: z.string().regex(/^[\w-]{1,60}$/),
  /** ms */
  at: z.number(),
  by: z.string(),
  /** Where it comes from: forgetting that conversation discards the draft. */
  conversation: z.string().optional(),
  /** Whose files it is for. Missing: the channel's of its conversation, or there is one. */
  channel: z.string().optional(),
  language: z.enum(draftLanguages),
  passage: passageDraftSchema.optional(),
  case: caseDraftSchema.optional(),
})
export type Draft = z.infer<typeof draftSchema>

/** A language tag as one of those that drafts are filed under. Example: `zh-Hant-TW` → `zh-TW`. */
export function draftLanguage(tag: string | undefined): Draft['language'] {
  const primary = (tag ?? '').toLowerCase().split('-')[0]
  if (primary === 'zh') return 'zh-TW'
  return draftLanguages.find((one) => one === primary) ?? 'en'
}

/**
 * The same words, of which a knowledge file takes none for its own: no heading, no fence of code, no comment, no tag of
 * a passage.
 */
export function harmless(text: string): string {
  return oneForm(text)
    .split('\n')
    .map((line) => line.replace(/^[ \t]*(?:#{2,}[ \t]*|`{3,}|~{3,})+/, '').trimEnd())
    .join('\n')
    .replace(/<!--/g, '< !--')
    .replace(/-->/g, '-- >')
    .replace(/<(?=\s*\/?\s*passage)/gi, '< ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** The same in one line, where `{#…}` would name the passage. */
const harmlessLine = (text: string): string => harmless(oneForm(text).replace(/\s+/g, ' ')).replace(/\{#/g, '{ #')

/** Line ends, and none of the characters that are not to be seen. */
const oneForm = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')

const slug = /\{#([^}]*)\}[ \t]*$/

/** As the reader of knowledge files makes it. Example: `Days we are closed` → `days-we-are-closed`. */
const slugOf = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .toWellFormed()
    .replace(/[^\p{L}\p{M}\p{N}-]/gu, '')

/** A name for a passage that no heading of the file has yet. */
export function freeSlug(title: string, file: string): string {
  const headings = [...file.matchAll(/^##[ \t]+(.*)$/gm)].map(([, heading = '']) => heading)
  const taken = new Set(headings.map((heading) => slug.exec(heading)?.[1] ?? slugOf(heading)))
  const wanted = slugOf(title) || 'answer'
  for (let number = 1; ; number++) {
    const one = number === 1 ? wanted : `${wanted}-${number}`
    if (!taken.has(one)) return one
  }
}

/** By which a passage or a case that is already in the file is known: a crash between two writes repeats nothing. */
const marker = (draft: string): string => `draft ${draft}`

/** The part of a mark that tells which passage it became. */
export function slugOfDraft(file: string, draft: string): string | undefined {
  const found = file.split('\n').findIndex((line) => line === `<!-- ${marker(draft)} -->`)
  return found === -1 ? undefined : slug.exec(file.split('\n')[found - 1] ?? '')?.[1]
}

/** @param name of the passage within its file */
export function passageText({ title, also, text }: PassageDraft, name: string, draft: string): string {
  const [heading, words] = [harmlessLine(title) || name, harmlessLine(also)]
  const lines = [
    `## ${heading} {#${name}}`,
    `<!-- ${marker(draft)} -->`,
    ...(words === '' || words === heading ? [] : [`<!-- also: ${words} -->`]),
    harmless(text) || '…',
  ]
  return `${lines.join('\n')}\n`
}

export const holdsCase = (file: string, draft: string): boolean => file.split('\n').includes(`# ${marker(draft)}`)

/** @param source ids of passages; only a resolved case has any */
export function caseText(
  one: CaseDraft,
  { draft, id, source }: { draft: string; id: string; source: string[] },
): string {
  const resolved = one.expect === 'resolved'
  const lines = [
    `# ${marker(draft)}`,
    `- id: ${id}`,
    ...(one.history.length === 0
      ? []
      : ['  history:', ...one.history.map(({ from, text }) => `    - { from: ${from}, text: ${quoted(text)} }`)]),
    `  messages: [${one.messages.map(quoted).join(', ')}]`,
    `  expect: ${one.expect}`,
    ...(resolved && source.length > 0 ? [`  source: [${source.map(quoted).join(', ')}]`] : []),
    ...(resolved && one.smallTalk ? ['  small_talk: true'] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** JSON's strings are YAML's, once they hold nothing that YAML calls unprintable. */
const quoted = (text: string): string => JSON.stringify(oneForm(text).trim())

/** Whether a case can be judged as it is: a resolved one needs a passage it rests on, or to be small talk. */
export const isWhole = ({ passage, case: one }: Pick<Draft, 'passage' | 'case'>): boolean =>
  one === undefined || one.expect !== 'resolved' || one.smallTalk || one.source.length > 0 || passage !== undefined
