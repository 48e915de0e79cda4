/** The real command as a process of its own, over a small shop's files, with a stand-in for Gemini on loopback. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach } from 'vitest'
import { z } from 'zod'
import type { Judgement } from '../../src/core/judgement.ts'
import { candidate, failure, type Recorded } from '../adapters/gemini/server.ts'
import { cleanEnvironment } from '../process/server.ts'

export interface LabProcess {
  child: ChildProcess
  out(): string
  /** What stands beside it: progress, warnings. */
  said(): string
  ended: Promise<number | null>
}

export function startLab(args: readonly string[], env: Record<string, string>): LabProcess {
  const child = spawn(process.execPath, ['src/lab/main.ts', ...args], {
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, said] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = once(child, 'close').then(([code]: unknown[]) => (typeof code === 'number' ? code : null))
  return { child, out: () => out, said: () => said, ended }
}

export interface LabRun {
  code: number | null
  out: string
  said: string
}

export async function runLab(args: readonly string[], env: Record<string, string>): Promise<LabRun> {
  const lab = startLab(args, env)
  const code = await lab.ended
  return { code, out: lab.out(), said: lab.said() }
}

export const goodProse = 'You are the assistant of a bakery. Whoever wants money back gets a person.'

/** A prompt file. */
export const promptFile = (prose: string, policy = ''): string => `---\n${policy}\n---\n${prose}\n`

/** Ids are what the stand-in goes by: the words of case `refund-1` hold `refund-1`. */
export const caseFile = (...cases: [id: string, expect: string][]): string =>
  cases
    .map(([id, expect]) => {
      const source = expect === 'resolved' ? '\n  source: hours.en#week' : ''
      return `- id: ${id}\n  messages: ['${id}, please']\n  expect: ${expect}${source}\n`
    })
    .join('')

/** Writes a shop: its folder for prompts, knowledge and data; and the settings that lead there. */
export async function layOut(
  folder: string,
  files: { prompts: Record<string, string>; cases: Record<string, string> },
): Promise<Record<string, string>> {
  const [PROMPTS_DIR, KNOWLEDGE_DIR, DATA_DIR] = [
    join(folder, 'prompts'),
    join(folder, 'knowledge'),
    join(folder, 'var'),
  ]
  await mkdir(join(PROMPTS_DIR, 'cases'), { recursive: true })
  await mkdir(KNOWLEDGE_DIR, { recursive: true })
  await writeFile(join(KNOWLEDGE_DIR, 'hours.en.md'), '## Hours {#week}\n\nWe are open from 8:00 to 17:00.\n')
  for (const [name, content] of Object.entries(files.prompts)) await writeFile(join(PROMPTS_DIR, name), content)
  for (const [name, content] of Object.entries(files.cases)) await writeFile(join(PROMPTS_DIR, 'cases', name), content)
  return { PROMPTS_DIR, KNOWLEDGE_DIR, DATA_DIR }
}

export const resolved: Judgement = {
  decision: 'resolved',
  reply: 'We are open from 8:00 to 17:00.',
  reason: 'The passage says it.',
  confidence: 0.95,
  sources: ['hours.en#week'],
  small_talk: false,
  topic: 'other',
  language: 'en',
  summary: 'Wants to know.',
}
export const handoff: Judgement = { ...resolved, decision: 'handoff', reply: '', reason: 'A person.', sources: [] }

export interface Asked {
  model: string
  /** The prompt and the passages. */
  system: string
  /** The open messages. */
  open: string
}

/** A judgement, or what it wants to be looked up. */
type Answered = Judgement | { decision: 'look_up'; look_ups: unknown } | 'error' | undefined

export interface StandIn {
  env: Record<string, string>
  asked: Asked[]
  /** How it answers from now on; undefined: never. */
  answer(how: (asked: Asked) => Answered): void
  /** Resolves once this many have been asked in all. */
  askedFor(many: number): Promise<void>
  close(): Promise<void>
}

const said = z.object({ parts: z.array(z.object({ text: z.string() })) })
const body = z.object({ systemInstruction: said, contents: z.array(said).min(1) })

/** A model over Gemini's wire format whose answers follow the request. */
export async function openStandIn(): Promise<StandIn> {
  const asked: Asked[] = []
  let how: (asked: Asked) => Answered = () => resolved
  let waiting: { many: number; resolve: () => void }[] = []
  const server = createServer(async (request, response) => {
    const { systemInstruction, contents } = body.parse(JSON.parse(await text(request)))
    const words = ({ parts }: z.infer<typeof said>) => parts.map((part) => part.text).join('\n')
    const one: Asked = {
      model: /models\/([^:]+):/.exec(request.url ?? '')?.[1] ?? '',
      system: words(systemInstruction),
      open: contents.map(words).at(-1) ?? '',
    }
    asked.push(one)
    const answer = how(one)
    for (const { resolve } of waiting.filter(({ many }) => asked.length >= many)) resolve()
    waiting = waiting.filter(({ many }) => asked.length < many)
    if (answer === undefined) return
    // 403 is not tried again, so that a test need not wait.
    const recorded: Recorded =
      answer === 'error' ? failure(403, 'PERMISSION_DENIED') : candidate(JSON.stringify(answer))
    response
      .writeHead(recorded.status ?? 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(recorded.body))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address() satisfies AddressInfo | string | null)
  return {
    env: { GEMINI_API_KEY: 'a-key-of-this-test', GEMINI_BASE_URL: `http://127.0.0.1:${port}` },
    asked,
    answer(next) {
      how = next
    },
    askedFor: (many) =>
      new Promise((resolve) => {
        if (asked.length >= many) resolve()
        else waiting.push({ many, resolve })
      }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export interface Lab {
  folder: string
  gemini: StandIn
  settings: Record<string, string>
}

/**
 * A small shop and a stand-in for Gemini, anew for each test of the file or of the `describe` in which it is called.
 * @param files `cases`: the text of `cases/en.yaml`
 * @param answer how the stand-in answers, until a test says otherwise
 */
export function useLab(
  { prompts = { 'assistant.md': promptFile(goodProse) }, cases }: { prompts?: Record<string, string>; cases: string },
  answer: (asked: Asked) => Judgement,
): Lab {
  const lab: Partial<Lab> = {}
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-lab-'))
    const gemini = await openStandIn()
    gemini.answer(answer)
    const settings = { ...(await layOut(folder, { prompts, cases: { 'en.yaml': cases } })), ...gemini.env }
    Object.assign(lab, { folder, gemini, settings })
  })
  afterEach(async () => {
    await lab.gemini?.close()
    await rm(lab.folder ?? '', { recursive: true, force: true })
  })
  const opened = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('it is open within a test only')
    return one
  }
  return {
    get folder() {
      return opened(lab.folder)
    },
    get gemini() {
      return opened(lab.gemini)
    },
    get settings() {
      return opened(lab.settings)
    },
  }
}
