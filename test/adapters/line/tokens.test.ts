import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLine } from '../../../src/adapters/line/line.ts'
import { createTokens, type Tokens, type TokenSettings } from '../../../src/adapters/line/tokens.ts'
import type { Line } from '../../../src/ports/line.ts'
import type { Log } from '../../../src/ports/log.ts'
import { startSimulator, type ApiCall, type Simulator } from '../../../src/simulator/index.ts'

const channelId = '1650000000'
const channelSecret = 'the-channel-secret'
const second = 1_000
const day = 24 * 3_600 * second

/** One pair for all tests: making one takes a while. */
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const kid = '536e453c-aa93-4449-8e90-add2608783c6'
const privateJwk = { ...pair.privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid }
const publicJwk = pair.publicKey.export({ format: 'jwk' })

interface Wish {
  secrets?: string[]
  settings?: TokenSettings
  folder?: string
  /** The server's clock, where it is not LINE's. */
  now?: () => number
}

interface Shop {
  simulator: Simulator
  /** The time for both sides (ms). */
  clock: { now: number }
  folder: string
  lines: string[]
  /** A start of the server: what it keeps in memory is new. */
  start(wish?: Wish): { tokens: Tokens; line: Line }
}

async function shop(): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-tokens-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const clock = { now: 1_800_000_000_000 }
  const now = () => clock.now
  const channelAccessToken = 'the long-lived one'
  const options = { host: '127.0.0.1', port: 0, channelSecret, channelAccessToken, channelId, now }
  const simulator = await startSimulator(options)
  onTestFinished(() => simulator.close())
  const lines: string[] = []
  const say = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const log: Log = { debug() {}, info: say, warn: say, error: say }
  return {
    simulator,
    clock,
    folder,
    lines,
    start({ settings, ...wish } = {}) {
      const apiBaseUrl = simulator.url
      const options = { secrets: [channelSecret], folder, apiBaseUrl, log, now, ...wish }
      const tokens = createTokens(settings ?? { type: 'stateless', channelId }, options)
      return { tokens, line: createLine({ tokens, apiBaseUrl }) }
    },
  }
}

const issuing = (simulator: Simulator): ApiCall[] =>
  simulator.calls.filter(({ call }) => call === 'statelessToken' || call === 'assertedToken')
const valueOf = async (tokens: Tokens): Promise<string> => {
  const token = await tokens.get()
  if (!token.ok) throw new Error(token.why)
  return token.value
}
const ask = (line: Line) => line.botInfo(5 * second)

describe('stateless tokens', () => {
  test('one is issued for channel id and secret, and every call goes with it', async () => {
    const { simulator, start } = await shop()
    const { line } = start()
    await ask(line)
    await ask(line)
    expect(issuing(simulator).map(({ body }) => body)).toEqual([
      { grant_type: 'client_credentials', client_id: channelId, client_secret: channelSecret },
    ])
    expect(simulator.calls.every(({ authorized }) => authorized)).toBe(true)
  })

  test('many callers wait for one request', async () => {
    const { simulator, start } = await shop()
    const { tokens } = start()
    const values = await Promise.all(Array.from({ length: 50 }, () => valueOf(tokens)))
    expect(new Set(values).size).toBe(1)
    expect(issuing(simulator)).toHaveLength(1)
  })

  test('three minutes before its end another is issued, and the old one serves until that is there', async () => {
    const { simulator, start, clock } = await shop()
    const { tokens } = start()
    const first = await valueOf(tokens)
    clock.now += 12 * 60 * second - 1
    expect(await valueOf(tokens)).toBe(first)
    expect(issuing(simulator)).toHaveLength(1)
    clock.now += 1
    expect(await Promise.all([valueOf(tokens), valueOf(tokens)])).toEqual([first, first])
    await simulator.waitFor(() => issuing(simulator)[1]?.status === 200)
    await expect.poll(() => valueOf(tokens)).not.toBe(first)
    expect(issuing(simulator)).toHaveLength(2)
  })

  test('after its end nothing goes out with it', async () => {
    const { simulator, start, clock } = await shop()
    const { tokens, line } = start()
    const first = await valueOf(tokens)
    clock.now += 15 * 60 * second
    await ask(line)
    expect(await valueOf(tokens)).not.toBe(first)
    expect(simulator.calls.map(({ authorized }) => authorized)).not.toContain(false)
  })

  test('with lives of a fraction of a second, calls go on for many of them and none is refused', async () => {
    const { simulator, start, clock } = await shop()
    simulator.tokens.lives.stateless = 2
    const { line } = start()
    for (let count = 0; count < 100; count += 1) {
      await Promise.all([ask(line), ask(line), ask(line)])
      clock.now += 150
    }
    expect(issuing(simulator).length).toBeGreaterThan(5)
    expect(simulator.calls.every(({ authorized, status }) => authorized && status === 200)).toBe(true)
  })

  test('when the clock is set back, another is issued', async () => {
    const { simulator, start, clock } = await shop()
    const { tokens } = start()
    const first = await valueOf(tokens)
    clock.now -= day
    expect(await valueOf(tokens)).not.toBe(first)
    expect(issuing(simulator)).toHaveLength(2)
  })

  test('while the channel secret is being rotated, the one that LINE takes is found', async () => {
    const { simulator, start } = await shop()
    const { line } = start({ secrets: ['the old one', channelSecret] })
    await ask(line)
    expect(issuing(simulator).map(({ status }) => status)).toEqual([400, 200])
  })

  test('none is kept', async () => {
    const { simulator, start, folder } = await shop()
    await ask(start().line)
    await ask(start().line)
    expect(issuing(simulator)).toHaveLength(2)
    await expect(stat(join(folder, 'channel-access-token.json'))).rejects.toThrow('ENOENT')
  })
})

