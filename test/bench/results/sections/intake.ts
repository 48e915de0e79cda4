import type { Figures } from '../figures.ts'
import { number, perRound, spread, times, valueOf } from '../numbers.ts'
import { orDash, row, type Bar, type Section } from '../section.ts'

/** Name, key, whether it is a peer. */
const servers = [
  ['node:http, signature alone', 'bare', true],
  ['Express + SDK’s middleware, nothing else', 'sdk', true],
  ['the SDK’s echo on Express', 'echo', true],
  ['kidoku, files', 'files', false],
  ['kidoku, PostgreSQL', 'postgres', false],
] as const

const kidokus = servers.filter(([, , peer]) => !peer)

export function intakeSection(figures: Figures): Section {
  const bars = (situation: string, figure: string): Bar[] =>
    servers.map(([name, key, peer]) => ({ name, peer, value: valueOf(figures, `${situation}.${key}.${figure}`) }))
  const flood = (name: string, under: string): string[] => [
    ...row(figures, name, under, ['events_per_s']),
    spread(figures, `${under}.events_per_s`),
    times(perRound(figures, [`${under}.events_per_s`, 'rush.echo.events_per_s'], ([a = 0, b = 0]) => a / b)),
    ...['p50_ms', 'p99_ms', 'cpu_us', 'database_cpu_us', 'peak_mb'].map((one) => orDash(figures, `${under}.${one}`)),
  ]
  const waits = (situation: string) => ({
    head: ['', 'events/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'the sender’s own p99 ms'],
    rows: servers.map(([name, key]) =>
      row(figures, name, `${situation}.${key}`, ['per_s', 'p50_ms', 'p99_ms', 'p999_ms', 'late_p99_ms']),
    ),
  })
  return {
    part: 'intake',
    title: 'Intake',
    words: [
      'As much as each takes: so many connections, each sends the next webhook when it has an answer. In a rush everybody is still writing, as in the first seconds after an announcement to all customers: kidoku stores every event, takes it into its conversation, and judges nothing yet. At work it judges and answers meanwhile, with the model that needs no key.',
      'At a fixed rate webhooks leave on time whatever the server does, and latency counts from when each was due.',
    ],
    tables: [
      {
        caption: 'As much as each takes',
        head: ['', 'events/s', 'rounds', '÷ echo', 'p50 ms', 'p99 ms', 'CPU µs/event', 'PostgreSQL’s', 'MB'],
        rows: [
          ...servers.map(([name, key]) => flood(name, `rush.${key}`)),
          ...kidokus.map(([name, key]) => flood(`${name}, at work`, `work.${key}`)),
        ],
      },
      { caption: 'At 500 events a second, at work', ...waits('at_500') },
      { caption: 'At 60 % of its own most, in a rush', ...waits('near') },
      {
        caption: 'At 200 events a second, until all is answered',
        head: ['', 'p50 ms', 'p99 ms', 'slowest ms', 'messages', 'answered', 'Read', 'the last after s'],
        rows: kidokus.map(([name, key]) =>
          row(figures, name, `steady.${key}`, [
            'p50_ms',
            'p99_ms',
            'max_ms',
            'messages',
            'closed',
            'read',
            'settled_s',
          ]),
        ),
      },
      {
        caption: 'Killed with work under way',
        head: ['', 'answered with 200', 'gone', 'replies/s meanwhile'],
        rows: kidokus.map(([name, key]) => [
          name,
          ...['safe', 'lost', 'replies_per_s'].map((one) => number(valueOf(figures, `work.${key}.${one}`))),
        ]),
      },
    ],
    charts: [
      {
        title: 'Events a second, as much as each takes',
        unit: 'events/s',
        bars: [
          ...bars('rush', 'events_per_s'),
          ...kidokus.map(([name, key]) => ({
            name: `${name}, at work`,
            value: valueOf(figures, `work.${key}.events_per_s`),
          })),
        ],
      },
      { title: 'p99.9 at 500 events a second', unit: 'ms', bars: bars('at_500', 'p999_ms') },
      { title: 'p99.9 at 60 % of its own most', unit: 'ms', bars: bars('near', 'p999_ms') },
    ],
  }
}
