/** The chat as the phone shows it. */
import { html } from 'htm/preact'
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks'
import { GroupFace } from './face.js'
import { act } from './live.js'
import { Message } from './message.js'
import { dayOf } from './time.js'

export function Chat({ role, shop, phone, wrong, quote }) {
  const list = useRef()
  const { messages, dots } = phone
  const toEnd = useCallback(() => list.current?.scrollTo({ top: list.current.scrollHeight }), [])
  // The newest is what one looks at: the list follows it, as phones do.
  useLayoutEffect(toEnd, [messages.length, dots, messages.at(-1)?.readAt])
  useLayoutEffect(() => {
    // A drawer or the quick replies take room from it.
    const watch = new ResizeObserver(toEnd)
    watch.observe(list.current)
    return () => watch.disconnect()
  }, [])

  return html`
    <${Head} shop=${shop} phone=${phone} />
    ${wrong.length > 0 ? html`<p class="trouble-on" role="status"><b>Trouble is on.</b> ${wrong.join(' ')}</p>` : null}
    <div class="messages" ref=${list} role="log" aria-label="Messages" tabindex="0">
      <ol>
        ${messages.length === 0 ? html`<${Greeting} role=${role} phone=${phone} shop=${shop} />` : null}
        ${messages.map(
          (message, index) => html`
            ${
              dayOf(message.at) === dayOf(messages[index - 1]?.at ?? 0)
                ? null
                : html`<li class="day" key=${`day ${message.id}`}><span>${dayOf(message.at)}</span></li>`
            }
            <${Message}
              key=${message.id}
              message=${message}
              shop=${shop}
              phone=${phone}
              follows=${sameSide(messages[index - 1], message)}
              quote=${quote}
              grown=${toEnd}
            />
          `,
        )}
        ${
          dots
            ? html`
                <li class="bot dots-line" key="dots">
                  <img class="avatar" src="/icon.svg" alt="" />
                  <span class="bubble dots" role="img" aria-label=${`${shop} is preparing an answer`}
                    ><i></i><i></i><i></i
                  ></span>
                </li>
              `
            : null
        }
      </ol>
    </div>
  `
}

const sameSide = (before, message) =>
  before !== undefined &&
  !before.unsent &&
  before.from === message.from &&
  before.userId === message.userId &&
  // Of the account: staff and the assistant can have names of their own.
  before.sender === message.sender

function Head({ shop, phone }) {
  if (phone.kind === 'user')
    return html`
      <header class="chat-head">
        <img src="/icon.svg" alt="" width="34" height="34" />
        <div>
          <h2>${shop}</h2>
          <p>Official account</p>
        </div>
      </header>
    `
  const names = [...phone.members.map(({ name }) => name), ...(phone.blocked ? [] : [shop])]
  return html`
    <header class="chat-head">
      <${GroupFace} group=${phone} />
      <div>
        <h2>${phone.name} <span class="count">(${names.length})</span></h2>
        <p>${names.join(', ')}</p>
      </div>
    </header>
  `
}

const CAPTIONS = {
  answer: 'gets an answer',
  vague: 'too vague',
  person: 'asks for a person',
  aside: 'not for the account',
  proven: 'with its last digits',
  numberless: 'without a number',
  unknown: 'no such order',
  whole: 'says what and by when',
  half: 'too little is said',
  question: 'only a question',
}

function Greeting({ role, phone, shop }) {
  const { me, suggestions, who } = phone
  if (role === 'staff')
    return html`<li class="greeting quiet"><p>When a customer needs a person, staff are told here.</p></li>`
  if (!me || phone.blocked) return null
  const ask = (text) => () => act({ do: 'say', ...who, text })
  const some = suggestions.length > 0
  return html`
    <li class="greeting">
      ${
        phone.kind === 'user'
          ? html`<p>This is ${phone.name}'s phone. Ask ${shop} something${some ? ', for example:' : '.'}</p>`
          : html`<p>
              This is the group ${phone.name}, on ${me.name}'s phone. ${shop} answers when it is
              mentioned${some ? ':' : '.'}
            </p>`
      }
      <ul>
        ${suggestions.map(
          ({ text, shows }) => html`
            <li>
              <button type="button" onClick=${ask(text)}>
                <span lang=${me.language}>${text}</span><small>${CAPTIONS[shows]}</small>
              </button>
            </li>
          `,
        )}
      </ul>
    </li>
  `
}