describe('when LINE refuses a token', () => {
  test('another is issued and the call is made again, once for all that were refused', async () => {
    const { simulator, start } = await shop()
    const { line } = start()
    await ask(line)
    simulator.tokens.revokeAll()
    const { markAsReadToken } = await simulator.say('Uhana', 'hello')
    const [read, ...more] = await Promise.all([line.markAsRead(markAsReadToken, 5 * second), ask(line), ask(line)])
    expect(read).toMatchObject({ status: 200 })
    expect(more).toHaveLength(2)
    expect(issuing(simulator)).toHaveLength(2)
  })

  test('and the new one too, the 401 comes through; tokens are not issued again and again', async () => {
    const { simulator, start, clock } = await shop()
    const { line } = start()
    simulator.fault({ call: 'reply', how: { status: 401 } })
    const reply = () => line.reply('rt', [{ type: 'text', text: 'hi' }], 5 * second)
    expect(await reply()).toMatchObject({ type: 'answered', status: 401 })
    expect(simulator.calls.filter(({ call }) => call === 'reply')).toHaveLength(2)
    for (let count = 0; count < 5; count += 1) expect(await reply()).toMatchObject({ status: 401 })
    expect(issuing(simulator)).toHaveLength(2)
    clock.now += 11 * 60 * second
    await reply()
    expect(issuing(simulator)).toHaveLength(3)
  })

  test('a long-lived one is all there is: the 401 comes through at once', async () => {
    const { simulator, start } = await shop()
    const { line } = start({ settings: { type: 'long_lived', accessToken: 'another' } })
    expect(await line.showLoading('Uhana', 20, 5 * second)).toMatchObject({ status: 401 })
    expect(simulator.calls).toHaveLength(1)
    await expect(ask(line)).rejects.toThrow(/LINE does not accept LINE_CHANNEL_ACCESS_TOKEN.*LINE Developers console/)
  })
})

