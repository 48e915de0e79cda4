import { describe, expect, onTestFinished, test } from 'vitest'
import { createContents } from '../../../src/adapters/line/contents.ts'
import { longLived, type Tokens } from '../../../src/adapters/line/tokens.ts'
import type { Contents, Limits, Seen, Wanted } from '../../../src/ports/contents.ts'
import type { Log } from '../../../src/ports/log.ts'
import { startSimulator, type Simulator } from '../../../src/simulator/index.ts'
import { files, png } from './bytes.ts'
import { deadAddress, serve } from './server.ts'

const channelAccessToken = 'the-access-token'
const enough: Limits = { bytes: 1_000_000, ms: 20_000 }
const soon: Limits = { ...enough, ms: 400 }
const never = new AbortController().signal
const megabytes = 1_000_000

/** A log whose lines can be read. */
function heard(): Log & { lines: string[] } {
  const lines: string[] = []
  const say = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  return { lines, debug: say, info: say, warn: say, error: say }
}

async function dataHost(tokens: Tokens = longLived(channelAccessToken), pause = 5) {
  const line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: 'secret', channelAccessToken })
  onTestFinished(() => line.close())
  const log = heard()
  return { line, log, contents: createContents({ tokens, dataApiBaseUrl: line.url, log, pause }) }
}

type Kind = Wanted['kind']

/** The id of a message with these bytes behind it; without, of the simulator's own. */
async function send(line: Simulator, kind: Kind, bytes?: Buffer): Promise<string> {
  const { messageId } = await line.media('Uhana', kind, bytes && { bytes })
  return messageId
}

async function seeing(kind: Kind, bytes?: Buffer, limits = enough): Promise<Seen> {
  const { line, contents } = await dataHost()
  return contents.see({ messageId: await send(line, kind, bytes), kind }, limits, never)
}
const unseen = (why: string) => ({ type: 'unseen', why })
const calls = (line: Simulator, kind: string) => line.calls.filter(({ call }) => call === kind)

describe('what the bytes are is told from the bytes', () => {
  test.for<[Kind, keyof typeof files, string]>([
    ['image', 'png', 'image/png'],
    ['image', 'jpeg', 'image/jpeg'],
    ['image', 'webp', 'image/webp'],
    ['image', 'heic', 'image/heic'],
    ['image', 'heif', 'image/heif'],
    ['audio', 'm4a', 'audio/mp4'],
    ['audio', 'mp4', 'audio/mp4'],
    ['audio', 'wav', 'audio/wav'],
    ['audio', 'mp3', 'audio/mp3'],
    ['audio', 'aac', 'audio/aac'],
    ['audio', 'aiff', 'audio/aiff'],
    ['audio', 'flac', 'audio/flac'],
    ['audio', 'opus', 'audio/ogg'],
    ['audio', 'vorbis', 'audio/ogg'],
    ['video', 'mp4', 'video/mp4'],
    ['video', 'm4a', 'video/mp4'],
    ['video', 'mpeg', 'video/mpeg'],
    ['video', 'mov', 'video/mov'],
    ['video', 'webm', 'video/webm'],
    ['video', '3gp', 'video/3gpp'],
    ['video', 'avi', 'video/avi'],
    ['video', 'wmv', 'video/wmv'],
    ['file', 'pdf', 'application/pdf'],
    ['file', 'png', 'image/png'],
    ['file', 'm4a', 'audio/mp4'],
    ['file', 'mp4', 'video/mp4'],
  ])('%s: %s is shown as %s', async ([kind, name, mime]) => {
    const bytes = files[name]
    expect(await seeing(kind, bytes)).toEqual({ type: 'inline', mime, bytes })
  })

  test.for<[Kind, keyof typeof files]>([
    ['image', 'gif'],
    ['image', 'avif'],
    ['image', 'mp4'],
    ['image', 'pdf'],
    ['image', 'noise'],
    ['image', 'nothing'],
    ['audio', 'png'],
    ['video', 'matroska'],
    ['video', 'wav'],
    ['file', 'zip'],
    ['file', 'noise'],
    ['file', 'nothing'],
  ])('%s: %s is nothing to look at', async ([kind, name]) => {
    expect(await seeing(kind, files[name])).toEqual(unseen('unknown_type'))
  })

  test.for<[string, string, string]>([
    ['a text', '営業時間\r\n\t8:00', '営業時間\r\n\t8:00'],
    ['with a mark in front', '\uFEFFname,price', 'name,price'],
    ['that begins like a picture', 'BMW is what I drive', 'BMW is what I drive'],
    ['that begins like a sound', 'FORM 12: returns', 'FORM 12: returns'],
    ['of XML', '<?xml version="1.0"?><order/>', '<?xml version="1.0"?><order/>'],
  ])('a file is %s', async ([, written, text]) => {
    expect(await seeing('file', Buffer.from(written))).toEqual({ type: 'text', text })
  })

  test.for<[string, Buffer]>([
    ['with a NUL in it', Buffer.from('some\0words')],
    ['with control characters', Buffer.from('some\x1b[31mwords')],
    ['that is no UTF-8', Buffer.from([0x93, 0xfa, 0x96, 0x7b])],
    ['of blanks', Buffer.from(' \n\t ')],
  ])('a file %s is no text', async ([, bytes]) => {
    expect(await seeing('file', bytes)).toEqual(unseen('unknown_type'))
  })

  test('a picture that is no picture but a text', async () => {
    expect(await seeing('image', Buffer.from('no picture'))).toEqual(unseen('unknown_type'))
  })

  test('a name is no path, and asks for nothing', async () => {
    const { line, contents } = await dataHost()
    const messageId = await send(line, 'file', png)
    const seen = await contents.see({ messageId, kind: 'file', fileName: '../../etc/passwd' }, enough, never)
    expect(seen).toMatchObject({ mime: 'image/png' })
    expect(line.calls.map(({ call, chatId }) => [call, chatId])).toEqual([['content', messageId]])
  })

  test.for(['../info', '..', 'a/b', ''])('the id %j asks for nothing at all', async (messageId) => {
    const server = await serve((response) => response.writeHead(200).end(png))
    const contents = createContents({ tokens: longLived('t'), dataApiBaseUrl: server.url, log: heard() })
    expect(await contents.see({ messageId, kind: 'image' }, enough, never)).toEqual(unseen('not_there'))
    expect(server.asked).toEqual([])
  })
})

