/** Scene: a conversation that somebody wrote down to try a prompt on: what was said before, and the open messages. */
import type { Content } from './content.ts'
import { begin, type Conversation, type CustomerMessage } from './conversation.ts'

export interface Scene {
  /** Part of the conversation's id. */
  id: string
  /** What was said before, oldest first. */
  history: readonly { from: 'customer' | 'assistant'; text: string }[]
  /** Oldest first, at least one. */
  messages: readonly SceneMessage[]
  /** The customer's name, as LINE would tell it. */
  customer?: string
  /** The language of their profile (BCP 47). */
  language?: string
}

/** Words, or something to look at: `id` is by which it is fetched. */
export type SceneMessage = string | { id: string; content: Content }

const second = 1_000

/**
 * The conversation a scene stands for: one minute between what was said before and the open messages, a second between
 * messages. Where the assistant's last word was a question back, the messages it was about are still open, as in the
 * server; a question is told by its mark.
 * @param at when the newest message came (ms)
 */
export function conversationOf(scene: Scene, at: number): Conversation {
  const { id, history, messages, customer, language } = scene
  const start = begin(`lab:user:${id}`, 'lab', { type: 'user', id })
  const first = at - (messages.length - 1) * second
  const before = first - (history.length + 60) * second
  const lastAnswer = history.findLastIndex((said) => said.from === 'assistant')
  const asked = /[?？]\s*$/.test(history[lastAnswer]?.text ?? '')
  const since = history.slice(0, Math.max(0, lastAnswer)).findLastIndex((said) => said.from === 'assistant')
  const said = history.flatMap(({ from, text }, index) =>
    from === 'customer'
      ? [messageOf(`1${index}`, text, before + index * second, asked && index > since ? 'asked' : 'closed')]
      : [],
  )
  const answers = history.flatMap(({ from, text }, index) =>
    from === 'assistant' ? [{ at: before + index * second, turn: `t${index}`, messages: [], texts: [text] }] : [],
  )
  const open = messages.map((message, index) => messageOf(`2${index}`, message, first + index * second, 'new'))
  return {
    ...start,
    messages: [...said, ...open],
    answers,
    introduced: answers.length > 0,
    ...(customer === undefined ? {} : { customer: { name: customer, at: first } }),
    ...(language === undefined ? {} : { profileLanguage: language }),
  }
}

function messageOf(id: string, said: SceneMessage, at: number, state: CustomerMessage['state']): CustomerMessage {
  const content: Content = typeof said === 'string' ? { type: 'text', text: said } : said.content
  return {
    id: typeof said === 'string' ? id : said.id,
    timestamp: at,
    receivedAt: at,
    kind: content.type,
    content,
    state,
    replyToken: `reply-${id}`,
    readToken: `read-${id}`,
    tokenRefused: false,
    readDue: false,
    duringStaff: false,
  }
}
