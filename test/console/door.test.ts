import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { accessOf } from '../../src/console/access.ts'
import { sessionLife } from '../../src/console/session.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { counter, password } from './counter.ts'
import { idOf, pathOf } from './people.ts'
import { emily, evening } from './shop-evening.ts'
import { Visitor } from './visitor.ts'

type Headers = Record<string, string>

/** A clock that the test moves on. */
function ownClock(): Clock & { now: () => number; move: (ms: number) => void } {
  let moved = 0
  return {
    now: () => Date.now() + moved,
    after: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        signal?.addEventListener('abort', () => resolve())
        timer.unref()
      }),
    move: (ms) => {
      moved += ms
    },
  }
}

test('without a session every page leads to the sign-in, and nothing of anybody is told', async () => {
  const { url } = await counter({ people: evening })
  const stranger = new Visitor(url)
  for (const path of ['/console', '/console/', pathOf(emily), '/console/Ubot%3Auser%3Aunknown']) {
    const answer = await stranger.get(path)
    expect(answer.status).toBe(303)
    expect(answer.location).toMatch(/^\/console\/sign-in/)
    expect(answer.text).not.toMatch(/Emily|nuts/)
  }
  const page = await stranger.get('/console/sign-in')
  expect(page.text).toContain('type="password"')
  expect(page.text).not.toMatch(/Emily|nuts|waiting/)
  for (const action of ['take', 'hand-back']) {
    const form = { conversation: idOf(emily), seen: '1', from: 'list' }
    expect((await stranger.send(`/console/${action}`, form)).location).toBe('/console/sign-in')
  }
})

test('the right password opens the page that was asked for, until one signs out', async () => {
  const { url } = await counter({ people: evening })
  const owner = new Visitor(url)
  const asked = await owner.get(pathOf(emily))
  const page = await owner.get(asked.location ?? '')
  const [, conversation = ''] = /name="conversation" value="([^"]+)"/.exec(page.text) ?? []
  const signedIn = await owner.send('/console/sign-in', { password, conversation })
  expect(signedIn.location).toBe(pathOf(emily))
  expect((await owner.get(pathOf(emily))).text).toContain('Do you have anything without nuts?')

  const stolen = new Visitor(url)
  for (const [name, value] of owner.cookies) stolen.cookies.set(name, value)
  const out = await owner.send('/console/sign-out', {})
  expect((await owner.get(out.location ?? '')).text).toContain('You are signed out.')
  expect((await owner.get('/console')).status).toBe(303)
  expect((await stolen.get('/console')).status).toBe(303)
})

test('the cookie is for the console alone, out of reach of scripts and of other sites', async () => {
  const { url } = await counter()
  const plain = await new Visitor(url).signIn()
  const cookie = plain.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/path=\/console;/)
  expect(cookie).toMatch(/samesite=strict/)
  expect(cookie).toMatch(/httponly/)
  expect(cookie).not.toMatch(/secure/)
  const https: Headers[] = [{ 'x-forwarded-proto': 'https' }, { origin: url.replace('http:', 'https:') }]
  for (const headers of https) {
    const secured = await new Visitor(url).send('/console/sign-in', { password }, headers)
    expect(secured.headers.get('set-cookie')).toMatch(/; secure/)
  }
})

test('the door is the same however the address is written', async () => {
  const { url } = await counter({ people: evening })
  const stranger = new Visitor(url)
  for (const path of [
    '/Console',
    '/CONSOLE/',
    `/Console/${encodeURIComponent(idOf(emily))}`,
    '//console',
    '/console/%2e/',
  ]) {
    const answer = await stranger.get(path)
    expect(answer.status, path).not.toBe(200)
    expect(answer.text).not.toContain('Emily')
  }
  const form = { conversation: idOf(emily), seen: '1', from: 'list' }
  expect((await stranger.send('/Console/take', form)).status).toBeGreaterThanOrEqual(400)
})

test('a wrong password is told in a plain sentence', async () => {
  const { url } = await counter()
  const guesser = new Visitor(url)
  for (const wrong of ['', 'melon', `${password} `, password.toUpperCase()]) {
    const answer = await guesser.signIn(wrong)
    expect(answer.status).toBe(401)
    expect(answer.text).toContain('That is not the password.')
    expect(guesser.cookies.size).toBe(0)
  }
})

test('after five wrong tries even the right password waits a minute', async () => {
  const clock = ownClock()
  const { url } = await counter({ clock })
  const guesser = new Visitor(url)
  for (let i = 0; i < 5; i += 1) expect((await guesser.signIn(`guess ${i}`)).status).toBe(401)
  const limited = await guesser.signIn()
  expect(limited.status).toBe(429)
  expect(limited.text).toContain('Too many wrong tries. Wait a minute, then try again.')
  clock.move(61_000)
  expect((await guesser.signIn()).status).toBe(303)
})

