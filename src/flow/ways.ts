/** What a turn is judged with, and how what that came to becomes changes of the conversation as it is by then. */
import type { Conversation } from '../core/conversation.ts'
import { decide, type Deciding, type Verdict } from '../core/decide.ts'
import type { Change } from '../core/facts.ts'
import type { Origin } from '../core/judgement.ts'
import type { Limit } from '../core/limits.ts'
import type { Policy } from '../core/policy.ts'
import type { Prompt } from '../core/request.ts'
import { pastLimit } from '../core/rule.ts'
import { turnIn, type Turn } from '../core/turn.ts'
import type { Parts } from './parts.ts'
import { withProfile } from './profile.ts'

/** What judging needs of the flow's parts. */
export type JudgeParts = Pick<
  Parts,
  'model' | 'knowledge' | 'contents' | 'live' | 'clock' | 'log' | 'spending' | 'queue'
> & {
  /** Where nothing is sent no link token is issued, and of members of groups nobody is asked. */
  line: Pick<Parts['line'], 'profile'> & Partial<Pick<Parts['line'], 'linkToken' | 'memberName'>>
}

/** What is judged, with one snapshot of prompt and policy. */
export interface Judging {
  conversation: Conversation
  turn: Turn
  prompt: Prompt
  policy: Policy
  /** The experiment that gives the conversation this prompt. */
  experiment?: string
  /** The time the prompt is told (ms), where that is not now: a case has one of its own. */
  toldAt?: number
  /** Told when it will take longer than the model alone: the customer is to see that something is going on. */
  goesOn?: () => void
}

/** What the turn's judgement comes to, as a function of the conversation it will be committed to. */
export type JudgedChanges = (conversation: Conversation, policy: Policy, now: number) => Change[]

export type Ways = ReturnType<typeof waysOf>

/** The ways in which a turn ends: judged by the model or by a rule, past a limit, or not judged. */
export function waysOf({ conversation, turn, prompt, policy, experiment }: Judging, parts: JudgeParts) {
  // No prompt is asked by a rule; whose conversation it is still counts where prompts are compared.
  const counted = experiment === undefined ? {} : { experiment, prompt: prompt.name }
  // Where nothing is said no fixed text needs a language.
  const known = () => (policy.observe ? Promise.resolve(conversation) : withProfile(conversation, parts))
  const judged =
    (verdict: Verdict): JudgedChanges =>
    (current, at, then) => [
      decide({ conversation: current, turn: turnIn(current, turn), policy: at, now: then }, verdict),
    ]
  const ruled = (verdict: Verdict) => judged({ ...verdict, origin: { ...verdict.origin, ...counted } })
  return {
    counted,
    origin: { by: 'rule', ...counted } satisfies Origin,
    known,
    judged,
    ruled,
    async past(limit: Limit): Promise<JudgedChanges> {
      parts.log.warn({ conversation: conversation.id, limit }, 'a limit is reached: the turn goes to staff')
      return ruled(pastLimit({ conversation: await known(), turn, policy, now: parts.clock.now() }, limit))
    },
    async unjudged(change: (deciding: Deciding) => Change): Promise<JudgedChanges> {
      const { profileLanguage } = await known()
      return (current, at, then) => {
        const told = { ...current, profileLanguage: current.profileLanguage ?? profileLanguage }
        return [change({ conversation: told, turn: turnIn(current, turn), policy: at, now: then })]
      }
    },
  }
}
