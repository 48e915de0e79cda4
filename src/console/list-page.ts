/** A page of a list: full cards under Waiting, a row each under the others. */
import type { Summary } from '../core/summary.ts'
import type { Counts } from '../ports/store.ts'
import { observedMain } from './answering.ts'
import { card, heldBy, type Card } from './card.ts'
import { channelChip, linkTo, type ConsoleChannels } from './channels.ts'
import { face, keyOf } from './face.ts'
import { holderOf } from './holder.ts'
import { searchForm } from './search-form.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { listWords } from './list-words.ts'
import { tabs, type Tab } from './nav.ts'
import { lengthInWords } from './time-length.ts'
import type { Chats } from './words.ts'

/** One conversation of a list, made of its summary alone. */
export interface Row {
  summary: Summary
  name: string
}

/** Which part of a list a page is. */
export interface Slice {
  /** So many stand before it. */
  start: number
  shown: number
  total: number
  /** Where the next page begins; undefined on the last. */
  next?: string
  incomplete?: true
}

interface About {
  language: ConsoleLanguage
  now: number
  chats: Chats
  /** The name of whoever reads it. */
  reader?: string
  /** Missing: there is one. */
  channels?: ConsoleChannels
  /** Missing: all are. */
  isServed?: (conversation: string) => boolean
}

export interface WaitingList extends About {
  cards: Card[]
  slice: Slice
  counts: Counts
  suspected: { rows: Row[]; total: number }
  /** Nothing is said to anybody, and nobody comes to wait (`MODE=observe`). */
  observing: boolean
}

export function waitingMain(list: WaitingList): Html {
  const { cards, slice, counts, language, now } = list
  const words = listWords[language]
  const longest = now - (counts.waitingSince ?? now)
  const heading =
    counts.waiting === 0
      ? words.nobodyWaits
      : words.wait(counts.waiting, longest < 60_000 ? undefined : lengthInWords(longest, language))
  return html`${suspectedNotice(list)}
    <h1>${heading}</h1>
    ${
      cards.length === 0
        ? newcomer(list)
        : html`<ul class="cards" data-cards>
            ${cards.map(card)}
          </ul>`
    }
    ${pager('waiting', slice, undefined, language)}${list.observing && observedMain(language)}`
}

function newcomer({ chats, observing, language }: WaitingList): Html {
  const { empty, tryIt } = listWords[language]
  return html`<div class="empty">
    <p>${empty.waiting}</p>
    <p>${empty.take}</p>
    ${chats === 'simulator' && !observing && html`<p>${tryIt}</p>`}
  </div>`
}

/** Staff answer in LINE, of which a bot is told nothing; a quote of what is not ours gives it away. */
function suspectedNotice({ suspected, channels, isServed = () => true, language }: WaitingList): Html | false {
  const words = listWords[language]
  const more = suspected.total - suspected.rows.length
  // Where nothing is served the assistant keeps quiet anyway.
  const rows = suspected.rows.filter(({ summary }) => isServed(summary.id))
  return (
    rows.length > 0 &&
    html`<div class="suspected">
      ${rows.map(({ summary, name }) => {
        const who = html`<b><bdi>${name}</bdi></b>`
        return html`<p>
          ${words.suspected(who)}
          <a href="${linkTo(summary.id, channels)}"
            >${words.look}<span class="hidden"> <bdi>${name}</bdi></span></a
          >
        </p>`
      })}
      ${more > 0 && html`<p>${words.andMore(more.toLocaleString(language))}</p>`}
    </div>`
  )
}

export interface RowsList extends About {
  tab: Exclude<Tab, 'waiting'>
  rows: Row[]
  slice: Slice
  /** The words that are looked for; undefined when everything is listed. */
  search?: string
}

