import type { Measured } from '../figures.ts'
import { number, valueOf } from '../numbers.ts'
import { orDash, type Section } from '../section.ts'

const names = ['few', 'some', 'many'] as const

export function storedSection({ figures, setup }: Pick<Measured, 'figures' | 'setup'>): Section {
  const count = (name: string): string => number(Number(setup[name]))
  const stores = [
    ...names.map((name) => [`files, ${count(name)}`, `files.${name}`] as const),
    ...names.map((name) => [`PostgreSQL, ${count(name)}`, `postgres.${name}`] as const),
    [`PostgreSQL, ${count('many')} and ${count('rows of history')} rows`, 'postgres.history'] as const,
  ]
  const columns = [
    'ready_ms',
    'rss_mb',
    'new.cost_ms',
    'new.turns_per_s',
    'new.p99_ms',
    'back.cost_ms',
    'back.turns_per_s',
  ]
  const bars = (figure: string) => stores.map(([name, key]) => ({ name, value: valueOf(figures, `${key}.${figure}`) }))
  return {
    part: 'stored',
    title: 'With much stored',
    words: [
      'The same talk as under *Whole turns*, over stores with few, some and many conversations, written by kidoku’s own store. The cost of an event is all processor time, PostgreSQL’s among it, until its turn is answered. “New” are customers who have never written, “back” are those whose conversation is stored, all over the store.',
      'History is rows of older turns and facts. MB is the memory held after the talk.',
    ],
    tables: [
      {
        caption: 'Cost, memory and start',
        head: ['stored', 'ready after ms', 'MB', 'new: CPU ms', 'turns/s', 'p99 ms', 'back: CPU ms', 'turns/s'],
        rows: stores.map(([name, key]) => [name, ...columns.map((column) => orDash(figures, `${key}.${column}`))]),
      },
    ],
    charts: [
      { title: 'Cost of an event whose customer is new', unit: 'ms CPU', bars: bars('new.cost_ms') },
      { title: 'Memory held', unit: 'MB', bars: bars('rss_mb') },
      { title: 'Start to ready', unit: 'ms', bars: bars('ready_ms') },
    ],
  }
}
