/**
 * The model: what it says of a turn is decided by the customer's own generator. Each answer carries a mark that tells on
 * the phone which ask it came from, and what it means by DESIGN.md is written down here, not asked of the product.
 */
import type { ModelRequest } from '../../src/core/request.ts'
import { ModelUnavailable, type Model, type ModelAnswer } from '../../src/ports/model.ts'
import type { Chaos, FaultOf } from './chaos.ts'
import type { Means, Record } from './history.ts'
import { lookUpsWanted, requestsWanted } from './wants.ts'
import { answerMark, customerOf, messageMarks } from './marks.ts'
import type { Process } from './process.ts'
import type { Random } from './random.ts'

export const passage = { id: 'hours.en#weekend', title: 'Weekend', text: 'We open in the morning.', also: '' }
/** Topics of this shop, and one that always belongs to a person. */
export const topics = { topics: ['opening hours'], always_human: ['complaint'] }

/** What each of its answers takes. */
export const answerTokens = { input: 100, output: 20 }

export interface ModelParts {
  process: Process
  chaos: Chaos
  now: () => number
  record: (one: Record) => void
  /** Asks about a customer are counted for good, across processes. */
  nextAsk: (customer: number) => number
}

const says = {
  resolved: 45,
  small_talk: 8,
  needs_info: 16,
  handoff: 9,
  no_source: 4,
  unsure: 3,
  complaint: 3,
  small_talk_with_digits: 2,
  wrong_shape: 2,
} as const
type Says = keyof typeof says | FaultOf<'model'>

const meaning: Readonly<{ [S in Says]: Means }> = {
  resolved: 'resolved',
  small_talk: 'small_talk',
  needs_info: 'needs_info',
  handoff: 'handoff',
  no_source: 'handoff',
  unsure: 'handoff',
  complaint: 'handoff',
  small_talk_with_digits: 'handoff',
  wrong_shape: 'none',
  garbage: 'none',
  blocked: 'none',
  unavailable: 'none',
  never: 'none',
  slow: 'resolved',
  late: 'none',
}

export function modelOver(parts: ModelParts): Model {
  const { process, chaos, now, record, nextAsk } = parts
  return {
    name: 'simulated',
    takesMedia: true,
    judge(request, signal) {
      // As every adapter does: what is not wanted any more never goes out.
      if (signal.aborted) return Promise.reject(reasonOf(signal))
      const { shown, covers, fresh } = marksIn(request)
      const customer = customerOf(covers.at(-1) ?? shown.at(-1) ?? '«☰·☰»')
      const count = nextAsk(customer)
      const ask = customer * 100_000 + count
      const looked = request.looked !== undefined
      if (process.alive) record({ type: 'asked', at: now(), customer, ask, covers, fresh, shown, looked })
      return process.cross('model', customer, async () => {
        const random = chaos.random(customer, 'judgement')
        const fault = chaos.draw('model', customer, now())
        const said: Says = fault ?? random.weighted(says)
        const mark = answerMark(customer, count)
        const about = { said, mark, covers, found: request.looked?.found.map(({ id }) => id) ?? [] }
        const { answer, means, ...wants } = withWants(request, answerOf(about, random), about, () =>
          chaos.random(customer, 'wants'),
        )
        const length = fault === 'never' ? 1e9 : lengthOf(fault, looked, random)
        await process.cross('model’s thinking', undefined, () =>
          thinking(process, length, signal, () => record({ type: 'aborted', at: now(), customer, ask })),
        )
        const told = wants.lookUps ? 'look_up' : said
        const tokens = answer instanceof Error ? 0 : answerTokens.input + answerTokens.output
        record({ type: 'judged', at: now(), customer, ask, means, mark, says: told, tokens, ...wants })
        if (answer instanceof Error) throw answer
        return answer
      })
    },
  }
}

