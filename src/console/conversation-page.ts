/** One conversation: what both sides said as the customer sees it, and the ledger: why each message is Read, or not. */
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import { explain, type Explained, type Ledger } from '../core/explain.ts'
import type { Fact } from '../core/facts.ts'
import { bubble, buttons, face, languageOf, marks, since, told } from './card.ts'
import { glanceAt, isShownRead } from './glance.ts'
import { html, type Html } from './html.ts'
import { saidIn } from './words.ts'
import { time } from './time.ts'

export interface ConversationPage {
  conversation: Conversation
  name: string
  now: number
  lineChats: boolean
}

export function conversationMain({ conversation, name, now, lineChats }: ConversationPage): Html {
  const glance = glanceAt(conversation)
  const ledger = explain(conversation)
  return html`<p class="back"><a href="/console">All who wait</a></p>
    <div class="conversation">
      <section class="card about" aria-labelledby="name">
        <header>
          ${face(conversation.id, name)}
          <h1 id="name"><bdi>${name}</bdi></h1>
          ${since(glance, now)} ${marks(glance)}
        </header>
        <p class="standing">${standings[glance.place]}</p>
        ${told(glance)}${buttons({ glance, name, now, lineChats }, 'conversation')}
      </section>
      ${chat(conversation, name, now)} ${reasons(ledger, conversation, now)}
    </div>`
}

const standings = {
  waiting: 'Waits for a person.',
  staff: 'With a person: the assistant is silent and marks nothing as read.',
  assistant: 'With the assistant. Take makes it yours.',
}

interface Line {
  at: number
  shown: Html
}

/** As the customer sees it. What staff write in LINE's chat never comes through here. */
function chat(conversation: Conversation, name: string, now: number): Html {
  const { messages, answers, facts, language } = conversation
  const lines: Line[] = [
    ...messages.map((one) => ({ at: one.timestamp, shown: theirs(one, conversation, now) })),
    ...answers.map(({ at, texts }) => ({ at, shown: ours(texts, at, language, now) })),
    ...facts.flatMap((fact) => turning(fact)),
  ]
  const ordered = lines.toSorted((a, b) => a.at - b.at).map(({ shown }) => shown)
  return html`<section class="phone" aria-labelledby="chat">
    <h2 id="chat" class="hidden">What <bdi>${name}</bdi> sees</h2>
    <div id="messages" class="messages" tabindex="0" role="group" aria-label="Messages">
      <ol>
        ${ordered}
      </ol>
    </div>
    <p class="note">What staff write in LINE’s own chat is not shown here.</p>
  </section>`
}

function theirs(message: CustomerMessage, conversation: Conversation, now: number): Html {
  if (message.state === 'unsent') return html`<li class="system"><span>${saidIn(message).text}</span></li>`
  const read = isShownRead(conversation, message)
  const at = message.readAt === undefined ? '' : html` ${time(message.readAt, now, formOf(message.readAt, message))}`
  const mark = read ? html`<span class="read">Read${at}</span>` : html`<span class="unread">Not read</span>`
  return html`<li class="own">
    <p class="stamp">${mark} ${time(message.timestamp, now)} <a href="#why-${message.id}">why?</a></p>
    ${bubble(saidIn(message), conversation.language)}
  </li>`
}

const halfDay = 12 * 3_600_000

const formOf = (readAt: number, { timestamp }: CustomerMessage) => (readAt - timestamp < halfDay ? 'clock' : 'minutes')

function ours(texts: string[], at: number, language: string | undefined, now: number): Html {
  const said = texts.map((text) => bubble({ text, verbatim: true }, language))
  return html`<li class="bot">
    <span class="hidden">The assistant:</span>
    <div class="said">${said}</div>
    <p class="stamp">${time(at, now)}</p>
  </li>`
}

/** Where the conversation changed hands. */
function turning(fact: Fact): Line[] {
  const told = (text: string): Line[] => [{ at: fact.at, shown: html`<li class="system"><span>${text}</span></li>` }]
  if (fact.type === 'handed_off') return told('Handed to staff')
  if (fact.type === 'taken') return told(`${fact.by} took it`)
  return fact.type === 'handed_back' ? told(`${fact.by} handed it back`) : []
}

function reasons({ messages, story }: Ledger, { language }: Conversation, now: number): Html {
  return html`<section class="card why" aria-labelledby="why">
    <h2 id="why">Why each message is Read, or not</h2>
    <ol class="reasons">
      ${messages.toReversed().map((message) => reason(message, language, now))}
    </ol>
    <details id="story" class="story">
      <summary>The whole story (${story.length})</summary>
      <ol>
        ${story.map(({ at, text }) => html`<li>${time(at, now, 'seconds')} ${text}</li>`)}
      </ol>
    </details>
  </section>`
}

function reason(message: Explained, language: string | undefined, now: number): Html {
  return html`<li id="why-${message.id}">
    <p class="quote" dir="auto" ${languageOf(message.text, language)}>${message.text}</p>
    <p class="marks">
      <span class="chip ${message.read ? 'read' : 'waiting'}">${message.read ? 'Read' : 'Not read'}</span>
      <span class="chip">${message.state}</span>
      ${time(message.at, now, 'seconds')}
    </p>
    <ul>
      ${message.why.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </li>`
}