describe('when none is issued', () => {
  const push = (line: Line) => line.push('Uhana', [{ type: 'text', text: 'hi' }], crypto.randomUUID(), 5 * second)

  test('for a wrong secret: the call was not sent, and the log says once what to do, without the secret', async () => {
    const { simulator, start, lines } = await shop()
    const { line } = start({ secrets: ['some-other-secret'] })
    const why = expect.stringContaining('LINE answered 400 invalid_request')
    expect(await Promise.all([push(line), push(line)])).toEqual([
      { type: 'not_sent', why },
      { type: 'not_sent', why },
    ])
    expect(await push(line)).toMatchObject({ type: 'not_sent' })
    expect(issuing(simulator)).toHaveLength(1)
    expect(simulator.calls).toHaveLength(1)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/nothing can be sent.*copy LINE_CHANNEL_ID and LINE_CHANNEL_SECRET again/)
    expect(lines.join()).not.toContain('some-other-secret')
  })

  test('because LINE cannot be reached: likewise, and soon after it is asked again', async () => {
    const { simulator, start, lines, clock } = await shop()
    const { line } = start()
    await simulator.unplug()
    expect(await push(line)).toMatchObject({ type: 'not_sent', why: expect.stringContaining('cannot be reached') })
    expect(lines[0]).toContain('it is tried again by itself')
    await simulator.plugIn()
    clock.now += 6 * second
    await ask(line)
  })

  test('because LINE is ill: likewise', async () => {
    const { simulator, start, clock } = await shop()
    const { line } = start()
    simulator.fault({ call: 'statelessToken', how: { status: 503 }, times: 1 })
    await expect(ask(line)).rejects.toThrow(
      'LINE did not tell about the account: no channel access token: LINE answered 503',
    )
    clock.now += 6 * second
    await ask(line)
  })

  test('within a call’s time: the call ends in time and was not sent', async () => {
    const { simulator, start } = await shop()
    simulator.fault({ call: 'statelessToken', how: 'never' })
    expect(await start().line.markAsRead('mt', 50)).toEqual({
      type: 'not_sent',
      why: 'no channel access token within 0.05 s',
    })
  })

  test('while the present one still lives: that serves on, and the log says so', async () => {
    const { simulator, start, lines, clock } = await shop()
    const { line } = start()
    await ask(line)
    simulator.fault({ call: 'statelessToken', how: { status: 500 } })
    clock.now += 14 * 60 * second
    await ask(line)
    await simulator.waitFor(() => issuing(simulator)[1]?.status === 500)
    await ask(line)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('the present one still serves')
  })

  test('it is said again after a minute, and at once when the reason is another', async () => {
    const { simulator, start, lines, clock } = await shop()
    const { line } = start()
    simulator.fault({ call: 'statelessToken', how: { status: 500 }, times: 3 })
    for (const wait of [0, 30, 31, 6]) {
      clock.now += wait * second
      await push(line)
      if (wait === 31) simulator.fault({ call: 'statelessToken', how: { status: 403 } })
    }
    expect(lines.map((line) => /LINE answered (\d+)/.exec(line)?.[1])).toEqual(['500', '500', '403'])
  })
})

