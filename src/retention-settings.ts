/** RETENTION_DAYS: how long each kind of data is kept, in days. */
import type { Settings } from './settings.ts'

const name = 'RETENTION_DAYS'
const day = 24 * 3_600_000
/** A hundred years: more is a mistake. */
const most = 36_500
/** As they are written, and as the program calls them. */
const kinds = {
  messages: 'messages',
  ledger: 'ledger',
  figures: 'figures',
  audit: 'audit',
  set_aside: 'setAside',
  drafts: 'drafts',
} as const
type Kind = keyof typeof kinds
const known = Object.keys(kinds).join(', ')
const isKind = (word: string): word is Kind => Object.hasOwn(kinds, word)

/** How long each kind is kept (ms). Missing: for ever. */
export type RetentionSettings = Partial<Record<(typeof kinds)[Kind], number>>

/** Undefined: everything is kept until somebody erases it. */
export function readRetention({ text, wrong }: Settings): RetentionSettings | undefined {
  const value = text(name)?.replace(/\s/g, '')
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) {
    const length = daysIn(value)
    if (length === undefined) return wrong(name, 'is not a number of days', `write a whole number from 1 to ${most}`)
    return Object.fromEntries(Object.values(kinds).map((kind) => [kind, length]))
  }
  const days: Partial<Record<Kind, number>> = {}
  for (const part of value.split(',').filter((one) => one !== '')) {
    const [kind = '', count = '', ...more] = part.split(/[:=]/)
    if (!isKind(kind)) return wrong(name, 'names a kind of data that there is not', `the kinds are ${known}`)
    const length = daysIn(count)
    if (length === undefined || more.length > 0) {
      const remedy = `write the kind, a colon and a whole number from 1 to ${most}, such as ${kind}:90`
      return wrong(name, `does not say for how many days ${kind} is kept`, remedy)
    }
    if (days[kind] !== undefined) return wrong(name, `names ${kind} twice`, 'write it once')
    days[kind] = length
  }
  const { messages, ledger, figures } = days
  // The ledger says why a message is Read, and figures are made from it: neither can go on without what it is about.
  if (ledger !== undefined && (messages === undefined || messages > ledger)) {
    return wrong(
      name,
      'keeps messages longer than the ledger that explains them',
      'write a messages: of no more days than ledger:',
    )
  }
  if (figures !== undefined && ledger !== undefined && figures > ledger) {
    return wrong(
      name,
      'keeps figures longer than the ledger they are made from',
      'write a figures: of no more days than ledger:',
    )
  }
  const entries = Object.entries(days).map(([kind, length]) => [isKind(kind) ? kinds[kind] : kind, length])
  return entries.length === 0
    ? wrong(name, 'names nothing', `write a number of days, or kinds with theirs, such as messages:90,ledger:365`)
    : Object.fromEntries(entries)
}

const daysIn = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) * day : undefined