test('a forged, an expired and another password’s cookie are worth nothing', async () => {
  const clock = ownClock()
  const { url } = await counter({ clock, people: evening })
  const other = await counter({ clock, access: { type: 'password', password: 'another password' } })
  const owner = new Visitor(url)
  await owner.signIn()
  const [name = '', right = ''] = [...owner.cookies][0] ?? []
  expect((await owner.get('/console')).status).toBe(200)

  const elsewhere = new Visitor(other.url)
  await elsewhere.signIn('another password')
  const [id = '', end = '', signature = ''] = right.split('.')
  const later = `${id}.${Number(end) + 1_000}`
  const forged = [
    '',
    'x',
    '..',
    later,
    `${later}.${signature}`,
    `${later}.${createHmac('sha256', password).update(later).digest('base64url')}`,
    `${id}.${end}.`,
    elsewhere.cookies.get(name) ?? '',
  ]
  for (const value of forged) {
    const stranger = new Visitor(url)
    stranger.cookies.set(name, value)
    expect((await stranger.get('/console')).status).toBe(303)
  }
  clock.move(sessionLife + 1)
  expect((await owner.get('/console')).status).toBe(303)
})

test('a form from another site is refused, by what the browser says of it', async () => {
  const { url, conversation } = await counter({ people: [emily] })
  const owner = new Visitor(url)
  await owner.signIn()
  const { text } = await owner.get('/console')
  const evil: Headers[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: url, 'sec-fetch-site': 'cross-site' },
    { origin: url, 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of evil) {
    const answer = await owner.press('take', text, headers)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('nothing was done')
    expect((await owner.send('/console/sign-out', {}, headers)).status).toBe(403)
    expect((await owner.send('/console/sign-in', { password }, headers)).status).toBe(403)
  }
  expect((await conversation(emily)).mode).toBe('assistant')
  const own = await owner.press('take', text, { origin: 'https://console.example', 'sec-fetch-site': 'same-origin' })
  expect(own.status).toBe(303)
  expect((await conversation(emily)).mode).toBe('staff')
})

test('a link from elsewhere, which brings no strict cookie, is passed on by a page of our own', async () => {
  const { url } = await counter({ people: evening })
  const answer = await new Visitor(url).get(pathOf(emily), { 'sec-fetch-site': 'cross-site' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('refresh')).toBe(`0; url=${pathOf(emily)}`)
  expect(answer.text).not.toContain('nuts')
})

test('pages are kept by nobody, let in nothing from elsewhere, and hold no inline script', async () => {
  const { url } = await counter({ people: evening })
  const owner = new Visitor(url)
  await owner.signIn()
  for (const path of ['/console', '/console/sign-in', pathOf(emily)]) {
    const { headers, text } = await owner.get(path)
    expect(headers.get('cache-control')).toBe('no-store')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(text).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=/i)
  }
  const [, script = ''] = /src="([^"]+live\.js[^"]*)"/.exec((await owner.get('/console')).text) ?? []
  const asset = await new Visitor(url).get(script)
  expect(asset.status).toBe(200)
  expect(asset.headers.get('cache-control')).toContain('immutable')
  for (const file of ['console.ts', '..%2Fconsole.ts', 'none.css'])
    expect((await owner.get(`/console/page/${file}`)).status).toBe(404)
})

test('without a password it is off for a channel, and says how to switch it on', async () => {
  for (const why of ['channel', 'reachable'] as const) {
    const { url } = await counter({ people: evening, access: { type: 'off', why } })
    const visitor = new Visitor(url)
    for (const path of ['/console', pathOf(emily), '/console/sign-in']) {
      const { status, text } = await visitor.get(path)
      expect(status).toBe(404)
      expect(text).toContain('CONSOLE_PASSWORD')
      expect(text).not.toContain('nuts')
    }
    const form = { conversation: idOf(emily), seen: '1', from: 'list' }
    expect((await visitor.send('/console/take', form)).status).toBe(404)
  }
})

test('without a password the simulator’s console is open to this computer, and to nobody who comes another way', async () => {
  const { url } = await counter({ people: evening, access: { type: 'open' }, chats: 'simulator' })
  const visitor = new Visitor(url)
  const here = await visitor.get('/console')
  expect(here.text).toContain('Emily')
  expect(here.text).toContain('Open without sign-in')
  expect(here.text).not.toContain('Sign out')
  expect(here.text).not.toContain('chat.line.biz')

  const tunnelled = await visitor.get('/console', { 'x-forwarded-for': '203.0.113.9' })
  expect(tunnelled.status).toBe(403)
  expect(tunnelled.text).toContain('CONSOLE_PASSWORD')
  expect(tunnelled.text).not.toContain('Emily')
})

test('a page elsewhere that points its own name at this computer sees nothing (DNS rebinding)', async () => {
  const { url } = await counter({ people: evening, access: { type: 'open' } })
  const status = await new Promise((resolve, reject) => {
    const asked = request(`${url}/console`, { headers: { host: 'evil.example' } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject).end()
  })
  expect(status).toBe(403)
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
