import { request } from 'node:http'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sessionLife } from '../../src/adapters/documents/sessions.ts'
import { accessOf } from '../../src/console/access.ts'
import { consolePassword, houseWithStaff, inside, openHouse, passwords, type House } from './house.ts'
import { Visitor, type Answer } from './visitor.ts'

type Headers = Record<string, string>

const conversation = '/console/Ubot%3Auser%3AU1'

/** From now on the clock goes only when the test moves it. */
function ownClock(): (ms: number) => void {
  vi.useFakeTimers({ toFake: ['Date'] })
  return (ms) => void vi.setSystemTime(Date.now() + ms)
}
afterEach(() => void vi.useRealTimers())

const signIn = (visitor: Visitor, name: keyof typeof passwords, password = passwords[name]): Promise<Answer> =>
  visitor.send('/console/sign-in', { name, password })

/** Another browser with the same cookies. */
function thief(of: Visitor, url: string): Visitor {
  const stolen = new Visitor(url)
  for (const [name, value] of of.cookies) stolen.cookies.set(name, value)
  return stolen
}

const tokenIn = (text: string): string => /name="token" value="([^"]+)"/.exec(text)?.[1] ?? ''
const done = async ({ audit }: House): Promise<string[]> =>
  (await audit.last(50)).map(({ by, action, detail }) => [by, action, detail].filter(Boolean).join(' '))

