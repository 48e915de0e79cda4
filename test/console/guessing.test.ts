import Koa from 'koa'
import { createServer } from 'node:http'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createGuard, type Guarded, type Tried } from '../../src/console/guessing.ts'
import { createKnownBrowsers } from '../../src/console/known-browser.ts'
import { Visitor } from './visitor.ts'

afterEach(() => void vi.useRealTimers())

/** The clock goes only when the test moves it. */
function ownClock(): (ms: number) => void {
  vi.useFakeTimers({ toFake: ['Date'] })
  return (ms) => void vi.setSystemTime(Date.now() + ms)
}

const right = () => Promise.resolve('in')
const wrong = () => Promise.resolve(undefined)
/** So many wrong tries, one after the other; what each came to. */
async function guess(guarded: Guarded, count: number, who: (i: number) => Partial<Parameters<Guarded>[0]>) {
  const types: string[] = []
  for (let i = 0; i < count; i += 1) {
    types.push((await guarded({ name: 'mika', address: '192.0.2.1', ...who(i) }, wrong)).type)
  }
  return types
}
const mika = { name: 'mika', address: '192.0.2.1' }

test('who tries many names from one address keeps nobody out: the right password gets in, a wrong one is told to wait', async () => {
  ownClock()
  const guarded = createGuard()
  const types = await guess(guarded, 30, (i) => ({ name: `name ${i}` }))
  expect(types).toEqual([...Array<string>(20).fill('wrong'), ...Array<string>(10).fill('too_many')])
  expect(await guarded(mika, right)).toEqual({ type: 'right', value: 'in' })
  expect(await guarded({ ...mika, name: 'ken' }, wrong)).toMatchObject({ type: 'too_many', wait: 60, first: false })
})

test('who guesses at one name from one address keeps it out there alone', async () => {
  ownClock()
  const guarded = createGuard()
  expect(await guess(guarded, 7, () => ({}))).toEqual([...Array<string>(5).fill('wrong'), 'too_many', 'too_many'])
  expect((await guarded(mika, right)).type).toBe('too_many')
  expect((await guarded({ ...mika, address: '192.0.2.2' }, right)).type).toBe('right')
  expect((await guarded({ ...mika, name: 'ken' }, right)).type).toBe('right')
})

test('a name that is guessed at from everywhere waits until ten minutes are over, save where it is known', async () => {
  const move = ownClock()
  const guarded = createGuard()
  const tries = async (count: number) => {
    const types = await guess(guarded, count, (i) => ({ address: `192.0.2.${i}` }))
    return types.filter((type) => type === 'wrong').length
  }
  expect(await tries(50)).toBe(50)
  move(61_000)
  expect(await tries(50)).toBe(10)
  expect(await guarded({ ...mika, address: '198.51.100.1' }, right)).toMatchObject({ type: 'too_many' })
  expect((await guarded({ ...mika, address: '198.51.100.1', browser: 'known' }, right)).type).toBe('right')
  expect((await guarded({ ...mika, name: 'ken', address: '198.51.100.1' }, right)).type).toBe('right')
  move(540_000)
  expect((await guarded({ ...mika, address: '198.51.100.1' }, right)).type).toBe('right')
})

test('a known browser has five tries a minute of its own', async () => {
  const move = ownClock()
  const guarded = createGuard()
  const types = await guess(guarded, 6, () => ({ browser: 'known' }))
  expect(types).toEqual([...Array<string>(5).fill('wrong'), 'too_many'])
  expect((await guarded({ ...mika, browser: 'known' }, right)).type).toBe('too_many')
  expect((await guarded({ ...mika, browser: 'another' }, right)).type).toBe('right')
  move(61_000)
  expect((await guarded({ ...mika, browser: 'known' }, right)).type).toBe('right')
})

test('signing in again and again is no guessing', async () => {
  ownClock()
  const guarded = createGuard()
  for (let i = 0; i < 100; i += 1) expect((await guarded(mika, right)).type).toBe('right')
})

test('of a flood only few are looked at at a time, and a known browser is among them', async () => {
  ownClock()
  const guarded = createGuard()
  let looked = 0
  const open: (() => void)[] = []
  const slow = () => {
    looked += 1
    return new Promise<undefined>((resolve) => open.push(() => resolve(undefined)))
  }
  const flood = Array.from({ length: 100 }, (_, i) => guarded({ name: `name ${i}`, address: '192.0.2.1' }, slow))
  await vi.waitFor(() => expect(looked).toBe(12))
  expect((await guarded({ ...mika, browser: 'known' }, right)).type).toBe('right')
  expect(await guarded({ name: 'ken', address: '192.0.2.9' }, right)).toEqual({
    type: 'too_many',
    wait: 5,
    first: false,
  })
  for (const one of open) one()
  const ends = await Promise.all(flood)
  const count = (type: Tried<unknown>['type']) => ends.filter((one) => one.type === type).length
  expect([looked, count('wrong'), count('too_many')]).toEqual([12, 12, 88])
})

test('a check that fails is not a wrong try, and takes no place', async () => {
  const guarded = createGuard()
  for (let i = 0; i < 20; i += 1) {
    await expect(guarded(mika, () => Promise.reject(new Error('no file')))).rejects.toThrow('no file')
  }
  expect((await guarded(mika, right)).type).toBe('right')
})

test('a browser is known under the names that signed in from it, and by nobody’s own word', async () => {
  const known = createKnownBrowsers('a secret')
  const app = new Koa()
  app.use((ctx) => {
    const name = String(ctx.query['name'])
    if (ctx.path === '/remember') known.remember(ctx, name)
    ctx.body = known.find(ctx, name) ?? 'unknown'
  })
  const answer = app.callback()
  const http = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void http.close())
  const address = http.address()
  const visitor = new Visitor(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`)

  expect((await visitor.get('/?name=mika')).text).toBe('unknown')
  await visitor.get('/remember?name=mika')
  await visitor.get('/remember?name=ken')
  const { text } = await visitor.get('/?name=mika')
  expect(text).toMatch(/^[\w-]{22}$/)
  expect((await visitor.get('/?name=ken')).text).toBe(text)
  expect((await visitor.get('/?name=yui')).text).toBe('unknown')
  const [id, ...marks] = (visitor.cookies.get('kidoku_known') ?? '').split('.')
  for (const forged of [
    '',
    'x',
    `${id}`,
    `${id}.`,
    `${id}x.${marks.join('.')}`,
    `${id}.${'A'.repeat(22)}`,
    `.${marks[0]}`,
  ]) {
    visitor.cookies.set('kidoku_known', forged)
    expect((await visitor.get('/?name=mika')).text).toBe('unknown')
  }
})
