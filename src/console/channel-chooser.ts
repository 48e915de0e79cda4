/** Where one is, in the header of a server with several channels, and the way to the others. */
import { channelAddress } from './addresses.ts'
import type { ChannelPlace, ConsoleChannels } from './channels.ts'
import { channelsWords } from './channels-words.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

/** So many stand in a menu; more have a page, where they can be looked for. */
const most = 8

const opens = html`<span aria-hidden="true">▾</span>`

/** @param path of the page it stands on */
export function chooserOf({ all, here }: ConsoleChannels, path: string, language: ConsoleLanguage): Html {
  const words = channelsWords[language]
  const name = html`<span class="hidden">${words.here} </span><bdi>${here?.title ?? words.all}</bdi> ${opens}`
  const current = here === undefined && path === '/console/channels' && html`aria-current="page"`
  return html`<nav class="where" aria-label="${words.title}">
    ${here && html`<a data-whole href="/console">${words.all}</a> <span aria-hidden="true">›</span>`}
    ${
      all.length > most
        ? html`<a class="here" href="/console/channels" ${current}>${name}</a>`
        : html`<button class="here" type="button" popovertarget="channels">${name}</button>
            <div id="channels" class="menu" popover>
              <ul>
                ${all.map((place) => choice(place, place.name === here?.name))}
                <li><a href="/console/channels" ${current}>${words.overview}</a></li>
              </ul>
            </div>`
    }
  </nav>`
}

const choice = ({ name, title }: ChannelPlace, current: boolean): Html =>
  html`<li>
    <a href="${channelAddress(name)}" ${current && html`aria-current="true"`}><bdi>${title}</bdi></a>
  </li>`