describe('the door', () => {
  test('without a session every page leads to the sign-in, and nothing of anybody is told', async () => {
    const stranger = new Visitor((await houseWithStaff()).url)
    for (const path of ['/console', '/console/', conversation, '/console/members']) {
      const answer = await stranger.get(path)
      expect(answer.status).toBe(303)
      expect(answer.location).toMatch(/^\/console\/sign-in/)
      expect(answer.text).not.toMatch(/In here|Mika/)
    }
    expect((await stranger.get('/console/sign-in')).text).not.toMatch(/In here|Mika/)
    for (const path of ['/console/do', '/console/sign-out', '/console/members/end-session'])
      expect((await stranger.send(path, { what: 'take' })).location).toBe('/console/sign-in')
  })

  test('name and password open the page that was asked for, however the name is written', async () => {
    const { url } = await houseWithStaff()
    const ken = new Visitor(url)
    const asked = await ken.get(conversation)
    const page = await ken.get(asked.location ?? '')
    const [, to = ''] = /name="conversation" value="([^"]+)"/.exec(page.text) ?? []
    const form = { name: ' ｋEN ', password: passwords.Ken, conversation: to }
    expect((await ken.send('/console/sign-in', form)).location).toBe(conversation)
    expect((await ken.get(conversation)).text).toContain('In here: Ken (staff)')
    expect((await ken.get('/console/sign-in')).location).toBe('/console')
  })

  test('the page on which one teaches the assistant, or makes a case, is come back to as well, and nowhere else', async () => {
    const { url } = await houseWithStaff()
    for (const [asked, leads] of [
      [`${conversation}/learn?turn=t%261`, `${conversation}/learn?turn=t%261`],
      [`${conversation}/case`, `${conversation}/case`],
      [`${conversation}/forget`, conversation],
      [`${conversation}/learn%2F..%2Fmembers`, conversation],
      ['/console/%2F%2Fevil.example%3A80/learn', '/console/%2F%2Fevil.example%3A80/learn'],
    ] as const) {
      const ken = new Visitor(url)
      const { text } = await ken.get((await ken.get(asked)).location ?? '')
      const hidden = [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
      const back = Object.fromEntries(hidden.map(([, name, value = '']) => [name, value.replaceAll('&amp;', '&')]))
      const answer = await ken.send('/console/sign-in', { ...back, name: 'Ken', password: passwords.Ken })
      expect(answer.location).toBe(leads)
    }
  })

  test('a wrong password and an unknown name are told in the same words, and written down without what was typed', async () => {
    const house = await houseWithStaff()
    const guesser = new Visitor(house.url)
    const answers = [
      await signIn(guesser, 'Mika', passwords.Ken),
      await guesser.send('/console/sign-in', { name: 'seven anpan a day', password: 'x' }),
    ]
    for (const { status, text } of answers) {
      expect(status).toBe(401)
      expect(text).toContain('That name and that password do not belong together.')
    }
    expect(guesser.cookies.size).toBe(0)
    expect(await done(house)).toEqual(['nobody sign_in_failed unknown_name', 'nobody sign_in_failed Mika'])
    expect(await guesser.send('/console/sign-in', {})).toMatchObject({ status: 400 })
  })

  test('the cookie is for the console alone, out of reach of scripts and of other sites', async () => {
    const { url } = await houseWithStaff()
    const plain = await signIn(new Visitor(url), 'Mika')
    for (const cookie of plain.headers.getSetCookie()) {
      expect(cookie).toMatch(/path=\/console;/)
      expect(cookie).toMatch(/samesite=strict/)
      expect(cookie).toMatch(/httponly/)
      expect(cookie).not.toMatch(/secure/)
    }
    const form = { name: 'Mika', password: passwords.Mika }
    const https: Headers[] = [{ 'x-forwarded-proto': 'https' }, { origin: url.replace('http:', 'https:') }]
    for (const headers of https) {
      const secured = await new Visitor(url).send('/console/sign-in', form, headers)
      expect(secured.headers.getSetCookie()).toHaveLength(2)
      for (const cookie of secured.headers.getSetCookie()) expect(cookie).toMatch(/; secure/)
    }
  })

  test('it is the same however the address is written', async () => {
    const { url } = await houseWithStaff()
    const stranger = new Visitor(url)
    for (const path of ['/Console', '/CONSOLE/', '//console', '/console/%2e/', '/Console/members']) {
      const answer = await stranger.get(path)
      expect(answer.status, path).not.toBe(200)
      expect(answer.text).not.toContain('In here')
    }
    expect((await stranger.send('/Console/do', { what: 'take' })).status).toBeGreaterThanOrEqual(400)
  })

  test('it speaks the language of who stands before it', async () => {
    const { url } = await houseWithStaff()
    for (const [language, word] of [
      ['ja', 'サインイン'],
      ['zh-TW', '登入'],
      ['th', 'เข้าสู่ระบบ'],
    ]) {
      const { text } = await new Visitor(url).get('/console/sign-in', { 'accept-language': language ?? '' })
      expect(text).toContain(`<html lang="${language}">`)
      expect(text).toContain(`<button class="main">${word}</button>`)
    }
  })

  test('a link from elsewhere, which brings no strict cookie, is passed on by a page of our own', async () => {
    const { url } = await houseWithStaff()
    const answer = await new Visitor(url).get(conversation, { 'sec-fetch-site': 'cross-site' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('refresh')).toBe(`0; url=${conversation}`)
    expect(answer.text).not.toContain('In here')
  })

  test('pages are kept by nobody, let in nothing from elsewhere, and hold no inline script', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    for (const [path, visitor] of [
      ['/console/members', mika],
      ['/console/sign-in', new Visitor(house.url)],
    ] as const) {
      const { status, headers, text } = await visitor.get(path)
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe('no-store')
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(text).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=/i)
    }
    const [, script = ''] = /src="([^"]+live\.js[^"]*)"/.exec((await mika.get('/console/members')).text) ?? []
    const asset = await new Visitor(house.url).get(script)
    expect(asset.status).toBe(200)
    expect(asset.headers.get('cache-control')).toContain('immutable')
    for (const file of ['console.ts', '..%2Fconsole.ts', 'none.css'])
      expect((await mika.get(`/console/page/${file}`)).status).toBe(404)
  })
})

