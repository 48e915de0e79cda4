/** Judges a case the way the server judges a turn, so that rules and lowering count: what a customer would have got. */
import { begin, type Conversation, type CustomerMessage } from '../core/conversation.ts'
import type { DecisionWord } from '../core/judgement.ts'
import type { Prompt } from '../core/request.ts'
import { turnOf } from '../core/turn.ts'
import { judge, type JudgeParts } from '../flow/judge.ts'
import type { Case } from './cases.ts'

export interface Judges extends Omit<JudgeParts, 'contents' | 'line'> {
  prompt: Prompt
}

export interface Outcome {
  case: Case
  /** After lowering. `failed`: the model gave nothing usable. */
  decision: DecisionWord | 'failed'
  by: 'rule' | 'model'
  sources: string[]
  /** In one phrase, for a person looking at what went wrong. */
  why: string
}

/** A case is words alone: there is nothing to fetch and nobody's profile to ask for. */
const nothing: Pick<JudgeParts, 'contents' | 'line'> = {
  contents: { see: () => Promise.resolve({ type: 'unseen', why: 'not_there' }) },
  line: { profile: () => Promise.resolve(undefined) },
}

/** One minute between what was said before and the case's own messages, a second between messages. */
const at = 1_700_000_000_000
const second = 1_000

export async function judgeCase(one: Case, judges: Judges, signal: AbortSignal): Promise<Outcome> {
  const conversation = conversationOf(one)
  const turn = turnOf(conversation)
  if (!turn) throw new Error(`the case ${one.id} has no open message`)
  const policy = { ...judges.prompt.policy, notifier: true }
  const judged = await judge({ conversation, turn, prompt: judges.prompt, policy }, { ...judges, ...nothing }, signal)
  const [change] = judged(conversation, policy, at)
  if (change?.type === 'failed') {
    return { case: one, decision: 'failed', by: change.origin.by, sources: [], why: change.why }
  }
  if (change?.type !== 'judged') throw new Error(`a decision came out as ${change?.type}`)
  const why = change.lowered ? `lowered: ${change.lowered}` : (change.decided?.text?.reason ?? '')
  return { case: one, decision: change.decision, by: change.origin.by, sources: change.sources, why }
}

/**
 * The conversation a case stands for. Where the assistant's last word was a question back, the messages it was about
 * are still open, as in the server; a question is told by its mark.
 */
function conversationOf(one: Case): Conversation {
  const start = begin(`lab:user:${one.id}`, 'lab', { type: 'user', id: one.id })
  const before = at - 60 * second
  const lastAnswer = one.history.findLastIndex((said) => said.from === 'assistant')
  const asked = /[?？]\s*$/.test(one.history[lastAnswer]?.text ?? '')
  const since = one.history.slice(0, lastAnswer).findLastIndex((said) => said.from === 'assistant')
  const history = one.history.flatMap((said, index) =>
    said.from === 'customer'
      ? [message(`1${index}`, said.text, before + index * second, asked && index > since ? 'asked' : 'closed')]
      : [],
  )
  const answers = one.history.flatMap((said, index) =>
    said.from === 'assistant'
      ? [{ at: before + index * second, turn: `t${index}`, messages: [], texts: [said.text] }]
      : [],
  )
  const open = one.messages.map((text, index) => message(`2${index}`, text, at + index * second, 'new'))
  return { ...start, messages: [...history, ...open], answers, introduced: answers.length > 0 }
}

function message(id: string, text: string, at: number, state: CustomerMessage['state']): CustomerMessage {
  return {
    id,
    timestamp: at,
    receivedAt: at,
    kind: 'text',
    content: { type: 'text', text },
    state,
    replyToken: `reply-${id}`,
    readToken: `read-${id}`,
    tokenRefused: false,
    readDue: false,
    duringStaff: false,
  }
}
