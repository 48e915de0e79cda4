/** How one gets about: the lists with their numbers, the menu with all else, and help for the keyboard. */
import type { Member } from '../ports/accounts.ts'
import type { Counts } from '../ports/store.ts'
import type { ConsoleChannels } from './channels.ts'
import { html, type Html } from './html.ts'
import { consoleLanguages, languageNames, type ConsoleLanguage } from './language.ts'
import { navWords, type MenuPlace, type NavWords } from './nav-words.ts'
import type { Chats } from './words.ts'

export type Tab = keyof NavWords['lists']

export interface Nav {
  /** The page's address: its tab is marked. */
  path: string
  counts: Counts
  member: Member
  /** There is something to sign out of. */
  signedIn: boolean
  chats: Chats
  /** The assistant can be paused, and is not. */
  canPause: boolean
  /** Places of the menu that are there. */
  places: readonly MenuPlace[]
  /** Missing: there is one. */
  channels?: ConsoleChannels
  /** The hidden field of every form. */
  token: Html
}

/** LINE Official Account Manager's list of chats; it has no address of a single one that we could know. */
export const lineChatsUrl = 'https://chat.line.biz/'

/** Each list's address, and the key that leads there after `g`. */
export const tabs: Record<Tab, { path: string; key: string }> = {
  waiting: { path: '/console', key: 'w' },
  staff: { path: '/console/staff', key: 's' },
  questions: { path: '/console/questions', key: 'q' },
  undelivered: { path: '/console/undelivered', key: 'u' },
  all: { path: '/console/all', key: 'a' },
}
const tabNames: readonly Tab[] = ['waiting', 'staff', 'questions', 'undelivered', 'all']

/** For owners alone. */
const owners: ReadonlySet<MenuPlace> = new Set(['telling', 'members'])

export function tabsOf({ path, counts }: Nav, language: ConsoleLanguage): Html {
  const words = navWords[language]
  const numbers: Record<Tab, number | undefined> = {
    waiting: counts.waiting,
    staff: counts.staff,
    questions: counts.question,
    undelivered: counts.undelivered,
    all: undefined,
  }
  return html`<nav class="tabs" aria-label="${words.listsLabel}">
    <ul>
      ${tabNames.map((tab) => {
        const number = numbers[tab]
        const current = tabs[tab].path === path
        return html`<li>
          <a href="${tabs[tab].path}" data-go="${tabs[tab].key}" ${current && html`aria-current="page"`}
            >${words.lists[tab]}${number !== undefined && html` ${badge(tab, number, language)}`}</a
          >
        </li>`
      })}
    </ul>
  </nav>`
}

/** Somebody has to do something about these two. */
const urgent: ReadonlySet<Tab> = new Set(['waiting', 'undelivered'])

function badge(tab: Tab, number: number, language: ConsoleLanguage): Html {
  const calls = urgent.has(tab)
  return html`<span
    class="number${calls && number > 0 && ' some'}"
    data-count="${tab}"
    data-number="${number}"
    ${calls && html`data-urgent`}
    >${number.toLocaleString(language)}</span
  >`
}

const arrow = html`<span aria-hidden="true">↗</span>`

/** What stands at the right of the header. */
export function menuOf(nav: Nav, language: ConsoleLanguage): Html {
  const words = navWords[language]
  const { member, path, places, channels, canPause, signedIn, token } = nav
  // Who has an account is a matter of all channels.
  const whole = (place: MenuPlace): Html | false => place === 'members' && channels !== undefined && html`data-whole `
  const shown = places.filter((place) => member.role === 'owner' || !owners.has(place))
  const link = (href: string, text: string, mark: Html | false = false): Html =>
    html`<li><a ${mark}href="${href}" ${path === href && html`aria-current="page"`}>${text}</a></li>`
  return html`${shown.includes('insights') && html`<a class="out wide" href="/console/insights">${words.pages.insights}</a>`}
    ${canPause && html`<a class="out wide" href="/console/pause">${words.pause}</a>`} ${chatsLink(nav.chats, words)}
    <button class="plain" type="button" popovertarget="menu">${words.menu}</button>
    <div id="menu" class="menu" popover>
      <p class="who">
        ${words.signedInAs} <b><bdi>${member.name}</bdi></b> <span>${words.roles[member.role]}</span>
      </p>
      <ul>
        ${shown.map((place) => link(`/console/${place}`, words.pages[place], whole(place)))}
        ${canPause && link('/console/pause', words.pause)}
        <li class="scripted">
          <button type="button" data-opens="keys">${words.keyboard.title} <kbd>?</kbd></button>
        </li>
      </ul>
      ${languageLinks(language)}
      ${
        signedIn &&
        html`<form method="post" action="/console/sign-out">
          ${token}<button class="plain">${words.signOut}</button>
        </form>`
      }
    </div>`
}

function chatsLink(chats: Chats, words: NavWords): Html | undefined {
  const out = (href: string, name: string): Html =>
    html`<a class="out" href="${href}" target="_blank" rel="noreferrer">${name} ${arrow}</a>`
  switch (chats) {
    case 'line':
      return out(lineChatsUrl, words.lineChats)
    case 'simulator':
      return out('/simulator', words.simulator)
    case 'elsewhere':
      return undefined
    default:
      return chats satisfies never
  }
}

/** Each by its own name, so that whoever cannot read this page finds theirs. */
export function languageLinks(language: ConsoleLanguage): Html {
  return html`<p class="languages" aria-label="${navWords[language].language}" role="group">
    ${consoleLanguages.map((one) => {
      const current = one === language && html`aria-current="true"`
      return html`<a href="/console/language?to=${one}" lang="${one}" hreflang="${one}" rel="nofollow" ${current}
        >${languageNames[one]}</a
      > `
    })}
  </p>`
}

/** Help for the keyboard; a script opens it. */
export function keyboardHelp(language: ConsoleLanguage): Html {
  const { keyboard } = navWords[language]
  const keys: [string[], string][] = [
    [['J', 'K', '↓', '↑'], keyboard.move],
    [['Enter'], keyboard.open],
    [['T', 'D', 'B', 'R'], keyboard.press],
    [['/'], keyboard.search],
    [['G', 'W', 'S', 'Q', 'U', 'A'], keyboard.go],
    [['?'], keyboard.help],
  ]
  return html`<dialog id="keys" class="keys" closedby="any" aria-labelledby="keys-title">
    <h2 id="keys-title">${keyboard.title}</h2>
    <dl>
      ${keys.map(
        ([names, what]) =>
          html`<div>
            <dt>${names.map((name) => html`<kbd>${name}</kbd> `)}</dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>
    <form method="dialog">
      <label><input type="checkbox" id="keys-on" checked /> ${keyboard.on}</label>
      <button class="plain" autofocus>${keyboard.close}</button>
    </form>
  </dialog>`
}
