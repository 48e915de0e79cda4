/** Saving from the playground: a text as a new prompt file, what was tried as a case. */
import type { Context } from 'koa'
import { z } from 'zod'
import { caseDraftSchema, draftLanguages, isWhole, type CaseDraft, type Draft } from '../../core/draft.ts'
import { redact } from '../../core/redact.ts'
import type { Conversation } from '../../core/conversation.ts'
import type { Drafts } from '../../ports/drafts.ts'
import type { SavedPrompt } from '../../ports/prompt-files.ts'
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'
import type { Pages } from '../pages.ts'
import type { PlaygroundParts } from './parts.ts'
import { playgroundWords } from './playground-words.ts'
import type { Side } from './side.ts'
import type { Fields, SideName } from './written.ts'

const said = (tone: 'good' | 'bad' | 'asked', ...texts: (Html | string)[]): Html =>
  html`<div class="flash ${tone}" role="status">${texts.map((text) => html`<p dir="auto">${text}</p>`)}</div>`

export interface SavedText {
  word: Html
  /** The file that is there now. */
  file?: string
}

/** By an owner: the caller has looked. */
export async function savePrompt(
  ctx: Context,
  pages: Pages,
  { files, log }: Pick<PlaygroundParts, 'files' | 'log'>,
  side: Side,
  wanted: string,
): Promise<SavedText> {
  const words = playgroundWords[pages.language(ctx)].save
  const name = wanted.trim()
  if (side.tooBig) return { word: said('bad', words.mistaken) }
  const saved: SavedPrompt = await files.save(name, side.text)
  switch (saved.type) {
    case 'done':
      await pages.audit(ctx, 'prompt_saved', { detail: saved.prompt.name })
      return {
        word: said('good', words.done(saved.file), words.notLive(saved.prompt.name)),
        file: saved.prompt.name,
      }
    case 'mistakes':
      return { word: said('bad', words.mistaken) }
    case 'bad_name':
      return { word: said('bad', words.badName) }
    case 'taken':
      return { word: said('bad', words.taken(name)) }
    case 'not_written':
      log.warn({ file: saved.file, why: saved.why }, 'a prompt could not be written from the playground')
      return { word: said('bad', words.notWritten(saved.file, saved.why)) }
    default:
      return saved satisfies never
  }
}

const triedSchema = z.object({
  messages: z.array(z.string()),
  before: z.array(z.object({ from: z.enum(['customer', 'assistant']), text: z.string() })),
})

/** The case that a side's fields and what was tried come to; undefined when that is none. */
function caseIn(fields: Fields, side: SideName, clean: (text: string) => string): CaseDraft | undefined {
  let written: unknown
  try {
    written = JSON.parse(fields['tried'] ?? '')
  } catch {
    return undefined
  }
  const tried = triedSchema.safeParse(written)
  if (!tried.success) return undefined
  const { messages, before } = tried.data
  const source = (fields[`${side}.source`] ?? '').split(/[,、，\s]+/).filter((one) => one !== '')
  const made = caseDraftSchema.safeParse({
    history: before.map(({ from, text }) => ({ from, text: clean(text) })),
    messages: messages.map(clean),
    expect: fields[`${side}.expect`],
    source,
    smallTalk: fields[`${side}.small_talk`] !== undefined,
  })
  return made.success ? made.data : undefined
}

/**
 * Keeps a draft, and accepts it at once when it is whole and an owner's; else it waits with the other drafts.
 * @param from the conversation it comes from: its names are known, and forgetting it discards the draft
 */
export async function saveCase(
  ctx: Context,
  pages: Pages,
  parts: Pick<PlaygroundParts, 'clock' | 'newId' | 'knowledge'> & { drafts: Drafts },
  { fields, side, from, names }: { fields: Fields; side: SideName; from?: Conversation; names: string[] },
): Promise<Html> {
  const { drafts, clock, newId, knowledge } = parts
  const language = pages.language(ctx)
  const clean = from ? (text: string): string => redact(text, { names }) : (text: string): string => text
  const made = caseIn(fields, side, clean)
  if (!made) return said('bad', playgroundWords[language].caseOf.none)
  const member = pages.member(ctx)
  const draft: Draft = {
    id: newId(),
    at: clock.now(),
    by: member.name,
    ...(from ? { conversation: from.id } : {}),
    language: draftLanguages.find((one) => one === fields[`${side}.filed`]) ?? 'en',
    case: made.expect === 'resolved' ? made : { ...made, source: [], smallTalk: false },
  }
  await drafts.put(draft)
  const waits = whyItWaits(draft, { isOwner: member.role === 'owner', knowledge, language })
  if (waits === undefined) {
    const accepted = await drafts.accept(draft.id)
    if (accepted.type === 'done') {
      await pages.audit(ctx, 'case_saved', { ...about(draft), detail: accepted.files.join(', ') })
      return said('good', playgroundWords[language].caseOf.done(accepted.files.join(', ')))
    }
    await pages.audit(ctx, 'draft_made', { ...about(draft), detail: draft.id })
    const { notWritten, incomplete } = playgroundWords[language].caseOf
    const why = accepted.type === 'not_written' ? notWritten(accepted.file, accepted.why) : incomplete
    return said('asked', why, wayToDrafts(draft.id, language))
  }
  await pages.audit(ctx, 'draft_made', { ...about(draft), detail: draft.id })
  return said('asked', waits, wayToDrafts(draft.id, language))
}

const about = ({ conversation }: Draft): { conversation?: string } =>
  conversation === undefined ? {} : { conversation }

const wayToDrafts = (id: string, language: ConsoleLanguage): Html =>
  html`<a href="/console/knowledge#draft-${id}">${playgroundWords[language].caseOf.drafts}</a>`

/** Who saves it, and what there is for it to rest on. */
interface Saving {
  isOwner: boolean
  knowledge: PlaygroundParts['knowledge']
  language: ConsoleLanguage
}

/** Why it cannot be a case at once; undefined when it can. */
function whyItWaits(draft: Draft, { isOwner, knowledge, language }: Saving): string | undefined {
  const words = playgroundWords[language].caseOf
  if (!isWhole(draft)) return words.incomplete
  const known = new Set((knowledge?.passages() ?? []).map(({ id }) => id))
  const unknown = draft.case?.source.find((id) => !known.has(id))
  if (unknown !== undefined) return words.unknownSource(unknown)
  return isOwner ? undefined : words.forOwner
}
