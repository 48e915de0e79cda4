/** Linking accounts as LINE does it: a token for one user, the dialog, the event. */
import { describe, expect, test } from 'vitest'
import { refusal, simulatorWithBot, type Bot } from './bot.ts'

const nonce = 'bm9uY2Ugb2YgMTYgYg=='

async function signedIn(options: Parameters<typeof simulatorWithBot>[0] = {}) {
  const bot = await simulatorWithBot(options)
  await bot.line.follow('Uaiko')
  const { linkToken } = await bot.client.issueLinkToken('Uaiko')
  return { bot, linkToken }
}

const linksHeard = ({ deliveries }: Bot) =>
  deliveries.flatMap(({ events }) => events.filter(({ type }) => type === 'accountLink'))

const dialog = ({ line }: Bot, query: Record<string, string>) =>
  fetch(`${line.url}/dialog/bot/accountLink?${String(new URLSearchParams(query))}`)

describe('the dialog', () => {
  test('tells the bot of the nonce, signed, with a reply token, for the user whose token it is', async () => {
    const { bot, linkToken } = await signedIn()
    const page = await dialog(bot, { linkToken, nonce })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Your account is linked')])
    expect(linksHeard(bot)).toEqual([
      expect.objectContaining({
        source: { type: 'user', userId: 'Uaiko' },
        link: { result: 'ok', nonce },
        replyToken: expect.any(String),
      }),
    ])
    expect(bot.deliveries.every(({ signed }) => signed)).toBe(true)
  })

  test('takes a token once', async () => {
    const { bot, linkToken } = await signedIn()
    await dialog(bot, { linkToken, nonce })
    expect((await dialog(bot, { linkToken, nonce })).status).toBe(400)
    expect(linksHeard(bot)).toHaveLength(1)
  })

  test('takes a token for ten minutes, and then the bot hears nothing', async () => {
    let now = 1_000_000
    const { bot, linkToken } = await signedIn({ now: () => now })
    const { linkToken: other } = await bot.client.issueLinkToken('Uaiko')
    now += 10 * 60_000 - 1
    expect(await bot.line.opensLinkDialog('Uaiko', linkToken, nonce)).toBe('ok')
    now += 1
    expect(await bot.line.opensLinkDialog('Uaiko', other, nonce)).toBe('invalid')
    expect(linksHeard(bot)).toHaveLength(1)
  })

  test('fails for somebody else: the event says so and has no reply token', async () => {
    const { bot, linkToken } = await signedIn()
    expect(await bot.line.opensLinkDialog('Umallory', linkToken, nonce)).toBe('failed')
    const [event] = linksHeard(bot)
    expect(event).toMatchObject({ source: { userId: 'Uaiko' }, link: { result: 'failed', nonce } })
    expect(event).not.toHaveProperty('replyToken')
  })

  test.each([
    ['a token that LINE never issued', { linkToken: 'made-up', nonce }],
    ['the name of something that objects have', { linkToken: 'constructor', nonce }],
    ['no token', { nonce }],
  ])('is none with %s', async (_what, query) => {
    const { bot } = await signedIn()
    expect((await dialog(bot, query)).status).toBe(400)
    expect(linksHeard(bot)).toEqual([])
  })

  test.each([
    ['short', 'x'.repeat(9)],
    ['long', 'x'.repeat(256)],
  ])('is none with a nonce that is too %s, and the token stays good', async (_what, unfit) => {
    const { bot, linkToken } = await signedIn()
    expect((await dialog(bot, { linkToken, nonce: unfit })).status).toBe(400)
    expect((await dialog(bot, { linkToken, nonce })).status).toBe(200)
  })
})

test('a token is issued to friends alone', async () => {
  const { bot } = await signedIn()
  expect(await refusal(bot.client.issueLinkToken('Unobody'))).toMatchObject({ status: 404 })
  await bot.line.unfollow('Uaiko')
  expect(await refusal(bot.client.issueLinkToken('Uaiko'))).toMatchObject({ status: 404 })
})

test('issuing one can be made to fail', async () => {
  const { bot } = await signedIn()
  bot.line.fault({ call: 'linkToken', how: { status: 500 }, userId: 'Uaiko', times: 1 })
  expect(await refusal(bot.client.issueLinkToken('Uaiko'))).toMatchObject({ status: 500 })
  expect((await bot.client.issueLinkToken('Uaiko')).linkToken).toMatch(/^\w{32}$/)
})
