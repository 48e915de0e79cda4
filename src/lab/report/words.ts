/** The words of reports: plain ones, for somebody who writes prompts in a shop. */
import type { DecisionWord } from '../../core/judgement.ts'
import type { Lowering } from '../../core/facts.ts'

export const falseReadMeans =
  'A false read: the answer said “resolved” where that was wrong, or rested on the wrong passage, or would have recorded something else. In LINE the message would have turned Read, and nobody would have answered it.'

export const missedHandoffMeans = 'A missed hand-off: a person should have had this conversation, and did not get it.'

export const intervalMeans =
  'The thin line on a bar is the 95 % interval: where the true rate may well be, as far as so few cases can tell. More cases make it shorter.'

/** What the decision does to the customer’s message. */
export const decisionMeans: Record<DecisionWord | 'failed', string> = {
  resolved: 'answered: the message turns Read',
  needs_info: 'a question goes back: the message stays unread',
  handoff: 'a person has it: the message turns Read',
  failed: 'no judgement: the message stays unread',
}

/** After “got”. */
export const gotWord = (decision: DecisionWord | 'failed'): string =>
  decision === 'failed' ? 'no judgement' : decision

const lowerings: Record<Lowering, string> = {
  no_source: 'no passage supports the answer',
  small_talk_with_facts: 'it was called small talk, and holds figures or a link',
  unsupported_facts: 'it holds figures or a link that no cited passage has',
  repeats_prompt: 'it repeats the prompt',
  low_confidence: 'it was not sure enough',
  always_human: 'the topic always belongs to a person',
  third_question: 'it would have been the third question in a row',
  same_answer: 'it would have been the same answer a third time within ten minutes',
  look_up_gave_nothing: 'what was looked up for it gave nothing',
  not_recordable: 'it wanted something recorded that no record takes',
}

/** Why the server does not let the model's decision stand; a word of another version as it is. */
export const loweringWords = (why: string): string =>
  Object.entries(lowerings).find(([word]) => word === why)?.[1] ?? why
