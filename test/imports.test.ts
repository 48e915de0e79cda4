/** Imports go one way (DESIGN.md, The rooms): a table of what each room may import, held against every source file. */
import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'

interface Room {
  /** Beginnings of paths and names of packages; its own folder and zod go without saying. */
  may: string[]
  /** What may be imported only by `import type`. */
  types?: string[]
}

const koa = ['koa', '@koa/router', 'koa-helmet', 'raw-body']
const page = ['htm', 'preact']
const adapter = ['src/core/', 'src/ports/', 'node:']
const entry: Room = { may: ['src/', 'node:'] }

/** The longest name that a file's path begins with is its room. */
const rooms: Record<string, Room> = {
  'src/core/': { may: [] },
  'src/ports/': { may: [], types: ['src/core/'] },
  'src/flow/': { may: ['src/core/', 'src/ports/', 'node:'] },
  'src/loopback.ts': { may: [] },
  'src/in-order.ts': { may: [] },
  'src/console/': {
    may: ['src/loopback.ts', 'src/core/', 'src/ports/', 'node:', ...koa, ...page, 'rate-limiter-flexible'],
  },
  // Days of the shop's time zone, and figures as files.
  'src/console/insights/': {
    may: ['src/console/', 'src/core/', 'src/ports/', 'node:', ...koa, 'csv-stringify', 'temporal-polyfill'],
  },
  'src/app.ts': { may: ['src/webhook.ts', 'src/flow/', 'src/console/', 'src/core/', 'src/ports/', 'node:', ...koa] },
  'src/webhook.ts': { may: ['src/flow/', 'src/ports/', ...koa] },
  'src/config.ts': {
    may: [
      'node:',
      'src/settings.ts',
      'src/setting-names.ts',
      'src/model-prices.ts',
      'src/model-settings.ts',
      'src/retention-settings.ts',
      'src/limit-settings.ts',
      'src/channel-settings.ts',
      'src/channels-file.ts',
      'src/look-ups-names.ts',
    ],
  },
  'src/channel-choice.ts': { may: ['src/setting-names.ts', 'node:'], types: ['src/config.ts'] },
  'src/channel-settings.ts': { may: ['src/settings.ts', 'node:'] },
  'src/channels-file.ts': {
    may: ['src/channel-settings.ts', 'src/channel-entries.ts', 'src/channel-keys.ts', 'src/settings.ts', 'node:'],
  },
  'src/look-ups-names.ts': { may: ['src/channel-settings.ts', 'src/channels-file.ts', 'src/settings.ts', 'node:'] },
  'src/channel-entries.ts': { may: ['src/channel-keys.ts', 'yaml'] },
  'src/channel-keys.ts': { may: ['src/setting-names.ts'], types: ['src/settings.ts'] },
  'src/retention-settings.ts': { may: [], types: ['src/settings.ts'] },
  'src/model-settings.ts': { may: [], types: ['src/settings.ts'] },
  'src/model-prices.ts': { may: [], types: ['src/settings.ts'] },
  'src/limit-settings.ts': { may: [], types: ['src/settings.ts', 'src/model-prices.ts', 'src/model-settings.ts'] },
  'src/settings.ts': { may: [] },
  'src/setting-names.ts': { may: [], types: ['src/settings.ts'] },
  'src/data-folder.ts': { may: ['node:'], types: ['src/config.ts'] },

  // Each adapter has an SDK of its own, and nobody else imports that.
  'src/adapters/documents/': { may: adapter },
  // What fetch's errors mean, the same for whoever asks by it.
  'src/adapters/fetching/': { may: adapter },
  'src/adapters/files/': { may: [...adapter, 'lowdb', 'proper-lockfile'] },
  'src/adapters/gemini/': { may: [...adapter, 'src/adapters/tries/', '@google/generative-ai'] },
  'src/adapters/line/': { may: [...adapter, 'src/adapters/fetching/', '@line/bot-sdk', 'file-type', 'jose'] },
  'src/adapters/log/': { may: [...adapter, 'pino', 'pino-pretty'] },
  'src/adapters/markdown/': { may: [...adapter, 'yaml', 'minisearch'] },
  'src/adapters/markdown/template.ts': { may: ['src/core/', 'src/adapters/markdown/', 'liquidjs'] },
  // Files that the shop keeps are followed as the prompts are, and appended to as our own.
  'src/adapters/look-ups/': {
    may: [
      ...adapter,
      'src/adapters/fetching/',
      'src/adapters/markdown/',
      'src/adapters/files/durable.ts',
      'src/adapters/files/rewrite.ts',
      'src/knowledge/decode.ts',
      'src/loopback.ts',
      'yaml',
      'csv-parse',
      'csv-stringify',
    ],
  },
  // Loaded only where a shop's file names such a server (mcp-client.ts is imported by `import()` alone).
  'src/adapters/look-ups/mcp-': {
    may: [
      ...adapter,
      'src/adapters/look-ups/',
      'src/adapters/fetching/',
      'src/adapters/files/durable.ts',
      'src/loopback.ts',
      '@modelcontextprotocol/sdk/',
    ],
  },
  'src/adapters/metrics/': { may: [...adapter, 'prom-client'] },
  'src/adapters/notify/': { may: adapter },
  // Hours are a file like prompts and knowledge, and read and watched by the same reader.
  'src/adapters/office/': { may: [...adapter, 'src/adapters/markdown/', 'temporal-polyfill'] },
  'src/adapters/offline/': { may: [...adapter, 'minisearch'] },
  'src/adapters/postgres/': { may: [...adapter, 'src/version.ts', 'pg', 'node-pg-migrate', 'graphile-worker'] },
  'src/adapters/openai/': { may: [...adapter, 'src/adapters/tries/', 'openai'] },
  // Its files are written as durably as the store's.
  'src/adapters/recorded/': { may: [...adapter, 'src/adapters/files/durable.ts', 'proper-lockfile'] },
  'src/adapters/time/': { may: adapter },
  // How often and when a model is asked again, the same for each of them.
  'src/adapters/tries/': { may: [...adapter, 'cockatiel'] },

  // It plays LINE over HTTP and knows nothing of kidoku; one file of it stands before the model.
  'src/simulator/': { may: ['src/loopback.ts', 'node:', 'lowdb', ...koa, ...page] },
  'src/simulator/failing-model.ts': { may: ['src/ports/'] },

  // Cases are files like prompts and knowledge, and read by the same reader; their pictures are looked at as those that
  // customers send.
  'src/lab/': {
    may: [
      'src/flow/',
      'src/core/',
      'src/ports/',
      'src/adapters/markdown/broken-file.ts',
      'src/adapters/markdown/nearest.ts',
      'src/adapters/markdown/read-file.ts',
      'src/adapters/markdown/yaml.ts',
      'src/adapters/line/content-type.ts',
      'temporal-polyfill',
      'cockatiel',
      'cli-progress',
      'node:',
    ],
    types: ['src/config.ts', 'src/model-prices.ts'],
  },
  // Reports are written with the pages' own tag, which escapes what customers and models wrote.
  'src/lab/report/': { may: ['src/lab/', 'src/core/', 'src/console/html.ts', 'node:'] },

  // Sheets become knowledge files, which the same reader reads.
  'src/knowledge/': { may: ['src/core/', 'src/adapters/markdown/', 'node:', 'csv-parse'] },
  'src/knowledge/main.ts': entry,

  // The doctor's checks are pure; what looks at the world for them is beside, and its entry chooses the adapters.
  'src/doctor/': {
    may: ['node:', 'src/core/card-price.ts', 'src/in-order.ts'],
    types: ['src/core/', 'src/ports/', 'src/config.ts'],
  },
  'src/doctor/main.ts': entry,

  // The command's rules are pure; its entry chooses the adapters.
  'src/staff/': { may: ['src/ports/', 'node:'] },
  'src/staff/main.ts': entry,

  // What is kept of a customer is read as it lies there; the entry chooses the adapters.
  'src/privacy/': {
    may: ['src/core/', 'src/ports/', 'src/adapters/files/', 'src/flow/forget.ts', 'src/flow/retention.ts', 'node:'],
  },
  'src/privacy/main.ts': entry,

  // From one adapter into the other; nothing else does that.
  'src/database/': entry,

  // Who chooses adapters.
  'src/main.ts': entry,
  'src/open-store.ts': entry,
  'src/server.ts': entry,
  'src/guarding.ts': entry,
  'src/open-channel.ts': entry,
  'src/open-channels.ts': entry,
  'src/served-channels.ts': entry,
  'src/serving.ts': entry,
  'src/receiving.ts': entry,
  'src/channels-said.ts': entry,
  'src/open-console.ts': entry,
  'src/said-at-start.ts': entry,
  'src/choose-model.ts': entry,
  'src/open-sources.ts': entry,
  'src/play-line.ts': entry,
  'src/listening.ts': { may: ['node:'] },
  'src/version.ts': { may: ['node:'] },
  'src/metrics-server.ts': { may: ['src/listening.ts', 'src/loopback.ts', 'node:'], types: ['src/ports/'] },
  'src/tell-staff.ts': entry,
  'src/start-up.ts': { may: ['src/core/', 'src/ports/', 'src/doctor/'], types: ['src/config.ts'] },
  'src/lab/main.ts': entry,
  'src/simulator/main.ts': entry,
}

