/**
 * Cases: what customers write, and the decision that is right (docs/cases.md). A file of them is `<language>.yaml`;
 * those in `held-out.<language>.yaml` were written before any threshold was set and are never used to set one.
 *
 *     - id: en-hours-followup
 *       history:                                   what was said before, oldest first
 *         - {from: customer, text: 'when do you open?'}
 *         - {from: assistant, text: 'From Tuesday to Friday …'}
 *       messages: ['ok thx', 'and on saturday?']   the open messages
 *       expect: resolved
 *       source: hours.en#weekend                   or a list, of which one is enough
 *       reply: {must: '17:00', never: Monday}
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { BrokenFile, type Mistake } from '../adapters/markdown/broken-file.ts'
import { listFiles, readText } from '../adapters/markdown/read-file.ts'
import type { Scene } from '../core/scene.ts'
import type { Contents } from '../ports/contents.ts'
import { readMedia, type CaseMedia } from './case-media.ts'
import { isTag, timeOf, type WrittenCase } from './case-schema.ts'
import { foundIn, noSystems, type DeclaredSystems } from './case-systems.ts'
import { checkSystems, type Wrong } from './check-systems.ts'
import { meant, parseCases, remedies } from './parse-cases.ts'
import type { TrialCase } from './trial.ts'

export interface Case extends Omit<WrittenCase, 'messages'> {
  /** Words, or what was read of a picture or file. */
  messages: (string | CaseMedia)[]
  /** Its own, or that of the file's name, such as `zh-TW`. */
  language: string
  heldOut: boolean
}

export interface LoadedCases {
  cases: Case[]
  /** What is wrong with the others. */
  mistakes: Mistake[]
}

/**
 * Reads all cases of a folder. A case with a mistake is left out, and the others are there: what is no YAML costs its
 * file, and what is no case costs that case.
 * @param passages ids there are: a source that names none of them, nor what a look-up of its case finds, is a mistake
 * @param systems what can be looked up and recorded
 * @throws BrokenFile when the folder cannot be listed
 */
export async function loadCases(
  dir: string,
  passages: ReadonlySet<string>,
  systems: DeclaredSystems = noSystems,
): Promise<LoadedCases> {
  const cases: Case[] = []
  const mistakes: Mistake[] = []
  /** Ids so far, and where. */
  const taken = new Map<string, string>()
  const remedy = 'Name a folder with cases, such as prompts/cases'
  for (const name of await listFiles(dir, '.yml', remedy)) {
    mistakes.push({ file: join(dir, name), line: 0, problem: 'not read', remedy: 'Let its name end in .yaml' })
  }
  for (const name of await listFiles(dir, '.yaml', remedy)) {
    const file = join(dir, name)
    const parsed = parseCases(file, await textOf(file, mistakes))
    mistakes.push(...parsed.mistakes)
    for (const found of parsed.cases) {
      const { id } = found.written
      const { one, wrongs } = await wholeCase(found.written, { dir, name, passages, systems, first: taken.get(id) })
      for (const { path, problem, remedy } of wrongs) {
        mistakes.push({ file, line: found.lineOf(path), problem: `${id}: ${problem}`, remedy })
      }
      if (wrongs.length > 0) continue
      taken.set(id, `${file}:${found.lineOf([])}`)
      cases.push(one)
    }
  }
  return { cases, mistakes }
}

interface Around {
  dir: string
  /** Of the case file. */
  name: string
  passages: ReadonlySet<string>
  systems: DeclaredSystems
  /** Where another case has its id. */
  first: string | undefined
}