describe('a session', () => {
  test('is worth nothing after its sign-out, not even for who stole it, and not after a restart', async () => {
    const house = await houseWithStaff()
    const mika = new Visitor(house.url)
    await signIn(mika, 'Mika')
    const stolen = thief(mika, house.url)
    const token = tokenIn((await mika.get('/console')).text)
    const out = await mika.send('/console/sign-out', { token })
    expect((await mika.get(out.location ?? '')).text).toContain('You are signed out.')
    expect((await stolen.get('/console')).status).toBe(303)
    expect((await thief(stolen, (await house.again()).url).get('/console')).status).toBe(303)
    expect(await done(house)).toEqual(['Mika sign_out', 'Mika sign_in'])
  })

  test('goes on after a restart, and ends after a week', async () => {
    const move = ownClock()
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    const later = await house.again()
    const same = thief(mika, later.url)
    move(sessionLife - 1_000)
    expect((await same.get('/console')).text).toContain('In here: Mika (owner)')
    move(2_000)
    expect((await same.get('/console')).status).toBe(303)
  })

  test('ends at once with the account, and with its password', async () => {
    const house = await houseWithStaff()
    const [mika, ken] = [await inside(house, 'Mika'), await inside(house, 'Ken')]
    // As the command does it: through a reading of the file that is not the server's.
    await house.accounts.setPassword('Mika', 'ten rolls and a bun')
    expect((await mika.get('/console')).status).toBe(303)
    expect((await ken.get('/console')).status).toBe(200)
    await house.accounts.remove('Ken')
    expect((await ken.get('/console')).status).toBe(303)
    await house.accounts.add('Ken', 'staff', passwords.Ken, Date.now())
    expect((await ken.get('/console')).status).toBe(303)
  })

  test('has the role that its member has now', async () => {
    const house = await houseWithStaff()
    const ken = await inside(house, 'Ken')
    expect((await ken.get('/console/members')).status).toBe(403)
    await house.accounts.setRole('Ken', 'owner')
    expect((await ken.get('/console/members')).status).toBe(200)
  })

  test('is a new one at each sign-in, and the one that the browser brought is over', async () => {
    const house = await houseWithStaff()
    const ken = await inside(house, 'Ken')
    const planted = thief(ken, house.url)
    const before = ken.cookies.get('kidoku_console')
    await signIn(ken, 'Mika')
    expect(ken.cookies.get('kidoku_console')).not.toBe(before)
    expect((await ken.get('/console')).text).toContain('In here: Mika (owner)')
    expect((await planted.get('/console')).status).toBe(303)
  })

  test('is none for a made-up cookie, nor for what the file of sessions holds', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    const right = mika.cookies.get('kidoku_console') ?? ''
    const { id, version } = (await house.sessions.all())[0] ?? {}
    for (const value of ['', 'x', `${right}x`, right.slice(1), id ?? '', version ?? '', house.sessions.salt]) {
      const stranger = new Visitor(house.url)
      stranger.cookies.set('kidoku_console', value)
      expect((await stranger.get('/console')).status).toBe(303)
    }
  })
})

