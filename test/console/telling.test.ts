/** How staff are told, what stands above every page when something is not as it should be, and the pause switch's forms. */
import { describe, expect, test } from 'vitest'
import type { Telling } from '../../src/ports/notifier.ts'
import { counter, type CounterOptions } from './counter.ts'
import { minute } from './people.ts'
import { evening, sakura } from './shop-evening.ts'
import { pathOf } from './people.ts'
import { signedIn, Visitor } from './visitor.ts'

const mika = { name: 'Mika', role: 'owner', password: 'bread and nine rolls' } as const
const ken = { name: 'Ken', role: 'staff', password: 'seven anpan a day' } as const

async function inside(options: CounterOptions, { name, password }: typeof mika | typeof ken) {
  const shop = await counter({ accounts: [mika, ken], ...options })
  const member = new Visitor(shop.url)
  await member.send('/console/sign-in', { name, password })
  return { ...shop, member }
}

const tokenIn = (page: string): string => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
const group = () => Promise.resolve({ groupSize: 7, users: 0, quota: { limit: 500, used: 120 } })

describe('How staff are told', () => {
  test('telling in LINE shows its price before it is switched on, and who did is written down', async () => {
    const { member, service, audit } = await inside({ people: evening, price: group }, mika)
    const { text } = await member.get('/console/telling')
    expect(text).toContain('The group has 7 members: each card counts 7 messages.')
    expect(text).toMatch(/In the last 30 days there were 5 hand-offs: about 35 messages\./)
    expect(text).toContain('Of this month’s quota of 500, 120 are used.')
    expect(service.current().tellInLine).toBeUndefined()

    await member.send('/console/telling', { token: tokenIn(text), tell: 'on' })
    expect(service.current().tellInLine).toMatchObject({ by: 'Mika' })
    const on = (await member.get('/console/telling')).text
    expect(on).toMatch(/On, switched on by <bdi>Mika<\/bdi>/)
    await member.send('/console/telling', { token: tokenIn(on), tell: 'off' })
    expect(service.current().tellInLine).toBeUndefined()
    expect(await audit.last(2)).toMatchObject([
      { action: 'tell_in_line_off', by: 'Mika' },
      { action: 'tell_in_line_on', by: 'Mika' },
    ])
  })

  test('while LINE does not tell the price, it cannot be switched on', async () => {
    const { member } = await inside({ price: () => Promise.reject(new Error('down')) }, mika)
    const { text } = await member.get('/console/telling')
    expect(text).toContain('LINE did not tell the price just now.')
    expect(text).not.toContain('value="on"')
  })

  test('more than what is left of the quota is said', async () => {
    const price = () => Promise.resolve({ groupSize: 7, users: 1, quota: { limit: 500, used: 490 } })
    const { member } = await inside({ people: evening, price }, mika)
    const { text } = await member.get('/console/telling')
    expect(text).toContain('Together each card counts 8 messages.')
    expect(text).toContain('That is more than is left of this month’s quota.')
  })

  test('without a group or users it says what to set; each way says how it goes', async () => {
    const telling = (): Telling[] => [
      { where: 'webhook', failsSince: Date.now() - 3 * minute, why: 'it <b>answers</b> 500' },
    ]
    const { member } = await inside({ telling }, mika)
    const { text } = await member.get('/console/telling')
    expect(text).toMatch(/set <code>STAFF_GROUP<\/code>/)
    // Just after midnight three minutes ago was another day.
    expect(text).toMatch(
      /Fails since\s+<time[^>]*>[^<]*\d\d:\d\d<\/time> \(<bdi>it &lt;b&gt;answers&lt;\/b&gt; 500<\/bdi>\)/,
    )
  })

  test('is for owners alone, in the menu too', async () => {
    const { member, service, audit } = await inside({ price: group }, ken)
    const home = (await member.get('/console')).text
    expect(home).not.toMatch(/href="\/console\/(telling|members)"/)
    expect((await member.get('/console/telling')).status).toBe(403)
    const tried = await member.send('/console/telling', { token: tokenIn(home), tell: 'on' })
    expect(tried.status).toBe(403)
    expect(service.current().tellInLine).toBeUndefined()
    expect(await audit.last(5)).toMatchObject([
      { action: 'refused', by: 'Ken', detail: '/console/telling' },
      { action: 'refused', by: 'Ken', detail: '/console/telling' },
      { action: 'sign_in', by: 'Ken' },
    ])
  })
})