/** @param looked with what was looked up it has longer */
function lengthOf(fault: string | undefined, looked: boolean, random: Random): number {
  if (fault === 'slow') return random.int(4_000, 12_000)
  if (fault === 'late') return random.int(looked ? 25_001 : 15_001, 40_000)
  return random.int(300, 3_000)
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError')

function thinking(process: Process, length: number, signal: AbortSignal, aborted: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel()
      aborted()
      reject(reasonOf(signal))
    }
    const cancel = process.after(length, () => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}

/** Marks in all that it is shown, and those of the messages it is asked about. */
function marksIn({ system, contents, open, fresh }: ModelRequest) {
  const decoder = new TextDecoder()
  const seen = contents.flatMap(({ media = [] }) =>
    media.map(({ label, bytes }) => ({ label, text: decoder.decode(bytes) })),
  )
  const looked = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => [
      ...messageMarks(text),
      ...seen.flatMap((one) => (text.includes(one.label) ? messageMarks(one.text) : [])),
    ])
  const all = [system, ...contents.map(({ text }) => text), ...seen.map(({ text }) => text)].join('\n')
  return { shown: messageMarks(all), covers: looked(open), fresh: looked(fresh) }
}

interface Saying {
  said: Says
  mark: string
  covers: readonly string[]
  /** Passages that a look-up found. */
  found: readonly string[]
}

/** The answer with what it wants of the shop's systems, which may mean something else then. */
function withWants(
  request: ModelRequest,
  answer: ModelAnswer | Error,
  { said, mark, covers }: Saying,
  draw: () => Random,
): { answer: ModelAnswer | Error; means: Means } & Pick<Extract<Record, { type: 'judged' }>, 'records' | 'lookUps'> {
  const means = meaning[said]
  const isLive = (request.lookUps ?? request.records ?? []).length > 0
  if (!isLive || answer instanceof Error || !answer.ok || means === 'none') return { answer, means }
  const random = draw()
  const saying = (more: object): ModelAnswer => ({ ...answer, text: JSON.stringify({ ...parsed(answer), ...more }) })
  const lookUps = lookUpsWanted(request, covers, random)
  if (lookUps) return { answer: saying({ reply: '', ...lookUps.json }), means: 'none', lookUps }
  const wants = recording.has(said) ? requestsWanted(request, mark, covers, random) : undefined
  if (!wants) return { answer, means }
  const { json, records, notRecordable } = wants
  // What is recorded rests on the customer's own words: it needs no source, and is no small talk.
  const stands = !notRecordable && (means === 'resolved' || means === 'small_talk' || said === 'no_source')
  return { answer: saying(json), means: stands ? 'resolved' : 'handoff', records }
}

/** Answers that say that they resolve it, whatever code makes of them. */
const recording = new Set<Says>(['resolved', 'slow', 'small_talk', 'no_source', 'unsure', 'complaint'])
const parsed = ({ text }: { text: string }): object => JSON.parse(text)

function answerOf({ said, mark, covers, found }: Saying, random: Random): ModelAnswer | Error {
  const base = {
    decision: 'resolved',
    reply: `Here is your answer ${mark} about ${covers.join(' ')}`,
    reason: `It is about ${covers.join(' ')}.`,
    confidence: 0.9,
    sources: [...found, passage.id],
    small_talk: false,
    topic: 'opening hours',
    language: random.pick(['en', 'ja', 'th', 'zh-TW']),
    summary: `Asks ${covers.join(' ')}`,
  }
  const usage = answerTokens
  const give = (values: object): ModelAnswer => ({ ok: true, text: JSON.stringify({ ...base, ...values }), usage })
  switch (said) {
    case 'small_talk':
      return give({ small_talk: true, sources: [], reply: `You are welcome ${mark}` })
    case 'needs_info':
      return give({ decision: 'needs_info', sources: [], reply: `Which one do you mean ${mark}?` })
    case 'handoff':
      return give({ decision: 'handoff', sources: [] })
    case 'no_source':
      return give({ sources: random.pick([[], ['made.up#one']]) })
    case 'unsure':
      return give({ confidence: 0.4 })
    case 'complaint':
      return give({ topic: 'complaint' })
    case 'small_talk_with_digits':
      return give({ small_talk: true, sources: [], reply: `We open at 8 ${mark}` })
    case 'wrong_shape':
      return give({ confidence: 'high' })
    case 'garbage':
      return { ok: true, text: `{"decision": "resolved", "reply": "${mark}`, usage }
    case 'blocked':
      return { ok: false, why: 'blocked: SAFETY', usage }
    case 'unavailable':
      return new ModelUnavailable('the model could not be reached')
    case 'resolved':
    case 'slow':
    case 'never':
    case 'late':
      return give({})
    default:
      return said satisfies never
  }
}