describe('a form', () => {
  test('without its member’s token does nothing, and the log says so', async () => {
    const house = await houseWithStaff()
    const [mika, ken] = [await inside(house, 'Mika'), await inside(house, 'Ken')]
    const kens = tokenIn((await ken.get('/console')).text)
    const right = tokenIn((await mika.get('/console')).text)
    const wrong: Record<string, string>[] = [
      {},
      { token: '' },
      { token: kens },
      { token: right.slice(1) },
      { Token: right },
    ]
    for (const form of wrong) {
      const answer = await mika.send('/console/do', { what: 'take', ...form })
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('nothing was done')
    }
    expect(house.said.filter((line) => line.includes('without its member’s token'))).toHaveLength(5)
    expect(await done(house)).toEqual(Array.from({ length: 5 }, () => 'Mika refused /console/do'))
    expect((await mika.send('/console/sign-out', {})).status).toBe(403)
    expect((await mika.get('/console')).status).toBe(200)
    expect(await done(house)).not.toContain('Mika take')
    expect((await mika.send('/console/do', { what: 'take', token: right })).text).toBe('It is done.')
  })

  test('with a token of another time is told that its page was too old, not that somebody else sent it', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    for (const [language, words] of [
      ['en', 'This page was too old'],
      ['ja', 'ページが古くなっていました'],
      ['zh-TW', '這個頁面已過期'],
      ['th', 'หน้านี้เก่าเกินไป'],
    ] as const) {
      const answer = await mika.send('/console/do', { what: 'take', token: 'x' }, { 'accept-language': language })
      expect(answer.text).toContain(words)
      expect(answer.text).not.toContain('elsewhere')
    }
  })

  test('of a console that is open to this computer is good after a restart', async () => {
    const house = await openHouse({ access: { type: 'open' } })
    const token = tokenIn((await new Visitor(house.url).get('/console')).text)
    const later = await house.again()
    expect((await new Visitor(later.url).send('/console/do', { what: 'take', token })).text).toBe('It is done.')
    const elsewhere = await openHouse({ access: { type: 'open' } })
    expect((await new Visitor(elsewhere.url).send('/console/do', { what: 'take', token })).status).toBe(403)
  })

  test('that is for owners alone is refused to staff, and the audit says who tried', async () => {
    const house = await houseWithStaff()
    const ken = await inside(house, 'Ken')
    const token = tokenIn((await ken.get('/console')).text)
    const [session] = await house.sessions.all()
    const tried = await ken.send('/console/members/end-session', { token, session: session?.id ?? '' })
    expect(tried.status).toBe(403)
    expect(await done(house)).toEqual(['Ken refused /console/members/end-session'])
    const mika = await inside(house, 'Mika')
    const page = (await mika.get('/console/members')).text
    expect(page).toMatch(/<bdi>Ken<\/bdi><\/b>\s+was refused: not theirs to do: <bdi>\/console\/members\/end-session/)
  })

  test('is told from a press in LINE, which is in the audit with what came of it', async () => {
    const house = await houseWithStaff()
    const press = { at: Date.now(), by: 'Ken', from: 'line', conversation: 'Ubot:user:U1' } as const
    await house.audit.write({ ...press, action: 'take', detail: 'taken · LINE Uken' })
    await house.audit.write({ ...press, action: 'hand_back', detail: 'still_waits · LINE Uken' })
    const mika = await inside(house, 'Mika')
    for (const [language, words] of [
      ['en', ['took', 'the customer still waits: Take or Done · LINE Uken']],
      ['ja', ['引き受け', 'お客様はまだお待ち（「引き受ける」か「完了」） · LINE Uken']],
      ['zh-TW', ['接手', '顧客仍在等待：請按接手或完成 · LINE Uken']],
      ['th', ['รับเรื่อง', 'ลูกค้ายังรออยู่: กดรับเรื่องหรือเสร็จสิ้น · LINE Uken']],
    ] as const) {
      const { text } = await mika.get('/console/members', { 'accept-language': language })
      for (const word of [...words, '<bdi>LINE Uken</bdi>', '<span class="chip">LINE</span>'])
        expect(text).toContain(word)
    }
  })

  test('that the page’s script sends is told where it leads, and is not led there', async () => {
    const house = await houseWithStaff()
    const mika = await inside(house, 'Mika')
    const token = tokenIn((await mika.get('/console')).text)
    const script = { 'x-form': '1' }
    const answer = await mika.send('/console/sign-out', { token }, script)
    expect([answer.status, answer.location, answer.headers.get('x-go-to')]).toEqual([204, null, '/console/sign-in?out'])
    expect((await mika.send('/console/do', { what: 'take', token }, script)).status).toBe(401)
  })

  test('that names another member is still its sender’s', async () => {
    const house = await houseWithStaff()
    const ken = await inside(house, 'Ken')
    const token = tokenIn((await ken.get('/console')).text)
    await ken.send('/console/do', { what: 'take', token, by: 'Mika', name: 'Mika', member: 'Mika' })
    expect((await done(house))[0]).toBe('Ken take')
  })

  test('from another site is refused, by what the browser says of it', async () => {
    const house = await houseWithStaff()
    const { url } = house
    const mika = await inside(house, 'Mika')
    const token = tokenIn((await mika.get('/console')).text)
    const evil: Headers[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: url, 'sec-fetch-site': 'cross-site' },
      { origin: url, 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of evil) {
      const answer = await mika.send('/console/do', { what: 'take', token }, headers)
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('nothing was done')
      expect((await mika.send('/console/sign-out', { token }, headers)).status).toBe(403)
      const signIn = { name: 'Mika', password: passwords.Mika }
      expect((await mika.send('/console/sign-in', signIn, headers)).status).toBe(403)
    }
    expect(await done(house)).toEqual([])
    const own = { origin: 'https://console.example', 'sec-fetch-site': 'same-origin' }
    expect((await mika.send('/console/do', { what: 'take', token }, own)).status).toBe(200)
  })
})

