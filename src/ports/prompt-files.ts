/** The prompt files of the shop, for those who write them: the playground and the lab. */
import type { Prompt } from '../core/request.ts'

/** `line` from 1; 0 when it is about no line. */
export interface PromptMistake {
  file: string
  line: number
  problem: string
  remedy: string
}

/** `content` is missing of a file that is no text at all. */
export type ReadPrompt =
  | { ok: true; prompt: Prompt; content: string }
  | { ok: false; mistakes: PromptMistake[]; content?: string }

/**
 * `taken`: a file of that name is there, and it stays as it is. `not_written`: the disk would not; nothing is there.
 */
export type SavedPrompt =
  | { type: 'done'; file: string; prompt: Prompt }
  | { type: 'mistakes'; mistakes: PromptMistake[] }
  | { type: 'bad_name' }
  | { type: 'taken' }
  | { type: 'not_written'; file: string; why: string }

export interface PromptFiles {
  /** Names of all prompt files, in order, whether they can be used or not. */
  names(): Promise<string[]>
  /** Undefined when there is no such file. */
  read(name: string): Promise<ReadPrompt | undefined>
  /** What a text would be as that prompt's file, with the partials that are there now. Nothing is written. */
  parse(name: string, content: string): Promise<ReadPrompt>
  /** Writes a new file, durably. An existing one is never written over. */
  save(name: string, content: string): Promise<SavedPrompt>
}
