/**
 * Asks for a judgement of a turn: by rule, else by the model (ask-within.ts), which is shown the pictures and files that
 * came.
 */
import { isMedia, wordsOf } from '../core/content.ts'
import type { Conversation } from '../core/conversation.ts'
import { decideFailed, decideLimited, decidePaused } from '../core/decide.ts'
import { enterUnsend } from '../core/enter.ts'
import type { Origin } from '../core/judgement.ts'
import { dayLimit, isTooMuch } from '../core/limits.ts'
import { cannotSee, judgeByRule } from '../core/rule.ts'
import type { Turn } from '../core/turn.ts'
import { askWithin, leastTime, wordWithin } from './ask-within.ts'
import { signInFor, wantsSignIn } from './linking.ts'
import { askerOf } from './profile.ts'
import { lookAt } from './seeing.ts'
import { waysOf, type JudgedChanges, type JudgeParts, type Judging, type Ways } from './ways.ts'

/**
 * Judges a turn.
 * @throws the signal's reason when aborted: something came in and the judgement is not wanted any more
 */
export async function judge(judging: Judging, parts: JudgeParts, signal: AbortSignal): Promise<JudgedChanges> {
  const { conversation, turn, policy } = judging
  const { log, clock, model } = parts
  const now = clock.now()
  const ways = waysOf(judging, parts)

  if (policy.paused) {
    log.info({ conversation: conversation.id }, 'not judged: the assistant is paused')
    return ways.unjudged(decidePaused)
  }
  const byRule = (about: Conversation) =>
    judgeByRule({ conversation: about, turn, policy, now, takesMedia: model.takesMedia })
  const ruling = byRule(conversation) && byRule(await ways.known())
  if (ruling) {
    const { decision, reason } = ruling.judgement
    log.info({ conversation: conversation.id, decision, reason }, 'judged by rule')
    return ways.ruled(ruling)
  }
  const limit = isTooMuch(turn) ? 'too_much' : dayLimit(conversation, policy, now)
  if (limit) return ways.past(limit)

  // What a turn's pictures and files take in memory is taken only once it is its turn.
  const heavy = turn.messages.some(({ content }) => content && isMedia(content))
  const leave = await parts.queue?.enter(queueTime(turn, now), heavy, signal)
  try {
    const stop = parts.queue && !leave ? 'queue' : parts.spending?.mayAsk() === false ? 'spending' : undefined
    if (!stop) return await judgeByModel(judging, ways, parts, signal)
    log.warn({ conversation: conversation.id, limit: stop }, 'not judged: a limit is reached')
    return await ways.unjudged((deciding) => decideLimited(deciding, stop, ways.origin))
  } finally {
    leave?.()
  }
}

async function judgeByModel(
  judging: Judging,
  ways: Ways,
  parts: JudgeParts,
  signal: AbortSignal,
): Promise<JudgedChanges> {
  const { conversation, turn, prompt, policy } = judging
  const { model, clock } = parts
  const now = clock.now()
  const { looks, unseen } = await lookAt(turn, { ...parts, destination: conversation.destination }, signal)
  const gone = unseen.find(({ why }) => why === 'gone')
  if (gone) {
    const event = { id: `gone-${gone.message}`, messageId: gone.message, gone: true as const }
    return (current, _, then) => enterUnsend(current, event, then)
  }
  if (unseen.length > 0) {
    parts.log.warn({ conversation: conversation.id, unseen }, 'a message could not be looked at: it goes to staff')
    return ways.ruled(cannotSee({ conversation: await ways.known(), turn, policy, now }, unseen))
  }
  if (isTooMuch(turn, looks)) return ways.past('too_much')

  // A picture or a sticker says nothing of its sender's language; their profile may.
  const isWordless = turn.messages.every((message) => wordsOf(message.content) === '')
  const about = isWordless ? await ways.known() : conversation
  const { result, ...rests } = await askWithin({ ...judging, conversation: about }, looks, parts, signal)
  signal.throwIfAborted()
  if (!result.ok && result.spared) {
    const { why } = result
    parts.log.warn({ conversation: conversation.id, why }, 'not judged: the model is not asked')
    // Its name tells this from a pause. It took nothing of the customer's day, and was not slow either.
    return ways.unjudged((deciding) => decideFailed(deciding, why, { ...ways.origin, model: model.name }))
  }
  const ms = clock.now() - now
  const figures = { conversation: conversation.id, model: model.name, ms, usage: result.usage }
  if (result.ok) parts.log.info({ ...figures, decision: result.judgement.decision }, 'judged')
  else parts.log.warn({ ...figures, why: result.why }, 'no judgement: the customer has a notice, staff an entry')
  const origin: Origin = {
    by: 'model',
    model: model.name,
    prompt: prompt.name,
    promptHash: prompt.hash,
    ...ways.counted,
    usage: result.usage,
    ms,
  }
  if (result.ok) {
    const { judgement, records = [], notRecordable } = result
    const saysWho = records.some(({ declared }) => declared.askedBy !== undefined)
    const askedBy = saysWho ? await askerOf(conversation, turn, parts) : undefined
    signal.throwIfAborted()
    const signIn = wantsSignIn(judgement, rests.lookUps, parts.live)
      ? { address: await signInFor(conversation, parts) }
      : undefined
    return ways.judged({ judgement, records, askedBy, notRecordable, origin, ...rests, signIn })
  }
  const { why } = result
  return ways.unjudged((deciding) => decideFailed(deciding, why, origin, rests))
}

/** How long a turn may wait for the model (ms): what is left for an answer must do. One that is late already waits as long. */
function queueTime({ fresh }: Turn, now: number): number {
  const most = wordWithin - leastTime
  const left = Math.max(...fresh.map((message) => message.receivedAt)) + most - now
  return left > 0 ? Math.min(left, most) : most
}
