/** What the shop knows: passages, and a way to find the best for a question in any language. */
import type { Passage } from '../core/request.ts'

export interface Found {
  passage: Passage
  /** Higher is better; comparable only within one knowledge base. */
  score: number
}

export interface Knowledge {
  passages(): readonly Passage[]
  /** The passages that share words with a text, best first. */
  search(text: string, limit: number): Found[]
}
