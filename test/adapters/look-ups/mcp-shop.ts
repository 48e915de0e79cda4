/** The shop's MCP server, started as its declaration says, with what a test wants of it. It ends with the test. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Program, Service } from '../../../src/adapters/look-ups/mcp-server.ts'
import { openMcpServer } from '../../../src/adapters/look-ups/mcp-server.ts'
import type { DeclaredLookUp, DeclaredRecord, Proof } from '../../../src/core/look-ups/declared.ts'
import { heard, host } from './http-server.ts'
import { linesOf, shopServer } from './mcp-tools.ts'

const program = join(import.meta.dirname, 'mcp-server.ts')
export const never = new AbortController().signal

export const orders = (shows: string[] = ['status'], proof?: Proof): DeclaredLookUp => ({
  name: 'orders',
  about: 'How an order stands.',
  arguments: [{ name: 'number', about: 'Its number.', shape: /.*/, longest: 20 }],
  shows,
  proof,
})

export const tasks: DeclaredRecord = {
  name: 'tasks',
  about: 'Something to be done.',
  arguments: [{ name: 'what', about: 'What.', shape: /.*/, longest: 200 }],
}

export interface Shop {
  folder: string
  /** @param what it does when `get_order` is asked for that number */
  does(number: string, what: object): void
  write(file: string, text: string): void
  /** Its processes, one for each start. */
  pids(): number[]
  asked(): unknown[]
}

export function shop(): Shop {
  const folder = mkdtempSync(join(tmpdir(), 'kidoku-mcp-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text)
  return {
    folder,
    write,
    does: (number, what) => write(`${number}.json`, JSON.stringify(what)),
    pids: () =>
      z
        .array(z.object({ pid: z.number() }))
        .parse(linesOf(join(folder, 'starts.jsonl')))
        .map(({ pid }) => pid),
    asked: () => linesOf(join(folder, 'asked.jsonl')),
  }
}

export const declaredAs = ({ folder }: Shop, more: Partial<Program> = {}): Program => ({
  name: 'shop',
  command: [process.execPath, program, folder],
  inherited: {},
  env: {},
  folder,
  ...more,
})

/** A server as kidoku has it, with a log that can be read. */
export function opened(source: Program | Service, pause?: number) {
  const said = heard()
  const debugged: string[] = []
  const debug = (fields: object, message: string): void => {
    said.debug(fields, message)
    debugged.push(...said.lines.slice(-1))
  }
  const log = { ...said, debug, debugged }
  const server = openMcpServer(source, { log, pause })
  onTestFinished(() => server.close())
  return { log, server }
}

/** One that has ended and that nobody has asked how does not live. */
export const isAlive = (pid: number): boolean => {
  try {
    const state = `/proc/${pid}/stat`
    return process.kill(pid, 0) && !(existsSync(state) && /\) Z /.test(readFileSync(state, 'utf8')))
  } catch {
    return false
  }
}

export interface OverHttp {
  url: string
  /** Forgets its sessions, as one that has been started anew. */
  forget(): void
  methods: string[]
}

/** The same shop over Streamable HTTP, with sessions. @param json answers in JSON, not in a stream of events */
export async function overHttp({ folder }: Shop, json: boolean, unknownSession = 404): Promise<OverHttp> {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const methods: string[] = []
  const begin = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      enableJsonResponse: json,
      onsessioninitialized: (session) => void sessions.set(session, transport),
    })
    await shopServer(folder).connect(transport)
    await transport.handleRequest(request, response)
  }
  const server = createServer((request, response) => {
    const id = request.headers['mcp-session-id']
    methods.push(`${request.method} ${id === undefined ? 'without' : 'in'} a session`)
    const known = typeof id === 'string' ? sessions.get(id) : undefined
    if (known) void known.handleRequest(request, response)
    else if (id !== undefined) response.writeHead(unknownSession).end()
    else void begin(request, response)
  })
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://${host}:${port}/mcp`, methods, forget: () => sessions.clear() }
}
