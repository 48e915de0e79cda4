/** Whether customers plainly ask how something of theirs stands, and say nothing else. */
import type { DeclaredLookUp } from '../../core/look-ups/declared.ts'
import { smallTalkPieces } from './intents.ts'
import { asks, aside, more, ofTheNumber, own, things, words } from './standing-words.ts'
import { fold } from './text.ts'

export interface Standing {
  /** It is asked how something stands. */
  asks: boolean
  /** Of their own, whether or not there is a number. */
  own: boolean
  /** Nothing else is said. */
  plain: boolean
  /** The number itself is what they look for. */
  ofTheNumber: boolean
}

/** @param rest what they wrote, without the numbers that are looked up with (numbers.ts) */
export function standingOf(rest: string): Standing {
  const folded = fold(rest)
  return {
    asks: asks.test(folded),
    own: own.test(folded),
    plain: !more.test(folded) && isOnlyThat(folded),
    ofTheNumber: ofTheNumber.test(folded),
  }
}

/** Where a text has no spaces, a word may be cut in several ways: it is followed from every place that was reached. */
function isOnlyThat(folded: string): boolean {
  const reached = new Set([0])
  for (let at = 0; at < folded.length; at += 1) {
    if (!reached.has(at)) continue
    if (!/^[\p{L}\p{M}\p{N}]/u.test(String.fromCodePoint(folded.codePointAt(at) ?? 0))) reached.add(at + 1)
    for (const piece of [...aside, ...smallTalkPieces, latin]) {
      piece.lastIndex = at
      const [found = ''] = piece.exec(folded) ?? []
      if (piece !== latin || words.has(found)) reached.add(at + found.length)
    }
  }
  return reached.has(folded.length)
}

const latin = /[a-z]+(?:'[a-z]+)?(?![a-z'\d])/y

/** Whether a look-up tells of what the text is about: of bookings where it names one, else of orders. */
export function isAbout({ name, about, arguments: all }: DeclaredLookUp, text: string): boolean {
  const thing = things.booking.test(fold(text)) ? things.booking : things.order
  return thing.test(fold([name.replaceAll('_', ' '), about, ...all.map((one) => one.about)].join('\n')))
}
