/** One conversation: what both sides said as the customer sees it, and the ledger: why each message is Read, or not. */
import type { Conversation } from '../core/conversation.ts'
import { explain, type Explained, type Ledger } from '../core/explain.ts'
import { forgetAddress } from './addresses.ts'
import { buttons, face, languageOf, marks, since, told } from './card.ts'
import { chat, type Chat } from './chat.ts'
import { withContent } from './content.ts'
import { glanceAt } from './glance.ts'
import { html, type Html } from './html.ts'
import { time } from './time.ts'
import { membersOf, thingIn, whoIn } from './words.ts'

export function conversationMain(page: Chat): Html {
  const { conversation, name, now, chats } = page
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
        <p class="standing">${standings[glance.place]} ${groupNote(conversation)}</p>
        ${told(glance)}${buttons({ glance, name, now, chats }, 'conversation')}
      </section>
      ${chat(page)} ${reasons(ledger, conversation, now)}
    </div>
    ${!isEmpty(conversation) && forgetting(conversation)}`
}

const standings = {
  waiting: 'Waits for a person.',
  staff: 'With a person: the assistant is silent and marks nothing as read.',
  assistant: 'With the assistant. Take makes it yours.',
}

/** Several people write here, and only what is meant for the account comes in. */
const groupNote = ({ chat: { type } }: Conversation): string | false =>
  (type === 'group' || type === 'room') &&
  `This is a ${type} of several people: the assistant answers only who mentions or quotes the account.`

const isEmpty = ({ messages, answers, judged }: Conversation): boolean =>
  messages.length + answers.length + judged.length === 0

/** Away from Take and Hand back, and with a page of its own that asks once more. */
const forgetting = (conversation: Conversation): Html =>
  html`<p class="forget"><a href="${forgetAddress(conversation.id)}">Forget this ${whoIn(conversation.chat)}…</a></p>`

function reasons({ messages, story }: Ledger, conversation: Conversation, now: number): Html {
  const member = membersOf(conversation)
  const things = new Set(withContent(conversation))
  const each = conversation.messages.toReversed().map((message): Html => {
    const explained = messages.find(({ id }) => id === message.id)
    const title = things.has(message)
      ? { text: thingIn(message), language: undefined }
      : { text: explained?.text ?? '', language: conversation.language }
    return html`${explained && reason(explained, title, member(message), now)}`
  })
  return html`<section class="card why" aria-labelledby="why">
    <h2 id="why">Why each message is Read, or not</h2>
    ${
      messages.length === 0
        ? html`<p class="gone">No message is kept.</p>`
        : html`<ol class="reasons">
            ${each}
          </ol>`
    }
    <details id="story" class="story">
      <summary>The whole story (${story.length})</summary>
      <ol>
        ${story.map(({ at, text }) => html`<li>${time(at, now, 'seconds')} ${text}</li>`)}
      </ol>
    </details>
  </section>`
}

interface Title {
  text: string
  language: string | undefined
}

function reason(message: Explained, { text, language }: Title, by: string | undefined, now: number): Html {
  return html`<li id="why-${message.id}">
    ${by && html`<p class="by">${by}</p>`}
    <p class="quote" dir="auto" ${languageOf(text, language)}>${text}</p>
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