describe('sound and film are prepared by LINE first', () => {
  test.for<Kind>(['audio', 'video'])('%s: it is asked until it is ready, and fetched once', async (kind) => {
    const { line, contents } = await dataHost()
    line.preparing.asks = 3
    expect(await contents.see({ messageId: await send(line, kind), kind }, enough, never)).toMatchObject({
      type: 'inline',
      mime: `${kind}/mp4`,
    })
    expect(line.calls.map(({ call }) => call)).toEqual([...Array(4).fill('transcoding'), 'content'])
  })

  test('a picture is fetched without asking', async () => {
    const { line, contents } = await dataHost()
    expect(await contents.see({ messageId: await send(line, 'image'), kind: 'image' }, enough, never)).toMatchObject({
      mime: 'image/png',
    })
    expect(calls(line, 'transcoding')).toEqual([])
  })

  test('it never ends: too slow, and the asking ends', async () => {
    const { line, contents } = await dataHost()
    line.preparing.asks = Infinity
    expect(await contents.see({ messageId: await send(line, 'video'), kind: 'video' }, soon, never)).toEqual(
      unseen('too_slow'),
    )
    expect(calls(line, 'transcoding').length).toBeGreaterThan(1)
    expect(calls(line, 'content')).toEqual([])
  })

  test('it fails', async () => {
    const { line, contents } = await dataHost()
    Object.assign(line.preparing, { asks: 1, ends: 'failed' })
    expect(await contents.see({ messageId: await send(line, 'audio'), kind: 'audio' }, enough, never)).toEqual(
      unseen('not_prepared'),
    )
    expect(calls(line, 'content')).toEqual([])
  })

  test('a 202 instead of the bytes is waited out', async () => {
    let asked = 0
    const server = await serve((response) => {
      asked += 1
      if (asked < 3) response.writeHead(202).end()
      else response.writeHead(200).end(png)
    })
    const contents = createContents({ tokens: longLived('t'), dataApiBaseUrl: server.url, log: heard(), pause: 5 })
    expect(await contents.see({ messageId: '1', kind: 'image' }, enough, never)).toMatchObject({ mime: 'image/png' })
  })

  test('the kind may be one that LINE does not prepare', async () => {
    const server = await serve((response, { path }) => {
      if (path.endsWith('/transcoding')) response.writeHead(400).end('{"message":"not this type"}')
      else response.writeHead(200).end(files.m4a)
    })
    const contents = createContents({ tokens: longLived('t'), dataApiBaseUrl: server.url, log: heard() })
    expect(await contents.see({ messageId: '1', kind: 'audio' }, enough, never)).toMatchObject({ mime: 'audio/mp4' })
  })
})

