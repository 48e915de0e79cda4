/**
 * Facts: what happened, kept in order. A conversation's facts are its ledger, which answers "why is this message Read
 * (or not)?". A fact names messages by id and holds no text of theirs. A *change* is a fact together with the content
 * that only the state keeps (see `evolve`). `at` is our own time in ms.
 */
import type { Action, ReplyToken } from './action.ts'
import type { Button } from './buttons.ts'
import type { Content } from './content.ts'
import type { Conversation, Entry, JudgedText, Linking } from './conversation.ts'
import type { StaffAction } from './event.ts'
import type { DecisionWord, Origin } from './judgement.ts'
import type { Limit } from './limits.ts'
import type { Failure } from './look-ups/failure.ts'
import type { LookUpFact, Proofs } from './look-ups/looked-up.ts'
import type { Notices } from './notices.ts'

/** How a call to the outside world came out. `unknown`: it may or may not have taken effect. */
export type Result = 'done' | 'refused' | 'unknown'

/** Why a judgement was lowered to `handoff` (DESIGN.md, decision: code can only lower). */
export type Lowering =
  | 'no_source'
  | 'small_talk_with_facts'
  | 'unsupported_facts'
  | 'repeats_prompt'
  | 'low_confidence'
  | 'always_human'
  | 'third_question'
  | 'same_answer'
  /** Something was looked up for it and gave nothing. */
  | 'look_up_gave_nothing'
  /** It wanted something to be recorded that no record takes. */
  | 'not_recordable'

/** Why a message that is no text could not be looked at (see ports/contents.ts). */
export type Unseen =
  | 'gone'
  | 'not_there'
  | 'too_big'
  | 'too_slow'
  | 'broken'
  | 'not_prepared'
  | 'unknown_type'
  | 'external'

/** Why something was left alone: another module has the chat, nobody meant the account, or `MODE` says so. */
export type LeftAlone = 'standby' | 'group' | 'nothing_to_do' | 'not_tester' | 'observing'

/**
 * How an action ended. `superseded`: another action does its work. `nothing_to_do`: no token was left to send.
 * `unsent`: the customer took the messages back. `taken`: staff did. `left`: the customer has gone. `left_alone`: `MODE`
 * says that nothing is said. `not_said`: words that are not worth a push, or that are not true any more.
 */
export type Ending =
  | 'done'
  | 'refused'
  | 'undelivered'
  | 'uncertain'
  | 'nothing_to_do'
  | 'superseded'
  | 'unsent'
  | 'taken'
  | 'left'
  | 'left_alone'
  | 'not_said'

/** Why nothing came of what staff did: who was faster is `by` of the fact before it. */
export type StaffRefusal = 'changed' | 'taken_already' | 'back_already' | 'still_waits' | 'ended' | 'nothing_to_do'

/** Why an answer that only a push could bring now waits for the customer's next sign. `off`: the policy allows no push. */
export type Deferral = 'monthly_limit' | 'daily_cap' | 'reserve' | 'off'

/** What came in. */
interface Received {
  type: 'received'
  event: string
  message: string
  timestamp: number
  kind: Content['type']
  /** It arrived below the watermark: LINE had shown it Read already. */
  late: boolean
  redelivery: boolean
}

/** What the model, or a rule of ours, said of a turn, and what code made of it. */
interface Judged {
  type: 'judged'
  turn: string
  messages: string[]
  said: DecisionWord
  decision: DecisionWord
  lowered?: Lowering
  /** By rule: the limit past which it is a person's. */
  limit?: Limit
  confidence: number
  sources: string[]
  smallTalk: boolean
  topic: string
  language: string
  /** What was looked up for it. */
  lookUps?: LookUpFact[]
  /** What it is to have recorded: names of records. */
  records?: string[]
  origin: Origin
}

