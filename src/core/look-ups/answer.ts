/**
 * What a model may answer where there are live systems: a judgement with what is to be recorded, or what it wants to be
 * looked up before. All of it is checked; what cannot be run, or recorded, is told apart from what can.
 */
import { z } from 'zod'
import { judgementSchema, parseJudgement, type Judgement } from '../judgement.ts'
import { givenFrom } from './arguments.ts'
import { asks, mostLookUps, type Refused, type Wanted } from './asking.ts'
import type { DeclaredLookUp, DeclaredRecord } from './declared.ts'
import { mostRecords, type RefusedRecord, type WantedRecord } from './recording.ts'

/** What a model is told of, for one turn. */
export interface Offered {
  lookUps?: readonly DeclaredLookUp[]
  records?: readonly DeclaredRecord[]
}

const argumentsSchema = z
  .array(
    z.object({
      name: z.string().describe('The name of one of its arguments.'),
      value: z.string().describe('Its value, as the customer wrote it.'),
    }),
  )
  .describe('Each of its arguments once.')

const lookUpsSchema = z
  .array(z.object({ look_up: z.string().describe('The name of a listed look-up.'), arguments: argumentsSchema }))
  .describe(`Only with the decision ${asks}: up to three look-ups. Else empty.`)

const recordsSchema = z
  .array(z.object({ record: z.string().describe('The name of a listed record.'), arguments: argumentsSchema }))
  .describe('Only with the decision resolved: up to three requests that are to be stored. Else empty.')

const { decision } = judgementSchema.shape
const asking = {
  decision: z
    .enum([...decision.options, asks])
    .describe(
      `${decision.description ?? ''} ${asks}: a listed look-up is needed first; the reply is empty then.`.trimStart(),
    ),
  look_ups: lookUpsSchema,
}
const recording = { records: recordsSchema }

const schemas = {
  judgement: z.object(judgementSchema.shape),
  lookUps: z.object({ ...judgementSchema.shape, ...asking }),
  records: z.object({ ...judgementSchema.shape, ...recording }),
  both: z.object({ ...judgementSchema.shape, ...asking, ...recording }),
}

/**
 * A model writes better what it has thought about before: what is wanted and what is known come before the decision, and
 * what is to be looked up or recorded before what the customer reads of it. Each look-up and record is in order as it is.
 */
const order = [
  'language',
  'summary',
  'topic',
  'small_talk',
  'sources',
  'reason',
  'decision',
  'look_ups',
  'records',
  'confidence',
  'reply',
]

/** Sorts the names of an answer's fields; those of a look-up or a record stay as they are. */
export const inAnswerOrder = (a: string, b: string): number => order.indexOf(a) - order.indexOf(b)

/** What the model is told to write: one of four schemas, of which each is always the same value. */
export function answerSchema({ lookUps = [], records = [] }: Offered): z.ZodObject {
  if (lookUps.length > 0) return records.length > 0 ? schemas.both : schemas.lookUps
  return records.length > 0 ? schemas.records : schemas.judgement
}

export type ParsedAnswer =
  /** `records` and `refused` only with `resolved`: what is to be recorded, and what of it cannot be. */
  | { ok: true; judgement: Judgement; records: WantedRecord[]; refused: RefusedRecord[] }
  /** At most three, each another one. Both may be empty, but not together. */
  | { ok: true; wanted: Wanted[]; refused: Refused[] }
  | { ok: false; why: string }

// Less strict than what the model is told: a number where a text should be costs one look-up and not the answer.
const asked = z.object({ decision: z.literal(asks), look_ups: z.array(z.unknown()).optional() })
const oneAsked = z.object({ look_up: z.string(), arguments: z.unknown().optional() })
const recorded = z.object({ records: z.unknown() })
const oneRecorded = z.object({ record: z.string(), arguments: z.unknown().optional() })

/** So many that are asked for are looked at; the model was told three. */
const mostRead = 20

/**
 * Reads a model's text as a judgement or as look-ups that it wants. The failure says what was wrong, for the log and the
 * ledger; it holds no text of anybody.
 * @param offered what the model was told of; without anything, only a judgement is an answer
 */
