/**
 * Values as they may be, with which a prompt is tried when it is read: every day of the week, the languages and times it
 * compares with and one it does not, the office open, closed and unknown, the customer named and not.
 */
import type { PromptValues } from '../../core/prompt-values.ts'

/** What may be one thing or another; the first is the usual one. */
export interface Aspect {
  /** `told` in a mistake: `language is th`. */
  values: { told: string; values: Partial<PromptValues> }[]
}

/** For each aspect, which of its values. */
export type Choice = readonly number[]

export interface Samples {
  /** The usual values first, then all that differ from them in one aspect, then in several. */
  choices: Choice[]
  aspects: readonly Aspect[]
  valuesOf: (choice: Choice) => PromptValues
}

const passages = '<passage id="hours.en#weekdays">Weekdays\nFrom 7:30 to 18:30.</passage>'
const history = 'Customer: Do you have rye bread?\nAssistant: Yes, on Fridays.'
const hours = 'Monday closed; Tuesday 7:30-18:30'
const sunday = '2026-11-22'
const afternoon = '14:05'

/** Samples of a prompt; beyond them it would take long to read a file. */
const mostSamples = 100
/** Of what a template compares with, so many for each variable. */
const mostTexts = 8

/**
 * @param named the variables that the prompt names
 * @param texts what it compares with, in quotes
 */
export function samplesOf(
  business: Readonly<Record<string, string>>,
  named: ReadonlySet<string> = new Set(),
  texts: readonly string[] = [],
): Samples {
  const names = (...some: string[]) => some.some((name) => named.has(name))
  const among = (form: RegExp) => texts.filter((text) => form.test(text)).slice(0, mostTexts)
  const aspects: Aspect[] = [
    aspect('passages', [passages, ''], (value) => ({ passages: value })),
    aspect('history', [history, ''], (value) => ({ history: value })),
    ...(names('customer.name')
      ? [aspect('customer.name', ['Aya', '', ...texts.slice(0, mostTexts)], (name) => ({ customer: { name } }))]
      : []),
    ...(names('office', 'office.open', 'office.opens', 'office.hours') ? [office] : []),
    ...(names('language') ? [languagesOf(among(/^[a-z]{2,3}(-[a-z\d]{2,8})*$/i))] : []),
    ...(names('now', 'today', 'weekday') ? [daysOf(named, among(/^\d{4}-\d{2}-\d{2}$/))] : []),
    ...(names('now', 'time')
      ? [aspect('time', [afternoon, '00:00', '08:05', '23:59', ...among(/^\d{2}:\d{2}$/)], (time) => ({ time }))]
      : []),
    ...(names('time_zone')
      ? [aspect('time_zone', ['Asia/Tokyo', 'UTC', ...among(/^\w+\/\w+$/)], (time_zone) => ({ time_zone }))]
      : []),
  ]
  const usual: PromptValues = {
    business,
    now: '',
    ...dayValues(sunday),
    time: afternoon,
    time_zone: 'Asia/Tokyo',
    office: { open: true, opens: '', hours },
    customer: { name: 'Aya' },
    language: 'ja',
    passages,
    history,
  }
  return {
    choices: choicesOf(aspects.map(({ values }) => values.length)),
    aspects,
    valuesOf(choice) {
      const values: PromptValues = { ...usual }
      for (const [index, { values: some }] of aspects.entries()) Object.assign(values, some[choice[index] ?? 0]?.values)
      return { ...values, now: `${longDay(values.today)}, ${values.time}` }
    },
  }
}

/** Values of a turn, the usual ones first, for a prompt that names no more than what it is given whole. */
export function sampleValues(business: Readonly<Record<string, string>>): PromptValues[] {
  const { choices, valuesOf } = samplesOf(business)
  return choices.map(valuesOf)
}

function aspect(name: string, values: readonly string[], of: (value: string) => Partial<PromptValues>): Aspect {
  return {
    values: [...new Set(values)].map((value) => ({ told: `${name} is ${value || 'empty'}`, values: of(value) })),
  }
}

const office: Aspect = {
  values: [
    { told: 'office.open is true', values: { office: { open: true, opens: '', hours } } },
    { told: 'office.open is false', values: { office: { open: false, opens: 'on Tuesday at 7:30', hours } } },
    { told: 'office is empty', values: { office: undefined } },
  ],
}

function languagesOf(compared: readonly string[]): Aspect {
  const other = ['th', 'fi', 'sw', 'eu', 'gl', 'mt', 'is', 'ka', 'hy', 'cy'].find((tag) => !compared.includes(tag))
  return aspect('language', ['ja', '', ...compared, other ?? 'mn'], (language) => ({ language }))
}

/** A week, and days of other months. */
function daysOf(named: ReadonlySet<string>, compared: readonly string[]): Aspect {
  const week = Array.from({ length: 7 }, (_, index) => new Date(Date.parse(sunday) + index * 86_400_000))
  const others = ['2027-01-01', '2027-06-15', ...compared].filter((day) => !Number.isNaN(Date.parse(day)))
  const own = named.has('now') || named.has('today') ? others : []
  const days = new Set([...week.map((day) => day.toISOString().slice(0, 10)), ...own])
  return {
    values: [...days].map((day) => {
      const values = dayValues(day)
      return { told: named.has('weekday') ? `weekday is ${values.weekday}` : `today is ${day}`, values }
    }),
  }
}

const dayValues = (today: string): Pick<PromptValues, 'today' | 'weekday'> => ({
  today,
  weekday: longDay(today).split(' ')[0] ?? '',
})

const dayFormat = new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const longDay = (day: string): string => dayFormat.format(Date.parse(day)).replace(',', '')

/** Every one when they are few; else each value by itself, and the rest spread evenly over them all. */
function choicesOf(sizes: readonly number[]): Choice[] {
  const total = sizes.reduce((product, size) => product * size, 1)
  const usual = sizes.map(() => 0)
  const single = sizes.flatMap((size, at) => Array.from({ length: size - 1 }, (_, value) => usual.with(at, value + 1)))
  const left = Math.min(total, mostSamples) - 1 - single.length
  const step = stepFor(total)
  const spread = Array.from({ length: total <= mostSamples ? total : Math.max(0, left) }, (_, index) =>
    choiceAt(((index + 1) * step) % total, sizes),
  )
  const all = [usual, ...single, ...spread]
  return [...new Map(all.map((choice) => [choice.join(), choice])).values()]
}

/** By the golden ratio, and without a common divisor, steps come everywhere before they come back. */
function stepFor(total: number): number {
  let step = Math.max(1, Math.round(total * 0.618))
  while (divisor(step, total) > 1) step += 1
  return step
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

function choiceAt(index: number, sizes: readonly number[]): number[] {
  let left = index
  return sizes.map((size) => {
    const value = left % size
    left = Math.floor(left / size)
    return value
  })
}
