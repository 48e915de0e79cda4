/** What must hold of Read: never on a message known to be open, never missing on one that was handled. */
import type { Account, Known, Of } from './account.ts'
import type { Broken, History } from './history.ts'
import { readable } from './marks.ts'
import { compareSent } from './platform.ts'
import { actsOn, endingsOf, hasLeftSince, isTheirs } from './theirs.ts'

const isUpTo = (one: Known, other: Known): boolean => compareSent(one.sent, other.sent) <= 0

/** No token is sent past a message known to be open. */
export function falseReads(account: Account, { setup }: History): Broken[] {
  const broken: Broken[] = []
  for (const call of account.calls.values()) {
    if (call.kind !== 'read') continue
    const target = account.messages.get(call.upTo ?? '')
    const commit = account.commitBefore(call.order)
    if (!target || !commit) continue
    for (const message of account.messages.values()) {
      if (!isUpTo(message, target)) continue
      const why = whyNot(account, message, { commit, call, notifier: setup.notifier })
      if (why === undefined) continue
      const what = `Read was sent up to ${readable(target.sent.mark)}, past ${readable(message.sent.mark)}, which ${why}.`
      broken.push({ invariant: 'no token past an open message', customer: account.customer, at: call.at, what })
    }
  }
  return broken
}

interface Moment {
  /** What was stored when the token was sent, the attempt with it. */
  commit: Of<'committed'>
  call: { order: number }
  notifier: boolean
}

/** Why a message may not be marked at that moment; undefined when it may, or when nobody could know of it. */
function whyNot(account: Account, message: Known, { commit, call, notifier }: Moment): string | undefined {
  const { order, conversation } = commit
  if ((message.entered ?? Infinity) > order || (message.unsent ?? Infinity) <= order) return undefined
  if ((message.read ?? Infinity) < call.order) return undefined
  const stored = conversation.messages.find(({ id }) => id === message.sent.id)
  // Older than what a conversation keeps.
  if (!stored) return undefined
  // Taken back before it came, or LINE had its content no more.
  const isGone = stored.state === 'unsent' && (message.takenBack || message.sent.kind !== 'text')
  if (isGone) return undefined
  if (stored.state !== 'closed') return `was ${stored.state}`

  const entries = account.entriesOf(message)
  if (entries.some(({ taken = Infinity }) => taken <= order)) return undefined
  if (isTheirs(account, message, commit)) return undefined
  const handed = entries.filter(({ kind }) => kind === 'handoff')
  if (handed.some(({ told = Infinity }) => !notifier || told < call.order)) return undefined
  const ask = account.latestAsk(message, order)
  const resolves = ask?.means === 'resolved' || (ask?.means === 'small_talk' && ask.fresh.includes(message.sent.mark))
  const isRecorded = ask !== undefined && account.requests.areConfirmed(ask.records, call.order)
  if (resolves && isRecorded) return undefined
  const closed = account.closedAs(message.sent.id, commit.at)
  if (closed?.as === 'left') return undefined
  if (message.sent.word !== undefined && closed?.as === 'resolved') return undefined
  if (handed.length > 0) return 'was handed over to staff who had not been told'
  if (resolves) return 'was not recorded yet'
  return `no judgement had resolved (the last one said ${ask?.means ?? 'nothing'})`
}

/** Read is not missing at the end on what was resolved and answered, or handed over and told. */
export function missingReads(account: Account, history: History): Broken[] {
  const { setup, end } = history
  const { end: conversation } = account
  if (!conversation) return []
  const ordered = [...account.messages.values()].toSorted((a, b) => compareSent(a.sent, b.sent))
  const shown = account.shown.flatMap(({ texts, blocked }) => (blocked ? [] : texts)).join()
  const broken: Broken[] = []
  for (const [place, message] of ordered.entries()) {
    const { sent } = message
    if (end.read.has(sent.id) || message.takenBack || message.entered === undefined) continue
    if (sent.readToken === undefined || isRefused(account, sent.readToken)) continue
    if (account.closedAs(sent.id)?.as === 'left' || hasLeftSince(account, message)) continue
    const handled = handledHow(account, message, { shown, setup })
    if (handled === undefined) continue
    // Held back by an older one that may not be Read: it is open, or with staff who have not taken it.
    const before = ordered.slice(0, place + 1)
    if (before.some((one) => one !== message && isBarrier(account, one))) continue
    const what = `${readable(sent.mark)} was ${handled}, and it never showed Read.`
    broken.push({
      invariant: 'Read is given to what was handled',
      customer: account.customer,
      at: account.lastAt,
      what,
    })
  }
  return broken
}

