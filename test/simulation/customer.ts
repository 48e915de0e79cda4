/**
 * A customer's life in LINE, drawn beforehand by the customer's own generator: they write in bursts, take messages back,
 * tap buttons, ask for a person, leave and come back; and staff look at their page now and then.
 */
import type { Random } from './random.ts'

export type Deed =
  | { at: number; do: 'write'; what: Writing }
  /** The newest message, if there is one; or any of so many of the newest. */
  | { at: number; do: 'unsend'; among?: number }
  /** A button of the newest bubble, if it has any. */
  | { at: number; do: 'tap' }
  | { at: number; do: 'block'; blocks: boolean }
  /** Staff open the page; what they press comes `thinks` ms later, by what they saw then. */
  | { at: number; do: 'look'; thinks: number }

type Writing = 'text' | 'word' | 'sticker' | 'location' | 'image' | 'audio' | 'other'

const minute = 60_000

/** @param span from when until when they are about (ms) */
export function lifeOf(random: Random, [from, until]: readonly [number, number]): Deed[] {
  const deeds: Deed[] = []
  const visits = random.int(1, 3)
  for (let visit = 0; visit < visits; visit += 1) {
    let at = random.int(from, until)
    const turns = random.int(1, 4)
    for (let turn = 0; turn < turns; turn += 1) {
      at = burst(deeds, random, at)
      at += random.pick([random.int(3_000, 12_000), random.int(12_000, 60_000), random.int(minute, 15 * minute)])
    }
  }
  for (let looks = random.int(0, 3); looks > 0; looks -= 1) {
    deeds.push({
      at: random.int(from, until),
      do: 'look',
      thinks: random.pick([random.int(500, 5_000), random.int(5_000, 10 * minute)]),
    })
  }
  if (random.chance(0.08)) {
    const at = random.int(from, until)
    deeds.push({ at, do: 'block', blocks: true })
    if (random.chance(0.6)) deeds.push({ at: at + random.int(1_000, 60 * minute), do: 'block', blocks: false })
  }
  return deeds.toSorted((a, b) => a.at - b.at)
}

/** A few messages one after another, and what people do right after them. Returns when it is over. */
function burst(deeds: Deed[], random: Random, from: number): number {
  let at = from
  const count = random.weighted({ 1: 60, 2: 22, 3: 10, 4: 5, 9: 3 })
  for (let left = Number(count); left > 0; left -= 1) {
    const what = random.weighted<Writing>({ text: 78, word: 7, sticker: 5, location: 2, image: 5, audio: 2, other: 1 })
    deeds.push({ at, do: 'write', what })
    if (random.chance(0.07))
      deeds.push({ at: at + random.pick([random.int(50, 2_000), random.int(2_000, 40_000)]), do: 'unsend' })
    at += random.pick([0, random.int(100, 1_400), random.int(1_000, 6_000), random.int(3_000, 20_000)])
  }
  if (random.chance(0.3)) deeds.push({ at: at + random.int(2_000, 5 * minute), do: 'tap' })
  return at
}

/** LINE's message object but its id and tokens. The mark stands in its words, or in what is behind it. */
export function contentOf(
  what: Writing,
  mark: string,
  random: Random,
): { type: string; word?: string; [name: string]: unknown } {
  switch (what) {
    case 'text':
      return { type: 'text', text: `Please tell me about this ${mark}` }
    case 'word': {
      const word = random.weighted({
        operator: 4,
        'back to the assistant': 3,
        solved: 2,
        'not solved': 2,
        'show answer': 2,
      })
      return { type: 'text', text: `${word} ${mark}`, word }
    }
    case 'sticker':
      return { type: 'sticker', packageId: '1', stickerId: '1', keywords: [mark] }
    case 'location':
      return { type: 'location', title: mark, latitude: 35, longitude: 139 }
    case 'image':
      return { type: 'image', contentProvider: { type: 'line' } }
    case 'audio':
      return { type: 'audio', duration: 1_000, contentProvider: { type: random.chance(0.1) ? 'external' : 'line' } }
    case 'other':
      return { type: 'hologram', mark }
    default:
      return what satisfies never
  }
}
