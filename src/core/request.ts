/**
 * Prompt → model request: what the model sees of a turn. The prompt and the knowledge passages are the system
 * instruction; the history and the open messages (newest last) are the contents.
 *
 * Passages stand as `<passage id="…">…</passage>`. Nothing a customer writes can look like one: the tag is escaped.
 */
import { type Conversation } from './conversation.ts'
import { contentText } from './event.ts'
import type { PromptPolicy } from './policy.ts'
import type { Turn } from './turn.ts'

/** A prompt as loaded: its prose, its policy, and the hash of both that every judgement records. */
export interface Prompt {
  name: string
  text: string
  policy: PromptPolicy
  hash: string
}

/** One piece of knowledge: its id (`hours.ja#weekend`), heading and text, and other words customers use for it, never shown. */
export interface Passage {
  id: string
  title: string
  text: string
  also: string
}

export interface ModelRequest {
  system: string
  contents: { role: 'user' | 'model'; text: string }[]
  /** The passages within `system`: only these can be sources. */
  passages: Passage[]
  /** The open messages' texts, oldest first: also the last of `contents`. */
  open: string[]
  /** Those of them that are new; the others have been asked about already. */
  fresh: string[]
}

/** Builds the request. `passages` are those chosen for this turn (all when they fit the budget). */
export function requestFor(
  conversation: Conversation,
  turn: Turn,
  prompt: Prompt,
  passages: readonly Passage[],
): ModelRequest {
  const { topics, always_human: always } = prompt.policy
  const known = [...new Set([...topics, ...always])]
  const parts = [
    prompt.text.trim(),
    known.length > 0 ? `Topics: ${known.join(', ')}, other.` : 'Topics: other.',
    passages.map(passageElement).join('\n'),
  ]
  const open = turn.messages.map(textOf)
  const contents = [
    ...history(conversation, turn, prompt.policy.history),
    { role: 'user' as const, text: open.join('\n') },
  ]
  return { system: parts.join('\n\n'), contents, passages: [...passages], open, fresh: turn.fresh.map(textOf) }
}

function passageElement({ id, title, text }: Passage): string {
  return `<passage id="${id}">${escapeMarkup(`${title}\n${text}`)}</passage>`
}

/** Takes the angle brackets from anything that could be read as a passage's tag. */
const escapeMarkup = (text: string): string => text.replace(/<(?=\s*\/?\s*passage)/gi, '&lt;')

function textOf(message: { content?: Turn['messages'][number]['content']; kind: string }): string {
  const text = message.content && contentText(message.content)
  return text === undefined ? `[${message.kind}]` : escapeMarkup(text)
}

/** What was said before this turn, oldest first, at most `limit` messages of both sides. Unsent messages are gone. */
function history(conversation: Conversation, turn: Turn, limit: number): ModelRequest['contents'] {
  const open = new Set(turn.messages)
  const said = conversation.messages
    .filter((message) => !open.has(message) && message.state !== 'unsent' && message.state !== 'new')
    .map((message) => ({ at: message.receivedAt, role: 'user' as const, text: textOf(message) }))
  const answered = conversation.answers.map((answer) => ({
    at: answer.at,
    role: 'model' as const,
    text: answer.texts.join('\n'),
  }))
  const all = [...said, ...answered].toSorted((a, b) => a.at - b.at)
  return (limit === 0 ? [] : all.slice(-limit)).map(({ role, text }) => ({ role, text }))
}