const roomOf = (file: string): string | undefined =>
  Object.keys(rooms)
    .filter((name) => file.startsWith(name))
    .toSorted((a, b) => b.length - a.length)[0]

interface Import {
  /** A path from the root, or a package. */
  from: string
  typeOnly: boolean
}

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[\w\s{},*$]*?\sfrom\s*)?['"]([^'"]+)['"]/gm
const call = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g

function importsOf(file: string, source: string): Import[] {
  const found = [
    ...[...source.matchAll(statement)].map(([, type, from = '']) => ({ from, typeOnly: type !== undefined })),
    ...[...source.matchAll(call)].map(([, from = '']) => ({ from, typeOnly: false })),
  ]
  return found.map(({ from, typeOnly }) => ({
    from: from.startsWith('.') ? posix.join(posix.dirname(file), from) : from,
    typeOnly,
  }))
}

const within = (from: string, allowed: readonly string[]): boolean =>
  allowed.some((one) => from === one || from.startsWith(/[/:]$/.test(one) ? one : `${one}/`))

/** What a file imports, or reads of the environment, that it may not; a sentence each. */
function wrongsOf(file: string, source: string): string[] {
  const wrongs: string[] = []
  const name = roomOf(file)
  const room = name === undefined ? undefined : rooms[name]
  if (name === undefined || !room) return [`${file} is in no room: give it a line in test/imports.test.ts`]
  const own = name.endsWith('/') ? name : `${posix.dirname(name)}/`

  for (const { from, typeOnly } of importsOf(file, source)) {
    const types = typeOnly ? (room.types ?? []) : []
    const ours = own === 'src/' ? [] : [own]
    const allowed = within(from, [...ours, 'zod', ...room.may, ...types])
    const lab = from.startsWith('src/lab/') && !file.startsWith('src/lab/')
    if (allowed && !lab) continue
    const asType = within(from, room.types ?? []) ? ' except by `import type`' : ''
    wrongs.push(`${file} may not import ${from}${asType}`)
  }
  if (/\bprocess\s*(\?\.|\.|\[['"])\s*env\b|\benv\b[^\n]*from ['"](node:)?process['"]/.test(source)) {
    if (file !== 'src/config.ts') wrongs.push(`${file} may not read process.env: only src/config.ts does`)
  }
  return wrongs
}

test('every source file keeps the rules', () => {
  const files = globSync('src/**/*.{ts,js}').map((file) => file.replaceAll('\\', '/'))
  expect(files.length).toBeGreaterThan(30)
  expect(files.flatMap((file) => wrongsOf(file, readFileSync(file, 'utf8')))).toEqual([])
})

describe('the rules can be broken', () => {
  test.for<[string, string, string]>([
    ['src/core/next.ts', "import { readFile } from 'node:fs'", 'node:fs'],
    ['src/core/next.ts', "import type { Clock } from '../ports/clock.ts'", 'src/ports/clock.ts'],
    ['src/ports/model.ts', "import { evolve } from '../core/evolve.ts'", 'src/core/evolve.ts except by `import type`'],
    ['src/flow/run.ts', "import { createLine } from '../adapters/line/line.ts'", 'src/adapters/line/line.ts'],
    ['src/flow/run.ts', "import Koa from 'koa'", 'koa'],
    ['src/console/pages.ts', "import { wake } from '../flow/runner.ts'", 'src/flow/runner.ts'],
    ['src/app.ts', "const { createLine } = await import('./adapters/line/line.ts')", 'src/adapters/line/line.ts'],
    ['src/adapters/line/line.ts', "import { run } from '../../flow/run.ts'", 'src/flow/run.ts'],
    ['src/adapters/notify/webhook.ts', "export * from '../line/answer.ts'", 'src/adapters/line/answer.ts'],
    ['src/adapters/notify/webhook.ts', "import {\n  messagingApi,\n} from '@line/bot-sdk'", '@line/bot-sdk'],
    ['src/simulator/api.ts', "import type { Line } from '../ports/line.ts'", 'src/ports/line.ts'],
    ['src/simulator/failing-model.ts', "import { evolve } from '../core/evolve.ts'", 'src/core/evolve.ts'],
    ['src/main.ts', "import './lab/cases.ts'", 'src/lab/cases.ts'],
    [
      'src/lab/cases.ts',
      "import { loadPrompts } from '../adapters/markdown/prompts.ts'",
      'src/adapters/markdown/prompts.ts',
    ],
    ['src/config.ts', "import type { Log } from './ports/log.ts'", 'src/ports/log.ts'],
  ])('%s: %s', ([file, source, what]) => {
    expect(wrongsOf(file, `/** A file. */\n${source}\n`)).toEqual([`${file} may not import ${what}`])
  })

  test.for(['const { PORT } = process.env', "import { env } from 'node:process'", "const port = process['env'].PORT"])(
    'the environment is read elsewhere: %s',
    (source) => {
      const wrongs = wrongsOf('src/flow/run.ts', source).filter((wrong) => wrong.includes('process.env'))
      expect(wrongs).toEqual(['src/flow/run.ts may not read process.env: only src/config.ts does'])
    },
  )

  test('a new file at the top has to be given a room', () => {
    expect(wrongsOf('src/utils.ts', '')).toEqual(['src/utils.ts is in no room: give it a line in test/imports.test.ts'])
  })

  test('what is allowed is let through', () => {
    const source = "import type { Change } from '../core/facts.ts'\nimport type { Clock } from './clock.ts'\n"
    expect(wrongsOf('src/ports/store.ts', source)).toEqual([])
  })
})