export function parseAnswer(text: string, { lookUps = [], records = [] }: Offered): ParsedAnswer {
  const value = jsonOf(text)
  const read = lookUps.length === 0 ? undefined : asked.safeParse(value)
  if (read?.success) return wantedIn(read.data.look_ups ?? [], lookUps)
  const parsed = parseJudgement(text)
  if (!parsed.ok) return parsed
  const named = listOf(recorded.safeParse(value).data?.records)
  switch (parsed.judgement.decision) {
    case 'resolved':
      return { ...parsed, ...recordsIn(named, records) }
    case 'needs_info':
      // Its question may say that something is recorded.
      return { ...parsed, records: [], refused: named.length > 0 ? [{ why: 'not_resolved' }] : [] }
    case 'handoff':
      return { ...parsed, records: [], refused: [] }
    default:
      return parsed.judgement.decision satisfies never
  }
}

/** One record that stands in no list is one too: left out, the reply would say that it was made. */
function listOf(named: unknown): readonly unknown[] {
  if (Array.isArray(named)) return named
  return named === undefined || named === null ? [] : [named]
}

function wantedIn(all: readonly unknown[], declared: readonly DeclaredLookUp[]): ParsedAnswer {
  const wanted = new Map<string, Wanted>()
  const refused: Refused[] = []
  for (const one of all.slice(0, mostRead)) {
    const found = wantedOf(one, declared)
    if (found === undefined) continue
    if ('why' in found) {
      refused.push(found)
      continue
    }
    const same = sameOf(found)
    if (wanted.has(same)) continue
    if (wanted.size < mostLookUps) wanted.set(same, found)
    else refused.push({ look_up: found.declared.name, why: 'too_many' })
  }
  if (wanted.size + refused.length === 0) return { ok: false, why: 'look-ups are wanted and none is named' }
  return { ok: true, wanted: [...wanted.values()], refused }
}

/** What names nothing at all is refused too: the model meant something to be stored. */
function recordsIn(
  all: readonly unknown[],
  declared: readonly DeclaredRecord[],
): { records: WantedRecord[]; refused: RefusedRecord[] } {
  const wanted = new Map<string, WantedRecord>()
  const refused: RefusedRecord[] = []
  for (const one of all.slice(0, mostRead)) {
    const read = oneRecorded.safeParse(one)
    const known = declared.find(({ name }) => name === read.data?.record)
    if (!read.success || !known) {
      refused.push({ why: 'unknown_record' })
      continue
    }
    const checked = givenFrom(known, read.data.arguments ?? [])
    if (!checked.ok) {
      refused.push({ record: known.name, why: checked.why, argument: checked.argument })
      continue
    }
    const found = { declared: known, given: checked.given }
    const same = sameOf(found)
    if (wanted.has(same)) continue
    if (wanted.size < mostRecords) wanted.set(same, found)
    else refused.push({ record: known.name, why: 'too_many' })
  }
  if (all.length > mostRead) refused.push({ why: 'too_many' })
  return { records: [...wanted.values()], refused }
}

const sameOf = ({ declared, given }: Wanted | WantedRecord): string =>
  JSON.stringify([declared.name, ...declared.arguments.map(({ name }) => bare(given[name]))])

/** Case, blanks and marks make no other request of one. */
const bare = (value = ''): string => value.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '') || value

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Undefined when it names nothing at all. */
function wantedOf(one: unknown, declared: readonly DeclaredLookUp[]): Wanted | Refused | undefined {
  const read = oneAsked.safeParse(one)
  if (!read.success) return undefined
  // Left out where there are none.
  const { look_up: name, arguments: raw = [] } = read.data
  const lookUp = declared.find((known) => known.name === name)
  if (!lookUp) return { look_up: name.slice(0, longestQuoted).toWellFormed(), why: 'unknown_look_up' }
  const { ok: _ok, ...checked } = givenFrom(lookUp, raw)
  return 'given' in checked ? { declared: lookUp, given: checked.given } : { look_up: name, ...checked }
}

/** Characters of a name that a model made up. */
const longestQuoted = 80
