/**
 * The page of all channels: those that are not served on top, then where somebody waits, longest first, then what did not
 * arrive, then where something is not as it should be, then all others in their own order. It is read on a phone by
 * whoever looks after hundreds of them.
 */
import type { Counts } from '../ports/store.ts'
import { channelAddress } from './addresses.ts'
import type { ChannelPlace, ChannelTrouble } from './channels.ts'
import { channelsWords, type ChannelsWords } from './channels-words.ts'
import { face } from './face.ts'
import { searchForm } from './search-form.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { lengthInWords } from './time-length.ts'

export interface ListedChannel {
  place: ChannelPlace
  counts: Counts
  trouble: readonly ChannelTrouble[]
}

export interface ChannelsPage {
  channels: readonly ListedChannel[]
  /** Words that a title or name holds; undefined: all are shown. */
  search?: string
  language: ConsoleLanguage
  now: number
}

export function channelsMain(page: ChannelsPage): Html {
  const { channels, search, language } = page
  const words = channelsWords[language]
  const found = channels.filter(({ place }) => holds(place, search))
  const calling = found.filter(calls).toSorted((a, b) => since(a) - since(b))
  const others = found.filter((one) => !calls(one))
  return html`<h1>${words.title}</h1>
    ${searchForm('/console/channels', page.search, channelsWords[page.language].search)}
    ${found.length === 0 && html`<p class="empty">${words.noneFound(html`<bdi>${search}</bdi>`)}</p>`}
    ${
      calling.length > 0 &&
      html`<ul class="rows">
        ${calling.map((one) => row(one, page))}
      </ul>`
    }
    ${
      others.length > 0 &&
      html`<section class="calm" aria-labelledby="calm">
        <h2 id="calm">${words.calm}</h2>
        <ul>
          ${others.map(({ place, counts }) => html`<li>${link(place)} ${staffHave(counts, words, language)}</li>`)}
        </ul>
      </section>`
    }`
}

/** Somebody has to do something there, or to know of something. */
const calls = ({ counts, trouble }: ListedChannel): boolean => counts.waiting + counts.undelivered + trouble.length > 0

/** Where nobody waits comes after all who do, in its own order. */
function since({ counts: { waiting, waitingSince, undelivered }, trouble }: ListedChannel): number {
  const never = Number.MAX_SAFE_INTEGER
  if (trouble.includes('down')) return 0
  if (waiting > 0) return waitingSince ?? never - 2
  return undelivered > 0 ? never - 1 : never
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

function holds({ name, title }: ChannelPlace, search = ''): boolean {
  const text = plain(`${title} ${name}`)
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const link = ({ name, title }: ChannelPlace): Html => html`<a href="${channelAddress(name)}"><bdi>${title}</bdi></a>`

const staffHave = ({ staff }: Counts, words: ChannelsWords, language: ConsoleLanguage): Html | false =>
  staff > 0 && html`<span class="chip">${words.staff(staff.toLocaleString(language))}</span>`

/** What somebody has to mend, and what somebody wanted so. */
const toMend: ReadonlySet<ChannelTrouble> = new Set(['down', 'broken', 'untold'])

function row({ place, counts, trouble }: ListedChannel, { language, now }: ChannelsPage): Html {
  const words = channelsWords[language]
  const { waiting, waitingSince, undelivered } = counts
  const write = (number: number): string => number.toLocaleString(language)
  const isDown = trouble.includes('down')
  return html`<li class="row channel">
    ${face(place.name, place.title)}
    <h2>${isDown ? html`<bdi>${place.title}</bdi>` : link(place)}</h2>
    ${
      waiting > 0 &&
      waitingSince !== undefined &&
      html`<p class="since">
        <time datetime="${new Date(waitingSince).toISOString()}"
          >${words.longest(lengthInWords(now - waitingSince, language))}</time
        >
      </p>`
    }
    <p class="marks">
      ${waiting > 0 && html`<span class="chip waiting">${words.waiting(write(waiting))}</span>`}
      ${undelivered > 0 && html`<span class="chip waiting">${words.undelivered(write(undelivered))}</span>`}
      ${staffHave(counts, words, language)}
      ${trouble.map((one) => html`<span class="chip ${toMend.has(one) ? 'bad' : 'waiting'}">${words.trouble[one]}</span>`)}
    </p>
    ${isDown && html`<p class="last">${words.downHelp(html`<code>npm run doctor -- --channel ${place.name}</code>`)}</p>`}
  </li>`
}