/** A case with everything that it names, and what of that is not there. */
async function wholeCase(written: WrittenCase, { dir, name, passages, systems, first }: Around) {
  const { look_ups, wrongs: misnamed } = checkSystems(written, systems)
  const wrongs: Wrong[] = [...misnamed]
  if (first !== undefined) {
    wrongs.push({ path: [], problem: `this id is taken by ${first}`, remedy: 'Give this case another id' })
  }
  const found = foundIn({ look_ups }, systems, passages)
  for (const source of written.source.filter((source) => !passages.has(source) && !found.includes(source))) {
    const remedy = meant(source, [...passages, ...found]) ?? 'Name a passage such as hours.en#weekend'
    wrongs.push({ path: ['source'], problem: `there is no passage ${source}`, remedy })
  }
  const language = written.language ?? /(?:^|\.)([^.]+)\.yaml$/.exec(name)?.[1] ?? ''
  if (!isTag(language)) {
    const remedy = 'Name the file such as en.yaml, or say language: en'
    wrongs.push({ path: [], problem: 'its language is not known', remedy })
  }
  const messages: Case['messages'] = []
  for (const [index, message] of written.messages.entries()) {
    const read = typeof message === 'string' ? message : await readMedia(message, dir)
    if (typeof read === 'string' || 'seen' in read) messages.push(read)
    else wrongs.push({ path: ['messages', index], ...read })
  }
  const one: Case = { ...written, look_ups, messages, language, heldOut: name.startsWith('held-out.') }
  return { one, wrongs }
}

/** A file that cannot be read is a mistake, and none of the others'. */
async function textOf(file: string, mistakes: Mistake[]): Promise<string> {
  try {
    return await readText(file, remedies.file)
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error
    mistakes.push(...error.mistakes)
    return ''
  }
}

/**
 * When the prompt is told it is.
 * @param timeZone the shop's, IANA name: a case without an offset means it
 * @returns ms
 */
export const toldAt = ({ at }: Pick<Case, 'at'>, timeZone: string): number => timeOf(at, timeZone)

const mediaId = (index: number): string => `media-${index}`

export function sceneOf({ id, history, messages, customer, language }: Case): Scene {
  const written = messages.map((message, index) =>
    typeof message === 'string' ? message : { id: mediaId(index), content: message.content },
  )
  return { id, history, messages: written, customer, language }
}

/** The case's pictures and files, for {@link sceneOf}'s messages. */
export function contentsOf({ messages }: Case): Pick<Contents, 'see'> {
  const held = new Map(
    messages.flatMap((message, index) => (typeof message === 'string' ? [] : [[mediaId(index), message] as const])),
  )
  return {
    see({ messageId }, limits) {
      const message = held.get(messageId)
      if (!message) return Promise.resolve({ type: 'unseen', why: 'not_there' })
      return Promise.resolve(message.bytes > limits.bytes ? { type: 'unseen', why: 'too_big' } : message.seen)
    },
  }
}

/** Of everything that is judged and expected, the bytes of pictures too; not of where it stands. */
export function caseHash(one: Case): string {
  const { language, customer, at, history, messages, look_ups, expect, source, small_talk, records, reply, sure } = one
  const parts = [
    language,
    customer ?? null,
    at,
    history.map(({ from, text }) => [from, text]),
    messages.map((message) => (typeof message === 'string' ? message : [message.content, message.hash])),
    [expect, source, small_talk],
    [reply.must, reply.never, sure],
    // Last, and only where there are any: a case without them is the same as before there were.
    ...(look_ups.length + records.length > 0 ? [look_ups.map(partsOf), records] : []),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

const partsOf = ({ look_up, given, found, not_found, failed }: Case['look_ups'][number]) => [
  look_up,
  Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  found?.map((thing) => Object.entries(thing)) ?? null,
  not_found ?? null,
  failed ?? null,
]

/** What a result keeps of it. */
export function trialCaseOf(one: Case): TrialCase {
  const { id, language, heldOut, expect, sure, history, messages, look_ups, records } = one
  return {
    id,
    language,
    heldOut,
    hash: caseHash(one),
    expect,
    sure,
    history: history.map(({ from, text }) => ({ from, text })),
    messages: messages.map((one) => (typeof one === 'string' ? one : `[${one.content.type}] ${one.path}`)),
    ...(look_ups.length > 0 && { lookUps: look_ups }),
    ...(records.length > 0 && { records }),
  }
}
