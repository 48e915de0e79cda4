/** A conversation's chat as the customer sees it, and what the customer does not see: where it changed hands, what waits. */
import { labels } from '../core/buttons.ts'
import type { ReplyAction } from '../core/action.ts'
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import type { Fact } from '../core/facts.ts'
import { isShownRead } from '../core/summary.ts'
import { bubble } from './card.ts'
import { cardWords } from './card-words.ts'
import { chatWords } from './chat-words.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { thing } from './thing.ts'
import { time } from './time.ts'
import { membersOf, saidIn, type Chats } from './words.ts'

export interface Chat {
  conversation: Conversation
  name: string
  now: number
  chats: Chats
  /** The types of what is kept, by message. */
  kept: ReadonlyMap<string, string>
  /** Of whoever reads the page. */
  language: ConsoleLanguage
  /** Another prompt can be tried on it. */
  tries?: boolean
}

interface Line {
  at: number
  shown: Html
}

/** What staff write in LINE's own chat never comes through here. */
export function chat(one: Chat): Html {
  const { conversation, name, now, language } = one
  const { messages, answers, facts, chat: where } = conversation
  const words = chatWords[language]
  const member = membersOf(conversation, language)
  const lines: Line[] = [
    ...messages.map((message) => ({ at: message.timestamp, shown: theirs(message, one, member(message)) })),
    ...answers.map(({ at, texts }) => ({ at, shown: ours(texts, time(at, now, 'minutes', language), one) })),
    ...facts.flatMap((fact) => turning(fact, language)),
    ...observed(one),
  ]
  const ordered = [...lines.toSorted((a, b) => a.at - b.at).map(({ shown }) => shown), ...waiting(one)]
  const [before, after] = words.sees
  return html`<section class="phone" aria-labelledby="chat">
    <h2 id="chat" class="hidden">${before}<bdi>${name}</bdi>${after}</h2>
    <div id="messages" class="messages" tabindex="0" role="group" aria-label="${words.messages}">
      <ol>
        ${ordered.length === 0 ? system(words.nothing) : ordered}
      </ol>
    </div>
    <p class="note">${words.note}${where.type !== 'user' && words.groupNote}</p>
  </section>`
}

function theirs(message: CustomerMessage, one: Chat, by: string | undefined): Html {
  const { conversation, now, chats, kept, language } = one
  const { read, notRead } = cardWords[language]
  const who = by === undefined ? '' : `${by}: `
  if (message.state === 'unsent') return system(`${who}${saidIn(message, chats, language).text}`)
  const readAt =
    message.readAt === undefined ? '' : html` ${time(message.readAt, now, formOf(message.readAt, message), language)}`
  const mark = isShownRead(conversation, message)
    ? html`<span class="read">${read}${readAt}</span>`
    : html`<span class="unread">${notRead}</span>`
  const mime = kept.get(message.id)
  const said =
    mime === undefined
      ? bubble(saidIn(message, chats, language), conversation.language)
      : thing({ conversation: conversation.id, message, mime, language })
  const at = time(message.timestamp, now, 'minutes', language)
  return html`<li class="own">
    <p class="stamp">${mark} ${at} <a href="#why-${message.id}">${chatWords[language].why}</a></p>
    <div class="said">${by && html`<p class="by">${by}</p>`}${said}</div>
  </li>`
}

const halfDay = 12 * 3_600_000

const formOf = (readAt: number, { timestamp }: CustomerMessage) => (readAt - timestamp < halfDay ? 'clock' : 'minutes')

/** @param not why these words were not said, or not yet */
function ours(texts: readonly string[], stamp: Html, { conversation, language }: Chat, not?: string): Html {
  const said = texts.map((text) => bubble({ text, verbatim: true }, conversation.language))
  return html`<li class="${not === undefined ? 'bot' : 'bot unsaid'}">
    <span class="hidden">${chatWords[language].assistant}</span>
    <div class="said">${not && html`<p class="not">${not}</p>`}${said}</div>
    <p class="stamp">${stamp}</p>
  </li>`
}

/** Answers that go out with whatever the customer does next, since a push would cost too much. */
function waiting(one: Chat): Html[] {
  return one.conversation.outbox
    .filter((action): action is ReplyAction => action.kind === 'reply' && action.deferred && !action.joinedBy)
    .map(({ body }) => {
      const texts = body.flatMap((message) => (message.type === 'text' ? [message.text] : []))
      return ours(texts, html``, one, chatWords[one.language].waits)
    })
}

/** Where nothing is said (`MODE=observe`): what would have been. */
function observed(one: Chat): Line[] {
  const { facts, judged, messages } = one.conversation
  const words = chatWords[one.language]
  const decided = new Map(
    facts.flatMap((fact) => (fact.type === 'judged' || fact.type === 'failed' ? [[fact.turn, fact] as const] : [])),
  )
  const silent = facts.flatMap((fact): Line[] => {
    if (fact.type !== 'closed' || fact.as !== 'observed') return []
    const decision = decided.get(fact.turn)
    if (decision?.type === 'failed') return [{ at: fact.at, shown: system(words.wouldHaveFailed) }]
    return decision?.decision === 'handoff' ? [{ at: fact.at, shown: system(words.wouldHaveHandedOver) }] : []
  })
  const said = judged.flatMap(({ turn, reply, messages: about }): Line[] => {
    if (!reply) return []
    const times = messages.filter(({ id }) => about.includes(id)).map(({ timestamp }) => timestamp)
    const at = decided.get(turn)?.at ?? Math.max(...times, 0)
    return [{ at, shown: ours([reply], time(at, one.now, 'minutes', one.language), one, words.wouldHaveSaid) }]
  })
  return [...silent, ...said]
}

const system = (text: string): Html => html`<li class="system"><span dir="auto">${text}</span></li>`

/** Where the conversation changed hands, and what the customer did without writing. */
function turning(fact: Fact, language: ConsoleLanguage): Line[] {
  const text = turningText(fact, language)
  return text === undefined ? [] : [{ at: fact.at, shown: system(text) }]
}

function turningText(fact: Fact, language: ConsoleLanguage): string | undefined {
  const words = chatWords[language]
  if (fact.type === 'handed_off') return words.handedOff
  if (fact.type === 'taken') return words.taken(fact.by)
  if (fact.type === 'staff_read') return words.read(fact.by)
  if (fact.type === 'handed_back') {
    if (fact.customer) return words.backByCustomer
    if (fact.time) return words.backByTime
    return fact.done ? words.done(fact.by) : words.handedBack(fact.by)
  }
  if (fact.type === 'tapped') {
    // Of these two their own fact says it better.
    const told = fact.button === 'solved' || fact.button === 'not_solved'
    return told ? undefined : words.tapped(labels[language][fact.button])
  }
  if (fact.type === 'told_outcome') return fact.solved ? words.solved : words.notSolved
  if (fact.type === 'left') return fact.what === 'unfollow' ? words.blocked : words.left
  if (fact.type === 'followed') return fact.again ? words.followedAgain : words.followed
  if (fact.type === 'reassured') return words.reassured
  return fact.type === 'forgotten' ? words.forgotten : undefined
}
