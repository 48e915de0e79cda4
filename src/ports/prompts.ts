/** The prompt customers are judged by now. One call gives one snapshot: text, policy and hash belong together. */
import type { Prompt } from '../core/request.ts'

export interface Prompts {
  current(): Prompt
}