describe('tokens for an assertion', () => {
  async function signing(key: object = privateJwk) {
    const at = await shop()
    const keyFile = join(at.folder, 'key.json')
    await writeFile(keyFile, JSON.stringify(key))
    at.simulator.tokens.keys.set(kid, publicJwk)
    const settings: TokenSettings = { type: 'jwt', channelId, keyFile }
    return {
      ...at,
      keyFile,
      kept: join(at.folder, 'channel-access-token.json'),
      start: (wish: Wish = {}) => at.start({ settings, ...wish }),
    }
  }

  test('one is issued for a signed JWT with the id of the key, for thirty days', async () => {
    const { simulator, start } = await signing()
    await ask(start().line)
    expect(issuing(simulator)).toMatchObject([{ status: 200, answer: { expires_in: 30 * 24 * 3_600 } }])
    expect(simulator.calls.every(({ authorized }) => authorized)).toBe(true)
  })

  test('it is kept for this user alone, with what it was issued for, and a restart uses it again', async () => {
    const { simulator, start, kept, clock } = await signing()
    const first = await valueOf(start().tokens)
    expect((await stat(kept)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual({
      channelId,
      signedBy: kid,
      keyId: simulator.tokens.keyIds[0],
      accessToken: first,
      from: clock.now,
      until: clock.now + 30 * day,
    })
    clock.now += 28 * day
    const { tokens, line } = start()
    expect(await valueOf(tokens)).toBe(first)
    await ask(line)
    expect(issuing(simulator)).toHaveLength(1)
  })

  test('on its last day another is issued, and the old one serves until that is kept', async () => {
    const { simulator, start, kept, clock } = await signing()
    const first = await valueOf(start().tokens)
    clock.now += 29 * day
    const { tokens } = start()
    expect(await valueOf(tokens)).toBe(first)
    await simulator.waitFor(() => issuing(simulator)[1]?.status === 200)
    await expect.poll(() => valueOf(tokens)).not.toBe(first)
    await expect.poll(async () => JSON.parse(await readFile(kept, 'utf8')).accessToken).toBe(await valueOf(tokens))
  })

  test('a kept one that LINE refuses is thrown away, and one new one is issued', async () => {
    const { simulator, start, kept } = await signing()
    const first = await valueOf(start().tokens)
    simulator.tokens.revokeAll()
    const { tokens, line } = start()
    await Promise.all([ask(line), ask(line)])
    expect(issuing(simulator)).toHaveLength(2)
    expect(await readFile(kept, 'utf8')).not.toContain(first)
    expect(await readFile(kept, 'utf8')).toContain(await valueOf(tokens))
  })

  test('one that is refused and cannot be replaced is not kept either', async () => {
    const { simulator, start, kept } = await signing()
    const { line } = start()
    await ask(line)
    simulator.tokens.revokeAll()
    simulator.fault({ call: 'assertedToken', how: { status: 500 } })
    await expect(ask(line)).rejects.toThrow('401')
    await expect(stat(kept)).rejects.toThrow('ENOENT')
  })

  test.for<[string, (kept: string) => string]>([
    ['of another channel', (kept) => kept.replace(channelId, '1651111111')],
    ['of another key', (kept) => kept.replace(kid, 'another-key')],
    ['that is torn', (kept) => kept.slice(0, 80)],
    ['of another shape', () => '[]'],
    ['whose end is past', (kept) => kept.replace(/"until":\d+/, '"until":1')],
  ])('a kept one %s is not used', async ([, spoil]) => {
    const { simulator, start, kept, lines } = await signing()
    const first = await valueOf(start().tokens)
    await writeFile(kept, spoil(await readFile(kept, 'utf8')))
    expect(await valueOf(start().tokens)).not.toBe(first)
    expect(issuing(simulator)).toHaveLength(2)
    expect(lines.join()).not.toContain(first)
    expect(JSON.parse(await readFile(kept, 'utf8'))).toMatchObject({ channelId, signedBy: kid })
  })

  test('one that cannot be kept serves all the same, and the log says what that means', async () => {
    const { simulator, start, folder, lines } = await signing()
    await writeFile(join(folder, 'file'), '')
    const { line } = start({ folder: join(folder, 'file', 'folder') })
    await ask(line)
    expect(issuing(simulator)).toHaveLength(1)
    expect(lines.at(-1)).toMatch(/cannot be kept.*only 30 may live/)
  })

  test('at the thirty-first LINE refuses, and the log says what to do', async () => {
    const { simulator, start, kept, lines } = await signing()
    for (let count = 0; count < 30; count += 1) {
      await valueOf(start().tokens)
      await rm(kept)
    }
    expect(await start().tokens.get()).toEqual({ ok: false, why: expect.stringContaining('maximum number') })
    expect(simulator.tokens.keyIds).toHaveLength(30)
    expect(lines.at(-1)).toMatch(/lets 30 tokens of a channel live at a time: revoke some/)
  })

  test.for<[string, object, RegExp]>([
    ['without kid', { ...privateJwk, kid: undefined }, /holds a key without kid: write the kid into it/],
    [
      'with the kid of no key',
      { ...privateJwk, kid: 'unknown' },
      /404 Cannot find.*the kid in LINE_ASSERTION_KEY_FILE/,
    ],
    ['that is public', { ...publicJwk, kid }, /holds no private RSA key as a JWK: write the private key/],
    ['that is none', { shop: 'Mugi' }, /holds no private RSA key/],
    [
      'whose other half is not registered',
      { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid },
      /400 invalid_client.*check that LINE_CHANNEL_ID is the channel that the key/,
    ],
    [
      'that is too short',
      { ...generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' }), kid },
      /holds a key that cannot sign: make a pair of RSA keys of 2048 bits/,
    ],
  ])('a key %s: the log says what is wrong, and never the key', async ([, key, words]) => {
    const { start, lines } = await signing(key)
    expect(await start().tokens.get()).toMatchObject({ ok: false })
    expect(lines).toEqual([expect.stringMatching(words)])
    expect(lines.join()).not.toContain(privateJwk.d)
  })

  test('no key file, and one that is put right while the server runs', async () => {
    const { start, keyFile, lines, clock } = await signing()
    await rm(keyFile)
    const { tokens } = start()
    expect(await tokens.get()).toMatchObject({ ok: false })
    expect(lines[0]).toContain('LINE_ASSERTION_KEY_FILE cannot be read: give the path of the private key')
    await writeFile(keyFile, JSON.stringify(privateJwk))
    clock.now += 6 * second
    expect(await tokens.get()).toMatchObject({ ok: true })
  })

  test.for([-10, 10])('a clock that is wrong by %i minutes does no harm', async (minutes) => {
    const { start, clock } = await signing()
    const { tokens } = start({ now: () => clock.now + minutes * 60 * second })
    expect(await tokens.get()).toMatchObject({ ok: true })
  })
})