describe('above every page', () => {
  test('staff read that they could not be told, by what, since when and why', async () => {
    const telling = (): Telling[] => [
      { where: 'webhook', workedAt: Date.now() },
      { where: 'line_group', failsSince: Date.now() - minute, why: 'LINE answers 403' },
    ]
    const { member } = await inside({ people: evening, telling }, ken)
    for (const path of ['/console', '/console/all', pathOf(sakura)]) {
      const { text } = await member.get(path)
      expect(text).toMatch(/Staff could not be told by the LINE group<\/b> since\s+<time[^]*LINE answers 403/)
      expect(text).not.toContain('could not be told by the webhook')
    }
  })

  test('that messages stay unread is said only when every way fails', async () => {
    const since = Date.now() - minute
    const ways: Telling[] = [{ where: 'webhook', failsSince: since }, { where: 'line_group' }, { where: 'line_users' }]
    const failing = ways.map(({ where }) => ({ where, failsSince: since }))
    let telling = ways
    const { member } = await inside({ telling: () => telling }, mika)
    for (const [language, unread, told] of [
      ['en', 'stay unread', 'staff are still told by the LINE group and LINE.'],
      ['ja', '未読のまま', 'LINEグループ、LINEでは引き続きスタッフに通知しています。'],
      ['zh-TW', '維持未讀', '同仁仍可透過 LINE 群組、LINE 收到通知。'],
      ['th', 'ยังไม่ขึ้นว่าอ่านแล้ว', 'แต่เจ้าหน้าที่ยังได้รับแจ้งทาง กลุ่ม LINE และ LINE'],
    ] as const) {
      const look = async (path: string) => (await member.get(path, { 'accept-language': language })).text
      for (const path of ['/console', '/console/telling']) {
        telling = ways
        const some = await look(path)
        expect(some).toContain(told)
        expect(some).not.toContain(unread)
        telling = failing
        const none = await look(path)
        expect(none).toContain(unread)
        expect(none).not.toContain(told)
      }
    }
  })

  test('they read that the model’s day is spent, and until when, in their language', async () => {
    const now = Date.now()
    const stopped = { limit: 'dollars', since: now - minute, until: now + 60 * minute } as const
    const spending = { state: () => ({ tokens: 10, dollars: 5, limits: { dollars: 5 }, stopped }) }
    const { member } = await inside({ spending }, ken)
    const words = {
      en: 'The day’s limit for the model is reached',
      ja: 'モデルの1日の利用上限に達しました',
      'zh-TW': '模型今天的用量已達上限',
      th: 'การใช้โมเดลถึงขีดจำกัดต่อวันแล้ว',
    }
    for (const [language, said] of Object.entries(words)) {
      const { text } = await member.get('/console', { 'accept-language': language })
      const banner = /<div class="banner bad">[^]*?<\/div>/.exec(text)?.[0] ?? ''
      expect(banner).toContain(said)
      expect(banner).toContain('<code>SPEND_PER_DAY</code>')
      expect(banner.match(/<time datetime="[^"]+"/g)).toHaveLength(2)
      expect(banner).not.toContain('<code>.env</code>')
    }
  })

  test('an owner reads what can be done about it, too', async () => {
    const stopped = { limit: 'tokens', since: Date.now(), until: Date.now() + minute } as const
    const spending = { state: () => ({ tokens: 10, dollars: 0, limits: { tokens: 10 }, stopped }) }
    const { member } = await inside({ spending }, mika)
    const words = {
      en: 'To go on at once, set it higher in',
      ja: 'の値を上げて、kidokuを再起動してください',
      'zh-TW': '調高上限，再重新啟動 kidoku',
      th: 'แล้วเริ่ม kidoku ใหม่',
    }
    for (const [language, said] of Object.entries(words)) {
      const { text } = await member.get('/console', { 'accept-language': language })
      const banner = /<div class="banner bad">[^]*?<\/div>/.exec(text)?.[0] ?? ''
      expect(banner).toContain(said)
      expect(banner).toContain('<code>.env</code>')
    }
  })

  test('they read that the model does not answer, since when and why, until it does', async () => {
    let state: 'open' | 'half-open' | 'closed' = 'open'
    const modelHealth = () => ({ state, since: Date.now() - 3 * minute, why: 'Gemini answered <500>' })
    const { member } = await inside({ modelHealth }, ken)
    const words = {
      en: 'The model does not answer',
      ja: 'モデルが応答していません',
      'zh-TW': '模型沒有回應',
      th: 'โมเดลไม่ตอบ',
    }
    for (const [language, said] of Object.entries(words)) {
      const look = async () => (await member.get('/console', { 'accept-language': language })).text
      state = 'open'
      const banner = /<div class="banner bad">[^]*?<\/div>/.exec(await look())?.[0] ?? ''
      expect(banner).toContain(said)
      expect(banner).toMatch(/<time datetime="[^"]+"[^]*<bdi>Gemini answered &lt;500&gt;<\/bdi>/)
      state = 'half-open'
      expect(await look()).toContain(said)
      state = 'closed'
      expect(await look()).not.toContain(said)
    }
  })

  test('they read which file is broken, and where', async () => {
    const broken = [{ file: 'prompts/assistant.md', why: 'line 4: not a number', since: Date.now() - minute }]
    const { member } = await inside({ sources: { broken: () => broken } }, ken)
    expect((await member.get('/console/staff')).text).toMatch(
      /<code>prompts\/assistant\.md<\/code> cannot be used<\/b> since [^]*line 4: not a number\. The last good one goes on\./,
    )
  })

  test('an owner reads that staff are told nowhere; staff cannot change that and do not', async () => {
    for (const [who, says] of [
      [mika, true],
      [ken, false],
    ] as const) {
      const { member } = await inside({ telling: () => [] }, who)
      expect((await member.get('/console')).text.includes('told of hand-offs nowhere but here')).toBe(says)
    }
  })

  test('nothing stands there when all is well', async () => {
    const { owner } = await signedIn({ people: evening })
    expect((await owner.get('/console')).text).toMatch(/<div id="banners"><\/div>/)
  })
})

describe('the pause switch', () => {
  test('is not moved by a link, without a token or with another’s', async () => {
    const { member, service } = await inside({}, ken)
    expect((await member.get('/console/pause')).status).toBe(200)
    for (const token of ['', 'x', tokenIn((await member.get('/console')).text).slice(1)]) {
      const tried = await member.send('/console/pause', { token })
      expect(tried.status).toBe(403)
    }
    expect(service.current().paused).toBeUndefined()
  })
})
