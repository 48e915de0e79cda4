import type { Figures } from '../figures.ts'
import { spread, valueOf } from '../numbers.ts'
import { row, type Section } from '../section.ts'

const counts = [1, 2, 3] as const
const nameOf = (count: number): string => (count === 1 ? 'one process' : `${count} processes`)

export function processesSection(figures: Figures): Section {
  const table = (situation: string, rate: string, columns: readonly string[]) =>
    counts.map((count) => {
      const under = `${situation}.${count}`
      const [name = '', first = '', ...others] = row(figures, nameOf(count), under, [rate, ...columns])
      return [name, first, spread(figures, `${under}.${rate}`), ...others]
    })
  const bars = (situation: string, rate: string) =>
    counts.map((count) => ({ name: nameOf(count), value: valueOf(figures, `${situation}.${count}.${rate}`) }))
  return {
    part: 'processes',
    title: 'Several processes on one PostgreSQL',
    words: [
      'Behind a small balancer that gives each connection to the next process. PostgreSQL, the balancer, the sender, LINE and the model all run on the same cores: where there are no more cores than processes this shows what sharing costs, not what more machines bring.',
    ],
    tables: [
      {
        caption: 'Intake in a rush',
        head: ['', 'events/s', 'rounds', 'p50 ms', 'p99 ms', 'CPU µs/event', 'PostgreSQL’s'],
        rows: table('intake', 'events_per_s', ['p50_ms', 'p99_ms', 'cpu_us', 'database_cpu_us']),
      },
      {
        caption: 'Whole turns',
        head: ['', 'turns/s', 'rounds', 'p50 ms', 'p99 ms', 'CPU ms/turn', 'PostgreSQL’s'],
        rows: table('turns', 'turns_per_s', ['p50_ms', 'p99_ms', 'cpu_ms', 'database_cpu_ms']),
      },
    ],
    charts: [
      { title: 'Intake in a rush', unit: 'events/s', bars: bars('intake', 'events_per_s') },
      { title: 'Whole turns', unit: 'turns/s', bars: bars('turns', 'turns_per_s') },
    ],
  }
}
