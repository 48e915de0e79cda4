/** A shop's systems for a test: real servers on loopback behind the real adapters, and a model that asks for them. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { openHttpLookUp } from '../../src/adapters/look-ups/http.ts'
import { openHttpSink } from '../../src/adapters/look-ups/http-record.ts'
import type { DeclaredLookUp, DeclaredRecord, Given, Thing } from '../../src/core/look-ups/declared.ts'
import type { Judgement } from '../../src/core/judgement.ts'
import type { ModelAnswer } from '../../src/ports/model.ts'
import type { LiveSystems, LookUp, Sink } from '../../src/ports/look-ups.ts'
import { judgement } from '../core/situations.ts'
import { quietLog } from './shop.ts'

const host = '127.0.0.1'
const number = { name: 'number', about: 'the order number', shape: /[0-9]{4,10}/u, longest: 10 }

export const orders: DeclaredLookUp = {
  name: 'orders',
  about: 'How an order stands, by its number.',
  arguments: [number],
  shows: ['order_no', 'status', 'sent_on'],
}
export const provenOrders: DeclaredLookUp = { ...orders, proof: { by: 'last_digits', column: 'phone', digits: 4 } }

export const tasks: DeclaredRecord = {
  name: 'tasks',
  about: 'Something that a colleague wants done.',
  arguments: [
    { name: 'what', about: 'what is to be done', shape: /.+/u, longest: 200 },
    { name: 'due', about: 'until when, as it was written', shape: /.+/u, longest: 60, optional: true },
  ],
}

export const theOrders: Readonly<Record<string, Thing>> = {
  '1234': { order_no: '1234', status: 'sent', sent_on: '2026-11-20', name: 'Hana Yamada', phone: '090-5550-0142' },
  '1235': { order_no: '1235', status: 'being packed', name: 'Ken Mori', phone: '080-5550-7788' },
}

type Answer = (response: ServerResponse, request: IncomingMessage, nth: number) => void

export interface System {
  url: string
  /** What was asked for, in order: methods and addresses. */
  asked: string[]
  /** What was recorded: by its key, so that the same key stands there once. */
  recorded: Map<string, unknown>
  /** Answers instead of it; undefined: as it should. */
  answers(how: Answer | undefined): void
  /** It stores what came, then this answers. */
  confirms(how: Answer | undefined): void
  close(): Promise<void>
}

export const json = (response: ServerResponse, body: unknown, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

export async function startSystem(): Promise<System> {
  const asked: string[] = []
  const recorded = new Map<string, unknown>()
  let answers: Answer | undefined
  let confirms: Answer | undefined
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url}`)
      if (answers) return answers(response, request, asked.length)
      if (request.method === 'POST') {
        recorded.set(String(request.headers['idempotency-key']), JSON.parse(Buffer.concat(chunks).toString()))
        if (confirms) return confirms(response, request, asked.length)
        return json(response, { id: `T-${recorded.size}` }, 201)
      }
      const order = theOrders[request.url?.split('/').at(-1) ?? '']
      return order ? json(response, order) : json(response, {}, 404)
    })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://${host}:${typeof address === 'object' && address ? address.port : 0}`,
    asked,
    recorded,
    answers: (how) => void (answers = how),
    confirms: (how) => void (confirms = how),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The system's orders and tasks, as a file of the shop would declare them. */
export function systemsAt(
  url: string,
  lookUp: DeclaredLookUp = orders,
  within = 2_000,
  record: DeclaredRecord = tasks,
): LiveSystems {
  const log = quietLog
  const set = { headers: {}, within, hosts: [host] }
  const lookUps = new Map<string, LookUp>([
    [lookUp.name, openHttpLookUp(lookUp, { ...set, url: `${url}/orders/{number}` }, { log })],
  ])
  const sinks = new Map<string, Sink>([[record.name, openHttpSink(record, { ...set, url: `${url}/tasks` }, { log })]])
  return { lookUp: (name) => lookUps.get(name), sink: (name) => sinks.get(name) }
}

const text = (value: object): ModelAnswer => ({
  ok: true,
  text: JSON.stringify(value),
  usage: { input: 10, output: 5 },
})
const pairs = (given: Given) => Object.entries(given).map(([name, value]) => ({ name, value }))

/** A model that wants something looked up. */
export const asks = (...all: { look_up: string; given: Given }[]): ModelAnswer =>
  text({
    ...judgement({ reply: '', sources: [] }),
    decision: 'look_up',
    look_ups: all.map(({ look_up, given }) => ({ look_up, arguments: pairs(given) })),
  })

/** A model that wants something recorded. */
export const records = (said: Partial<Judgement>, ...all: { record: string; given: Given }[]): ModelAnswer =>
  text({
    ...judgement({ sources: [], ...said }),
    records: all.map(({ record, given }) => ({ record, arguments: pairs(given) })),
  })
