/**
 * Whose chat it is, by the checker's own account: staff have it from a stored entry of a hand-off, or from a Take that
 * counted, until they end it (and nobody is still to come for another entry), the customer goes back, or nobody did
 * anything for `resume_after`. Whether the product says so of itself is not asked.
 */
import type { Account, Of } from './account.ts'

const second = 1_000
/** LINE's clock and ours may differ, and a write takes time (ms). */
const skew = 10 * second
const moment = 60 * second

/** Orders of records: what is after `since` and before `until` happened while staff had it. */
export interface Period {
  since: number
  until: number
  /** When it was decided last that they get it (ms). */
  at: number
  /** In the same write something may have taken it from them again. */
  doubtful: boolean
}

const ends = new Set(['done', 'hand_back', 'forget'])

export class Chat {
  readonly periods: Period[] = []
  readonly #account: Account
  readonly #resumeAfter: number
  /** Signs of the customer's that take it back from staff, by event, and when each was given (ms). */
  readonly #signs = new Map<string, number>()

  constructor(account: Account, { resumeAfter, staleAfter }: { resumeAfter: number; staleAfter: number }) {
    this.#account = account
    this.#resumeAfter = resumeAfter
    for (const one of account.records) {
      // One that comes too late is as good as none.
      if (one.type === 'delivered' && one.stored && one.at - (this.#signs.get(one.event) ?? one.at) > staleAfter) {
        if (account.known.get(one.event) === one.order) this.#signs.delete(one.event)
      }
      if (one.type !== 'deed') continue
      const isBack =
        (one.what === 'tap' && one.data.startsWith('kidoku:back')) ||
        (one.what === 'message' && one.message.word === 'back to the assistant')
      if (isBack) this.#signs.set(one.event, one.at)
    }
    for (const commit of account.commits) this.#take(commit)
  }

  /** The period this place lies in; undefined when the assistant has it, or may: what gives it back is on its way. */
  at({ order, at }: { order: number; at: number }): Period | undefined {
    const period = this.periods.findLast(({ since }) => since < order)
    if (!period || period.doubtful || period.until <= order) return undefined
    return this.#isComingBack(period, order, at) || this.#mayResume(order, at) ? undefined : period
  }

  /** When it was decided that staff get it with this commit (ms), if nothing in it took it from them again. */
  begunBy(commit: Of<'committed'>): number | undefined {
    const at = this.#begunAt(commit)
    return at === undefined || this.#isBack(commit.order, { at }) ? undefined : at
  }

  #begunAt({ order, conversation }: Of<'committed'>): number | undefined {
    const { entries, acts } = this.#account
    const listed = conversation.entries.filter(({ id, kind }) => kind === 'handoff' && entries.get(id)?.since === order)
    const taken = [...acts.values()].filter(({ action, counted }) => action === 'take' && counted === order)
    const last = Math.max(...[...listed, ...taken].map(({ at }) => at))
    return last === -Infinity ? undefined : last
  }

  #take(commit: Of<'committed'>): void {
    const { order } = commit
    const last = this.periods.at(-1)
    const open = last?.until === Infinity ? last : undefined
    const at = this.#begunAt(commit)
    const isOver = open && (this.#isBack(order, open) || this.#isEnded(commit) || this.#hasResumed(commit, open))
    // Both at once: which was last is not known.
    const doubtful = at !== undefined && (isOver === true || (!open && this.#isBack(order, { at })))
    if (open && at !== undefined && !doubtful && !open.doubtful) {
      open.at = at
      return
    }
    if (open && (isOver || at !== undefined)) open.until = order
    // A sign of just then: by LINE's clock it may be of before.
    const isClose = open && this.#signsAt(order).some((given) => Math.abs(given - open.at) <= skew)
    if (at !== undefined) this.periods.push({ since: order, until: Infinity, at, doubtful })
    else if (isOver && isClose) this.periods.push({ since: order, until: Infinity, at: open.at, doubtful: true })
  }

  /** The customer went back; a sign from before staff had it does not take it from them. */
  #isBack(order: number, { at }: { at: number }): boolean {
    return this.#signsAt(order).some((given) => given + skew >= at)
  }

  #signsAt(order: number): number[] {
    return [...this.#signs].flatMap(([event, given]) => (this.#account.entered.get(event) === order ? [given] : []))
  }

  /** Staff ended it, and nobody is still to come for an entry that was there. */
  #isEnded({ order, conversation }: Of<'committed'>): boolean {
    const { entries, acts } = this.#account
    const isEnded = [...acts.values()].some(({ action, counted }) => ends.has(action) && counted === order)
    const waits = conversation.entries.some(
      ({ id, state }) => state === 'waiting' && (entries.get(id)?.since ?? order) < order,
    )
    return isEnded && !waits
  }

  /** It came back by time, and that time had come. */
  #hasResumed({ order, conversation }: Of<'committed'>, period: Period): boolean {
    const fact = conversation.facts.findLast((one) => one.type === 'handed_back' && one.time === true)
    return fact !== undefined && fact.at >= period.at && this.#mayResume(order, fact.at)
  }

  #mayResume(order: number, at: number): boolean {
    const before = this.#account.commitBefore(order)
    if (!before || before.conversation.entries.some(({ state }) => state === 'waiting')) return false
    const { acts, messages, entered, commits } = this.#account
    const timeOf = (place: number): number => commits.find((one) => one.order === place)?.at ?? Infinity
    const acted = [...acts.values()].flatMap(({ counted = Infinity }) => (counted < order ? [timeOf(counted)] : []))
    const written = [...messages.values()].flatMap(({ event, storedAt = Infinity }) => {
      const place = entered.get(event) ?? Infinity
      return place < order ? [Math.min(storedAt, timeOf(place))] : []
    })
    return at - Math.max(0, ...acted, ...written) >= this.#resumeAfter - moment
  }

  /** Something that gives it back has come in, and is not part of what is stored yet. */
  #isComingBack({ at: since }: Period, order: number, at: number): boolean {
    const { known, entered, acts } = this.#account
    const isOnItsWay = (event: string, came: number, when: number): boolean => {
      const place = entered.get(event)
      return came < order && (place === undefined ? at - when < moment : place > order)
    }
    const isSign = [...this.#signs].some(
      ([event, when]) => when + skew >= since && isOnItsWay(event, known.get(event) ?? Infinity, when),
    )
    // A press in the console is no event that LINE delivers.
    const isAct = [...acts.values()].some(
      ({ id, action, seen, pressed, at: when }) =>
        ends.has(action) && isOnItsWay(id, seen === undefined ? (known.get(id) ?? Infinity) : pressed, when),
    )
    return isSign || isAct
  }
}
