/** What is promised (issue 7, point 5, and what was promised before), computed from what was measured. */
import type { Figures, PartName, Performance } from './figures.ts'
import { number, perRound, times, valueIn } from './numbers.ts'

export interface Promised {
  part: PartName
  text: string
  target: string
  measured: string
  /** Undefined: it has not been measured. */
  kept?: boolean
}

/** In the order of the table. */
export function promises(performance: Performance): Promised[] {
  return [
    ...intake(performance),
    ...turns(performance),
    ...stored(performance),
    ...start(performance),
    ...safety(performance),
  ]
}

type Bound = { least: number } | { most: number } | { under: number }

function promise(
  part: PartName,
  text: string,
  bound: Bound,
  value: number | undefined,
  write: (value: number | undefined) => string,
): Promised {
  const targetOf = (): string => {
    if ('least' in bound) return `≥ ${write(bound.least)}`
    if ('under' in bound) return `< ${write(bound.under)}`
    return bound.most === 0 ? '= 0' : `≤ ${write(bound.most)}`
  }
  const isKept = (known: number): boolean =>
    'least' in bound ? known >= bound.least : 'most' in bound ? known <= bound.most : known < bound.under
  return {
    part,
    text,
    target: targetOf(),
    measured: write(value),
    kept: value === undefined ? undefined : isKept(value),
  }
}

const ms = (value: number | undefined): string => (value === undefined ? number(value) : `${number(value)} ms`)
const seconds = (value: number | undefined): string => (value === undefined ? number(value) : `${number(value)} s`)

const ratio = (figures: Figures | undefined, a: string, b: string): number | undefined =>
  perRound(figures, [a, b], ([one = 0, other = 0]) => one / other)

function intake(performance: Performance): Promised[] {
  const figures = performance.intake?.figures
  const rate = (a: string, b: string) => ratio(figures, `${a}.events_per_s`, `${b}.events_per_s`)
  const at = (name: string) => valueIn(performance, 'intake', name)
  const of = (text: string, bound: Bound, value: number | undefined, write = times) =>
    promise('intake', text, bound, value, write)
  return [
    of('intake into files ÷ the echo', { least: 3 }, rate('rush.files', 'rush.echo')),
    of('intake into files ÷ the SDK’s middleware doing nothing', { least: 0.8 }, rate('rush.files', 'rush.sdk')),
    of('intake into PostgreSQL ÷ the echo', { least: 1 }, rate('rush.postgres', 'rush.echo')),
    of('intake into files with turns worked on meanwhile ÷ the echo', { least: 2 }, rate('work.files', 'rush.echo')),
    of('p99.9 of intake at 500 events/s, files', { under: 500 }, at('at_500.files.p999_ms'), ms),
    of('p99.9 of intake at 500 events/s, PostgreSQL', { under: 500 }, at('at_500.postgres.p999_ms'), ms),
    of('p99 of intake at 200 events/s, files', { under: 200 }, at('steady.files.p99_ms'), ms),
  ]
}

/** Whole turns a second, beside what the echo's rate would be if each of its events took as many calls. */
export const turnsBesideEcho = (figures: Figures | undefined, kind: string): number | undefined =>
  perRound(
    figures,
    [`${kind}.turns_per_s`, 'echo.events_per_s', `${kind}.line_calls`, `${kind}.model_calls`],
    ([rate = 0, echo = 0, line = 0, model = 0]) => rate / (echo / (line + model)),
  )

function turns({ turns: measured }: Performance): Promised[] {
  const of = (kind: string) => turnsBesideEcho(measured?.figures, kind)
  const text = (where: string) => `turns/s, ${where} ÷ (the echo’s rate ÷ the calls of a turn)`
  return [
    promise('turns', text('files'), { least: 0.8 }, of('files'), times),
    promise('turns', text('PostgreSQL'), { least: 0.8 }, of('postgres'), times),
  ]
}

function stored({ stored: measured }: Performance): Promised[] {
  const { figures, setup } = measured ?? {}
  const cost = (large: string, small: string) => ratio(figures, `${large}.cost_ms`, `${small}.cost_ms`)
  const count = (name: string) => (setup?.[name] === undefined ? name : number(Number(setup[name])))
  const rows = setup?.['rows of history']
  const of = (text: string, large: string, small: string) =>
    promise('stored', `cost of an event, ${text}`, { most: 1.2 }, cost(large, small), times)
  return [
    of(`files: ${count('many')} stored ÷ ${count('few')}`, 'files.many.new', 'files.few.new'),
    of(`files, who comes back: ${count('many')} ÷ ${count('some')}`, 'files.many.back', 'files.some.back'),
    of(
      `PostgreSQL: ${count('many')} stored and ${rows === undefined ? '' : `${number(Number(rows))} rows of `}history ÷ ${count('few')}`,
      'postgres.history.new',
      'postgres.few.new',
    ),
    of(`PostgreSQL, who comes back: the same ÷ ${count('some')}`, 'postgres.history.back', 'postgres.some.back'),
  ]
}

function start(performance: Performance): Promised[] {
  const figures = performance.start?.figures
  const many = performance.start?.setup['stored conversations']
  const stored = many === undefined ? 'many' : number(Number(many))
  const ready = valueIn(performance, 'start', 'ready.many.ms')
  const memory = (kind: string) => ratio(figures, `loaded.${kind}.rss_mb`, 'loaded.echo.rss_mb')
  return [
    promise('start', 'memory after the same load, files ÷ the echo', { most: 2 }, memory('files'), times),
    promise('start', 'memory after the same load, PostgreSQL ÷ the echo', { most: 2 }, memory('postgres'), times),
    promise(
      'start',
      `start with ${stored} conversations in files ÷ with none`,
      { most: 2 },
      ratio(figures, 'ready.many.ms', 'ready.files.ms'),
      times,
    ),
    promise('start', `start with ${stored} conversations in files`, { most: 3 }, ready && ready / 1_000, seconds),
  ]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const isPeers = (name: string): boolean => /(^|\.)(echo|sdk|bare)\./.test(name)

/** All rounds of all parts together; what peers fail at is their own. */
function safety(performance: Performance): Promised[] {
  const all = Object.values(performance)
    .flatMap((measured) => Object.entries(measured?.figures ?? {}))
    .filter(([name]) => !isPeers(name))
  const total = (name: string): number | undefined => {
    const found = all.filter(([key]) => key.endsWith(`.${name}`))
    return found.length === 0 ? undefined : sum(found.flatMap(([, rounds]) => rounds))
  }
  const safe = total('safe')
  const steady = (name: string) => valueIn(performance, 'intake', `steady.files.${name}`)
  const unread = steady('settled_s') === undefined ? steady('messages') : minus(steady('messages'), steady('read'))
  return [
    promise(
      'intake',
      `${safe === undefined ? 'events' : `of ${number(safe)} events`} answered with 200, gone after a SIGKILL`,
      { most: 0 },
      total('lost'),
      number,
    ),
    promise('intake', 'requests not answered with 200, turns not answered', { most: 0 }, total('failed'), number),
    promise('intake', 'reply tokens used twice', { most: 0 }, total('used_twice'), number),
    promise('intake', 'of the messages at 200 events/s, not answered and Read soon after', { most: 0 }, unread, number),
  ]
}

const minus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b
