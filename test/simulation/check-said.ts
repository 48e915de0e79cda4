/** What must hold of what is said: once, to the right one, and nothing of what was taken back. */
import type { Account } from './account.ts'
import type { Broken, History, Invariant } from './history.ts'
import { answerMarks, customerOf, messageMarks, readable } from './marks.ts'

const resolving = new Set(['resolved', 'small_talk'])

/** At most one answer a turn reaches a phone: no action has its effect twice, no mark and no message's answer shows twice. */
export function doubled(account: Account): Broken[] {
  const broken: Broken[] = []
  const add = (at: number, what: string): void =>
    void broken.push({ invariant: 'one answer', customer: account.customer, at, what })
  const actions = new Set<string>()
  const marks = new Set<string>()
  const answered = new Map<string, string>()
  for (const shown of account.shown) {
    for (const action of account.calls.get(shown.call)?.actions ?? []) {
      if (actions.has(action)) add(shown.at, `What ${action} had to say was said twice.`)
      actions.add(action)
    }
    for (const mark of shown.texts.flatMap(answerMarks)) {
      if (marks.has(mark)) add(shown.at, `The answer ${readable(mark)} was shown twice.`)
      marks.add(mark)
      const ask = account.askByMark.get(mark)
      if (!ask || !resolving.has(ask.means ?? '')) continue
      const about = ask.means === 'small_talk' ? ask.fresh : ask.covers
      for (const one of about) {
        const before = answered.get(one)
        if (before && before !== mark) {
          add(shown.at, `${readable(one)} was answered by ${readable(before)} and again by ${readable(mark)}.`)
        }
        answered.set(one, mark)
      }
    }
  }
  return broken
}

/** Each attempt is recorded before its call; a push's key, and what is sent under it, never change. */
export function attempts(account: Account): Broken[] {
  const broken: Broken[] = []
  const add = (invariant: Invariant, at: number, what: string): void =>
    void broken.push({ invariant, customer: account.customer, at, what })
  const keys = new Map<string, string>()
  const bodies = new Map<string, string>()
  for (const { kind, key, actions, texts, at, returned } of account.calls.values()) {
    if (kind === 'loading') continue
    const [action] = actions
    if (action === undefined) {
      add('an attempt is recorded before its call', at, `A ${kind} was sent that is recorded nowhere.`)
      continue
    }
    if (kind !== 'push') continue
    if ((keys.get(action) ?? key) !== key)
      add('a retry key never changes', at, `${action} was pushed again under another key.`)
    keys.set(action, key)
    // What LINE surely refused may go out again with more words, or with fewer.
    const body = texts.join('\n')
    const before = bodies.get(key)
    if (before !== undefined && before !== body) {
      add('a retry key never changes', at, `${action} was pushed again with other words.`)
    }
    const isRefused =
      returned?.result.type === 'not_sent' || (returned?.result.type === 'answered' && returned.result.status < 500)
    if (!isRefused) bodies.set(key, body)
  }
  for (const { value, tried } of account.requests.all) {
    for (const {
      at,
      key,
      actions: [action],
    } of tried) {
      if (action === undefined) {
        add(
          'an attempt is recorded before its call',
          at,
          `“${readable(value)}” was sent, and that is recorded nowhere.`,
        )
      } else if (tried[0]?.key !== key)
        add('a retry key never changes', at, `${action} was sent to the sink again under another key.`)
    }
  }
  for (const one of account.records) {
    if (one.type !== 'notified') continue
    if (account.commitBefore(one.order)?.conversation.entries.some(({ id }) => id === one.entry)) continue
    add('the entry comes before the telling', one.at, `Staff were told of ${one.entry}, which no page shows.`)
  }
  return broken
}

/** What staff do counts only if what they saw is still true. */
export function outdated(account: Account): Broken[] {
  return [...account.acts.values()].flatMap(({ action, seen = Infinity, counted = -1 }) => {
    const before = account.commitBefore(counted)
    if (!before || before.conversation.staffVersion <= seen) return []
    const what = `Staff pressed “${action}” on version ${seen} of the page, and it counted at ${before.conversation.staffVersion}.`
    return [{ invariant: 'staff act on what is true', customer: account.customer, at: before.at, what }]
  })
}

