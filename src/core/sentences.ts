/** What a fact says to a person: a sentence of the ledger, in a language that staff read. A judgement may have more. */
import { labels } from './buttons.ts'
import type { Conversation } from './conversation.ts'
import type { Fact } from './facts.ts'
import { fixedReason, judgedReason, type FixedReason } from './fixed-reason.ts'
import { recordNamed, recordsOf, tookOf } from './record-facts.ts'
import { en } from './sentences/en.ts'
import { ja } from './sentences/ja.ts'
import { linkSentence } from './sentences/linking.ts'
import { lineSentence, lookUpLines, recordLines, type LookUpLine } from './sentences/looked-up.ts'
import { closedOnceRecorded, recordAgain, recordEnded, recordOutcome } from './sentences/recording.ts'
import { th } from './sentences/th.ts'
import type { LedgerWords, StaffLanguage } from './sentences/words.ts'
import { zhTW } from './sentences/zh-TW.ts'
import { shorten } from './text.ts'

export type { StaffLanguage } from './sentences/words.ts'

export const ledgerWords: Record<StaffLanguage, LedgerWords> = { en, ja, 'zh-TW': zhTW, th }

/** A fact as a sentence of the whole story, where a message must be told from the others by its words. */
export function inStory(fact: Fact, conversation: Conversation, language: StaffLanguage = 'en'): string | undefined {
  const words = ledgerWords[language]
  const text = fact.type === 'received' ? shortTextOf(fact.message, conversation) : undefined
  if (fact.type !== 'received' || text === undefined) return sentence(fact, conversation, language)
  return words.receiving(words.quoted(text), fact.redelivery, fact.late)
}

/** Marks that would turn the words of our sentence around. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Words as long as a glance; gone with the message. */
function shortTextOf(id: string, { messages }: Conversation): string | undefined {
  const content = messages.find((message) => message.id === id)?.content
  if (content?.type !== 'text') return undefined
  const text = content.text.replace(turning, '').replace(/\s+/g, ' ').trim()
  return text.length > 60 ? shorten(text, 60) : text
}

/** One fact as a sentence; undefined for those that say nothing to a person. */
export function sentence(fact: Fact, conversation: Conversation, language: StaffLanguage = 'en'): string | undefined {
  const words = ledgerWords[language]
  switch (fact.type) {
    case 'received':
      return words.receiving(words.received[fact.kind], fact.redelivery, fact.late)
    case 'noted':
      if (fact.why !== 'nothing_to_do') return words.leftAlone[fact.why]
      return words.event(fact.what, words.events[fact.what] ?? words.nothingToDo)
    case 'tapped':
      return words.tapped(labels[language][fact.button])
    case 'told_outcome':
      return fact.solved ? words.solved : words.notSolved
    case 'asked_to_read':
      return words.askedToRead
    case 'announced':
      return words.announced
    case 'token_found':
      return words.tokenFound
    case 'token_for_turn':
      return words.tokenForTurn
    case 'followed':
      return fact.again ? words.followedAgain : words.followed
    case 'left':
      return fact.what === 'unfollow' ? words.blocked : words.leftGroup
    case 'forgotten':
      return words.forgotten(fact.by)
    case 'outcome_asked':
      return words.outcomeAsked
    case 'unsent':
      if (fact.erased) return words.unsentErased
      return fact.gone ? words.unsentGone : words.unsent
    case 'expired':
      return fact.words === undefined ? undefined : words.expired(fact.days)
    case 'restored':
      return words.restored
    case 'stale':
      return words.stale
    case 'judging':
      return isPausedTurn(fact, conversation) ? undefined : words.judging
    case 'assigned':
      return words.assigned(fact.experiment, fact.prompt)
    case 'judged':
      return judged(fact, conversation, language)
    case 'failed':
      if (fact.limit) return words.fixedReason({ type: 'limit', limit: fact.limit })
      return isPause(fact) ? words.paused : words.failed(fact.why)
    case 'dropped':
      return words.dropped[fact.why]
    case 'closed':
      if (fact.as === 'resolved' && recordsOf(conversation, fact.turn).length > 0) return closedOnceRecorded[language]
      return words.closed[fact.as]
    case 'asked':
      return words.asked
    case 'unanswered':
      return fact.notice ? words.unansweredWithNotice : words.unanswered
    case 'reopened':
      return words.reopened
    case 'handed_off':
      return words.handedOff
    case 'taken':
      return words.taken(fact.by)
    case 'handed_back':
      if (fact.customer) return words.handedBackByCustomer
      if (fact.time) return words.handedBackByTime
      return fact.done ? words.done(fact.by) : words.handedBack(fact.by)
    case 'staff_read':
      return words.staffRead(fact.by)
    case 'staff_refused':
      return words.refused(fact.by, fact.action, fact.why ?? 'changed')
    case 'address_kept':
      return words.addressKept(fact.by)
    case 'graded':
      return words.graded(fact.by, fact.right)
    case 'suspected':
      return words.suspected
    case 'not_answering':
      return words.notAnswering(fact.by)
    case 'reminded':
      return words.reminded(fact.count)
    case 'reassured':
      return words.reassured
    case 'entered':
      return words.entered(fact.kind)
    case 'outcome': {
      const { what, result, status, detail } = fact
      const told = [status, detail].filter((one) => one !== undefined).join(' ')
      if (what !== 'record') return words.outcome(what, result, told)
      return recordOutcome(recordNamed(conversation, fact.action) ?? '', fact, tookOf(fact, conversation), language)
    }
    case 'waiting': {
      const seconds = Math.max(1, Math.round((fact.until - fact.at) / 1_000))
      return fact.what === 'record' ? recordAgain(seconds, language) : words.putOff(seconds, fact.why)
    }
    case 'push_instead':
      return words.pushInstead
    case 'deferred':
      return words.deferred
    case 'token_refused':
      return words.tokenRefused
    case 'read':
      return words.read
    case 'ended':
      if (fact.what !== 'record') return words.endings[fact.how]
      return recordEnded(recordNamed(conversation, fact.action) ?? '', fact.how, language)
    case 'link_offered':
    case 'link_asked':
    case 'link_refused':
    case 'link_waits':
    case 'linked':
    case 'link_failed':
    case 'unlinked':
      return linkSentence(fact, language)
    case 'begun':
    case 'answered':
    // The judgement that follows from it says why.
    case 'unseen':
    case 'read_due':
    case 'attempted':
    case 'entry_ended':
    case 'entry_grown':
    case 'known':
      return undefined
    default:
      return fact satisfies never
  }
}