type Happening =
  | Received
  | { type: 'noted'; event: string; what: string; why: LeftAlone }
  /** `gone`: LINE has its content no more. `erased`: whoever wrote it is forgotten. */
  | { type: 'unsent'; event: string; message: string; gone?: true; erased?: true }
  | { type: 'unseen'; message: string; why: Unseen }
  | { type: 'tapped'; event: string; button: Button }
  | { type: 'answered'; event: string; with: keyof Notices }
  | { type: 'told_outcome'; turn: string; solved: boolean }
  | { type: 'asked_to_read'; messages: string[] }
  | { type: 'token_found'; action: string }
  | { type: 'token_for_turn'; message: string }
  | { type: 'announced'; turn: string; messages: string[] }
  | { type: 'followed'; event: string; again: boolean; timestamp: number }
  /** The page on which to sign in goes out with the answer to these. */
  | { type: 'link_offered'; turn: string; messages: string[] }
  /** The customer has signed in there; the shop's system is asked whose account it is. */
  | { type: 'link_asked'; event: string; timestamp: number }
  /** LINE could not tell that it was them. */
  | { type: 'link_refused'; event: string }
  | { type: 'link_waits'; why: Failure; until: number }
  /** `messages` wanted it, and are judged again. */
  | { type: 'linked'; messages: string[] }
  /** `unknown`: the shop's system knows no such sign-in. `undeclared`: nothing says any more where to ask. */
  | { type: 'link_failed'; why: 'unknown' | 'given_up' | 'undeclared' }
  | { type: 'unlinked' }
  | { type: 'left'; event: string; what: 'unfollow' | 'leave'; timestamp: number }
  | { type: 'forgotten'; event: string; by: string }
  /** Too old to be kept: the words of these and all that was said before `words`; facts before `ledger` (ms). */
  | { type: 'expired'; messages: string[]; days: number; words?: number; ledger?: number }
  | { type: 'restored' }
  | { type: 'stale'; turn: string; messages: string[] }
  | { type: 'judging'; messages: string[] }
  | { type: 'assigned'; experiment: string; prompt: string }
  | Judged
  | {
      type: 'failed'
      turn: string
      messages: string[]
      why: string
      limit?: Limit
      lookUps?: LookUpFact[]
      origin: Origin
    }
  | { type: 'dropped'; messages: string[]; why: 'message' | 'unsend' | 'staff' | 'left_alone' | 'paused' }
  | { type: 'begun'; turn: string }
  | {
      type: 'closed'
      turn: string
      messages: string[]
      as: 'resolved' | 'handoff' | 'staff' | 'observed' | 'left'
      read: boolean
      heldBy?: string
    }
  | { type: 'asked'; turn: string; messages: string[] }
  | { type: 'unanswered'; turn: string; messages: string[]; notice: boolean }
  | { type: 'reopened'; messages: string[] }
  | { type: 'outcome_asked'; turn: string }
  | { type: 'read_due'; messages: string[] }
  | { type: 'handed_off'; turn: string }
  | { type: 'entered'; entry: string; kind: Entry['kind'] }
  | { type: 'entry_ended'; entry: string; why: 'answered' }
  | { type: 'taken'; event: string; by: string }
  /**
   * `done`: staff say that it is handled. `time`: nobody did anything for `resume_after`. `entries`: those that end with
   * it; while another still waits for a person the conversation does not return. Missing: all of them.
   */
  | {
      type: 'handed_back'
      event: string
      by: string
      customer?: true
      done?: true
      time?: true
      entries?: string[]
      /** Of those entries, what came after what staff have seen: it is new again, and the assistant's. */
      unseen?: string[]
    }
  /** What nobody judged either, under an entry that stands already. */
  | { type: 'entry_grown'; entry: string; messages: string[] }
  | { type: 'staff_read'; event: string; by: string; messages: string[] }
  | { type: 'staff_refused'; event: string; by: string; action: StaffAction; why?: StaffRefusal }
  | { type: 'address_kept'; event: string; by: string }
  | { type: 'graded'; event: string; by: string; turn: string; right: boolean }
  | { type: 'suspected'; message: string }
  | { type: 'not_answering'; event: string; by: string }
  | { type: 'reminded'; entry: string; count: number; next: number }
  | { type: 'reassured'; message: string; period: number }
  | { type: 'known'; named: boolean }
  | {
      type: 'attempted'
      action: string
      what: Action['kind']
      via?: 'reply' | 'push'
      upTo?: string
      joins?: string[]
      /** The name of a record. */
      record?: string
      attempt: number
    }
  | {
      type: 'outcome'
      action: string
      what: Action['kind']
      result: Result
      status?: number
      detail?: string
      /** Of a record that is refused: by the system itself, which would not take it another time either. */
      declined?: true
    }
  | { type: 'waiting'; action: string; what: Action['kind']; until: number; why: string }
  | { type: 'push_instead'; action: string; why: 'token_refused' | 'token_ended' }
  | { type: 'deferred'; action: string; why: Deferral }
  | { type: 'token_refused'; message: string }
  | { type: 'read'; upTo: string; messages: string[] }
  | { type: 'ended'; action: string; what: Action['kind']; how: Ending }

export type Fact = { at: number } & Happening

/** Content that comes with some facts. Each text goes to one place in the state, where it can be blanked once. */
interface Carried {
  /** with `received` */
  content?: {
    content: Content
    receivedAt: number
    replyToken?: string
    readToken?: string
    quoteToken?: string
    by?: string
    restored?: true
  }
  /** with `judged` and `failed`: what will hold once the first attempt is made */
  decided?: { changes: Change[]; actions: Action[]; text?: JudgedText }
  /** with `judged` and `failed`: what is remembered of look-ups that want a proof, whatever becomes of the decision */
  proofs?: Proofs
  /** with `entered` */
  listed?: Entry
  /** with `handed_off` that no judgement led to: what staff should know */
  text?: JudgedText
  /** with `link_asked` */
  linking?: Linking
  /** with `linked`: in the shop's system */
  account?: string
  /** with `token_found`, `token_for_turn` and `linked` */
  token?: ReplyToken
  /** with any fact that adds to the outbox */
  actions?: Action[]
  /** with `ended` of a reply that was said: the ids LINE gave its messages, by which a quote of one is known */
  sent?: string[]
  /** with `known`: who it is, and the language of their profile */
  who?: { customer: Conversation['customer']; language?: string }
  /** with `address_kept` */
  address?: string
  /** with `waiting`: the length of the wait in ms; if more than that remains, the clock has jumped */
  length?: number
}

export type Change = Fact & Carried

/** The last answer that was to resolve something; undefined when there is none, or the ledger no longer tells. */
export function lastResolved(facts: readonly Fact[]): (Fact & { type: 'closed' }) | undefined {
  const found = facts.findLast((fact) => fact.type === 'closed' && fact.as === 'resolved')
  return found?.type === 'closed' ? found : undefined
}

/** The fact of a change, without the content it carries. */
export function factOf(change: Change): Fact {
  const {
    content: _content,
    decided: _decided,
    proofs: _proofs,
    listed: _listed,
    text: _text,
    linking: _linking,
    account: _account,
    token: _token,
    actions: _actions,
    sent: _sent,
    who: _who,
    address: _address,
    length: _length,
    ...fact
  } = change
  return fact
}
