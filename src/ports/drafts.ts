/** Drafts of passages and cases, kept until a person accepts or discards them. */
import type { Draft } from '../core/draft.ts'

/**
 * `done`: it stands in these files. `gone`: somebody accepted or discarded it before. `incomplete`: a resolved case that
 * rests on no passage. `not_written`: the file named cannot be written, and the draft is kept.
 */
export type Accepted = Learned | { type: 'gone' } | { type: 'incomplete' }

export type Learned = { type: 'done'; files: string[] } | { type: 'not_written'; file: string; why: string }

/** Writes an accepted draft into the shop's files, once however often it is asked to. */
export type Learn = (draft: Draft) => Promise<Learned>

export interface Drafts {
  /** The newest first. */
  list(): Promise<Draft[]>
  /** Adds it, or changes the one with its id. Durable when it resolves. */
  put(draft: Draft): Promise<void>
  /** Appends its passage and its case to the shop's files. */
  accept(id: string): Promise<Accepted>
  /** Whether there was one. */
  discard(id: string): Promise<boolean>
  /** Discards all that come from a conversation, and tells how many. */
  forget(conversation: string): Promise<number>
}
