/** The doctor as a process of its own, and what it needs to find a shop well. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { json, serve, type Server } from '../adapters/line/server.ts'
import { cleanEnvironment, freePort } from '../process/server.ts'

export interface Report {
  code: number | null
  output: string
  /** `problem`, `warning` or `ok` for each topic, in order of telling. */
  levels: (topic: string) => string[]
  /** The lines of a topic: what was found, why, and what to do, as one text. */
  about: (topic: string) => string
}

const headline = /^ {2}[✓!✗] (ok|warning|PROBLEM) +(\S.*)$/

/** @param env nothing else is set, so that neither the test runner's variables nor this machine's count */
export async function doctor(env: Record<string, string>, args: readonly string[] = []): Promise<Report> {
  const child = spawn(process.execPath, ['src/doctor/main.ts', ...args], {
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code]: unknown[] = await once(child, 'close')
  const findings: { level: string; text: string }[] = []
  for (const line of output.split('\n')) {
    const [, level, rest] = headline.exec(line) ?? []
    if (level !== undefined) findings.push({ level: level.toLowerCase(), text: rest ?? '' })
    else if (findings.length > 0) findings.at(-1)!.text += ` ${line.trim()}`
  }
  const of = (topic: string) => findings.filter(({ text }) => text.startsWith(`${topic} `))
  return {
    code: typeof code === 'number' ? code : null,
    output,
    levels: (topic) => of(topic).map(({ level }) => level),
    about: (topic) =>
      of(topic)
        .map(({ text }) => text)
        .join('\n'),
  }
}

export const secrets = {
  channel: 'f00d'.repeat(8),
  token: 'the-access-token-of-this-shop',
  key: 'AIzaTheKeyOfThisShop',
  password: 'the password of this shop',
  notify: 'https://hooks.example/services/T0/B0/the-hook-of-this-shop',
}

export interface Shop {
  line: Simulator
  gemini: Server
  /** The environment of a shop in which everything is as it should be; the server's port is in it. */
  env: Record<string, string> & { PORT: string; DATA_DIR: string }
}

/** LINE, Google and a shop's files; all of it ends with the test. */
export async function shop(): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-doctor-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const knowledge = join(folder, 'knowledge')
  await mkdir(knowledge)
  await writeFile(join(knowledge, 'hours.md'), '# Our shop\n\n## Opening hours\nWe open at eight.\n')
  await writeFile(join(folder, 'assistant.md'), '---\nsender_name: Hana\n---\nYou are the assistant of Hana.\n')
  const line = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    channelSecret: secrets.channel,
    channelAccessToken: secrets.token,
    displayName: 'Hana Flowers',
  })
  onTestFinished(() => line.close())
  const gemini = await serve((response, { headers }) => {
    const known = headers['x-goog-api-key'] === secrets.key
    const details = [{ reason: 'API_KEY_INVALID' }]
    if (known) json(response, 200, { supportedGenerationMethods: ['generateContent'] })
    else json(response, 400, { error: { code: 400, details } })
  })
  const port = String(await freePort())
  line.connect(`http://127.0.0.1:${port}/webhook`)
  const env = {
    HOST: '127.0.0.1',
    PORT: port,
    DATA_DIR: join(folder, 'data'),
    PROMPTS_DIR: folder,
    KNOWLEDGE_DIR: knowledge,
    LINE_CHANNEL_SECRET: secrets.channel,
    LINE_CHANNEL_ACCESS_TOKEN: secrets.token,
    LINE_API_BASE_URL: line.url,
    GEMINI_API_KEY: secrets.key,
    GEMINI_BASE_URL: gemini.url,
    CONSOLE_PASSWORD: secrets.password,
    NOTIFY_WEBHOOK_URL: secrets.notify,
    PUBLIC_URL: `https://127.0.0.1:${port}`,
  }
  return { line, gemini, env }
}