describe('CONSOLE_PASSWORD', () => {
  test('signs in as the owner while there are no accounts', async () => {
    const house = await openHouse()
    const owner = new Visitor(house.url)
    for (const wrong of ['', 'melon', `${consolePassword} `, consolePassword.toUpperCase()]) {
      const answer = await owner.signIn(wrong)
      expect(answer.status).toBe(401)
      expect(answer.text).toContain('That is not the password.')
    }
    expect((await owner.signIn(consolePassword)).status).toBe(303)
    expect((await owner.get('/console')).text).toContain('In here: Owner (owner)')
  })

  test('another one ends the sessions of the one before', async () => {
    const house = await openHouse()
    const owner = new Visitor(house.url)
    await owner.signIn(consolePassword)
    const same = await house.again()
    expect((await thief(owner, same.url).get('/console')).status).toBe(200)
    const other = await same.again({ type: 'password', password: 'another password' })
    expect((await thief(owner, other.url).get('/console')).status).toBe(303)
  })

  test('signs in nobody once there is an account, and the log says why', async () => {
    const house = await openHouse()
    const owner = new Visitor(house.url)
    await owner.signIn(consolePassword)
    await house.accounts.add('Mika', 'owner', passwords.Mika, Date.now())
    expect((await owner.get('/console')).status).toBe(303)
    const again = await owner.send('/console/sign-in', { name: 'Owner', password: consolePassword })
    expect(again.status).toBe(401)
    expect(house.said.join()).toContain('CONSOLE_PASSWORD was tried: it signs in nobody any more')
    expect((await signIn(owner, 'Mika')).status).toBe(303)
  })
})

describe('guessing', () => {
  test('after five wrong tries of a name from one place even the right password waits a minute', async () => {
    const move = ownClock()
    const house = await houseWithStaff()
    const guesser = new Visitor(house.url)
    for (let i = 0; i < 5; i += 1) expect((await signIn(guesser, 'Mika', `guess ${i}`)).status).toBe(401)
    for (let i = 0; i < 3; i += 1) {
      const limited = await signIn(guesser, 'Mika')
      expect(limited.status).toBe(429)
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(Number(limited.headers.get('retry-after'))).toBeLessThanOrEqual(60)
      expect(limited.text).toContain('Too many wrong tries. Wait a minute, then try again.')
    }
    expect((await done(house)).filter((line) => line.includes('throttled'))).toEqual(['nobody throttled Mika'])
    expect((await signIn(guesser, 'Ken')).status).toBe(303)
    move(61_000)
    expect((await signIn(guesser, 'Mika')).status).toBe(303)
  })

  test('many at once are not looked at all at once', async () => {
    const house = await houseWithStaff()
    const tries = Array.from({ length: 40 }, (_, i) => signIn(new Visitor(house.url), 'Mika', `guess ${i}`))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(35)
  })

  test('a browser that has signed in under a name before is not kept out by who guesses at that name', async () => {
    const house = await houseWithStaff()
    const mika = new Visitor(house.url)
    await signIn(mika, 'Mika')
    await mika.send('/console/sign-out', { token: tokenIn((await mika.get('/console')).text) })
    for (let i = 0; i < 6; i += 1) await signIn(new Visitor(house.url), 'Mika', `guess ${i}`)
    expect((await signIn(new Visitor(house.url), 'Mika')).status).toBe(429)
    expect((await signIn(mika, 'Mika')).status).toBe(303)
    // It opens nothing by itself.
    const known = new Visitor(house.url)
    known.cookies.set('kidoku_known', mika.cookies.get('kidoku_known') ?? '')
    expect((await known.get('/console')).status).toBe(303)
  })
})