/** LINE refused the token for good: anything of the fours but what is about the moment, or about our own token. */
function isRefused(account: Account, token: string): boolean {
  return [...account.calls.values()].some(({ kind, key, returned }) => {
    if (kind !== 'read' || key !== token || returned?.result.type !== 'answered') return false
    const { status } = returned.result
    return status >= 400 && status < 500 && ![401, 403, 429].includes(status)
  })
}

function handledHow(
  account: Account,
  message: Known,
  { shown, setup: { readOn, notifier } }: { shown: string; setup: History['setup'] },
): string | undefined {
  const { sent } = message
  const entries = account.entriesOf(message)
  const closed = account.closedAs(sent.id)
  // It may have gone out with another, of which nobody knows whether it was said.
  const unsure = endingsOf(account, closed?.turn).includes('uncertain')
  const lost = unsure || entries.some(({ kind }) => kind === 'undelivered' || kind === 'uncertain')
  const ask = account.latestAsk(message)
  if (
    readOn.includes('resolved') &&
    closed?.as === 'resolved' &&
    ask?.mark !== undefined &&
    shown.includes(ask.mark) &&
    !lost
  ) {
    const resolves = ask.means === 'resolved' || (ask.means === 'small_talk' && ask.fresh.includes(sent.mark))
    if (resolves) return 'resolved and answered'
  }
  const isTheirs = entries.some(({ kind }) => kind === 'handoff') && closed?.as === 'handoff' && closed.read
  if (readOn.includes('handoff') && isTheirs) {
    // Handed back before what the product heard was stored, it is not to be Read any more.
    const isBack = actsOn(account, message).some(({ action }) => action === 'hand_back')
    const isStored = (id: string) =>
      account.facts.some((fact) => fact.type === 'ended' && fact.action === `${id}.notify` && fact.how === 'done')
    const told = entries.some(
      ({ id, kind, heard }) => kind === 'handoff' && (!notifier || (heard !== undefined && (!isBack || isStored(id)))),
    )
    if (told) return 'handed over, and staff were told'
  }
  const taken = closed?.as === 'staff' && closed.read
  return taken ? 'taken by staff' : undefined
}

function isBarrier(account: Account, { sent }: Known): boolean {
  const stored = account.end?.messages.find(({ id }) => id === sent.id)
  if (!stored || stored.state === 'unsent') return false
  // Also one that came late, and LINE showed Read early.
  if (stored.state !== 'closed') return true
  const listed = account.end?.entries.some(({ messages }) => messages.includes(sent.id)) ?? false
  // What LINE showed Read early the product does not count as Read.
  return stored.heldBy !== undefined || (listed && !stored.readDue && stored.readAt === undefined)
}

/** What LINE has confirmed is not tried again, once that is stored. */
export function repeats(account: Account): Broken[] {
  const broken: Broken[] = []
  const calls = [...account.calls.values()].filter(({ kind }) => kind !== 'loading')
  for (const [place, call] of calls.entries()) {
    const { returned } = call
    const { result } = returned ?? {}
    const done =
      result?.type === 'answered' && (result.status === 200 || (call.kind === 'push' && result.status === 409))
    if (!returned || !done) continue
    const stored = account.commits.find(({ order }) => order > returned.order)?.order ?? Infinity
    if (account.mishaps.some((order) => order > call.order && order < stored)) continue
    const again = calls
      .slice(place + 1)
      .find((one) => one.order > stored && one.key === call.key && one.kind === call.kind)
    if (!again) continue
    const what = `A ${call.kind} that LINE had confirmed was sent again ${Math.round((again.at - call.at) / 1_000)} s later.`
    broken.push({ invariant: 'what is confirmed is not repeated', customer: account.customer, at: again.at, what })
  }
  return broken
}
