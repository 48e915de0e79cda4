/**
 * What a look-up found, read before it is told: customers are told how something of theirs stands only where that answers
 * them and leaves nothing to do. What went wrong, what is overdue, and what tells no day where a day is asked is a person's.
 */
import { saidIn } from '../../core/numbers-said.ts'
import type { Passage } from '../../core/request.ts'
import { counted } from '../../core/words-counted.ts'
import { alike } from '../../core/written-alike.ts'
import {
  asksOfComing,
  asksOfSending,
  asksWhen,
  isDone,
  mayBeToCome,
  ofSending,
  ofStanding,
  saysNo,
  saysToCome,
  toCome,
  wentWrong,
} from './found-words.ts'
import type { Why } from './judgements.ts'
import { fold } from './text.ts'

/** A column as it is told: a name with blanks, and its value. */
export interface Column {
  name: string
  value: string
}

/** The columns of a thing that was found, in their order. */
export function columnsIn({ id, title, text }: Passage): Column[] {
  // Of a thing of one line the title is only what the look-up is called.
  const lines = id.startsWith(`${title}#`) ? text : `${title}\n${text}`
  return lines.split('\n').map((line) => {
    const end = line.indexOf(': ')
    return end < 0
      ? { name: '', value: line }
      : { name: line.slice(0, end).replaceAll('_', ' '), value: line.slice(end + 2) }
  })
}

/**
 * Why what was found is for a person; undefined where it may be told.
 * @param today ISO; where it is not known, no day that is to come can be told
 * @param asked what the customer wrote, also before
 */
export function notToBeTold(
  found: readonly Passage[],
  today: string | undefined,
  asked: readonly string[],
): Why | undefined {
  for (const passage of found) {
    const columns = columnsIn(passage)
    const why = amiss(columns, today) ?? (answers(columns, asked) ? undefined : 'found_not_asked')
    if (why !== undefined) return why
  }
  return undefined
}

function amiss(columns: readonly Column[], today: string | undefined): Why | undefined {
  const wrong = columns.find(({ name, value }) => {
    if (wentWrong.test(fold(value))) return true
    return wentWrong.test(fold(name)) && !saysNo.test(fold(value).trim())
  })
  if (wrong) return ['found_wrong', wrong.name]
  if (columns.some(({ name, value }) => ofStanding.test(fold(name)) && isDone.test(fold(value)))) return undefined
  const passed = columns.find(({ name, value }) => {
    // In a column of days, what cannot be read may have passed.
    if (isStillToCome(value, today)) return false
    if (toCome.test(fold(name))) return true
    return (mayBeToCome.test(fold(name)) || saysToCome.test(fold(value))) && daysIn(value, today).length > 0
  })
  return passed && ['found_passed', passed.name]
}

/** Each question needs a column that tells it. */
function answers(columns: readonly Column[], asked: readonly string[]): boolean {
  const has = (pattern: RegExp, isDay: boolean): boolean =>
    columns.some(({ name, value }) => pattern.test(fold(name)) && (!isDay || daysIn(value, undefined).length > 0))
  const days = asked.map(fold).filter((text) => asksWhen.test(text))
  const ofIts = days.filter((text) => asksOfSending.test(text))
  if (ofIts.length > 0 && !has(ofSending, true)) return false
  if (days.some((text) => !ofIts.includes(text) || asksOfComing.test(text))) {
    // What has come comes no more: whoever asks for the day expects something else.
    const isOver = columns.some(({ name, value }) => ofStanding.test(fold(name)) && isDone.test(fold(value)))
    return !isOver && has(toCome, true)
  }
  return has(ofStanding, false) || has(toCome, true) || has(ofSending, true)
}

function isStillToCome(value: string, today: string | undefined): boolean {
  const days = daysIn(value, today)
  return today !== undefined && days.length > 0 && days.every((day) => day >= today)
}

/** ISO days, in all readings: 3/4 may be the third of April. One without a year is this year's. */
function daysIn(value: string, today: string | undefined): string[] {
  return saidIn(counted(alike(value))).flatMap((said) => {
    if (said.kind !== 'date') return []
    const year = said.year === undefined ? today?.slice(0, 4) : `${yearOf(said.year)}`
    const two = (number: number): string => `${number}`.padStart(2, '0')
    return said.dates.map(({ month, day }) => `${year ?? '0000'}-${two(month)}-${two(day)}`)
  })
}

/** 26, 115 of the Republic of China, 2569 of the Buddhist era. */
function yearOf(written: number): number {
  if (written < 100) return 2_000 + written
  if (written < 1_000) return 1_911 + written
  return written > 2_400 ? written - 543 : written
}
