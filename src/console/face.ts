/** A customer's picture, as LINE keeps it; behind it, and where there is none, an initial in a soft colour of its own. */
import { createHash } from 'node:crypto'
import { html, type Html } from './html.ts'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A name may begin with what leaves nothing to be seen: a mark that turns its direction, say. */
const visible = /[^\p{C}\p{Z}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u

export function face(id: string, name: string, pictureUrl?: string): Html {
  const key = keyOf(id)
  // Who is called by the end of an id has no initial of their own.
  const own = name.replace(/^\S{1,12} …(?=\S{4}$)/u, '')
  const first = [...graphemes.segment(own)].find(({ segment }) => visible.test(segment))
  const hue = Number.parseInt(key.slice(0, 4), 16) % 12
  return html`<span class="face hue-${hue}" aria-hidden="true"
    >${first?.segment ?? '?'}${
      isPicture(pictureUrl) &&
      html`<img
        id="face-${key}"
        src="${pictureUrl}"
        alt=""
        width="44"
        height="44"
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
      />`
    }</span
  >`
}

/** Where LINE keeps its users' pictures; headers.ts lets nothing else be loaded. */
export const pictureOrigins = ['https://profile.line-scdn.net', 'https://sprofile.line-scdn.net']

/** The simulator's are on this machine. */
function isPicture(address: string | undefined): boolean {
  if (address === undefined || !URL.canParse(address)) return false
  const { origin, hostname } = new URL(address)
  return pictureOrigins.includes(origin) || hostname === 'localhost' || hostname === '127.0.0.1'
}

/** Short, and good inside an id of the page. */
export const keyOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12)
