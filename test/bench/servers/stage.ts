/** What a measurement is made on: a fresh server of one kind, and what it needs around it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { secret } from '../load/webhooks.ts'
import { countsSchema, openOutside, type Outside, type OutsideOptions } from './outside.ts'
import { drop, type Database } from './postgres.ts'
import { promptsWith, type Window } from './prompts.ts'
import { start, type Server } from './start.ts'

export const kinds = ['echo', 'sdk', 'bare', 'files', 'postgres'] as const
/** Peers by their program; kidoku by where it keeps everything. */
export type Kind = (typeof kinds)[number]
export type Kidoku = Extract<Kind, 'files' | 'postgres'>
export const isKidoku = (kind: Kind): kind is Kidoku => kind === 'files' || kind === 'postgres'

/** What all measurements have in common. */
export interface Ground {
  /** Where data goes: a disk. */
  folder: string
  /** kidoku's entry, and what node is told with it. */
  entry: string
  nodeOptions: readonly string[]
  /** Opened when it is first asked for. */
  database(): Promise<Database>
}

export interface Setting {
  kind: Kind
  /** The burst window of kidoku's prompt. Default: as shipped. */
  window?: Window
  /** Default: offline, which asks nobody. */
  model?: 'offline' | 'stand-in'
  /** What is kept there already; missing: nothing, in a folder or database of its own. */
  data?: string
  url?: string
  /** In this process, where arrivals of answers are to be heard; missing: in a process of its own. */
  outside?: OutsideOptions
}

export interface Stage {
  server: Server
  outside: Outside
  /** Where it keeps everything, by its kind. */
  data: string
  url: string
}

/** Starts everything fresh, and cleans up after `act`, whatever happens. */
export async function onStage<T>(ground: Ground, setting: Setting, act: (stage: Stage) => Promise<T>): Promise<T> {
  const { kind, window = 'shipped', data } = setting
  const folder = await mkdtemp(join(ground.folder, 'kidoku-bench-'))
  const prompts = await promptsWith(window)
  const outside = setting.outside ? await openOutside(setting.outside) : await outsideProcess(folder)
  const closing = [() => outside.end()]
  try {
    const url = kind === 'postgres' ? (setting.url ?? (await freshDatabase(ground, closing))) : ''
    const stage = { outside, data: data ?? join(folder, 'data'), url }
    const env = { ...environmentOf(setting, stage), PROMPTS_DIR: prompts }
    const server = await startOne(kind, ground, env, join(folder, 'log'))
    closing.unshift(() => server.end('SIGKILL'))
    return await act({ ...stage, server })
  } finally {
    for (const close of closing) await close()
    for (const one of [folder, prompts]) await rm(one, { recursive: true, force: true })
  }
}

/** @param closing what is to be done at the end, first things first: it is dropped when nobody has it any more */
export async function freshDatabase(ground: Ground, closing: (() => Promise<void>)[]): Promise<string> {
  const url = await (await ground.database()).database()
  closing.push(() => drop(url))
  return url
}

export const startOne = (kind: Kind, ground: Ground, env: Record<string, string>, logFile: string): Promise<Server> =>
  start({
    args: isKidoku(kind) ? [...ground.nodeOptions, ground.entry] : [join(import.meta.dirname, `${kind}.ts`)],
    logFile,
    env,
    readyPath: '/readyz',
  })

export const environmentOf = (
  { kind, model = 'offline' }: Pick<Setting, 'kind' | 'model'>,
  { outside, data, url }: Pick<Stage, 'outside' | 'data' | 'url'>,
): Record<string, string> => ({
  HOST: '127.0.0.1',
  LINE_CHANNEL_SECRET: secret,
  LINE_CHANNEL_ACCESS_TOKEN: 'token-of-the-bench',
  LINE_API_BASE_URL: outside.url,
  LINE_DATA_API_BASE_URL: outside.url,
  DATA_DIR: data,
  ...(kind === 'postgres' ? { DATABASE_URL: url } : {}),
  ...(model === 'stand-in' ? { OPENAI_BASE_URL: `${outside.url}/v1`, OPENAI_MODEL: 'bench' } : {}),
})

async function outsideProcess(folder: string): Promise<Outside> {
  const script = join(import.meta.dirname, 'outside-process.ts')
  const server = await start({ args: [script], logFile: join(folder, 'outside.log'), env: {}, readyPath: '/counts' })
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    counts: async () => countsSchema.parse(await (await fetch(`${url}/counts`)).json()),
    took: () => 0,
    end: () => server.end('SIGTERM'),
  }
}
