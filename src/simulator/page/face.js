/** A face without a picture: the first letter on a soft colour of one's own, the hue from the id. */
import { html } from 'htm/preact'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const initial = (name) => graphemes.segment(name)[Symbol.iterator]().next().value?.segment ?? '?'
const hueOf = (id) => (Number.parseInt(id.slice(1, 5), 16) || 0) % 12

export function Face({ customer }) {
  return html`<span class=${`face hue-${hueOf(customer.id)}`} aria-hidden="true">${initial(customer.name)}</span>`
}

export function GroupFace({ group }) {
  return html`
    <span class=${`face hue-${hueOf(group.id)}`} aria-hidden="true">
      <svg viewBox="0 0 24 24">
        <circle cx="9" cy="9" r="3.300" />
        <path
          d="M2.800 19c.5-3.400 3-5.200 6.200-5.200s5.700 1.800 6.200 5.200M15.500 6.200a3.300 3.300 0 0 1 0 5.900M18 14.600c1.800.8 2.900 2.300 3.200 4.400"
        />
      </svg>
    </span>
  `
}
