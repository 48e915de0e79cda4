/** A conversation's chat as the customer sees it, and what the customer does not see: where it changed hands, what waits. */
import { labels } from '../core/buttons.ts'
import type { ReplyAction } from '../core/action.ts'
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import type { Fact } from '../core/facts.ts'
import { bubble } from './card.ts'
import { isShownRead } from './glance.ts'
import { html, type Html } from './html.ts'
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
}

interface Line {
  at: number
  shown: Html
}

/** What staff write in LINE's own chat never comes through here. */
export function chat(one: Chat): Html {
  const { conversation, name, now } = one
  const { messages, answers, facts, language, chat: where } = conversation
  const member = membersOf(conversation)
  const lines: Line[] = [
    ...messages.map((message) => ({ at: message.timestamp, shown: theirs(message, one, member(message)) })),
    ...answers.map(({ at, texts }) => ({ at, shown: ours(texts, time(at, now), language) })),
    ...facts.flatMap((fact) => turning(fact)),
    ...observed(conversation, now),
  ]
  const ordered = [...lines.toSorted((a, b) => a.at - b.at).map(({ shown }) => shown), ...waiting(conversation)]
  const group = where.type === 'user' ? '' : ' Nor is what members say to each other: it is not kept.'
  return html`<section class="phone" aria-labelledby="chat">
    <h2 id="chat" class="hidden">What <bdi>${name}</bdi> sees</h2>
    <div id="messages" class="messages" tabindex="0" role="group" aria-label="Messages">
      <ol>
        ${ordered.length === 0 ? html`<li class="system"><span>Nothing is kept of what was said here.</span></li>` : ordered}
      </ol>
    </div>
    <p class="note">What staff write in LINE’s own chat is not shown here.${group}</p>
  </section>`
}

function theirs(message: CustomerMessage, { conversation, now, chats, kept }: Chat, by: string | undefined): Html {
  const who = by === undefined ? '' : `${by}: `
  if (message.state === 'unsent') return system(`${who}${saidIn(message, chats).text}`)
  const read = isShownRead(conversation, message)
  const at = message.readAt === undefined ? '' : html` ${time(message.readAt, now, formOf(message.readAt, message))}`
  const mark = read ? html`<span class="read">Read${at}</span>` : html`<span class="unread">Not read</span>`
  const mime = kept.get(message.id)
  const said =
    mime === undefined
      ? bubble(saidIn(message, chats), conversation.language)
      : thing({ conversation: conversation.id, message, mime })
  return html`<li class="own">
    <p class="stamp">${mark} ${time(message.timestamp, now)} <a href="#why-${message.id}">why?</a></p>
    <div class="said">${by && html`<p class="by">${by}</p>`}${said}</div>
  </li>`
}

const halfDay = 12 * 3_600_000

const formOf = (readAt: number, { timestamp }: CustomerMessage) => (readAt - timestamp < halfDay ? 'clock' : 'minutes')

/** @param not why these words were not said, or not yet */
function ours(texts: readonly string[], stamp: Html, language: string | undefined, not?: string): Html {
  const said = texts.map((text) => bubble({ text, verbatim: true }, language))
  return html`<li class="${not === undefined ? 'bot' : 'bot unsaid'}">
    <span class="hidden">The assistant:</span>
    <div class="said">${not && html`<p class="not">${not}</p>`}${said}</div>
    <p class="stamp">${stamp}</p>
  </li>`
}

/** Answers that go out with whatever the customer does next, since a push would cost too much. */
function waiting({ outbox, language }: Conversation): Html[] {
  return outbox
    .filter((action): action is ReplyAction => action.kind === 'reply' && action.deferred && !action.joinedBy)
    .map(({ body }) => {
      const texts = body.flatMap((message) => (message.type === 'text' ? [message.text] : []))
      return ours(texts, html``, language, 'Waits for the customer’s next sign')
    })
}

/** Where nothing is said (`MODE=observe`): what would have been. */
function observed({ facts, judged, messages, language }: Conversation, now: number): Line[] {
  const decided = new Map(
    facts.flatMap((fact) => (fact.type === 'judged' || fact.type === 'failed' ? [[fact.turn, fact] as const] : [])),
  )
  const silent = facts.flatMap((fact): Line[] => {
    if (fact.type !== 'closed' || fact.as !== 'observed') return []
    const decision = decided.get(fact.turn)
    if (decision?.type === 'failed') return [{ at: fact.at, shown: system('Would have gone to staff: no judgement') }]
    return decision?.decision === 'handoff' ? [{ at: fact.at, shown: system('Would have been handed to staff') }] : []
  })
  const said = judged.flatMap(({ turn, reply, messages: about }): Line[] => {
    if (!reply) return []
    const times = messages.filter(({ id }) => about.includes(id)).map(({ timestamp }) => timestamp)
    const at = decided.get(turn)?.at ?? Math.max(...times, 0)
    return [{ at, shown: ours([reply], time(at, now), language, 'Would have said') }]
  })
  return [...silent, ...said]
}

const system = (text: string): Html => html`<li class="system"><span>${text}</span></li>`

/** Where the conversation changed hands, and what the customer did without writing. */
function turning(fact: Fact): Line[] {
  const text = turningText(fact)
  return text === undefined ? [] : [{ at: fact.at, shown: system(text) }]
}

function turningText(fact: Fact): string | undefined {
  if (fact.type === 'handed_off') return 'Handed to staff'
  if (fact.type === 'taken') return `${fact.by} took it`
  if (fact.type === 'handed_back') {
    return fact.by === 'the customer' ? 'The customer went back to the assistant' : `${fact.by} handed it back`
  }
  if (fact.type === 'tapped') {
    // Of these two their own fact says it better.
    const told = fact.button === 'solved' || fact.button === 'not_solved'
    return told ? undefined : `The customer tapped “${labels.en[fact.button]}”`
  }
  if (fact.type === 'told_outcome') return `The customer says that it is ${fact.solved ? '' : 'not '}solved`
  if (fact.type === 'left') return fact.what === 'unfollow' ? 'The customer blocked the account' : 'The account left'
  if (fact.type === 'followed') return `The customer ${fact.again ? 'unblocked' : 'added'} the account`
  return fact.type === 'forgotten' ? 'Everything before this was erased' : undefined
}
