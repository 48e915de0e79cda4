/** Conversations as they are kept, read from outside by whoever looks and changes nothing. */
import type { Conversation } from '../core/conversation.ts'

/** A conversation, or why a file is none; `why` is for a person and holds nothing of what is in the file. */
export type ReadConversation =
  | { ok: true; path: string; conversation: Conversation }
  | { ok: false; path: string; why: string }
