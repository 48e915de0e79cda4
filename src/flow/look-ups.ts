/**
 * Looks up what a model asked for, in the shop's live systems: all at once, each with its own time-out. Whose data it is
 * code alone decides (core/look-ups/proof.ts); what has not been proven leaves nothing behind but that nothing is shown.
 */
import { wordsOf } from '../core/content.ts'
import type { Conversation } from '../core/conversation.ts'
import { type NothingShown, type Refused, type Wanted } from '../core/look-ups/asking.ts'
import type { DeclaredLookUp, DeclaredRecord, Given, Thing } from '../core/look-ups/declared.ts'
import type { Failure } from '../core/look-ups/failure.ts'
import type { LookedUp, LookUpFact, MissingProof, Proofs } from '../core/look-ups/looked-up.ts'
import { maskedGiven, maskedThing } from '../core/look-ups/masked.ts'
import { passagesOf, type Found } from '../core/look-ups/passages.ts'
import { isOnFile, isProven, mayTry, triesIn, type Shown, type Try } from '../core/look-ups/proof.ts'
import type { WantedRecord } from '../core/look-ups/recording.ts'
import type { PromptPolicy } from '../core/policy.ts'
import type { Looked, Passage } from '../core/request.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { LiveSystems, LookedUp as Answer } from '../ports/look-ups.ts'

/** A customer's words prove something for so long (ms). */
const day = 24 * 3_600_000

export interface Offered {
  lookUps: readonly DeclaredLookUp[]
  records: readonly DeclaredRecord[]
  /** What tells the sink of each record from another of its name. */
  sinks: ReadonlyMap<DeclaredRecord, string>
}

/** What a turn's model is told of. In a group everybody would read what one member has proven to be theirs. */
export function offeredTo(
  { chat }: Pick<Conversation, 'chat'>,
  { look_ups: lookUps, records }: Pick<PromptPolicy, 'look_ups' | 'records'>,
  live: LiveSystems | undefined,
): Offered {
  const isAlone = chat.type === 'user'
  const sinks = records.flatMap((name) => live?.sink(name) ?? [])
  return {
    lookUps: lookUps
      .flatMap((name) => live?.lookUp(name)?.declared ?? [])
      .filter(({ proof }) => isAlone || proof === undefined),
    records: sinks.map(({ declared }) => declared),
    sinks: new Map(sinks.flatMap(({ declared, same }) => (same === undefined ? [] : [[declared, same]]))),
  }
}

/** What is wanted goes to the sinks that were offered, and to no others of their names. */
export const boundTo = ({ sinks }: Pick<Offered, 'sinks'>, records: readonly WantedRecord[]): WantedRecord[] =>
  records.map((one) => {
    const same = sinks.get(one.declared)
    return same === undefined ? one : { ...one, same }
  })

export interface LookingUp {
  conversation: Conversation
  wanted: readonly Wanted[]
  refused: readonly Refused[]
  /** Ids that no found passage may have. */
  taken: Iterable<string>
}

export interface WasLookedUp extends Looked {
  found: readonly Passage[]
  /** For the ledger, those that were refused behind the others. */
  lookUps: LookedUp[]
  proofs?: Proofs
}

/** @param signal ends all that are under way: they are `slow` then */
export async function lookUpAll(
  { conversation, wanted, refused, taken }: LookingUp,
  { live, clock, log }: { live?: LiveSystems; clock: Clock; log: Log },
  signal: AbortSignal,
): Promise<WasLookedUp> {
  const now = clock.now()
  const { shown, tries } = shownBy(conversation, wanted, now)
  const isProvenBefore = ({ declared }: Wanted): boolean => live?.lookUp(declared.name)?.proven === true
  const plans = planned(wanted, shown, tries, now, isProvenBefore)
  const ask = async ({ one, may }: Plan): Promise<Came> => {
    if (may === 'unproven') return { one, type: may, missing: 'not_given' }
    if (may === 'no_tries_left') return { one, type: may }
    const lookUp = live?.lookUp(one.declared.name)
    // Taken out of the file a moment ago, or declared otherwise: neither is it what was asked for, nor its proof the same.
    if (lookUp?.declared !== one.declared) return { one, type: 'failed', answer: undeclared }
    const began = clock.now()
    const answer = await lookUp.find(one.given, signal)
    return cameOf(one, answer, lookUp.proven ? undefined : shown, clock.now() - began)
  }
  const came = await Promise.all(plans.map(ask))

  const found: Found[] = came.flatMap(({ one, type, things = [] }) => (type === 'found' ? [{ ...one, things }] : []))
  const passages = passagesOf(found, taken)
  // Rows without anything in the columns that may be seen are no answer.
  const isEmpty = (one: Wanted): boolean => passagesOf(found.filter(({ given }) => given === one.given)).length === 0
  const all = came.map((one): Came => (one.type === 'found' && isEmpty(one.one) ? { ...one, type: 'failed' } : one))
  const nothing = [
    ...all.flatMap((one): NothingShown[] => (one.type === 'found' ? [] : [nothingOf(one, one.type, shown)])),
    ...refused.map((one): NothingShown => ({ type: 'refused', ...one })),
  ]
  const lookUps = [...all.map(toldOf), ...refused.map(toldOfRefused)]
  log.info(
    { conversation: conversation.id, lookUps: lookUps.map(({ fact }) => fact) },
    'looked up in the shop’s systems',
  )
  const counted = plans.flatMap(({ fresh }, index) => (isCounted(all[index]) ? fresh : []))
  const wantsProof = wanted.filter(({ declared }) => declared.proof)
  const proofs =
    wantsProof.length === 0
      ? undefined
      : { given: wanted.map(({ given }) => ({ at: now, given })), tries: different(counted) }
  return { found: passages, nothing, lookUps, proofs }
}

