/** The ledger in English. */
import type { Unseen } from '../facts.ts'
import { limitSentences } from './limits.ts'
import { offlineSentence } from './offline.ts'
import { recordFailed } from './recording.ts'
import { linkWords } from './linking.ts'
import type { LedgerWords } from './words.ts'

/** Others' words may end with a full stop of their own. */
const unstopped = (why: string): string => why.replace(/\.+$/, '')

const lowered = {
  no_source: 'no passage supports the answer',
  small_talk_with_facts: 'it was called small talk but holds digits or a link',
  unsupported_facts: 'it holds a number or a link that no cited passage has',
  repeats_prompt: 'it repeats the prompt',
  low_confidence: 'the confidence is below the floor',
  always_human: 'the topic always belongs to a person',
  no_topic: 'it fits none of the topics that the assistant may answer',
  third_question: 'it would be the third question in a row',
  same_answer: 'it would be the same answer a third time within ten minutes',
  look_up_gave_nothing: 'something that was looked up for it gave nothing',
  not_recordable: 'what it wanted recorded cannot be recorded like that',
}

const unseen: Record<Unseen, string> = {
  gone: 'LINE has it no more, the customer took it back',
  not_there: 'LINE has no content for it',
  too_big: 'it is too big',
  too_slow: 'fetching it took too long',
  broken: 'the download broke off',
  not_prepared: 'LINE could not prepare it',
  unknown_type: 'it is of a kind that cannot be opened',
  external: 'it lies with somebody else and is never fetched from there',
}

const actions = { take: 'Take', done: 'Done', hand_back: 'Hand back', read: 'Mark read', forget: 'Forget' }

