/**
 * LINE's OA Manager, played: the chats of the account, where its staff read and answer. The bot hears nothing of it, and
 * opening a chat marks nothing as Read.
 */
import { html } from 'htm/preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Bubble, excerpt } from './bubble.js'
import { Face, GroupFace } from './face.js'
import { act } from './live.js'
import { dayOf, time } from './time.js'

const pathOf = (id) => `/oa/${encodeURIComponent(id)}`
const isUnread = ({ from, readAt, unsent, byTap }) => from === 'customer' && !readAt && !unsent && !byTap

export function OaManager({ picture, chats, chosen, chatId, go }) {
  const begun = chats.filter(({ messages }) => messages.length > 0)
  const listed = begun.toSorted((a, b) => b.messages.at(-1).at - a.messages.at(-1).at)
  return html`
    <main class="oa" data-open=${chatId === '' ? undefined : 'true'}>
      <nav class="oa-list" aria-label="Chats">
        <h2>LINE chat for staff <small>as in OA Manager</small></h2>
        ${listed.length === 0 ? html`<p class="empty">Nobody has written yet. <a href="/">Write as a customer</a></p>` : null}
        <ul>
          ${listed.map((chat) => html`<${Listed} key=${chat.id} chat=${chat} current=${chat.id === chatId} go=${go} />`)}
        </ul>
      </nav>
      ${
        chosen
          ? html`<${Conversation} key=${chosen.id} shop=${picture.shop} chat=${chosen} go=${go} />`
          : html`<p class="oa-none">
              ${chatId === '' ? 'Choose a chat, and answer as the shop.' : 'There is no such chat.'}
            </p>`
      }
    </main>
  `
}

function follow(go, to) {
  return (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(to)
  }
}

function Listed({ chat, current, go }) {
  const last = chat.messages.at(-1)
  const unread = chat.messages.some(isUnread)
  return html`
    <li>
      <a
        class="customer"
        href=${pathOf(chat.id)}
        aria-current=${current ? 'true' : undefined}
        onClick=${follow(go, pathOf(chat.id))}
      >
        ${chat.kind === 'user' ? html`<${Face} customer=${chat} />` : html`<${GroupFace} group=${chat} />`}
        <span class="who">
          <bdi class="name">${chat.name}</bdi>
          <bdi class="last">${excerpt(last)}</bdi>
        </span>
        <span class="when">
          <time>${dayOf(last.at) === 'Today' ? time(last.at) : dayOf(last.at)}</time>
          ${unread ? html`<span class="dot" role="img" aria-label="Not Read"></span>` : null}
        </span>
      </a>
    </li>
  `
}

function Conversation({ shop, chat, go }) {
  const { id, name, messages, blocked } = chat
  const list = useRef()
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight })
  useLayoutEffect(toEnd, [messages.length])
  const unread = messages.some(isUnread)
  // Quotes look for who is on the phone.
  const phone = { ...chat, who: { userId: id }, blocked: true }
  return html`
    <section class="oa-chat" aria-label=${`Chat with ${name}`}>
      <header class="chat-head">
        <a class="back" href="/oa" aria-label="All chats" onClick=${follow(go, '/oa')}>‹</a>
        ${chat.kind === 'user' ? html`<${Face} customer=${chat} />` : html`<${GroupFace} group=${chat} />`}
        <div>
          <h2><bdi>${name}</bdi></h2>
          <p>You are ${shop}. LINE tells the bot nothing of this page.</p>
        </div>
        <button type="button" class="mark" disabled=${!unread} onClick=${() => act({ do: 'staff read', chatId: id })}>
          Mark as read
        </button>
      </header>
      <div class="messages" ref=${list} role="log" aria-label="Messages" tabindex="0">
        <ol>
          ${messages.map(
            (message, index) => html`
              ${
                dayOf(message.at) === dayOf(messages[index - 1]?.at ?? 0)
                  ? null
                  : html`<li class="day" key=${`day ${message.id}`}><span>${dayOf(message.at)}</span></li>`
              }
              <${Line} key=${message.id} message=${message} phone=${phone} shop=${shop} grown=${toEnd} />
            `,
          )}
        </ol>
      </div>
      ${blocked ? html`<p class="composer blocked">${name} cannot be written to: the account is blocked.</p>` : html`<${Answer} chat=${chat} />`}
    </section>
  `
}

/** The other way round than on the phone: the customer on the left, the shop on the right. */
function Line({ message, phone, shop, grown }) {
  const { id, from, at, unsent, byStaff, sender, readAt, userId } = message
  const author = phone.members.find((member) => member.id === userId) ?? phone
  if (unsent)
    return html`<li class="system" data-id=${id}>
      <span><bdi>${author.name}</bdi> unsent a message.</span>
    </li>`
  const stamp = html`<span class="stamp"><time datetime=${new Date(at).toISOString()}>${time(at)}</time></span>`
  if (from === 'customer')
    return html`
      <li class="bot" data-id=${id} data-from="customer">
        <span class="avatar"><${Face} customer=${author} /></span>
        <div class="said">
          <bdi class="sender">${author.name}</bdi>
          <div class="line">
            <${Bubble} message=${message} phone=${phone} shop=${shop} language=${author.language} grown=${grown} />
            <span class="stamp">${readAt ? html`<span class="read">Read</span>` : null}${stamp}</span>
          </div>
        </div>
      </li>
    `
  return html`
    <li class="own" data-id=${id} data-from=${byStaff ? 'staff' : 'bot'}>
      ${stamp}
      <div class="said">
        <span class="sender">${byStaff ? 'Staff' : (sender ?? 'Bot')}</span>
        <span class="bubble" dir="auto">${excerpt(message)}</span>
      </div>
    </li>
  `
}

function Answer({ chat }) {
  const [text, setText] = useState('')
  const field = useRef()
  useLayoutEffect(() => {
    field.current.style.height = 'auto'
    field.current.style.height = `${field.current.scrollHeight}px`
  }, [text])
  const send = (event) => {
    event?.preventDefault()
    if (text.trim() === '') return
    void act({ do: 'staff say', chatId: chat.id, text })
    setText('')
    field.current.focus()
  }
  const onKeyDown = (event) => {
    // While an input method composes, Enter takes its candidate.
    if (event.isComposing || event.keyCode === 229 || event.key !== 'Enter' || event.shiftKey) return
    send(event)
  }
  return html`
    <form class="composer" onSubmit=${send}>
      <div class="field">
        <textarea
          ref=${field}
          rows="1"
          maxlength="5000"
          aria-label=${`Answer ${chat.name} as the shop`}
          placeholder="Answer as the shop"
          lang=${chat.kind === 'user' ? chat.language : undefined}
          value=${text}
          onInput=${({ target }) => setText(target.value)}
          onKeyDown=${onKeyDown}
        ></textarea>
      </div>
      <button class="round send" aria-label="Send" disabled=${text.trim() === ''}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12 20 4l-5 16-3.500-6.500L4 12Z" /></svg>
      </button>
    </form>
  `
}
