import type { Measured } from '../figures.ts'
import { number, spread, valueOf } from '../numbers.ts'
import { orDash, row, type Section } from '../section.ts'

const servers = [
  ['the SDK’s echo on Express', 'echo', true],
  ['kidoku, files', 'files', false],
  ['kidoku, PostgreSQL', 'postgres', false],
] as const

export function startSection({ figures, setup }: Pick<Measured, 'figures' | 'setup'>): Section {
  const many = `kidoku, files, ${number(Number(setup['stored conversations']))} conversations`
  const starts = [...servers, [many, 'many', false] as const]
  return {
    part: 'start',
    title: 'Starting, doing nothing, and what it takes',
    words: [
      'Ready is when `/readyz` answers 200, counted from the start of the process. The many conversations are those of a server that was asked to end before. Memory after a load: the same webhooks at the same rate for everybody, looked at when all has been answered.',
      'The installation: the packages that are not for development alone, as the disk counts them.',
    ],
    tables: [
      {
        caption: 'Start to ready',
        head: ['', 'ms', 'starts'],
        rows: starts.map(([name, key]) => [
          ...row(figures, name, `ready.${key}`, ['ms']),
          spread(figures, `ready.${key}.ms`),
        ]),
      },
      {
        caption: 'Nothing to do, and after a load',
        head: ['', 'idle: CPU ms a minute', 'PostgreSQL’s', 'idle: MB', 'after the load: MB', 'at most MB'],
        rows: servers.map(([name, key]) => [
          name,
          ...[
            'idle.cpu_ms_per_minute',
            'idle.database_cpu_ms_per_minute',
            'idle.rss_mb',
            'loaded.rss_mb',
            'loaded.peak_mb',
          ].map((one) => {
            const [situation, figure] = one.split('.')
            return orDash(figures, `${situation}.${key}.${figure}`)
          }),
        ]),
      },
      {
        caption: 'Size of the installation',
        head: ['', 'MB', 'packages'],
        rows: [
          row(figures, 'all of it', 'install', ['mb', 'packages']),
          ['of that Node.js itself, which comes as a package', number(valueOf(figures, 'install.node_mb')), ''],
        ],
      },
    ],
    charts: [
      {
        title: 'Start to ready',
        unit: 'ms',
        bars: starts.map(([name, key, peer]) => ({ name, peer, value: valueOf(figures, `ready.${key}.ms`) })),
      },
      {
        title: 'Memory after the same load',
        unit: 'MB',
        bars: servers.map(([name, key, peer]) => ({ name, peer, value: valueOf(figures, `loaded.${key}.rss_mb`) })),
      },
    ],
  }
}