/** What the customer has shown, in their own words of the last day, and what they guessed before. */
function shownBy(
  { messages, proofs, linked }: Conversation,
  wanted: readonly Wanted[],
  now: number,
): { shown: Shown; tries: readonly Try[] } {
  const words = messages
    .filter(({ receivedAt, state }) => state !== 'unsent' && now - receivedAt < day)
    .map(({ content }) => wordsOf(content))
    .filter((text) => text !== '')
  const earlier = (proofs?.given ?? []).filter(({ at }) => now - at < day).map(({ given }) => given)
  const given: Given[] = [...earlier, ...wanted.map((one) => one.given)]
  return { shown: { words, given, linked: linked?.account }, tries: proofs?.tries ?? [] }
}

interface Plan {
  one: Wanted
  may: 'ask' | 'unproven' | 'no_tries_left'
  fresh: Try[]
}

/** Where nothing could be shown whatever is found, the system is not asked at all. */
function planned(
  wanted: readonly Wanted[],
  shown: Shown,
  tries: readonly Try[],
  now: number,
  isProvenBefore: (one: Wanted) => boolean,
): Plan[] {
  let earlier = [...tries]
  return wanted.map((one): Plan => {
    const { proof, name } = one.declared
    if (!proof || isProvenBefore(one)) return { one, may: 'ask', fresh: [] }
    if (proof.by === 'account_link') return { one, may: shown.linked ? 'ask' : 'unproven', fresh: [] }
    const fresh = triesIn(proof, { look_up: name, given: one.given }, shown, now)
    if (fresh.length === 0) return { one, may: 'unproven', fresh }
    if (!mayTry(earlier, fresh, now)) return { one, may: 'no_tries_left', fresh: [] }
    earlier = [...earlier, ...fresh]
    return { one, may: 'ask', fresh }
  })
}

interface Came {
  one: Wanted
  type: 'found' | 'not_found' | 'unproven' | 'no_tries_left' | 'failed'
  /** Those that the customer may see. */
  things?: readonly Thing[]
  answer?: Answer
  /** Of one that is unproven. */
  missing?: MissingProof
  /** How long the system took; missing where it was not asked. */
  ms?: number
}

const undeclared: Answer = { type: 'failed', why: 'down', detail: 'it is not declared any more as it was' }

/** @param shown missing: whose it is was shown before */
function cameOf(one: Wanted, answer: Answer, shown: Shown | undefined, ms: number): Came {
  if (answer.type !== 'found') return { one, type: answer.type, answer, ms }
  const { proof } = one.declared
  const things = proof && shown ? answer.things.filter((thing) => isProven(proof, thing, shown)) : answer.things
  if (things.length > 0) return { one, type: 'found', things, ms }
  const isThere = proof && answer.things.some((thing) => isOnFile(proof, thing))
  return { one, type: 'unproven', missing: isThere ? 'not_right' : 'not_on_file', ms }
}

/** These hang on which thing was asked for: what does not exist fails in no such way. */
const ofOneThing: ReadonlySet<Failure> = new Set(['broken', 'refused', 'too_large'])

/** What the model is told of it. Where a proof is wanted, a failure may not tell either that there is such a thing. */
function nothingOf({ one, answer }: Came, type: Exclude<Came['type'], 'found'>, { linked }: Shown): NothingShown {
  const tells = answer?.type === 'failed' && ofOneThing.has(answer.why)
  const as = tells && one.declared.proof ? 'unproven' : type
  return { type: as, ...one, ...(linked !== undefined && { isLinked: true }) }
}

/** What is not there, and what fails, counts like what is somebody else's: else the count would tell what exists. */
function isCounted(came: Came | undefined): boolean {
  if (came?.type === 'failed') return came.answer?.type === 'failed' && came.ms !== undefined
  return came?.type === 'unproven' || came?.type === 'not_found'
}

const different = (tries: readonly Try[]): Try[] => [
  ...new Map(tries.map((one) => [JSON.stringify([one.look_up, one.given, one.digits]), one])).values(),
]

function toldOf({ one, type, things = [], answer, missing, ms }: Came): LookedUp {
  const fact: LookUpFact = { name: one.declared.name, came: type }
  if (type === 'failed') fact.why = answer?.type === 'failed' ? answer.why : 'broken'
  if (type === 'found') fact.things = things.length
  const { proof } = one.declared
  if (missing && proof) {
    fact.proof = missing
    fact.by = proof.by
  }
  if (ms !== undefined) fact.ms = ms
  const shown = type === 'found' ? things.map((thing) => maskedThing(one.declared, thing)) : []
  return { fact, text: { given: maskedGiven(one.declared, one.given), things: shown } }
}

/** A name that a model made up is repeated nowhere. */
function toldOfRefused({ look_up: name, why }: Refused): LookedUp {
  const fact: LookUpFact = { came: 'refused', ...(why === 'unknown_look_up' ? {} : { name }) }
  return { fact, text: { given: {}, things: [] } }
}
