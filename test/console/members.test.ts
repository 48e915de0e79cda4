import { describe, expect, test } from 'vitest'
import { browserName } from '../../src/console/members-browser.ts'
import { consolePassword, houseWithStaff, inside, openHouse, passwords } from './house.ts'
import { Visitor, type Answer } from './visitor.ts'

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1'

const page = (visitor: Visitor, language = 'en'): Promise<Answer> =>
  visitor.get('/console/members', { 'accept-language': language })

/** The text of one member's card, without its markup. */
function cardOf(name: string, text: string): string {
  const cards = text.split('<li class="card">').slice(1)
  const card = cards.find((one) => one.includes(`<h2><bdi>${name}</bdi>`)) ?? ''
  return (card.split('</section>')[0] ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}
const auditIn = (text: string): string[] =>
  [...text.matchAll(/<span class="did"\s*>([^]*?)<\/span\s*>\s*(?:<span class="chip|<\/li)/g)].map(([, line = '']) =>
    line
      .replace(/<[^>]+>/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
/** The form that ends the session in which `text` stands. */
function endForm(member: string, browser: string, text: string): Record<string, string> {
  const form = text
    .split('<form method="post" action="/console/members/end-session">')
    .find((one) => one.includes(`aria-label="Sign out ${member}, ${browser}"`))
  const inputs = (form ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]))
}

describe('members', () => {
  test('an owner sees who has an account, since when they are signed in and where, and how to add somebody', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika', iphone)
    await inside(house, 'Mika')
    const { text } = await page(mika)
    expect(cardOf('Mika', text)).toMatch(/owner Last sign-in: .+ Signed in on 2 devices/)
    expect(cardOf('Mika', text)).toMatch(/Safari · iPhone this one since/)
    expect(cardOf('Ken', text)).toContain('staff Last sign-in: never · Not signed in')
    expect(text).toContain('npm run staff -- add NAME')
    expect(text).not.toContain('CONSOLE_PASSWORD')
  })

  test('staff see none of it, and end nothing', async () => {
    const house = await houseWithStaff()
    const [mika, ken] = [await inside(house, 'Mika'), await inside(house, 'Ken')]
    const seen = await page(ken)
    expect(seen.status).toBe(403)
    expect(seen.text).not.toMatch(/npm run staff|Last sign-in/)
    const { text } = await ken.get('/console')
    const [, token = ''] = /name="token" value="([^"]+)"/.exec(text) ?? []
    const [session] = await house.sessions.all()
    const answer = await ken.send('/console/members/end-session', { token, session: session?.id ?? '' })
    expect(answer.status).toBe(403)
    expect((await mika.get('/console')).status).toBe(200)
    expect(await house.sessions.all()).toHaveLength(2)
  })

  test('an owner ends a session: that device is signed out at once, and it is written down', async () => {
    const house = await houseWithStaff()
    const [mika, lost, ken] = [
      await inside(house, 'Mika'),
      await inside(house, 'Ken', iphone),
      await inside(house, 'Ken'),
    ]
    const { text } = await page(mika)
    const form = endForm('Ken', 'Safari · iPhone', text)
    const forged = await mika.send('/console/members/end-session', { ...form, token: 'x' })
    expect(forged.status).toBe(403)
    expect((await lost.get('/console')).status).toBe(200)
    const ended = await mika.send('/console/members/end-session', form)
    expect(ended.location).toBe('/console/members')
    expect((await page(mika)).text).toContain('Ken is signed out there.')
    expect((await lost.get('/console')).status).toBe(303)
    expect((await ken.get('/console')).status).toBe(200)
    await mika.send('/console/members/end-session', form)
    expect((await page(mika)).text).toContain('That was over already.')
    expect((await house.audit.last(1))[0]).toMatchObject({ by: 'Mika', action: 'session_ended', detail: 'Ken' })
  })

  test('sessions of an account that was removed and made again, or has another password, are not shown', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    await inside(house, 'Ken')
    expect(cardOf('Ken', (await page(mika)).text)).toContain('Signed in on 1 device')
    await house.accounts.remove('Ken')
    expect(cardOf('Ken', (await page(mika)).text)).toBe('')
    await house.accounts.add('Ken', 'staff', passwords.Ken, Date.now())
    expect(cardOf('Ken', (await page(mika)).text)).toContain('never · Not signed in')
  })

  test('without accounts it says so, whichever way the console opens', async () => {
    const house = await openHouse()
    const owner = new Visitor(house.url)
    await owner.signIn(consolePassword)
    const { text } = await page(owner)
    expect(text).toContain('There are no accounts yet: whoever has CONSOLE_PASSWORD')
    expect(cardOf('Owner', text)).toContain('Signed in on 1 device')
    const open = await openHouse({ access: { type: 'open' } })
    expect((await page(new Visitor(open.url))).text).toContain('There are no accounts yet: whoever uses this computer')
  })
})

describe('the audit', () => {
  test('says in words who did what, the newest first, whatever somebody is called', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    const [at, by] = [Date.now(), '<b>Ken</b>']
    await house.audit.write({
      at,
      by,
      action: 'take',
      conversation: 'Ubot:user:U1',
      detail: 'changed_meanwhile',
      from: 'line',
    })
    await house.audit.write({ at, by: 'Mika', action: 'some_new_thing', detail: '"><script>', from: 'console' })
    await house.audit.write({ at, by: 'nobody', action: 'sign_in_failed', detail: 'unknown_name', from: 'console' })
    await house.audit.write({ at, by: 'root', action: 'constructor', from: 'command' })
    const { text } = await page(mika)
    expect(auditIn(text)).toEqual([
      'root constructor',
      'Somebody could not sign in: unknown name',
      'Mika some new thing: &quot;&gt;&lt;script&gt;',
      '&lt;b&gt;Ken&lt;/b&gt; took: conversation · somebody was faster',
    ])
    expect(text).toContain('href="/console/Ubot%3Auser%3AU1"')
    expect(text).not.toContain('<script>')
  })

  test('shows two hundred', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    for (let i = 0; i < 210; i += 1) await house.audit.write({ at: i, by: 'Ken', action: `act_${i}` })
    const lines = auditIn((await page(mika)).text)
    expect(lines).toHaveLength(200)
    expect(lines[0]).toBe('Ken act 209')
  })

  test('speaks the reader’s language', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    await house.audit.write({ at: 0, by: 'Mika', action: 'sign_in' })
    for (const [language, words] of [
      ['ja', ['メンバー', 'オーナー', '1台の端末でサインイン中', 'サインイン']],
      ['zh-TW', ['成員', '負責人', '目前在 1 台裝置上登入', '登入']],
      ['th', ['สมาชิก', 'เจ้าของ', 'เข้าสู่ระบบอยู่ 1 อุปกรณ์', 'เข้าสู่ระบบ']],
    ] as const) {
      const { text } = await page(mika, language)
      for (const word of words) expect(text).toContain(word)
      expect(auditIn(text)[0]).toBe(`Mika ${words[3]}`)
    }
  })
})

test.each([
  [iphone, 'Safari · iPhone'],
  [iphone.replace('Safari/604.1', 'Safari Line/15.2.0'), 'LINE · iPhone'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0',
    'Edge · Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Mobile Safari/537.36',
    'Chrome · Android',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox · Mac'],
  ['curl/8', 'Another'],
  [undefined, 'Another'],
])('a browser that calls itself %s is %s', (userAgent, name) => {
  expect(browserName(userAgent, 'Another')).toBe(name)
})
