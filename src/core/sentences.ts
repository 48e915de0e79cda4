/** What a fact says to a person: one sentence of the ledger, in English. */
import { labels } from './buttons.ts'
import type { Conversation } from './conversation.ts'
import type { Ending, Fact, LeftAlone, Lowering } from './facts.ts'
import { shorten } from './text.ts'

const received: Record<Extract<Fact, { type: 'received' }>['kind'], string> = {
  text: 'Received',
  sticker: 'A sticker was received',
  location: 'A place was received',
  image: 'A picture was received',
  video: 'A video was received',
  audio: 'A voice message was received',
  file: 'A file was received',
  other: 'A message of an unknown kind was received',
}

const leftAlone: Record<LeftAlone, (what: string) => string> = {
  standby: () => 'Another module has the chat: left alone.',
  group: () => 'In a group, and not to the account: left alone.',
  nothing_to_do: (what) => `Event “${what}”: ${noted[what] ?? 'recorded; there is nothing to do.'}`,
  not_tester: () => 'Left alone: only testers are answered (MODE=testers).',
  observing: () => 'Left alone: the assistant only observes (MODE=observe).',
}

/** Words as long as a glance; gone with the message. */
function quoted(id: string, { messages }: Conversation): string | undefined {
  const content = messages.find((message) => message.id === id)?.content
  if (content?.type !== 'text') return undefined
  const text = content.text.replace(/\s+/g, ' ').trim()
  return `“${text.length > 60 ? shorten(text, 60) : text}” was received`
}

/** What LINE's other events mean, and why nothing follows from them. */
const noted: Record<string, string | undefined> = {
  postback: 'a button that is not ours, or that no longer means anything: nothing is done.',
  join: 'the account is in this group now. It answers who mentions or quotes it.',
  memberJoined: 'somebody joined the group.',
  memberLeft: 'somebody left the group.',
  accountLink: 'the customer linked an account; nothing here uses it yet.',
  beacon: 'the customer is near a beacon; nothing is said unasked.',
  videoPlayComplete: 'the customer watched a video to its end.',
  membership: 'the customer’s membership changed.',
  message: 'it was here before, or is not for us.',
  activated: 'LINE gave this channel the chat.',
  deactivated: 'another channel has the chat now.',
  botSuspended: 'LINE has suspended the account: nothing can be sent until it is resumed.',
  botResumed: 'LINE has resumed the account.',
  module: 'a module was attached or detached.',
}

const lowered: Record<Lowering, string> = {
  no_source: 'no passage supports the answer',
  small_talk_with_facts: 'it was called small talk but holds digits or a link',
  low_confidence: 'the confidence is below the floor',
  always_human: 'the topic always belongs to a person',
  third_question: 'it would be the third question in a row',
}

const endings: Record<Ending, string | undefined> = {
  done: undefined,
  refused: 'LINE refused the last read token that was due.',
  undelivered: 'The answer could not be delivered; staff have an entry.',
  uncertain: 'Whether the answer arrived is not certain; staff have an entry.',
  nothing_to_do: 'There was nothing left to mark.',
  superseded: undefined,
  unsent: 'The answer was dropped: its messages were unsent.',
  taken: 'The answer was dropped: staff took over.',
  left: 'The answer was dropped: the customer has gone.',
  not_said: 'The notice was not said: it had no living token, or had waited too long.',
  left_alone: 'Not done: MODE says that nothing is said here.',
}

const closings: Record<Extract<Fact, { type: 'closed' }>['as'], string> = {
  resolved: 'Handled.',
  handoff: 'Handed to a person.',
  staff: 'Closed as staff’s own.',
  observed: 'Only observed: nothing was said, marked or handed over.',
  left: 'Closed: the customer has gone.',
}

/** Others' words may end with a full stop of their own. */
const unstopped = (why: string): string => why.replace(/\.+$/, '')

/** A fact as a sentence of the whole story, where a message must be told from the others by its words. */
export function inStory(fact: Fact, conversation: Conversation): string | undefined {
  const told = sentence(fact, conversation)
  const words = fact.type === 'received' ? quoted(fact.message, conversation) : undefined
  return words && told ? told.replace(received.text, words) : told
}

