/**
 * A session: one conversation while it is being run. It takes in what waits in the inbox, and commits. What has been
 * taken in but not committed is still in the inbox, so a crash, or a write that fails, loses nothing.
 */
import { isMedia } from '../core/content.ts'
import { begin, type Conversation } from '../core/conversation.ts'
import { enterAll } from '../core/enter.ts'
import { evolveAll } from '../core/evolve.ts'
import type { Change } from '../core/facts.ts'
import type { Policy } from '../core/policy.ts'
import type { Clock } from '../ports/clock.ts'
import type { Contents } from '../ports/contents.ts'
import type { Store } from '../ports/store.ts'
import type { Measuring } from './measuring.ts'

/** The ledger kept with the state; older facts go beside it (DESIGN.md, State), a hundred at a time. */
const factsKept = 200
const factsMoved = 100

export interface SessionParts {
  store: Store
  clock: Clock
  /** Told which messages' content may not be kept any more. */
  contents?: Pick<Contents, 'forget'>
  /** Told when everything that was said is erased, before that is stored. */
  forgotten?: (conversation: string) => Promise<unknown>
  /** Told what was opened and what has become durable. */
  measuring?: Measuring
  /** Told which events a commit has made part of the conversation. */
  entered: (ids: readonly string[]) => void
}

export class Session {
  readonly #parts: SessionParts
  readonly id: string
  #conversation: Conversation | undefined
  #committed: Conversation | undefined
  #entered = new Set<string>()
  #owes = false
  /** Messages with pictures, recordings and files that went since the last commit. */
  #gone = new Set<string>()

  constructor(id: string, parts: SessionParts) {
    this.id = id
    this.#parts = parts
  }

  /** Reads the state. False when there is no such conversation and nothing waits for it. */
  async open(): Promise<boolean> {
    this.#conversation = await this.#parts.store.load(this.id)
    this.#committed = this.#conversation
    if (this.#conversation) {
      this.#parts.measuring?.opened(this.#conversation)
      return true
    }
    const first = (await this.#parts.store.waiting(this.id))[0]
    if (!first) return false
    this.#conversation = begin(this.id, first.destination, first.chat, await this.#parts.store.turnsFrom?.())
    return true
  }

  /** The state as it is in memory; undefined before it was opened. */
  get current(): Conversation | undefined {
    return this.#conversation
  }

  get conversation(): Conversation {
    if (!this.#conversation) throw new Error('a session is used before it was opened')
    return this.#conversation
  }

  /** Takes in what has come since, in LINE's order. */
  async enter(policy: Policy): Promise<void> {
    const waiting = await this.#parts.store.waiting(this.id)
    const fresh = waiting.filter((event) => !this.#entered.has(event.id))
    if (fresh.length === 0) return
    // A crash may have come after they were looked at; what was then taken back enters together with them.
    const came = fresh.flatMap((event) => (event.type === 'message' && isMedia(event.content) ? [event.messageId] : []))
    this.#become(enterAll(this.conversation, fresh, policy, this.#parts.clock.now()), came)
    for (const event of fresh) this.#entered.add(event.id)
  }

  /** Takes changes into the state in memory; `commit` makes them last. */
  evolve(changes: readonly Change[]): void {
    this.#become(evolveAll(this.conversation, changes))
  }

  /** Takes in changes that the next commit makes last: that of the attempt that follows at once, or one of their own. */
  owe(changes: readonly Change[]): void {
    this.evolve(changes)
    this.#owes = true
  }

  get owes(): boolean {
    return this.#owes
  }

  #become(conversation: Conversation, came: readonly string[] = []): void {
    for (const id of goneFrom([...withContent(this.conversation), ...came], conversation)) this.#gone.add(id)
    this.#conversation = conversation
  }

  /** Whether there is anything that a crash would have to do again. */
  get isDirty(): boolean {
    return this.#conversation !== this.#committed || this.#entered.size > 0
  }

  /**
   * Makes the state durable and lets what it took in leave the inbox.
   * @param wakeAt when it is to be looked at again (ms); undefined: when something happens
   */
  async commit(wakeAt: number | undefined): Promise<void> {
    const { facts, version, ...rest } = this.conversation
    const overflow = facts.length < factsKept + factsMoved ? [] : facts.slice(0, facts.length - factsKept)
    const conversation = { ...rest, version: version + 1, facts: facts.slice(overflow.length) }
    const entered = [...this.#entered]
    // Before the commit: after a crash in between what was taken back enters, and is forgotten, again.
    if (this.#gone.size > 0) await this.#parts.contents?.forget?.([...this.#gone])
    if (isForgottenSince(this.#committed, conversation)) await this.#parts.forgotten?.(this.id)
    const factsFrom = trimmedSince(this.#committed, conversation)
    await this.#parts.store.commit({ conversation, entered, overflow, wakeAt, ...(factsFrom && { factsFrom }) })
    this.#parts.measuring?.committed(this.#committed, { ...conversation, facts })
    this.#conversation = conversation
    this.#committed = conversation
    this.#entered = new Set()
    this.#owes = false
    this.#gone = new Set()
    this.#parts.entered(entered)
  }
}

/** What a ledger begins with when everything before was erased. */
export function isForgottenSince(before: Conversation | undefined, after: Conversation): boolean {
  const [first] = after.facts
  const [was] = before?.facts ?? []
  return first?.type === 'forgotten' && !(was?.type === 'forgotten' && was.event === first.event)
}

/** Before which time facts went since the last commit (ms); what lies beside goes with them. */
function trimmedSince(before: Conversation | undefined, { facts }: Conversation): number | undefined {
  const last = facts.findLast(({ type }) => type === 'expired')
  if (last?.type !== 'expired') return undefined
  return before?.facts.some(({ type, at }) => type === 'expired' && at === last.at) ? undefined : last.ledger
}

const withContent = ({ messages }: Conversation): string[] =>
  messages.flatMap(({ id, content }) => (content && isMedia(content) ? [id] : []))

/** Messages whose content may not be kept any more after this step. */
export const goneBetween = (before: Conversation, after: Conversation): string[] => goneFrom(withContent(before), after)

/**
 * Those whose content may not be kept any more: the customer took them back, everything was forgotten, or they are older
 * than what the conversation keeps, where no page shows them and no later "forget" would find them.
 */
function goneFrom(ids: readonly string[], conversation: Conversation): string[] {
  if (ids.length === 0) return []
  const left = new Set(withContent(conversation))
  return ids.filter((id) => !left.has(id))
}
