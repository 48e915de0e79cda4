/** Scene: a conversation that somebody wrote down to try a prompt on: what was said before, and the open messages. */
import type { Content } from './content.ts'
import { begin, type Conversation, type CustomerMessage } from './conversation.ts'

export interface Scene {
  /** Part of the conversation's id. */
  id: string
  /** What was said before, oldest first. */
  history: readonly SceneLine[]
  /** How many questions in a row have gone back; missing: as the lines tell. */
  questions?: number
  /** Oldest first, at least one. */
  messages: readonly SceneMessage[]
  /** The customer's name, as LINE would tell it. */
  customer?: string
  /** The language of their profile (BCP 47). */
  language?: string
}

export interface SceneLine {
  from: 'customer' | 'assistant'
  text: string
  /** Of a customer's, whether it is still open: a question went back about it. Missing: not known. */
  open?: boolean
}

/** Words, or something to look at: `id` is by which it is fetched. */
export type SceneMessage = string | { id: string; content: Content }

const second = 1_000

/**
 * The conversation a scene stands for: one minute between what was said before and the open messages, a second between
 * messages. Messages that a question went back about are still open, as in the server. Where the scene does not tell, they
 * are those before the assistant's last words that end with a question mark; what it said before those resolved something.
 * @param at when the newest message came (ms)
 */
export function conversationOf(scene: Scene, at: number): Conversation {
  const { id, history, messages, customer, language } = scene
  const start = begin(`scene:user:${id}`, 'scene', { type: 'user', id })
  const first = at - (messages.length - 1) * second
  const before = first - (history.length + 60) * second
  // The last word of the assistant's that was no question: what came before it is settled.
  const settled = history.findLastIndex(({ from, text }) => from === 'assistant' && !/[?？]\s*$/.test(text))
  const asked = history.slice(settled + 1).filter(({ from }) => from === 'assistant').length
  const said = history.flatMap(({ from, text, open }, index) => {
    if (from === 'assistant') return []
    const isOpen = open ?? (asked > 0 && index > settled)
    return [messageOf(`1${index}`, text, before + index * second, isOpen ? 'asked' : 'closed')]
  })
  const answers = history.flatMap(({ from, text }, index) =>
    from === 'assistant' ? [{ at: before + index * second, turn: `t${index}`, messages: [], texts: [text] }] : [],
  )
  const open = messages.map((message, index) => messageOf(`2${index}`, message, first + index * second, 'new'))
  return {
    ...start,
    messages: [...said, ...open],
    answers,
    questions: scene.questions ?? asked,
    facts: resolvedBy(history, settled, before),
    introduced: answers.length > 0,
    ...(customer === undefined ? {} : { customer: { name: customer, at: first } }),
    ...(language === undefined ? {} : { profileLanguage: language }),
  }
}

/** By which “not solved” is known to be about something. */
function resolvedBy(history: Scene['history'], answer: number, before: number): Conversation['facts'] {
  if (answer === -1) return []
  const since = history.slice(0, answer).findLastIndex(({ from }) => from === 'assistant')
  const messages = history.flatMap(({ from }, index) =>
    from === 'customer' && index > since && index < answer ? [`1${index}`] : [],
  )
  const at = before + answer * second
  return messages.length > 0 ? [{ type: 'closed', at, turn: `t${answer}`, messages, as: 'resolved', read: true }] : []
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
