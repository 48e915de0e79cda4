/**
 * Bodies for the webhook: well-signed ones that hold events of all kinds, most of them spoilt, each with a good neighbour;
 * and ones that are wrong as a whole. The same seed and number give the same body, but for the time of day.
 */
import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { destination, makeEvent, userId } from './events.ts'
import { deepList, mutate } from './mutate.ts'
import { neighbourOf } from './neighbours.ts'
import { drawPage } from './pages.ts'
import { Random } from './random.ts'
import { anyText } from './texts.ts'
import { treeOf, written, type Tree } from './tree.ts'

export interface Body {
  /** The first input in it, and how many there are: what is printed when something goes wrong. */
  first: number
  inputs: number
  /** What was done to it, in words. */
  kind: string
  bytes: Buffer
  signature?: string
  headers?: Record<string, string>
  method?: string
  path?: string
  /** It is for a page, and nothing may come of it. */
  page?: true
  /** What stands in `content-length`, where it is not the truth. */
  length?: number
  /** Its events as they were written, from which a smaller body can be made. Missing where it is wrong as a whole. */
  events?: string[]
}

export interface Drawing {
  seed: number
  /** The first input's number. */
  first: number
  secret: string
  now: number
}

export const sign = (bytes: Buffer, secret: string): string =>
  createHmac('sha256', secret).update(bytes).digest('base64')

const bodyOf = (events: readonly string[], to: string = JSON.stringify(destination)): Buffer =>
  Buffer.from(`{"destination":${to},"events":[${events.join(',')}]}`)

/** A tenth of the bodies hold two thirds of the inputs: the events. */
export function drawBody(drawing: Drawing): Body {
  const random = new Random(drawing.seed, drawing.first)
  return random.chance(0.1) ? manyEvents(drawing, random) : wrongAsAWhole(drawing, random)
}

