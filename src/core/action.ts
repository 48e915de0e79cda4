/**
 * Actions: what is to be done in the outside world, decided and not yet ended. Each try is stored before it is made.
 *
 *   read     mark read; which token is sent is found at each attempt
 *   reply    an answer, a question or a notice; by reply token, else by push
 *   notify   tell staff about an entry
 *   record   store a request in a system of the shop
 */
import type { Given } from './look-ups/declared.ts'

/** For a free reply, once, within a minute of receipt. */
export interface ReplyToken {
  value: string
  receivedAt: number
  timestamp: number
}

interface Tries {
  count: number
  firstAt: number
  /** An attempt stored before its call was made and not yet answered. Found after a restart, it is *unknown*. */
  open?: { at: number; via?: 'reply' | 'push'; upTo?: string }
  /** An earlier attempt may have taken effect. */
  unknown: boolean
  /** When the first push was tried (ms): its retry key lives 24 h. */
  pushedAt?: number
}

interface ActionBase {
  /** Unique within the conversation; a push's retry key is derived from it, so it never changes. */
  id: string
  turn: string
  /** The messages it is about. */
  messages: string[]
  tries?: Tries
  /** Not before this time; `length` is how long the wait was when it began (ms). */
  wait?: { until: number; length: number }
}

/** Mark read. Which token is sent is found at each attempt: the newest that is due (see read.ts). */
export interface ReadAction extends ActionBase {
  kind: 'read'
}

/** Answer, question or notice; by reply token, else by push. */
export interface ReplyAction extends ActionBase {
  kind: 'reply'
  body: OutgoingMessage[]
  via: 'reply' | 'push'
  token?: ReplyToken
  /** It holds the sentence that a machine answers. */
  introduces: boolean
  /** It is a fixed notice and not words about the messages. */
  notice: boolean
  /** It only says that the answer is on its way: it goes before the judging. */
  announces?: true
  /** A notice of a failed model, or of the pause: at most one in ten minutes, if it was said. */
  saysUnanswered?: true
  /** It is said while the customer waits for a person, which no other words are. */
  whileWaiting?: true
  /** It is not worth a push: without a living token it is not said. */
  tokenOnly?: true
  /** A push that would cost too much waits for the next turn's reply. */
  deferred: boolean
  /** The reply whose call these words go out with; this one ends, or waits again, when that one ends. */
  joinedBy?: string
}

/** Tell staff about an entry. */
export interface NotifyAction extends ActionBase {
  kind: 'notify'
  entry: string
  /** Not the first telling: the customer still waits. */
  reminder?: true
}

/** Store a request in a system of the shop. What comes after it in its turn waits until that is confirmed. */
export interface RecordAction extends ActionBase {
  kind: 'record'
  /** Its declared name. */
  record: string
  given: Given
  /** What tells its sink from another of that name, to which it does not go. */
  same?: string
  /** It was still to be made when a backup was: it is not tried any more. */
  restored?: true
}

export type Action = ReadAction | ReplyAction | NotifyAction | RecordAction

/** A button under a message. A tap sends `data` back as a postback and shows `displayText` as the customer's words. */
export interface PostbackAction {
  type: 'postback'
  /** At most 20 characters as people count them. */
  label: string
  /** At most 300 characters. */
  data: string
  displayText?: string
}

/** A button that opens a page. */
export interface UriAction {
  type: 'uri'
  /** At most 20 characters as people count them. */
  label: string
  /** At most 1,000 characters. */
  uri: string
}

/** LINE shows those of the last message only, and only on phones. At most 13. */
export interface QuickReply {
  items: { type: 'action'; action: PostbackAction }[]
}

/** One message of a reply or push, as LINE's API takes it. */
export type OutgoingMessage =
  /** For staff: a card with buttons. `contents` is a Flex bubble as LINE documents it. */
  | { type: 'flex'; altText: string; contents: { type: 'bubble' } & Record<string, unknown> }
  | {
      type: 'text'
      text: string
      sender?: { name: string }
      /** The message of the same chat that this one quotes. */
      quoteToken?: string
      quickReply?: QuickReply
    }
  | {
      type: 'template'
      /** What is shown where templates are not. */
      altText: string
      template: { type: 'buttons'; text: string; actions: (PostbackAction | UriAction)[] }
      sender?: { name: string }
      quickReply?: QuickReply
    }