describe('what cannot be had', () => {
  test.for<[number, string]>([
    [404, 'not_there'],
    [403, 'not_there'],
    [410, 'gone'],
    [500, 'broken'],
    [503, 'broken'],
    [429, 'broken'],
  ])('a %i: %s', async ([status, why]) => {
    const { line, contents } = await dataHost()
    line.fault({ call: 'content', how: { status } })
    expect(await contents.see({ messageId: await send(line, 'image'), kind: 'image' }, enough, never)).toEqual(
      unseen(why),
    )
  })

  test.for<[number, string]>([
    [404, 'not_there'],
    [410, 'gone'],
    [500, 'broken'],
  ])('a %i already when it is being prepared: %s', async ([status, why]) => {
    const { line, contents } = await dataHost()
    line.fault({ call: 'transcoding', how: { status } })
    expect(await contents.see({ messageId: await send(line, 'audio'), kind: 'audio' }, enough, never)).toEqual(
      unseen(why),
    )
  })

  test('what the customer took back', async () => {
    const { line, contents } = await dataHost()
    const messageId = await send(line, 'image')
    await line.unsend('Uhana', messageId)
    expect(await contents.see({ messageId, kind: 'image' }, enough, never)).toEqual(unseen('gone'))
  })

  test('a failure that passes is tried once more', async () => {
    const { line, contents } = await dataHost()
    line.fault({ call: 'content', how: { status: 503 }, times: 1 })
    const messageId = await send(line, 'image', png)
    expect(await contents.see({ messageId, kind: 'image' }, enough, never)).toMatchObject({ bytes: png })
    expect(calls(line, 'content')).toHaveLength(2)
  })

  test('LINE cannot be reached; the log says so and never what fetch says, which quotes the token', async () => {
    const log = heard()
    const tokens = longLived('secret\nvalue')
    const dead = createContents({ tokens: longLived('t'), dataApiBaseUrl: await deadAddress(), log, pause: 5 })
    expect(await dead.see({ messageId: '1', kind: 'image' }, enough, never)).toEqual(unseen('broken'))
    expect(log.lines.join()).toContain('ECONNREFUSED')
    const odd = createContents({ tokens, dataApiBaseUrl: (await serve(() => undefined)).url, log, pause: 5 })
    expect(await odd.see({ messageId: '1', kind: 'image' }, enough, never)).toEqual(unseen('broken'))
    expect(log.lines.join()).not.toMatch(/secret|value/)
  })

  test('a redirect is not followed: the token would go along to another host', async () => {
    const other = await serve((response) => response.writeHead(200).end(png))
    const server = await serve((response) => response.writeHead(302, { location: `${other.url}/x` }).end())
    const contents = createContents({ tokens: longLived('t'), dataApiBaseUrl: server.url, log: heard(), pause: 5 })
    expect(await contents.see({ messageId: '1', kind: 'image' }, enough, never)).toEqual(unseen('broken'))
    expect(other.asked).toEqual([])
  })
})

describe('a download', () => {
  test('of 200 MB whose length is told in front is not waited for', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-length': String(200 * megabytes) })
      response.flushHeaders()
    })
    const contents = createContents({ tokens: longLived('t'), dataApiBaseUrl: server.url, log: heard() })
    expect(await contents.see({ messageId: '1', kind: 'file' }, enough, never)).toEqual(unseen('too_big'))
  })

  test('of 200 MB whose length is not told is given up at the limit', async () => {
    const { line, contents } = await dataHost()
    line.fault({ call: 'content', how: { bytes: 200 * megabytes } })
    expect(await contents.see({ messageId: await send(line, 'video'), kind: 'video' }, enough, never)).toEqual(
      unseen('too_big'),
    )
    // What stands in the sockets' buffers has gone out too.
    expect(calls(line, 'content')[0]?.bytes).toBeLessThan(20 * megabytes)
  })

  test('of exactly as much as there may be is taken, and of one byte more is not', async () => {
    expect(await seeing('image', png, { ...enough, bytes: png.length })).toMatchObject({ bytes: png })
    expect(await seeing('image', png, { ...enough, bytes: png.length - 1 })).toEqual(unseen('too_big'))
  })

  test('that breaks off in the middle: broken, and the process lives', async () => {
    const { line, contents, log } = await dataHost()
    line.fault({ call: 'content', how: 'reset-midway' })
    expect(await contents.see({ messageId: await send(line, 'file'), kind: 'file' }, enough, never)).toEqual(
      unseen('broken'),
    )
    expect(calls(line, 'content')).toHaveLength(2)
    expect(log.lines[0]).toContain('the connection broke')
  })

  test('that breaks off once is had at the second try, whole', async () => {
    const { line, contents } = await dataHost()
    line.fault({ call: 'content', how: 'reset-midway', times: 1 })
    const messageId = await send(line, 'image', png)
    expect(await contents.see({ messageId, kind: 'image' }, enough, never)).toMatchObject({ bytes: png })
  })

  test.for(['never', 'never-midway'] as const)('that falls silent (%s) is too slow', async (how) => {
    const { line, contents } = await dataHost()
    line.fault({ call: 'content', how })
    expect(await contents.see({ messageId: await send(line, 'image'), kind: 'image' }, soon, never)).toEqual(
      unseen('too_slow'),
    )
  })
})

