/** What was no longer the assistant's: staff did something about it, or the customer had gone. */
import type { Ending, Fact } from '../../src/core/facts.ts'
import type { Account, Act, Known } from './account.ts'

/**
 * What staff did that counted, of what had come in before they pressed; a card's button is about what was in LINE then,
 * and a Take also about what was open when it counted.
 */
export function actsOn(account: Account, message: Known, before = Infinity): Act[] {
  const { stored = Infinity, entered = Infinity, at: sentAt } = message
  return [...account.acts.values()].filter(({ action, counted = Infinity, pressed, seen, at }) => {
    if (counted > before) return false
    const wasThere = Math.min(stored, entered) < pressed || (seen === undefined && sentAt <= at)
    return wasThere || (action === 'take' && entered <= counted)
  })
}

/** Whether staff ended what they were given of it, or closed it as theirs, or the conversation came back by itself. */
export function isTheirs(
  account: Account,
  message: Known,
  before: { order: number; at: number } = { order: Infinity, at: Infinity },
): boolean {
  const acts = actsOn(account, message, before.order)
  if (account.entriesOf(message).length > 0 && acts.some(({ action }) => action !== 'read')) return true
  const back = account.facts.some(
    (fact) => fact.type === 'handed_back' && fact.at <= before.at && (fact.time === true || fact.customer === true),
  )
  return account.closedAs(message.sent.id, before.at)?.as === 'staff' && (back || acts.length > 0)
}

/** Whether the customer has left since, as far as the product was told. */
export function hasLeftSince(account: Account, { entered = 0 }: Known): boolean {
  const left = new Set(
    account.records.flatMap((one) => (one.type === 'deed' && one.what === 'unfollow' ? [one.event] : [])),
  )
  return account.commits.some((commit) => commit.order >= entered && commit.entered.some((event) => left.has(event)))
}

/** Whether the customer left after they had written it, as far as LINE told: what was not said by then is said no more. */
export function leftAfter(account: Account, { sent, at, entered = -1 }: Known): boolean {
  const went = account.records.flatMap((one) =>
    one.type === 'deed' && one.what === 'unfollow' && one.at >= at ? (account.entered.get(one.event) ?? []) : [],
  )
  if (went.length === 0) return false
  // Staff may say of it later that it is handled.
  const closings = account.facts.flatMap((fact) =>
    fact.type === 'closed' && fact.messages.includes(sent.id) ? [fact] : [],
  )
  const times = new Set(account.facts.flatMap((fact) => (fact.type === 'left' ? [fact.at] : [])))
  // Of an answer that may have been said nobody finds out any more.
  const isCancelled = closings
    .flatMap(({ turn }) => endsOf(account, turn))
    .some((end) => end.how === 'left' || (end.how === 'uncertain' && times.has(end.at)))
  const isClosed = closings.some(({ as }) => as === 'left')
  // Or it came when they had gone.
  return isClosed || isCancelled || went.some((order) => order <= entered)
}

/** How a turn's answer ended, by itself or in the call with which it went out. */
export const endingsOf = (account: Account, turn: string | undefined): Ending[] =>
  endsOf(account, turn).map(({ how }) => how)

function endsOf(account: Account, turn: string | undefined): (Fact & { type: 'ended' })[] {
  const reply = `${turn}.reply`
  const carriers = account.facts.flatMap((fact) =>
    fact.type === 'attempted' && fact.joins?.includes(reply) ? [fact.action] : [],
  )
  return account.facts.filter(
    (fact): fact is Fact & { type: 'ended' } => fact.type === 'ended' && [reply, ...carriers].includes(fact.action),
  )
}
