/**
 * One conversation: its hand-off card, the way to the chat, what both sides said as the customer sees it, the ledger, and
 * what staff can do about it.
 */
import type { Conversation } from '../core/conversation.ts'
import type { Member } from '../ports/accounts.ts'
import { actForm, actForms, type Acting } from './acts.ts'
import { caseAddress, forgetAddress, learnAddress, playgroundAddress } from './addresses.ts'
import { marks, since, told } from './card.ts'
import { channelChip, type ConsoleChannels } from './channels.ts'
import { channelsWords } from './channels-words.ts'
import { chat, type Chat } from './chat.ts'
import { conversationWords } from './conversation-words.ts'
import { face } from './face.ts'
import { finding } from './finding.ts'
import { forgetWords } from './forget-words.ts'
import { glanceAt, type Glance } from './glance.ts'
import { html, type Html } from './html.ts'
import { ledgerPart } from './ledger-part.ts'
import { listWords } from './list-words.ts'
import { tabs, type Tab } from './nav.ts'
import { whoIn } from './words.ts'

export interface ConversationPage extends Chat {
  member: Pick<Member, 'role' | 'name'>
  /** The list that one came from, as the address says it. */
  list?: unknown
  /** One came from the console of all channels, and goes back there. */
  fromAll: boolean
  channels?: ConsoleChannels
  /** False: nothing that is done here would have an effect. */
  isServed: boolean
  /** The hidden field of every form. */
  token: Html
}

export function conversationMain(page: ConversationPage): Html {
  const { conversation, name, now, chats, language, token, member, fromAll, channels, isServed } = page
  const words = conversationWords[language]
  const glance = glanceAt(conversation, language, member.name)
  const acting: Acting = { glance, name, language, token, from: fromAll ? 'conversation_of_all' : 'conversation' }
  const isNamed = conversation.customer?.name !== undefined
  const about = [isServed && standing(glance, page), several(page), conversation.gone && words.gone]
  // Who has it answers next; anybody else reads first.
  const way = finding({
    conversation,
    name: isNamed ? name : undefined,
    chats,
    language,
    token: isServed ? token : undefined,
  })
  return html`${wayBack(page)}
    ${!isServed && html`<p class="notice asked">${channelsWords[language].notServedHelp}</p>`}
    ${isServed && glance.suspected && suspectedNotice(acting)}
    ${isServed && offersLearning(conversation) && learning(page)}
    <div class="conversation">
      <section class="card about" aria-labelledby="name" data-conversation="${glance.id}">
        <header>
          ${face(glance.id, name, glance.pictureUrl)}
          <h1 id="name"><bdi>${name}</bdi></h1>
          ${since(glance, now, language)} ${marks(glance, language, channelChip(glance.id, channels, language))}
        </header>
        ${about.some(Boolean) && html`<p class="standing">${about.map((one) => html`${one} `)}</p>`}
        ${told(glance, language)}
        ${isServed && html`<div class="acts buttons" role="group" aria-label="${words.acts}">${actForms(acting)}</div>`}
      </section>
      ${glance.place === 'staff' ? [way, chat(page)] : [chat(page), way]} ${ledgerPart(page)}
    </div>
    ${!isEmpty(conversation) && further(page)}`
}

/** To the list that one came from. */
function wayBack({ list, fromAll, language }: ConversationPage): Html {
  const { back, backTo } = conversationWords[language]
  const tab = isTab(list) ? list : 'waiting'
  const text = tab === 'waiting' ? back : backTo(listWords[language].headings[tab])
  const { path } = tabs[tab]
  if (fromAll) return html`<p class="back"><a data-whole href="${path}">${channelsWords[language].ofAll(text)}</a></p>`
  return html`<p class="back"><a href="${path}">${text}</a></p>`
}

const isTab = (list: unknown): list is Tab => typeof list === 'string' && Object.hasOwn(tabs, list)

/** Whom it is with. */
function standing({ place, holder, leftAlone }: Glance, { chats, language }: Chat): Html | string {
  const words = conversationWords[language]
  if (leftAlone) return listWords[language].leftAlone(chats === 'line')
  if (holder) return words.held(holder.you ? undefined : html`<bdi>${holder.name}</bdi>`)
  return words.standing[place]
}

/** Several people write here, and only what is meant for the account comes in. */
const several = ({ conversation, language }: Chat): string | false => {
  const { type } = conversation.chat
  return (type === 'group' || type === 'room') && conversationWords[language].several[type]
}

const isEmpty = ({ messages, answers, judged }: Conversation): boolean =>
  messages.length + answers.length + judged.length === 0

/** Staff answer in LINE, of which a bot is told nothing; a quote of what is not ours gives it away. */
function suspectedNotice(acting: Acting): Html {
  const { language, token, glance } = acting
  const words = conversationWords[language]
  return html`<section class="notice asked" aria-label="${words.suspected}">
    <p>${words.suspected}</p>
    <div class="buttons">
      ${actForm('take', acting, { main: true, key: false })}
      <form method="post" action="/console/not-answering">
        ${token}<input type="hidden" name="conversation" value="${glance.id}" />
        <button id="not-answering" class="other">${words.nobodyIs}</button>
      </form>
    </div>
  </section>`
}

/** The last that became of it is that somebody of the staff was done. */
function offersLearning({ facts, mode }: Conversation): boolean {
  const last = facts.findLast(
    ({ type }) => type === 'handed_back' || type === 'taken' || type === 'handed_off' || type === 'forgotten',
  )
  return mode === 'assistant' && last?.type === 'handed_back' && last.done === true
}

const learning = ({ conversation, language }: Chat): Html =>
  html`<p class="notice learn">
    <a id="learn" href="${learnAddress(conversation.id)}">${conversationWords[language].learn}</a>
  </p>`

/** Away from the other buttons; what erases has a page of its own that asks once more. */
function further({ conversation, language, tries, member: { role }, isServed }: ConversationPage): Html {
  const { id, chat: where } = conversation
  return html`<p class="further">
    ${isServed && html`<a href="${caseAddress(id)}">${conversationWords[language].makeCase}</a>`}
    ${tries && html`<a href="${playgroundAddress(id)}">${conversationWords[language].tryPrompt}</a>`}
    ${role === 'owner' && html`<a href="${forgetAddress(id)}">${forgetWords[language].link[whoIn(where)]}</a>`}
  </p>`
}
