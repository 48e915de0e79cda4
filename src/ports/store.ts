/**
 * Where conversations and the inbox are kept. Everything that returns a promise is durable when it resolves.
 *
 * The way of an event: `receive` puts it in the inbox; whoever runs its conversation reads it with `waiting`, takes it in,
 * and `commit` stores the conversation and lets the event leave the inbox. A crash in between repeats the event, which
 * the conversation ignores by its id.
 */
import type { Conversation, Entry } from '../core/conversation.ts'
import type { InboxEvent } from '../core/event.ts'
import type { Fact } from '../core/facts.ts'

/** A conversation that staff have or should look at, for lists. */
export interface Listed {
  id: string
  mode: Conversation['mode']
  staffVersion: number
  entries: Entry[]
}

export interface Commit {
  conversation: Conversation
  /** Ids of the events that are in it now and may leave the inbox. */
  entered: readonly string[]
  /** Facts past the last 200, for the file or table beside the state. */
  overflow: readonly Fact[]
  /** When it is to be looked at again (ms); undefined: when something happens. */
  wakeAt?: number
}

export interface Store {
  /** Durable before it resolves. Rejects, leaving no trace, when it cannot be. */
  receive(events: readonly InboxEvent[]): Promise<void>
  /** Keeps an event that could not be read, as it came, for a person to look at. */
  setAside(raw: unknown, why: string, at: number): Promise<void>
  /** Undefined when nothing has happened in it yet. */
  load(id: string): Promise<Conversation | undefined>
  /** Events in the inbox that have not left it, oldest first. */
  waiting(id: string): Promise<InboxEvent[]>
  commit(commit: Commit): Promise<void>
  /** Ids of the conversations with work or a timer, or events waiting: what a start resumes. */
  due(): Promise<string[]>
  /** Conversations with an entry, or that staff have. */
  listed(): Promise<Listed[]>
  /** Whether it can be written to now. */
  ready(): Promise<boolean>
  close(): Promise<void>
}