export function rowsMain(list: RowsList): Html {
  const { tab, rows, slice, search, language } = list
  const words = listWords[language]
  return html`<h1>${words.headings[tab]}</h1>
    ${tab === 'all' && searchForm('/console/all', list.search, listWords[list.language].search)}
    ${search !== undefined && slice.total > 0 && html`<p class="found" role="status">${words.found(slice.total.toLocaleString(language))}</p>`}
    ${
      rows.length === 0
        ? nothing(list)
        : html`<ul class="rows" data-cards>
            ${rows.map((one) => row(one, list))}
          </ul>`
    }
    ${pager(tab, slice, search, language)}`
}

function nothing({ tab, search, language }: RowsList): Html {
  const words = listWords[language]
  const text =
    search === undefined
      ? html`<p>${words.empty[tab]}</p>`
      : html`<p><b>${words.noneFound(html`<bdi>${search}</bdi>`)}</b></p>
          <p>${words.noneFoundHelp}</p>`
  return html`<div class="empty">${text}</div>`
}

/** So much of what was written is seen anyway. */
const longest = 160

function row({ summary, name }: Row, { tab, now, language, chats, reader, channels }: RowsList): Html {
  const words = listWords[language]
  const { id, place, unread, at, since, leftAlone } = summary
  const holder = holderOf(summary.takenBy, reader)
  // A row of All is in the order of the last sign.
  const when = tab === 'all' && place !== 'waiting' && place !== 'undelivered' ? at : since
  const length = lengthInWords(now - when, language)
  const told =
    holder && tab === 'staff'
      ? heldBy(holder, now - when, language)
      : words.since[tab === 'all' && when === at ? 'assistant' : place](length)
  const said = leftAlone
    ? `${words.leftAlone(chats === 'line')} ${words.notKept}`
    : (summary.words || summary.wants).slice(0, longest).toWellFormed()
  const chip = holder ? words.with(holder.you ? undefined : html`<bdi>${holder.name}</bdi>`) : words.places[place]
  return html`<li class="row" data-card data-conversation="${id}">
    ${face(id, name)}
    <h2>
      <a id="open-${keyOf(id)}" href="${linkTo(id, channels, tab)}"><bdi>${name}</bdi></a>
    </h2>
    <p class="since"><time datetime="${new Date(when).toISOString()}">${told}</time></p>
    <p class="last" dir="auto">${said || words.nothingWritten}</p>
    <p class="marks">
      ${channelChip(id, channels, language)}
      ${tab === 'all' && place !== 'assistant' && html`<span class="chip ${place === 'waiting' || place === 'undelivered' ? 'waiting' : ''}">${chip}</span>`}
      ${unread > 0 && html`<span class="chip">${words.unread(unread.toLocaleString(language))}</span>`}
    </p>
  </li>`
}

/** `51–100 of 10,000`, and the way on. Back is the browser's own. */
function pager(tab: Tab, slice: Slice, search: string | undefined, language: ConsoleLanguage): Html | false {
  const { start, shown, total, next } = slice
  const words = listWords[language]
  const note = slice.incomplete && html`<p class="found" role="status">${words.incomplete}</p>`
  if (next === undefined && start === 0) return note ?? false
  const address = (more: Record<string, string>): string => {
    const query = new URLSearchParams({ ...(search === undefined ? {} : { q: search }), ...more }).toString()
    return query === '' ? tabs[tab].path : `${tabs[tab].path}?${query}`
  }
  const [from, to, all] = [start + Math.min(1, shown), start + shown, total].map((one) => one.toLocaleString(language))
  return html`${note}
    <nav class="pager" aria-label="${words.range(from ?? '', to ?? '', all ?? '')}">
      <p>${words.range(from ?? '', to ?? '', all ?? '')}</p>
      ${start > 0 && html`<a href="${address({})}">${words.first}</a>`}
      ${next !== undefined && html`<a class="next" rel="next" href="${address({ after: next, before: String(start + shown) })}">${words.next}</a>`}
    </nav>`
}
