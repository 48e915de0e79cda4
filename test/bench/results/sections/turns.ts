import type { Figures } from '../figures.ts'
import { number, spread, times, valueOf } from '../numbers.ts'
import { turnsBesideEcho } from '../promises.ts'
import { orDash, row, type Section } from '../section.ts'

const kidokus = [
  ['kidoku, files', 'files'],
  ['kidoku, PostgreSQL', 'postgres'],
] as const

export function turnsSection(figures: Figures): Section {
  return {
    part: 'turns',
    title: 'Whole turns',
    words: [
      'Customers write, wait until the answer has reached LINE, and write again, so many at once. LINE and a model that speaks the OpenAI chat form are stand-ins on the same machine that answer at once. Every message is a turn of its own: no burst window.',
      'A single turn: one after another at a calm pace, from when the webhook was due until its answer is at LINE, less what the stand-ins themselves took.',
    ],
    tables: [
      {
        caption: 'As many as it makes',
        head: ['', 'turns/s', 'rounds', '÷ (echo ÷ calls)', 'p50 ms', 'p99 ms'],
        rows: [
          ...kidokus.map(([name, key]) => [
            ...row(figures, name, key, ['turns_per_s']),
            spread(figures, `${key}.turns_per_s`),
            times(turnsBesideEcho(figures, key)),
            ...['p50_ms', 'p99_ms'].map((one) => number(valueOf(figures, `${key}.${one}`))),
          ]),
          [
            'the SDK’s echo (events/s)',
            number(valueOf(figures, 'echo.events_per_s')),
            spread(figures, 'echo.events_per_s'),
            '–',
            '–',
            '–',
          ],
        ],
      },
      {
        caption: 'What a turn costs',
        head: ['', 'CPU ms', 'PostgreSQL’s CPU ms', 'calls to LINE', 'calls to the model', 'MB'],
        rows: kidokus.map(([name, key]) => [
          name,
          ...['cpu_ms', 'database_cpu_ms', 'line_calls', 'model_calls', 'peak_mb'].map((one) =>
            orDash(figures, `${key}.${one}`),
          ),
        ]),
      },
      {
        caption: 'Added to a single turn',
        head: ['', 'p50 ms', 'p99 ms', 'slowest ms', 'the stand-ins took ms', 'turns'],
        rows: kidokus.map(([name, key]) =>
          row(figures, name, `single.${key}`, ['p50_ms', 'p99_ms', 'max_ms', 'others_ms', 'turns']),
        ),
      },
    ],
    charts: [
      {
        title: 'Whole turns a second',
        unit: 'turns/s',
        bars: kidokus.map(([name, key]) => ({ name, value: valueOf(figures, `${key}.turns_per_s`) })),
      },
      {
        title: 'Added to a single turn',
        unit: 'ms',
        bars: kidokus.flatMap(([name, key]) =>
          ['p50', 'p99'].map((one) => ({
            name: `${name}, ${one}`,
            value: valueOf(figures, `single.${key}.${one}_ms`),
          })),
        ),
      },
    ],
  }
}