export const en: LedgerWords = {
  received: {
    text: 'Received',
    sticker: 'A sticker was received',
    location: 'A place was received',
    image: 'A picture was received',
    video: 'A video was received',
    audio: 'A voice message was received',
    file: 'A file was received',
    other: 'A message of an unknown kind was received',
  },
  quoted: (words) => `“${words}” was received`,
  receiving: (what, again, late) =>
    `${what}${again ? ' (delivered again by LINE)' : ''}.${late ? ' It came late: LINE had already shown it Read.' : ''}`,
  leftAlone: {
    standby: 'Another module has the chat: left alone.',
    group: 'In a group, and not to the account: left alone.',
    not_tester: 'Left alone: only testers are answered (MODE=testers).',
    observing: 'Left alone: the assistant only observes (MODE=observe).',
  },
  event: (what, meaning) => `Event “${what}”: ${meaning}`,
  events: {
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
  },
  nothingToDo: 'recorded; there is nothing to do.',
  tapped: (label) => `The customer tapped “${label}”.`,
  solved: 'The customer says that this solved it.',
  notSolved: 'The customer says that it is not solved: Read was given too soon (a false Read).',
  askedToRead: 'The customer asked for Read.',
  announced: 'The reply token ends before the answer can be ready: it is spent on a button, “Show the answer”.',
  tokenFound: 'The customer gave a sign: the answer that waited goes out with it.',
  tokenForTurn: 'The customer wants the answer: it will go out by this tap.',
  followed: 'The customer has added the account.',
  followedAgain: 'The customer has unblocked the account.',
  blocked: 'The customer has blocked the account: what was due is cancelled.',
  leftGroup: 'The account is no longer in this group: what was due is cancelled.',
  forgotten: (by) => `Forgotten: everything that was said is erased (${by}).`,
  outcomeAsked: 'The customer is asked whether that solved it.',
  unsent: 'The customer took it back: its words are erased.',
  unsentGone: 'LINE has its content no more: the customer took it back.',
  unsentErased: 'Its words are erased: whoever wrote it is forgotten.',
  expired: (days) => `Its words were erased, as all are after ${days} ${days === 1 ? 'day' : 'days'}.`,
  restored:
    'This comes from a backup. What was open then may have been answered since: it goes to staff, and the assistant says nothing about it.',
  stale: 'Too old for the assistant: given to staff, unread until they take it.',
  assigned: (experiment, prompt) => `Takes part in the experiment “${experiment}” with the prompt “${prompt}”.`,
  judging: 'The assistant began to think.',
  judged(one) {
    const ruled = one.by === 'rule'
    const by = ruled ? 'By rule' : `By ${one.model ?? 'the model'}`
    const down = one.lowered ? ` (it said ${one.said}; lowered: ${lowered[one.lowered]})` : ''
    const sure = ruled ? '.' : `, confidence ${one.confidence}.`
    const sources = one.sources.length > 0 && one.decision === 'resolved' ? ` Source: ${one.sources.join(', ')}.` : ''
    const would = one.reply ? ` It would have said: “${one.reply}”` : ''
    return `${by}: ${one.decision}${down}${sure}${one.reason ? ` ${one.reason}` : ''}${sources}${would}`
  },
  fixedReason(reason) {
    switch (reason.type) {
      case 'asked_for_person':
        return 'The customer asked for a person.'
      case 'tapped_person':
        return 'The customer tapped “Talk to a person”.'
      case 'not_solved':
        return 'The customer says that the assistant’s answer did not solve it.'
      case 'not_linked':
        return linkWords.en.not_linked
      case 'cannot_see':
        return `The customer sent a message the assistant cannot see (${reason.kind}).`
      case 'could_not_look':
        return `The assistant could not look at it: ${reason.whys.map((why) => unseen[why]).join('; ')}.`
      case 'limit':
        return limitSentences.en[reason.limit]
      case 'not_recorded':
      case 'maybe_recorded':
        return recordFailed(reason, 'en')
      case 'offline':
        return offlineSentence(reason.reason, reason.found, 'en')
      default:
        return reason satisfies never
    }
  },
  failed: (why) => `No judgement: ${unstopped(why)}.`,
  paused: 'Not judged: the assistant is paused.',
  dropped: {
    message: 'Something more was written meanwhile: judged again, together.',
    unsend: 'A message was unsent meanwhile: judged again without it.',
    staff: 'Staff took over meanwhile: the decision was dropped.',
    left_alone: 'MODE was changed meanwhile: the decision was dropped.',
    paused: 'The assistant was paused meanwhile: the decision was dropped.',
  },
  closed: {
    resolved: 'Handled.',
    handoff: 'Handed to a person.',
    staff: 'Closed as staff’s own.',
    observed: 'Only observed: nothing was said, marked or handed over.',
    left: 'Closed: the customer has gone.',
  },
  asked: 'A question goes back: it stays open and unread.',
  unanswered: 'Staff see it; it stays unread.',
  unansweredWithNotice: 'A notice goes back: staff see it, it stays unread.',
  reopened: 'Judged again, since part of the turn was unsent.',
  handedOff: 'Staff have the conversation: the assistant is silent.',
  taken: (by) => `${by} took the conversation.`,
  handedBack: (by) => `${by} handed the conversation back to the assistant.`,
  handedBackByCustomer: 'The customer handed the conversation back to the assistant.',
  handedBackByTime: 'Nobody of the staff did anything for long enough: the assistant has the conversation again.',
  done: (by) => `${by} says that it is done: the assistant has the conversation again.`,
  staffRead: (by) => `${by} marked it as read.`,
  addressKept: (by) => `${by} changed the address that is kept of the chat in LINE.`,
  graded: (by, right) =>
    right
      ? `${by} looked at the decision: “resolved” was right.`
      : `${by} looked at the decision: “resolved” was wrong (a false Read).`,
  suspected: 'The customer quotes a message that is not ours: somebody of the staff seems to be answering.',
  notAnswering: (by) => `${by} says that nobody of the staff is answering.`,
  reminded: (count) => `Still waiting: staff were reminded${count > 1 ? ` (${count} times by now)` : ''}.`,
  reassured: 'Written while nobody is there: the customer hears that they are not forgotten.',
  refused(by, action, why) {
    const what = `${by} pressed ${actions[action]}`
    switch (why) {
      case 'changed':
        return `${by}: refused, something had changed meanwhile.`
      case 'taken_already':
        return `${what}: refused, somebody had taken it already.`
      case 'back_already':
        return `${what}: refused, the assistant had it already.`
      case 'still_waits':
        return `${what}: refused, staff never had it; the customer still waits.`
      case 'ended':
        return `${what}: refused, it had ended already.`
      case 'nothing_to_do':
        return `${what}: there was nothing to do.`
      default:
        return why satisfies never
    }
  },
  entered: (kind) =>
    kind === 'paused' ? 'The assistant is paused: an entry stands under Waiting.' : 'An entry stands under Waiting.',
  outcome(what, result, detail) {
    const named = { read: 'Mark as read', reply: 'The reply', notify: 'Telling staff' }[what]
    switch (result) {
      case 'done':
        return { read: undefined, reply: 'The reply was delivered.', notify: 'Staff were told.' }[what]
      case 'refused':
        return `${named}: refused (${detail}).`
      case 'unknown':
        return `${named}: no certain outcome (${detail}); tried again the same way.`
      default:
        return result satisfies never
    }
  },
  putOff: (seconds, why) => `Put off for ${seconds} s: ${unstopped(why)}.`,
  pushInstead: 'Its reply token is of no use any more: sent as a push.',
  deferred: 'A push would cost too much now: it goes out in front of the next reply.',
  tokenRefused: 'LINE refused its read token.',
  read: 'Read: LINE confirmed it.',
  endings: {
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
  },
  conclusions: {
    asked: 'Unread: it is still open, and the next answer that resolves it marks it.',
    stale: 'Unread: it waits for staff.',
    during_staff: 'Unread: it came while staff have the conversation, and is theirs.',
    waits_for_staff: 'Unread: it came while the customer waits for staff.',
    handling: 'Unread: being handled.',
    observed: 'Unread: nothing is marked while MODE says so.',
    left: 'Unread: the customer, or the account, has gone.',
    unseen: 'Unread: nobody has looked at it yet; Read when staff take it.',
    no_read: 'Unread: the policy (read_on) gives no Read for this.',
    with_staff: 'Unread: staff have it; Done or Mark read marks it.',
    unmarked: 'Unread: staff took it as theirs and did not mark it.',
    with_answer: 'Unread: Read goes with the answer, which waits for the customer’s next sign.',
    until_told: 'Unread: Read waits until staff have been told.',
    until_recorded: 'Unread: it waits until the shop’s system confirms that the request is recorded.',
    no_token: 'Unread: LINE gave no read token for it; a later token covers it.',
    came_late: 'It came late: LINE showed it Read from the start.',
    token_refused: 'Unread: LINE refused its read token; a later token covers it.',
    due: 'Unread: Read is due and is being sent.',
  },
  unsentText: '(unsent)',
  expiredText: '(erased)',
}
