/**
 * What look-ups were asked and what they gave, for the ledger and the console: enough to follow what happened, without what
 * may be a person's.
 *
 *   masked      e-mail addresses, links, ids in LINE and its like, streets and houses, names that stand in a form of names
 *               (田中様, Mr. Thornton): a word in brackets. Numbers of seven digits or more, and whatever proves whose it
 *               is: all but the last two digits
 *   not masked  a name by itself in a column (“Hana”): nobody can tell it from another word. Shorter numbers (of orders,
 *               rooms), codes (of parcels: KX-4408-2197), dates, prices with commas. A shop that wants less seen names fewer
 *               columns in `shows`
 */
import { contactForms } from '../redact-contacts.ts'
import { besideName, nameForms } from '../redact-names.ts'
import { placeForms } from '../redact-places.ts'
import { placeholders } from '../redact.ts'
import type { Argument, DeclaredLookUp, Given, Thing } from './declared.ts'
import { inOneLine, shown } from './values.ts'

/** Of what the model and staff may see of a thing. */
export function maskedThing({ shows, proof }: Pick<DeclaredLookUp, 'shows' | 'proof'>, thing: Thing): Thing {
  const columns = shown(shows, thing).map(([column, value]): [string, string] => {
    if (proof?.column !== column) return [column, masked(value)]
    return [column, proof.by === 'account_link' ? placeholders.number : masked(hideDigits(value))]
  })
  return Object.fromEntries(columns)
}

export function maskedGiven(declared: { arguments: readonly Pick<Argument, 'name'>[] }, given: Given): Given {
  const names = declared.arguments.map(({ name }) => name).filter((name) => Object.hasOwn(given, name))
  return Object.fromEntries(names.map((name) => [name, masked(inOneLine(given[name] ?? ''))]))
}

/** Not those for numbers: the number of an order is what staff look for. */
const forms: readonly [keyof typeof placeholders, RegExp][] = [
  ...contactForms,
  ...placeForms.map((form): ['address', RegExp] => ['address', form]),
  ...nameForms.map((form): ['name', RegExp] => ['name', form]),
  ['name', besideName],
]

const masked = (value: string): string =>
  forms
    .reduce((left, [kind, form]) => left.replace(form, placeholders[kind]), value)
    .replace(numbers, (found: string, day?: string, code?: string) =>
      (day ?? code) === undefined ? hideDigits(found) : found,
    )

/** With its time of day. */
const day =
  /(?<!\p{Nd})(?:19|20|25)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?(?!\p{Nd}|-\p{Nd})/u
/**
 * Two letters or more in front: the number of a parcel, KX-4408-2197 or EG012345678JP. Not TEL090-1234-5678, nor what could
 * be dialled as it stands behind the letters.
 */
const code =
  /(?<![\p{L}\p{Nd}])(?!(?:tel[a-z]*|fax|ph|phone|mob|mobile|cell|hp|call|sms|line|wa|no|nr)[-_]?\d)[a-z]{2,6}[-_]?(?=[1-9]|[\d_-]*[a-z])\d[a-z\d]*(?:[-_][a-z\d]+)*/iu
/** A telephone number without its area has seven digits. */
const number = /\p{Nd}(?:[ ()（）+\-\u2010-\u2015－ー.・]{0,3}\p{Nd}){6,}/u
/** What is no number is looked for first. */
const numbers = new RegExp(`(${day.source})|(${code.source})|${number.source}`, 'giu')

/** So many stay, by which whoever knows the number knows it again. */
const left = 2

const hidden = '•'

/** Whether something of it stands there masked: many other values would look the same. */
export const holdsMask = (value: string): boolean =>
  [hidden, ...Object.values(placeholders)].some((mark) => value.includes(mark))

function hideDigits(text: string): string {
  let more = (text.match(/\p{Nd}/gu) ?? []).length - left
  return text.replace(/\p{Nd}/gu, (digit) => ((more -= 1) >= 0 ? hidden : digit))
}
