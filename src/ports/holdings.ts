/**
 * All that is kept, read from outside as it lies there, also while servers are at work on it: no lock, no write, no age
 * looked at. For whoever wants to know what is held of a customer, and whether it has gone.
 */
import type { Found } from './contents.ts'
import type { ReadConversation } from './conversations.ts'

export interface Holdings {
  /** For a person: the folder, or the database. */
  place: string
  /** Which setting says so. */
  setting: 'DATA_DIR' | 'DATABASE_URL'
  /** What `everything` is made of. */
  unit: 'file' | 'row'
  /**
   * What names one of these ids, as it is kept: events that have not been deleted from the inbox yet, lines of the audit,
   * events that could not be read.
   * @throws an Error that says so, when what is there is half of it
   */
  naming(kind: 'inbox' | 'audit' | 'set_aside', ids: readonly string[]): Promise<Record<string, unknown>[]>
  /** With all the facts they have ever had. */
  conversations(): AsyncIterable<ReadConversation>
  /** The document; undefined: there is none. */
  drafts(): Promise<unknown>
  /** What is kept of a message that is no text. */
  find(messageId: string): Promise<Found | undefined>
  /** What was written by staff, in which a customer's words may stand by chance. */
  ofStaff(): Promise<string[]>
  /** Each file or row there is; `place` names the file, or the row's table. */
  everything(): AsyncIterable<{ place: string; bytes: Buffer }>
}
