/** What the console of all channels says first of those that are not as they should be. Their own consoles say more. */
import { channelsWords } from './channels-words.ts'
import type { ChannelTrouble, ConsoleChannels } from './channels.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { time } from './time.ts'

const toThem = (language: ConsoleLanguage): Html =>
  html`<a href="/console/channels">${channelsWords[language].showThem}</a>`

/** While some are paused, and not all. */
export function somePaused(channels: ConsoleChannels, now: number, language: ConsoleLanguage): Html | undefined {
  const { of, paused, ending } = channels.pauses()
  if (paused === 0 || paused === of) return undefined
  const words = channelsWords[language].pauses
  const write = (number: number): string => number.toLocaleString(language)
  const together =
    ending &&
    words.together(write(ending.channels), html`<bdi>${ending.by}</bdi>`, time(ending.at, now, 'minutes', language))
  return html`${words.some(write(paused), write(of))} ${together} ${toThem(language)}`
}

/** How many stay paused when the pause of all ends. @param begins it has not begun yet */
export function ownPauses(channels: ConsoleChannels, language: ConsoleLanguage, begins = false): string | undefined {
  const { paused, ending } = channels.pauses()
  const own = begins ? paused : paused - (ending?.channels ?? 0)
  return own === 0 ? undefined : channelsWords[language].pauses.own(own, own.toLocaleString(language))
}

/** Each channel once, however much is wrong with it. A pause has a banner of its own. */
export function needALook(
  { all, down = [], trouble }: ConsoleChannels,
  language: ConsoleLanguage,
): { text: Html; tone: 'asked' | 'bad' } | undefined {
  const words = channelsWords[language].look
  const troubles = all.map(({ name }) => trouble(name))
  const having = (...which: ChannelTrouble[]): number =>
    troubles.filter((one) => which.some((trouble) => one.includes(trouble))).length
  const count = down.length + having('untold', 'broken', 'testers', 'observe')
  if (count === 0) return undefined
  const [untold, broken, few] = [having('untold'), having('broken'), having('testers', 'observe')]
  const write = (number: number): string => number.toLocaleString(language)
  const what = [
    ...(down.length > 0 ? [words.down(write(down.length))] : []),
    ...(untold > 0 ? [words.untold(write(untold))] : []),
    ...(broken > 0 ? [words.broken(write(broken))] : []),
    ...(few > 0 ? [words.few(write(few))] : []),
  ].join(words.between)
  const text = html`${words.title(count, write(count), what)} ${toThem(language)}`
  return { text, tone: down.length + untold + broken > 0 ? 'bad' : 'asked' }
}
