/** What the policy of the shop, and the fixed rules of DESIGN.md, say of single answers: too old, too often, in a row. */
import type { Account } from './account.ts'
import type { Chat } from './chat.ts'
import type { Broken, History, Invariant } from './history.ts'
import { answerMarks, readable } from './marks.ts'
import { notice } from './setup.ts'

const [second, minute] = [1_000, 60_000]
/** What is judged, fetched or written just then takes so long at most (ms). */
const moment = minute
/** A write may be slow (ms). */
const writing = 30 * second
const noticeEvery = 10 * minute
const mostQuestions = 2

const sayer =
  (account: Account, invariant: Invariant) =>
  (at: number, what: string): Broken => ({ invariant, customer: account.customer, at, what })

/** A message older than `stale_after` is for staff: no model is asked about it. */
export function stale(account: Account, { setup: { staleAfter } }: History): Broken[] {
  const say = sayer(account, 'what is too old is for staff')
  return account.records.flatMap((one) => {
    if (one.type !== 'asked') return []
    const old = one.fresh.filter((mark) => {
      const written = account.byMark.get(mark)?.sent.timestamp ?? Infinity
      return one.at - written > staleAfter + moment
    })
    return old.length === 0
      ? []
      : [say(one.at, `The model was asked about ${readable(old.join(' '))}, which is too old.`)]
  })
}

/** That nobody judged it is said once in ten minutes, counted from one decision to the next. */
export function noticed(account: Account): Broken[] {
  const say = sayer(account, 'a notice once in ten minutes')
  const decided = new Map<string, number>()
  for (const { at, conversation } of account.commits) {
    for (const action of [...conversation.outbox, ...(conversation.pending?.actions ?? [])]) {
      if (action.kind !== 'reply' || decided.has(action.id)) continue
      if (action.body.some((message) => message.type === 'text' && message.text.includes(notice)))
        decided.set(action.id, at)
    }
  }
  const said = new Set(account.shown.flatMap(({ call }) => account.calls.get(call)?.actions ?? []))
  const times = [...decided].flatMap(([id, at]) => (said.has(id) ? [at] : []))
  return times.flatMap((at, place) => {
    const since = at - (times[place - 1] ?? -Infinity)
    const what = `The notice that nobody could judge was given again after ${Math.round(since / second)} s.`
    return since < noticeEvery - writing ? [say(at, what)] : []
  })
}

/** After two questions in a row the third is not asked: a person has it. */
export function questions(account: Account, { periods }: Chat): Broken[] {
  const say = sayer(account, 'a third question is for staff')
  const said = new Set(account.shown.flatMap(({ texts }) => texts.flatMap(answerMarks)))
  // Staff, and words that stand for a button, end a row too.
  const words = [...account.messages.values()].flatMap(({ sent, entered = Infinity }) => (sent.word ? [entered] : []))
  const ends = [...words, ...periods.flatMap(({ since, until }) => [since, until])]
  const broken: Broken[] = []
  let [row, last] = [0, -1]
  const judged = [...account.asks.values()].filter(({ judged: at }) => at !== undefined)
  for (const { judged: order = -1, mark = '', means } of judged.toSorted((a, b) => a.judged! - b.judged!)) {
    if (means === 'none' || (means === 'needs_info' && !said.has(mark))) continue
    if (means !== 'needs_info' || ends.some((end) => end > last && end < order)) row = 0
    last = order
    if (means !== 'needs_info') continue
    row += 1
    const at = account.shown.find(({ texts }) => texts.join().includes(mark))?.at ?? 0
    if (row > mostQuestions) broken.push(say(at, `${readable(mark)} asked back for the ${row}rd time in a row.`))
  }
  return broken
}

/** What staff see because nobody judged it ends with the answer that resolves it. */
export function ended(account: Account): Broken[] {
  const say = sayer(account, 'an answer ends the entry')
  const isUnjudged = (kind: string): boolean => kind === 'no_judgement' || kind === 'paused' || kind === 'limit'
  return [...account.calls.values()].flatMap(({ kind, order, at, texts }) => {
    if (kind !== 'reply' && kind !== 'push') return []
    const entries = account.commitBefore(order)?.conversation.entries ?? []
    return texts.flatMap(answerMarks).flatMap((mark) => {
      const ask = account.askByMark.get(mark)
      const left = entries.find(
        ({ id, kind: why }) => isUnjudged(why) && (account.entries.get(id)?.since ?? order) < (ask?.asked ?? 0),
      )
      if (ask?.means !== 'resolved' || !left) return []
      return [say(at, `${readable(mark)} was said, and ${left.id} still stood under Waiting.`)]
    })
  })
}

/** What nobody has taken stands under Waiting until staff say otherwise; what an answer ends is told above. */
export function vanished(account: Account): Broken[] {
  const say = sayer(account, 'what nobody has taken stands')
  const isForPerson = (kind: string): boolean => kind === 'handoff' || kind === 'stale' || kind === 'uncertain'
  const acts = new Set(
    [...account.acts.values()].flatMap(({ action, counted }) => (action === 'read' ? [] : [counted])),
  )
  return account.commits.flatMap(({ order, at, conversation }, place) => {
    if (acts.has(order)) return []
    const before = account.commits[place - 1]?.conversation.entries ?? []
    const left = new Set(conversation.entries.map(({ id }) => id))
    const gone = before.filter(({ id, kind, state }) => state === 'waiting' && isForPerson(kind) && !left.has(id))
    return gone.map(({ id }) => say(at, `${id} stood under Waiting, and was gone though nobody had come for it.`))
  })
}

/** The judgement that reaches a customer's limit of a day is still given; what comes after is a person's. */
export function rationed(account: Account, { setup: { turnsADay } }: History): Broken[] {
  const said = new Set(account.shown.flatMap(({ texts }) => texts.flatMap(answerMarks)))
  // All that a customer does in a history lies within one day.
  if (said.size <= turnsADay) return []
  const what = `There were ${said.size} answers of the model's in a day, of ${turnsADay}.`
  return [sayer(account, 'a customer’s day has an end')(account.lastAt, what)]
}