/** Whether it may have been said before, and that is only found out now. */
function isAgain(account: Account, { order, actions }: { order: number; actions: readonly string[] }): boolean {
  const outbox = account.commitBefore(order)?.conversation.outbox ?? []
  return outbox.some(({ id, tries }) => actions.includes(id) && (tries?.count ?? 0) > 1)
}

/**
 * While the assistant is paused nothing it thought of is said, but what the shop's system has recorded. A moment is left for
 * what had begun (ms).
 */
export function paused(account: Account): Broken[] {
  const broken: Broken[] = []
  let since: number | undefined
  const recorded = new Set<string>()
  for (const one of account.records) {
    if (one.type === 'recording') for (const mark of answerMarks(one.value)) recorded.add(mark)
    if (one.type === 'paused') since = one.paused ? one.at : undefined
    if (one.type !== 'called' || (one.kind !== 'reply' && one.kind !== 'push')) continue
    const all = isAgain(account, one) ? [] : one.texts.flatMap(answerMarks)
    const fresh = all.filter((mark) => !recorded.has(mark))
    if (since === undefined || one.at - since < 5_000 || fresh.length === 0) continue
    const what = `The answer ${readable(fresh.join(' '))} was said while the assistant was paused.`
    broken.push({ invariant: 'silence while paused', customer: account.customer, at: one.at, what })
  }
  return broken
}

/** Nothing of one customer ever reaches another: neither phone, model, staff nor the shop's systems see a foreign mark. */
export function foreign(account: Account): Broken[] {
  const { customer } = account
  const broken: Broken[] = []
  const look = (at: number, where: string, text: string): void => {
    const others = [...messageMarks(text), ...answerMarks(text)].filter((mark) => customerOf(mark) !== customer)
    if (others.length === 0) return
    const what = `${where} holds words of customer ${customerOf(others[0]!)}.`
    broken.push({ invariant: 'nothing of one customer reaches another', customer, at, what })
  }
  for (const one of account.records) {
    if (one.customer !== customer) continue
    if (one.type === 'called' || one.type === 'shown') look(one.at, 'What was sent to this customer', one.texts.join())
    if (one.type === 'asked') look(one.at, 'What the model was shown', one.shown.join())
    if (one.type === 'notified') look(one.at, 'What staff were told', one.words)
    if (one.type === 'recording' || one.type === 'looked')
      look(one.at, 'What a system of the shop was asked', one.value)
  }
  return broken
}

/** What a customer took back is answered no more, shown to no model, and kept nowhere. */
export function unsent(account: Account, { end }: History): Broken[] {
  const broken: Broken[] = []
  const add = (at: number, what: string): void =>
    void broken.push({ invariant: 'what is unsent is gone', customer: account.customer, at, what })
  for (const one of account.records) {
    const order = account.commitBefore(one.order)?.order ?? -1
    const isGone = (mark: string): boolean => (account.byMark.get(mark)?.unsent ?? Infinity) <= order
    if (one.type === 'asked') {
      const gone = one.shown.filter(isGone)
      if (gone.length > 0) add(one.at, `The model was shown ${readable(gone.join(' '))}, which had been taken back.`)
    }
    // What may stand there already is asked for again, to find out.
    if (one.type === 'recording' && !isAgain(account, one) && messageMarks(one.value).some(isGone))
      add(one.at, `“${readable(one.value)}” was to be recorded, which had been taken back.`)
    if (one.type !== 'called') continue
    for (const mark of isAgain(account, one) ? [] : one.texts.flatMap(answerMarks)) {
      const gone = (account.askByMark.get(mark)?.covers ?? []).filter(isGone)
      if (gone.length > 0)
        add(one.at, `${readable(mark)} answered ${readable(gone.join(' '))}, which had been taken back.`)
    }
  }
  const kept = JSON.stringify(end.conversations.find(({ id }) => id === account.conversation) ?? {})
  for (const { sent, unsent: order, at } of account.messages.values()) {
    if (order !== undefined && kept.includes(sent.mark))
      add(at, `Words of ${readable(sent.mark)}, which was taken back, are kept.`)
  }
  return broken
}
