/** The ledger of a conversation, as staff read it: why each message is Read or not, and the whole story. */
import type { Conversation } from '../core/conversation.ts'
import { explain, type Explained } from '../core/explain.ts'
import type { LookUpLine } from '../core/sentences/looked-up.ts'
import { playgroundAddress } from './addresses.ts'
import { cardWords } from './card-words.ts'
import { langOf } from './card.ts'
import type { Chat } from './chat.ts'
import { withContent } from './content.ts'
import { conversationWords, type ConversationWords } from './conversation-words.ts'
import { html, type Html } from './html.ts'
import { time } from './time.ts'
import { membersOf, saidIn, thingIn } from './words.ts'

export function ledgerPart(chat: Chat): Html {
  const { conversation, now, chats, language } = chat
  const words = conversationWords[language]
  const { messages, story } = explain(conversation, language)
  const member = membersOf(conversation, language)
  const things = new Set(withContent(conversation))
  const each = conversation.messages.toReversed().map((message): Html => {
    const explained = messages.find(({ id }) => id === message.id)
    const { text, verbatim } = things.has(message)
      ? { text: thingIn(message, language), verbatim: false }
      : saidIn(message, chats, language)
    const title = { text, language: verbatim ? conversation.language : undefined }
    return html`${explained && reason(explained, title, member(message), chat)}`
  })
  return html`<section class="card why" aria-labelledby="why">
    <h2 id="why">${words.ledger}</h2>
    ${
      messages.length === 0
        ? html`<p class="gone">${words.noMessage}</p>`
        : html`<ol class="reasons">
            ${each}
          </ol>`
    }
    <details id="story" class="story">
      <summary>${words.story(story.length)}</summary>
      <ol>
        ${story.map(({ at, text }) => html`<li dir="auto">${time(at, now, 'seconds', language)} ${text}</li>`)}
      </ol>
    </details>
  </section>`
}

/** What the chip calls it. Where staff were given it without a question back, nothing was asked. */
function stateOf({ id, state, stands }: Explained, { facts }: Conversation): keyof ConversationWords['states'] {
  if (stands === 'with_staff') return stands
  if (state !== 'asked') return state
  const last = facts.findLast(
    (fact) => (fact.type === 'asked' || fact.type === 'unanswered') && fact.messages.includes(id),
  )
  return last?.type === 'unanswered' ? 'waits' : state
}

/** The turn in which a message was judged last, as long as its words are there. */
function judgedIn({ facts, messages }: Conversation, id: string): string | undefined {
  if (messages.find((message) => message.id === id)?.content === undefined) return undefined
  const fact = facts.findLast((one) => (one.type === 'judged' || one.type === 'failed') && one.messages.includes(id))
  return fact?.type === 'judged' || fact?.type === 'failed' ? fact.turn : undefined
}

interface Title {
  text: string
  language: string | undefined
}

function reason(message: Explained, title: Title, by: string | undefined, chat: Chat): Html {
  const { conversation, now, language, tries } = chat
  const { read, notRead } = cardWords[language]
  const turn = tries && judgedIn(conversation, message.id)
  return html`<li id="why-${message.id}">
    ${by && html`<p class="by">${by}</p>`}
    <p class="quote" dir="auto" ${langOf(title.text, title.language)}>${title.text}</p>
    <p class="marks">
      <span class="chip ${message.read ? 'read' : 'waiting'}">${message.read ? read : notRead}</span>
      <span class="chip">${conversationWords[language].states[stateOf(message, conversation)]}</span>
      ${time(message.at, now, 'seconds', language)}
    </p>
    <ul>
      ${message.told.map(({ text, under }) => html`<li dir="auto">${text}${under.length > 0 && lines(under)}</li>`)}
    </ul>
    ${
      turn &&
      html`<p class="try-again">
        <a id="try-${message.id}" href="${playgroundAddress(conversation.id, turn)}"
          >${conversationWords[language].tryPrompt}</a
        >
      </p>`
    }
  </li>`
}

/** What was looked up for a judgement, and what it is to have recorded: its name, the time, what came. */
const lines = (all: readonly LookUpLine[]): Html =>
  html`<ul class="looked-up">
    ${all.map(
      ({ what, came, took, things }) =>
        html`<li>
          <p class="sought"><span dir="auto">${what}</span>${took && html` <span class="took">${took}</span>`}</p>
          ${came && html`<p class="came" dir="auto">${came}</p>`}
          ${things.map(
            (thing) =>
              html`<ul class="fields">
                ${thing.map(([name, value]) => html`<li dir="auto"><span>${name}</span> ${value}</li>`)}
              </ul>`,
          )}
        </li>`,
    )}
  </ul>`