describe('without a password', () => {
  test('it is off for a channel and says how to switch it on, until there is an account', async () => {
    for (const why of ['channel', 'reachable'] as const) {
      const house = await openHouse({ access: { type: 'off', why } })
      const visitor = new Visitor(house.url)
      for (const path of ['/console', conversation, '/console/sign-in']) {
        const { status, text } = await visitor.get(path)
        expect(status).toBe(404)
        expect(text).toContain('CONSOLE_PASSWORD')
        expect(text).not.toContain('In here')
      }
      expect((await visitor.send('/console/do', { what: 'take' })).status).toBe(404)
      await house.accounts.add('Mika', 'owner', passwords.Mika, Date.now())
      expect((await visitor.get('/console')).location).toBe('/console/sign-in')
      expect((await signIn(visitor, 'Mika')).status).toBe(303)
    }
  })

  test('the simulator’s is open to this computer, and to nobody who comes another way', async () => {
    const house = await openHouse({ access: { type: 'open' } })
    const visitor = new Visitor(house.url)
    const here = await visitor.get('/console')
    expect(here.text).toContain('In here: Staff (owner)')
    expect((await visitor.send('/console/do', { what: 'take' })).status).toBe(403)
    expect((await visitor.send('/console/do', { what: 'take', token: tokenIn(here.text) })).status).toBe(200)

    const tunnelled = await visitor.get('/console', { 'x-forwarded-for': '203.0.113.9' })
    expect(tunnelled.status).toBe(403)
    expect(tunnelled.text).not.toContain('In here')

    await house.accounts.add('Mika', 'owner', passwords.Mika, Date.now())
    expect((await visitor.get('/console')).location).toBe('/console/sign-in')
  })

  test('a page elsewhere that points its own name at this computer sees nothing (DNS rebinding)', async () => {
    const { url } = await openHouse({ access: { type: 'open' } })
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${url}/console`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asked.on('error', reject).end()
    })
    expect(status).toBe(403)
  })
})

test('accounts that cannot be read let nobody in, whatever else is set', async () => {
  for (const access of [{ type: 'open' }, { type: 'password', password: consolePassword }] as const) {
    const house = await houseWithStaff({ access })
    const mika = await inside(house, 'Mika')
    await writeFile(join(house.folder, 'staff.json'), '{"format":1,"acc')
    expect((await mika.get('/console')).status).toBe(500)
    expect((await mika.signIn(consolePassword)).status).toBe(500)
    expect((await new Visitor(house.url).get('/console/members')).text).not.toContain('Mika')
    expect(house.said.at(-1)).toMatch(/staff\.json is not a list of accounts.*put a copy of it back/)
  }
})

test.each([
  ['a password', { password: 'long enough', simulator: false, host: '0.0.0.0' }, 'password'],
  ['a password in the simulator', { password: 'long enough', simulator: true, host: '127.0.0.1' }, 'password'],
  ['the simulator on 127.0.0.1', { simulator: true, host: '127.0.0.1' }, 'open'],
  ['the simulator on localhost', { simulator: true, host: 'localhost' }, 'open'],
  ['the simulator on ::1', { simulator: true, host: '::1' }, 'open'],
  ['the simulator on every address', { simulator: true, host: '0.0.0.0' }, 'off'],
  ['the simulator on a name that begins like one', { simulator: true, host: '127.0.0.1.example.com' }, 'off'],
  ['a channel', { simulator: false, host: '127.0.0.1' }, 'off'],
])('%s: the console is %3$s', (_what, settings, type) => {
  expect(accessOf(settings).type).toBe(type)
})