function manyEvents({ first, secret, now }: Drawing, random: Random): Body {
  const inputs = 10 + random.below(25)
  // Bursts: what a few people write at once is few turns.
  const users = Array.from({ length: 1 + random.below(3) }, () => userId(random.below(1_000_000)))
  const events = Array.from({ length: inputs }, (_, index) =>
    drawEvent({ number: first + index, random, now, user: random.pick(users) }),
  )
  // The same id with other contents: LINE's redelivery gone wrong.
  if (random.chance(0.2)) events.push(events[random.below(events.length)]!.replace(/"text":"[^"]*"/, '"text":"other"'))
  events.splice(random.below(events.length + 1), 0, JSON.stringify(neighbourOf(first, now)))
  const to = random.chance(0.03) ? written(mutate(destination, random, 1)) : undefined
  const bytes = bodyOf(events, to)
  return { first, inputs, kind: 'events', bytes, signature: sign(bytes, secret), events }
}

function drawEvent(making: Parameters<typeof makeEvent>[0]): string {
  const { random } = making
  const event: Tree = treeOf(makeEvent(making))
  return written(random.chance(0.3) ? event : mutate(event, random))
}

/** Each has events that must have no effect, or a good neighbour that must be found when the body is one after all. */
function wrongAsAWhole({ first, secret, now }: Drawing, random: Random): Body {
  const makes = { random, number: first, now, user: userId(random.below(1_000_000)) }
  const events = [JSON.stringify(makeEvent(makes)), JSON.stringify(neighbourOf(first, now))]
  const good = bodyOf(events)
  const signed = (kind: string, bytes: Buffer | string, more: Partial<Body> = {}): Body => {
    const raw = Buffer.from(bytes)
    return { first, inputs: 1, kind, bytes: raw, signature: sign(raw, secret), ...more }
  }
  /** With a signature that is not its own. */
  const unsigned = (
    kind: string,
    signature: string | undefined,
    bytes: Buffer = good,
    more: Partial<Body> = {},
  ): Body => ({
    first,
    inputs: 1,
    kind: `unsigned: ${kind}`,
    bytes,
    ...more,
    signature,
  })
  const own = sign(good, secret)
  const spoilt = (): Buffer => flipped(good, random)
  return random.way<Body>([
    [4, () => ({ first, inputs: 1, kind: 'a page', page: true, ...drawPage(random) })],

    // Without a valid signature nothing may come of it.
    [3, () => unsigned('none', undefined)],
    [1, () => unsigned('empty', '')],
    [2, () => unsigned('of another body', sign(bodyOf(events.slice(1)), secret))],
    [2, () => unsigned('of another secret', sign(good, `${secret}x`))],
    [1, () => unsigned('in small letters', own.toLowerCase())],
    [1, () => unsigned('in hex', Buffer.from(own, 'base64').toString('hex'))],
    [1, () => unsigned('with more behind it', `${own}AAAA`)],
    [1, () => unsigned('cut', own.slice(0, random.below(own.length)))],
    [
      1,
      () => unsigned('of chance', Buffer.from(Array.from({ length: 32 }, () => random.below(256))).toString('base64')),
    ],
    [1, () => unsigned('of the empty body', sign(Buffer.alloc(0), secret))],
    [4, () => unsigned('one bit changed afterwards', own, spoilt())],
    [2, () => unsigned('cut afterwards', own, good.subarray(0, random.below(good.length)))],
    [1, () => unsigned('a space added afterwards', own, Buffer.concat([good, Buffer.from(' ')]))],
    [0.5, () => unsigned('content-length too short', own, good, { length: random.below(good.length) })],
    [0.1, () => unsigned('content-length too long', own, good, { length: good.length + 1 + random.below(99) })],
    [
      0.5,
      () =>
        unsigned('content-length of chance', own, good, {
          headers: { 'content-length': random.pick(['-1', 'x', '1e3', '0x10', '99999999999999999999']) },
        }),
    ],

    // Signed, and spoilt before.
    [6, () => signed('bytes changed', spoilt())],
    [3, () => signed('cut', good.subarray(0, random.below(good.length)))],
    [3, () => signed('bytes that are no UTF-8', withBytes(good, random))],
    [1, () => signed('a BOM', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), good]))],
    [1, () => signed('UTF-16', Buffer.from(good.toString(), 'utf16le'))],
    [
      2,
      () =>
        signed(
          'other white space',
          good.toString().replaceAll(',', random.pick([',\t\r\n ', ',\u00a0', ',\v', ',\u2028', ',\ufeff', ' , '])),
        ),
    ],
    [
      2,
      () =>
        signed(
          'no webhook',
          random.pick([
            '',
            '[]',
            'null',
            '{}',
            '0',
            '""',
            '{"events":null}',
            '{"events":{}}',
            '{"events":"x"}',
            '{"events":[',
            '\u0000',
            '{"destination":5,"events":[]}',
          ]),
        ),
    ],
    [
      2,
      () =>
        signed(
          'odd events',
          `{"destination":"U","events":[${random.pick(['null', '0', '""', '[]', '[[]]', '{}', 'true', '-0', '1e999', JSON.stringify(anyText(random))])},${events[1]}]}`,
        ),
    ],
    [2, () => signed('keys twice', `{"events":[],"destination":"x","events":[${events.join(',')}],"destination":"y"}`)],
    [
      1,
      () =>
        signed(
          'more fields',
          `{"__proto__":{"events":[]},"constructor":null,"destination":"U","then":1,"events":[${events.join(',')}]}`,
        ),
    ],
    [
      2,
      () =>
        signed(
          'the body changed like an event',
          written(mutate(treeOf({ destination, events: [neighbourOf(first, now)] }), random, 1)),
        ),
    ],
    [1, () => signed('no events', bodyOf([]))],
    [1, () => signed('the same twice', bodyOf([events[1]!, events[1]!]))],
    [1, () => signed('a gzip header', good, { headers: { 'content-encoding': 'gzip' } })],
    [1, () => signed('gzip', gzipSync(good), { headers: { 'content-encoding': 'gzip' } })],
    [
      1,
      () =>
        signed('another type', good, {
          headers: {
            'content-type': random.pick(['text/plain', 'x', 'application/json; charset=utf-16', 'multipart/form-data']),
          },
        }),
    ],
    [1, () => signed('another method', good, { method: random.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) })],
    [
      1,
      () =>
        signed('another path', good, {
          path: random.pick([
            '/',
            '/webhook/',
            '//webhook',
            '/Webhook',
            '/webhook?x=%',
            '/%77ebhook',
            '/webhook%00',
            '/%',
            '/..;/webhook',
            '/console/%ff',
            '/ledger/x',
          ]),
        }),
    ],
    [0.1, () => signed('a hundred levels deep', `{"events":[${deepList(100)},${events[1]}]}`)],
    [0.02, () => signed('very deep', `{"events":[${deepList(200_000)},${events[1]}]}`)],
    [0.02, () => signed('a megabyte and more', `{"events":[${events[1]}],"pad":"${'x'.repeat(1_000_000)}"}`)],
    [0.02, () => signed('nearly a megabyte', `{"events":[${events[1]}],"pad":"${'文'.repeat(330_000)}"}`)],
    [
      0.01,
      () =>
        signed(
          'thousands of events',
          bodyOf(Array.from({ length: 3_000 }, (_, n) => (n === 9 ? events[1]! : `{"type":"follow","n":${n}}`))),
        ),
    ],
  ])
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const other = Buffer.from(bytes)
  const count = 1 + random.below(4)
  for (let n = 0; n < count; n += 1) {
    const at = random.below(other.length)
    other[at] = (other[at] ?? 0) ^ (1 << random.below(8))
  }
  return other.equals(bytes) ? Buffer.concat([other, Buffer.from('\n')]) : other
}

function withBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length)
  const odd = random.pick([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe3, 0x81], [0x00]])
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(odd), bytes.subarray(at)])
}
