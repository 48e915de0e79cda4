/** The page about members: who has an account and where they are signed in, how to make more, and who did what. */
import type { Account } from '../ports/accounts.ts'
import type { AuditLine } from '../ports/audit.ts'
import type { Session } from '../ports/sessions.ts'
import { addressOf } from './addresses.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { browserName } from './members-browser.ts'
import { auditWords } from './members-audit-words.ts'
import { membersWords, type MembersWords } from './members-words.ts'
import { time } from './time.ts'

export const membersAddress = '/console/members'

export interface MemberRow extends Account {
  /** ms */
  lastSignIn?: number
  /** The newest first. */
  sessions: readonly Session[]
}

export interface MembersPage {
  rows: readonly MemberRow[]
  /** How the console opens while there are no accounts. */
  without?: 'password' | 'open'
  audit: readonly AuditLine[]
  /** The id of the reader's own session. */
  own?: string
  now: number
  language: ConsoleLanguage
  token: Html
}

export function membersMain(page: MembersPage): Html {
  const { rows, without } = page
  const words = membersWords[page.language]
  const { how } = words
  return html`<h1>${words.title}</h1>
    <div class="members">
      <section aria-label="${words.title}">
        ${without && html`<p class="empty">${without === 'open' ? words.open : words.noAccounts}</p>`}
        <ul class="people">
          ${rows.map((row) => html`<li class="card">${memberCard(row, page, words)}</li>`)}
        </ul>
      </section>
      <section aria-labelledby="how">
        <h2 id="how">${how.title}</h2>
        <p>${how.text}</p>
        <dl class="commands">
          ${command(how.add, 'add NAME')} ${command(how.addOwner, 'add NAME --owner')}
          ${command(how.password, 'password NAME')} ${command(how.remove, 'remove NAME')}
        </dl>
      </section>
      ${auditSection(page)}
    </div>`
}

const command = (what: string, args: string): Html =>
  html`<div>
    <dt>${what}</dt>
    <dd><code>npm run staff -- ${args}</code></dd>
  </div>`

function memberCard({ name, role, lastSignIn, sessions }: MemberRow, page: MembersPage, words: MembersWords): Html {
  const { now, language } = page
  return html`<h2><bdi>${name}</bdi> <span class="chip">${words.roles[role]}</span></h2>
    <p class="when">
      ${words.lastSignIn}: ${lastSignIn === undefined ? words.never : time(lastSignIn, now, 'minutes', language)} ·
      ${words.sessions(sessions.length)}
    </p>
    ${
      sessions.length > 0 &&
      html`<ul class="sessions">
        ${sessions.map((session) => html`<li>${sessionLine(session, name, page, words)}</li>`)}
      </ul>`
    }`
}

function sessionLine(session: Session, name: string, page: MembersPage, words: MembersWords): Html {
  const browser = browserName(session.browser, words.otherBrowser)
  const { own, now, language, token } = page
  return html`<span
      >${browser} ${session.id === own && html`<span class="chip read">${words.thisOne}</span>`}
      <small>${words.since(time(session.from, now, 'minutes', language))}</small></span
    >
    <form method="post" action="${membersAddress}/end-session">
      ${token}<input type="hidden" name="session" value="${session.id}" />
      <button class="plain" aria-label="${words.endOf(name, browser)}">${words.end}</button>
    </form>`
}

function auditSection(page: MembersPage): Html {
  const { title, empty, text } = auditWords[page.language]
  return html`<section class="audit" aria-labelledby="audit">
    <h2 id="audit">${title}</h2>
    <p>${page.audit.length === 0 ? empty : text}</p>
    <ol>
      ${page.audit.map((line) => html`<li>${auditLine(line, page)}</li>`)}
    </ol>
  </section>`
}

function auditLine(line: AuditLine, { now, language }: MembersPage): Html {
  const words = auditWords[language]
  const { at, by, action, conversation, from } = line
  const who = by === 'nobody' ? words.nobody : by
  const what = known(words.actions, action) ?? action.replaceAll('_', ' ')
  const detail = detailOf(line, words.details)
  const about = [
    ...(conversation === undefined ? [] : [html`<a href="${addressOf(conversation)}">${words.conversation}</a>`]),
    ...(detail === '' ? [] : [html`<bdi>${detail}</bdi>`]),
  ]
  return html`${time(at, now, 'minutes', language)}
    <span class="did"
      ><b><bdi>${who}</bdi></b>
      ${what}${about.map((one, index) => html`${index === 0 ? words.colon : ' · '}${one}`)}</span
    >
    ${from && html`<span class="chip">${words.from[from]}</span>`}`
}

/** A press in LINE tells what came of it, and then by whose id: `taken · LINE U…`. */
function detailOf({ detail = '', from }: AuditLine, words: Record<string, string>): string {
  const [came = '', ...more] = from === 'line' ? detail.split(' · ') : [detail]
  return [known(words, came) ?? came, ...more].filter((part) => part !== '').join(' · ')
}

/** What others write into the audit may be called anything. */
const known = (words: Record<string, string>, word: string): string | undefined =>
  Object.hasOwn(words, word) ? words[word] : undefined
