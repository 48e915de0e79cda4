/**
 * tryPrompt: what a customer would get under a prompt, judged as the server judges (rules, passages, lowering, notices).
 * Nothing is said to anybody, nothing is recorded and nothing is kept: the model alone is asked, and what it wants to be
 * looked up in the systems that are given.
 */
import type { Conversation } from '../core/conversation.ts'
import { givenRead } from '../core/given-read.ts'
import { parseAnswer } from '../core/look-ups/answer.ts'
import type { Office } from '../core/office.ts'
import type { ModelRequest, Prompt } from '../core/request.ts'
import { plainText } from '../core/text.ts'
import type { Tried } from '../core/tried.ts'
import { turnOf } from '../core/turn.ts'
import type { Model } from '../ports/model.ts'
import { behind } from './behind.ts'
import { judge } from './judge.ts'
import type { JudgeParts } from './ways.ts'

export interface TryParts extends Omit<JudgeParts, 'line' | 'contents' | 'spending' | 'queue'> {
  /** What the open messages' pictures and files hold. Missing: nothing is there. */
  contents?: JudgeParts['contents']
  /** What a prompt is told of the shop's hours. */
  office?: Office
  /** The time the prompt is told (ms); missing: now. */
  toldAt?: number
}

const nothing: Pick<JudgeParts, 'contents' | 'line'> = {
  contents: { see: () => Promise.resolve({ type: 'unseen', why: 'not_there' }) },
  line: { profile: () => Promise.resolve(undefined) },
}

/**
 * Judges the open messages of a conversation under a prompt.
 * @throws Error when no message is open; the signal's reason when aborted
 */
export async function tryPrompt(
  conversation: Conversation,
  prompt: Prompt,
  parts: TryParts,
  signal: AbortSignal,
): Promise<Tried> {
  const turn = turnOf(conversation)
  if (!turn) throw new Error(`no message of ${conversation.id} is open`)
  const { contents = nothing.contents, office, toldAt, clock } = parts
  const policy = { ...prompt.policy, notifier: true, office, mayPush: true }
  const listening = listenTo(parts.model)
  const began = clock.now()
  // How much of the model the customer has had says nothing of a prompt.
  const judging = { conversation: { ...conversation, used: undefined }, turn, prompt, policy, toldAt }
  const judged = await judge(judging, { ...parts, ...nothing, contents, model: listening.model }, signal)
  const ms = clock.now() - began
  const [change] = judged(conversation, policy, clock.now())
  if (change?.type !== 'judged' && change?.type !== 'failed') {
    throw new Error(`a decision came out as ${change?.type}`)
  }
  const { changes = [], actions = [] } = change.decided ?? {}
  const read = givenRead(
    conversation,
    changes,
    turn.messages.map(({ id }) => id),
  )
  const texts = actions.flatMap((action) =>
    action.kind === 'reply' ? action.body.flatMap((message) => (message.type === 'text' ? [message.text] : [])) : [],
  )
  const { lookUps: facts = [], origin, proofs, decided } = change
  const { by, usage } = origin
  const { text } = decided ?? {}
  const lookUps = facts.map((fact, index) => ({ fact, text: text?.lookUps?.[index] }))
  const records = text?.records ?? []
  const common = { by, texts, lookUps, records, proofs, read, usage, ms, requests: listening.requests }
  if (change.type === 'failed') {
    const unknown = { reply: '', reason: '', summary: '', sources: [], smallTalk: false, topic: 'other', language: '' }
    return { ...common, ...unknown, decision: 'failed', why: change.why }
  }
  const { decision, said, lowered, confidence, sources, smallTalk, topic, language } = change
  return {
    ...common,
    decision,
    said,
    lowered,
    reply: plainText(listening.lastReply()),
    reason: text?.reason ?? '',
    summary: text?.summary ?? '',
    confidence: by === 'model' ? confidence : undefined,
    sources,
    smallTalk,
    topic,
    language,
  }
}

/** The decision keeps no words that are not said; whoever tries a prompt wants to read them too. */
function listenTo(model: Model): { model: Model; requests: ModelRequest[]; lastReply(): string } {
  const requests: ModelRequest[] = []
  let reply = ''
  return {
    requests,
    lastReply: () => reply,
    model: behind(model, async (request, signal) => {
      requests.push(request)
      const answer = await model.judge(request, signal)
      const parsed = answer.ok ? parseAnswer(answer.text, request) : undefined
      // What it wants to know first is no judgement yet.
      if (parsed?.ok && 'judgement' in parsed) reply = parsed.judgement.reply
      return answer
    }),
  }
}
