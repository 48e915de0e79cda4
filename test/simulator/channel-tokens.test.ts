import { generateKeyPairSync } from 'node:crypto'
import { channelAccessToken, messagingApi } from '@line/bot-sdk'
import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal, SECRET, simulatorWithBot } from './bot.ts'

const channelId = '1650000000'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const bearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const day = 24 * 3_600

async function channel() {
  let now = Date.now()
  const bot = await simulatorWithBot({ channelId, now: () => now })
  bot.line.tokens.keys.set('key-1', publicKey.export({ format: 'jwk' }))
  const client = new channelAccessToken.ChannelAccessTokenClient({ baseURL: bot.line.url })
  const pass = (seconds: number) => void (now += seconds * 1_000)
  const infoWith = (token: string) =>
    refusal(
      new messagingApi.MessagingApiClient({ channelAccessToken: token, baseURL: bot.line.url }).getBotInfo(),
    ).then(({ status }) => status)
  return {
    ...bot,
    oauth: client,
    pass,
    infoWith,
    issue: (jwt: string) => client.issueChannelTokenByJWT('client_credentials', bearer, jwt),
  }
}

interface Claims {
  iss?: string
  sub?: string
  aud?: string
  exp?: number
  token_exp?: number
  kid?: string
}

function assertion({
  iss = channelId,
  sub = iss,
  aud = 'https://api.line.me/',
  kid = 'key-1',
  ...rest
}: Claims = {}): Promise<string> {
  const { exp = Math.floor(Date.now() / 1_000) + 60, token_exp = 30 * day } = rest
  const claims = { iss, sub, aud, exp, token_exp }
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey)
}

/** The status and LINE's words; `oauth` errors have a form of their own. */
async function refused(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => ({ status: 200, body: '{}' }),
    (error: unknown) => z.object({ status: z.number(), body: z.string() }).parse(error),
  )
  return `${error.status} ${error.body}`
}

describe('a stateless token', () => {
  test('is issued for id and secret, lives a quarter of an hour, and serves every call', async () => {
    const { oauth, infoWith, pass } = await channel()
    const issued = await oauth.issueStatelessChannelTokenByClientSecret(channelId, SECRET)
    expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 900 })
    expect(await infoWith(issued.access_token)).toBe(200)
    pass(899)
    expect(await infoWith(issued.access_token)).toBe(200)
    pass(1)
    expect(await infoWith(issued.access_token)).toBe(401)
  })

  test('is not for a wrong secret or another channel', async () => {
    const { oauth } = await channel()
    const words = `400 {"error":"invalid_request","error_description":"Invalid 'client_credentials'."}`
    expect(await refused(oauth.issueStatelessChannelTokenByClientSecret(channelId, 'wrong'))).toBe(words)
    expect(await refused(oauth.issueStatelessChannelTokenByClientSecret('1', SECRET))).toBe(words)
  })
})

describe('a token for an assertion', () => {
  test('lives as long as was asked for; its key id is listed meanwhile', async () => {
    const { oauth, issue, infoWith, pass } = await channel()
    const issued = await issue(await assertion({ token_exp: 2 * day }))
    expect(issued).toMatchObject({ expires_in: 2 * day, key_id: expect.any(String) })
    const list = async () => oauth.getsAllValidChannelAccessTokenKeyIds(bearer, await assertion({ exp: exp() }))
    const exp = () => Math.floor(Date.now() / 1_000) + passed + 60
    let passed = 0
    expect(await list()).toEqual({ kids: [issued.key_id] })
    expect(await infoWith(issued.access_token)).toBe(200)
    pass((passed = 2 * day))
    expect(await infoWith(issued.access_token)).toBe(401)
    expect(await list()).toEqual({ kids: [] })
  })

  test.each<[string, Claims, RegExp]>([
    ['for another audience', { aud: 'https://api.line.me' }, /^400 .*invalid_client/],
    ['that has ended', { exp: Math.floor(Date.now() / 1_000) - 1 }, /^400 .*Invalid exp/],
    ['that lives too long', { exp: Math.floor(Date.now() / 1_000) + 2_000 }, /^400 .*Invalid exp/],
    ['for a token that lives too long', { token_exp: 31 * day }, /^400 .*invalid_client/],
    ['of another channel', { iss: '1' }, /^400 .*iss and clientId of key do not match/],
    ['in another name', { sub: '1' }, /^400 .*iss and clientId of key do not match/],
    ['signed with a key it does not know', { kid: 'key-2' }, /^404 .*Cannot find channel key/],
  ])('is not issued for one %s', async (_what, claims, words) => {
    const { issue } = await channel()
    expect(await refused(issue(await assertion(claims)))).toMatch(words)
  })

  test('is not issued for one that was changed', async () => {
    const { issue } = await channel()
    const [head, , signature] = (await assertion({ token_exp: day })).split('.')
    const [, other] = (await assertion({ token_exp: 2 * day })).split('.')
    expect(await refused(issue(`${head}.${other}.${signature}`))).toMatch(/^400 .*Invalid signature/)
    expect(await refused(issue('no jwt'))).toMatch(/^400 .*Invalid client_assertion/)
  })

  test('is not issued when thirty live; one that has ended makes room', async () => {
    const { issue, line, pass } = await channel()
    line.tokens.lives.asserted = 60
    for (let count = 0; count < 30; count += 1) await issue(await assertion())
    const words = '400 {"message":"The maximum number of access tokens has already been issued"}'
    expect(await refused(issue(await assertion()))).toBe(words)
    pass(60)
    await issue(await assertion({ exp: Math.floor(Date.now() / 1_000) + 120 }))
  })
})

test('when all are revoked, the long-lived one stays', async () => {
  const { oauth, infoWith, line, client } = await channel()
  const issued = await oauth.issueStatelessChannelTokenByClientSecret(channelId, SECRET)
  line.tokens.revokeAll()
  expect(await infoWith(issued.access_token)).toBe(401)
  await client.getBotInfo()
})