/** One fact as a sentence; undefined for those that say nothing to a person. */
export function sentence(fact: Fact, conversation: Conversation): string | undefined {
  switch (fact.type) {
    case 'received': {
      const again = fact.redelivery ? ' (delivered again by LINE)' : ''
      const late = fact.late ? ' It came late: LINE had already shown it Read.' : ''
      return `${received[fact.kind]}${again}.${late}`
    }
    case 'noted':
      return leftAlone[fact.why](fact.what)
    case 'tapped':
      return `The customer tapped “${labels.en[fact.button]}”.`
    case 'told_outcome':
      return fact.solved
        ? 'The customer says that this solved it.'
        : 'The customer says that it is not solved: Read was given too soon (a false Read).'
    case 'asked_to_read':
      return 'The customer asked for Read.'
    case 'announced':
      return 'The reply token ends before the answer can be ready: it is spent on a button, “Show the answer”.'
    case 'token_found':
      return 'The customer gave a sign: the answer that waited goes out with it.'
    case 'token_for_turn':
      return 'The customer wants the answer: it will go out by this tap.'
    case 'followed':
      return fact.again ? 'The customer has unblocked the account.' : 'The customer has added the account.'
    case 'left':
      return fact.what === 'unfollow'
        ? 'The customer has blocked the account: what was due is cancelled.'
        : 'The account is no longer in this group: what was due is cancelled.'
    case 'forgotten':
      return `Forgotten: everything that was said is erased (${fact.by}).`
    case 'outcome_asked':
      return 'The customer is asked whether that solved it.'
    case 'unsent':
      return fact.gone
        ? 'LINE has its content no more: the customer took it back.'
        : 'The customer took it back: its words are erased.'
    case 'stale':
      return 'Too old for the assistant: given to staff, unread until they take it.'
    case 'judging':
      return 'The assistant began to think.'
    case 'judged': {
      const reason = conversation.judged.findLast((text) => text.turn === fact.turn)?.reason
      const by = fact.origin.by === 'rule' ? 'By rule' : `By ${fact.origin.model ?? 'the model'}`
      const down = fact.lowered ? ` (it said ${fact.said}; lowered: ${lowered[fact.lowered]})` : ''
      const sure = fact.origin.by === 'rule' ? '.' : `, confidence ${fact.confidence.toFixed(2)}.`
      const sources =
        fact.sources.length > 0 && fact.decision === 'resolved' ? ` Source: ${fact.sources.join(', ')}.` : ''
      const reply = conversation.judged.findLast((text) => text.turn === fact.turn)?.reply
      const would = reply ? ` It would have said: “${reply}”` : ''
      return `${by}: ${fact.decision}${down}${sure}${reason ? ` ${reason}` : ''}${sources}${would}`
    }
    case 'failed':
      return `No judgement: ${unstopped(fact.why)}.`
    case 'dropped':
      return {
        message: 'Something more was written meanwhile: judged again, together.',
        unsend: 'A message was unsent meanwhile: judged again without it.',
        staff: 'Staff took over meanwhile: the decision was dropped.',
        left_alone: 'MODE was changed meanwhile: the decision was dropped.',
      }[fact.why]
    case 'closed':
      return closings[fact.as]
    case 'asked':
      return 'A question goes back: it stays open and unread.'
    case 'unanswered':
      return fact.notice ? 'A notice goes back: staff see it, it stays unread.' : 'Staff see it; it stays unread.'
    case 'reopened':
      return 'Judged again, since part of the turn was unsent.'
    case 'handed_off':
      return 'Staff have the conversation: the assistant is silent.'
    case 'taken':
      return `${fact.by} took the conversation.`
    case 'handed_back':
      return `${fact.by} handed the conversation back to the assistant.`
    case 'staff_refused':
      return `${fact.by}: refused, something had changed meanwhile.`
    case 'entered':
      return 'An entry stands under Waiting.'
    case 'outcome':
      return outcomeSentence(fact)
    case 'waiting':
      return `Put off for ${Math.max(1, Math.round((fact.until - fact.at) / 1_000))} s: ${unstopped(fact.why)}.`
    case 'push_instead':
      return 'Its reply token is of no use any more: sent as a push.'
    case 'deferred':
      return 'A push would cost too much now: it goes out in front of the next reply.'
    case 'token_refused':
      return 'LINE refused its read token.'
    case 'read':
      return 'Read: LINE confirmed it.'
    case 'ended':
      return endings[fact.how]
    case 'begun':
    case 'answered':
    // The judgement that follows from it says why.
    case 'unseen':
    case 'read_due':
    case 'attempted':
    case 'entry_ended':
      return undefined
    default:
      return fact satisfies never
  }
}

function outcomeSentence(fact: Extract<Fact, { type: 'outcome' }>): string | undefined {
  const what = { read: 'Mark as read', reply: 'The reply', notify: 'Telling staff' }[fact.what]
  const detail = [fact.status, fact.detail].filter((part) => part !== undefined).join(' ')
  switch (fact.result) {
    case 'done':
      return { read: undefined, reply: 'The reply was delivered.', notify: 'Staff were told.' }[fact.what]
    case 'refused':
      return `${what}: refused (${detail}).`
    case 'unknown':
      return `${what}: no certain outcome (${detail}); tried again the same way.`
    default:
      return fact.result satisfies never
  }
}