/** What was looked up for a judgement, and what it is to have recorded: what the ledger says beneath it. */
export function linesUnder(fact: Fact, conversation: Conversation, language: StaffLanguage = 'en'): LookUpLine[] {
  if (fact.type !== 'judged' && fact.type !== 'failed') return []
  const text = conversation.judged.findLast((one) => one.turn === fact.turn)
  const lookUps = lookUpLines(fact.lookUps ?? [], text?.lookUps, language)
  // Of what was lowered nothing is recorded.
  if (fact.type === 'failed' || fact.decision !== 'resolved') return lookUps
  const isOnlyObserved = conversation.facts.some(
    (one) => one.type === 'closed' && one.as === 'observed' && one.turn === fact.turn,
  )
  return [...lookUps, ...recordLines(fact.records ?? [], text?.records, isOnlyObserved, language)]
}

/** The same as sentences. */
export const sentencesUnder = (fact: Fact, conversation: Conversation, language: StaffLanguage = 'en'): string[] =>
  linesUnder(fact, conversation, language).map((line) => lineSentence(line, language))

/** A rule failed it: nobody was asked. */
/** A judgement that a model was wanted for, and not asked, names the model. */
const isPause = (fact: Fact): boolean =>
  fact.type === 'failed' && fact.origin.by === 'rule' && fact.origin.model === undefined

/** While the assistant is paused nobody thinks, though a turn begins as always. */
function isPausedTurn(fact: Fact & { type: 'judging' }, { facts }: Conversation): boolean {
  const at = facts.indexOf(fact)
  const outcome = facts.find(
    (one, place) => place > at && (one.type === 'judged' || one.type === 'failed' || one.type === 'dropped'),
  )
  return at >= 0 && outcome !== undefined && isPause(outcome)
}

function judged(fact: Fact & { type: 'judged' }, conversation: Conversation, language: StaffLanguage): string {
  const text = conversation.judged.findLast((one) => one.turn === fact.turn)
  return ledgerWords[language].judged({
    model: fact.origin.model,
    by: fact.origin.by,
    decision: fact.decision,
    said: fact.said,
    lowered: fact.lowered === 'always_human' && fact.topic === 'other' ? 'no_topic' : fact.lowered,
    confidence: fact.confidence.toFixed(2),
    reason: inWords(judgedReason(conversation, fact.turn), text?.reason ?? '', language),
    sources: fact.sources,
    reply: text?.reply ?? '',
  })
}

/** Why staff were given a turn, as it was said; what a rule of ours tells, in the reader's language. */
export const reasonOf = (conversation: Conversation, turn: string, given: string, language: StaffLanguage): string =>
  inWords(fixedReason(conversation, turn), given, language)

/** Of these no model gave a reason of its own. */
const unsaid: ReadonlySet<FixedReason['type']> = new Set(['limit', 'not_recorded', 'maybe_recorded'])

function inWords(fixed: FixedReason | undefined, given: string, language: StaffLanguage): string {
  const isTold = (fixed && unsaid.has(fixed.type)) || (given !== '' && language !== 'en')
  return fixed && isTold ? ledgerWords[language].fixedReason(fixed) : given
}