describe('when it is not wanted any more', () => {
  async function abortAfter(call: string, prepare: (line: Simulator) => void): Promise<unknown> {
    const { line, contents } = await dataHost(undefined, 20_000)
    prepare(line)
    const abort = new AbortController()
    const seeing = contents.see({ messageId: await send(line, 'video'), kind: 'video' }, enough, abort.signal)
    const outcome = seeing.catch((error: unknown) => error)
    await line.waitFor(() => calls(line, call).length > 0)
    abort.abort(new Error('a new message came'))
    return outcome
  }

  test.for<[string, string, (line: Simulator) => void]>([
    ['while it is prepared', 'transcoding', (line) => void (line.preparing.asks = Infinity)],
    ['while it is fetched', 'content', (line) => void line.fault({ call: 'content', how: 'never' })],
    ['in the middle', 'content', (line) => void line.fault({ call: 'content', how: 'never-midway' })],
    ['between two tries', 'content', (line) => void line.fault({ call: 'content', how: 'reset-midway' })],
  ])('%s: it rejects with the reason', async ([, call, prepare]) => {
    expect(await abortAfter(call, prepare)).toEqual(new Error('a new message came'))
  })

  test('from the beginning: LINE is not asked', async () => {
    const { line, contents } = await dataHost()
    const messageId = await send(line, 'image')
    const seeing = contents.see({ messageId, kind: 'image' }, enough, AbortSignal.abort(new Error('gone')))
    await expect(seeing).rejects.toThrow('gone')
    expect(line.calls).toEqual([])
  })
})

describe('the channel access token', () => {
  /** Gives one token after the other. */
  function changing(...values: string[]): Tokens {
    return {
      get: () => Promise.resolve({ ok: true, value: values[0] ?? '' }),
      renew: () => Promise.resolve(values.length > 1 ? (values.shift(), values[0]) : undefined),
      name: 'the token',
      remedy: '',
    }
  }

  test('that LINE refuses is renewed, once', async () => {
    const { line, contents } = await dataHost(changing('an old one', channelAccessToken))
    const messageId = await send(line, 'image', png)
    expect(await contents.see({ messageId, kind: 'image' }, enough, never)).toMatchObject({ bytes: png })
    expect(line.calls.map(({ authorized }) => authorized)).toEqual([false, true])
  })

  test('for which there is no other: broken, and the log says why', async () => {
    const { line, contents, log } = await dataHost(changing('an old one'))
    expect(await contents.see({ messageId: await send(line, 'image'), kind: 'image' }, enough, never)).toEqual(
      unseen('broken'),
    )
    expect(log.lines[0]).toContain('LINE does not accept the token')
  })

  test('that cannot be had: broken; that does not come: too slow', async () => {
    const none: Tokens = { ...changing(), get: () => Promise.resolve({ ok: false, why: 'LINE issues none' }) }
    const first = await dataHost(none)
    expect(await first.contents.see({ messageId: '1', kind: 'image' }, enough, never)).toEqual(unseen('broken'))
    expect(first.log.lines[0]).toContain('LINE issues none')
    const slow: Tokens = { ...changing(), get: () => new Promise(() => undefined) }
    const second: { contents: Contents } = await dataHost(slow)
    expect(await second.contents.see({ messageId: '1', kind: 'image' }, soon, never)).toEqual(unseen('too_slow'))
  })
})
