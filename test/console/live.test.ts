/** What open pages hear of by themselves: GET /console/events. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { conversationOf, idOf } from './people.ts'
import { emily, evening, sakura } from './shop-evening.ts'
import { counter } from './counter.ts'
import { changes, listen, type Heard } from './listening.ts'
import { signedIn, Visitor } from './visitor.ts'

test('who is not signed in hears nothing', async () => {
  const { url } = await counter({ people: evening })
  const answer = await new Visitor(url).get('/console/events')
  expect([answer.status, answer.location]).toEqual([303, '/console/sign-in'])
})

test('a page hears how many wait and which conversation changed, and nothing that was said', async () => {
  const { owner } = await signedIn({ people: evening })
  const page = await listen(owner)
  await page.until(/event: change/)
  expect(changes(page.text())).toEqual([
    { counts: { waiting: 4, staff: 1, questions: 0, undelivered: 0 }, changed: [], everything: false },
  ])
  await owner.press('take', (await owner.get('/console')).text)
  const text = await page.until(/"waiting":3/)
  expect(changes(text).at(-1)).toMatchObject({ counts: { waiting: 3, staff: 2 }, everything: false })
  expect(text).not.toMatch(/Emily|ケーキ|เส้นผม|nuts/)
})

test('much that happens is told at most once a second', async () => {
  const { owner, store } = await signedIn({})
  const page = await listen(owner)
  await page.until(/event: change/)
  const from = Date.now()
  for (let n = 0; n < 400; n += 1) {
    const conversation = conversationOf({ ...emily, id: `Umany${n}` }, from)
    await store.commit({ conversation, entered: [], overflow: [] })
  }
  const heard = changes(await page.until(/"waiting":400/))
  // One to begin with, one at once, and then one a second.
  expect(heard.length).toBeLessThanOrEqual(3 + (Date.now() - from) / 1_000)
  expect(heard.at(-1)).toMatchObject({ counts: { waiting: 400 } })
})

test('what changed is named', async () => {
  const { owner } = await signedIn({ people: [sakura] })
  const page = await listen(owner)
  await page.until(/event: change/)
  await owner.press('take', (await owner.get('/console')).text)
  expect(changes(await page.until(/"waiting":0/)).at(-1)).toMatchObject({ changed: [idOf(sakura)] })
})

test('signing out ends the streams of that session and of no other', async () => {
  const { owner, url } = await signedIn({ people: evening })
  const other = new Visitor(url)
  await other.signIn()
  const [own, others] = [await listen(owner), await listen(other)]
  await Promise.all([own.until(/event: change/), others.until(/event: change/)])
  const [, token = ''] = /name="token" value="([^"]+)"/.exec((await owner.get('/console')).text) ?? []
  await owner.send('/console/sign-out', { token })
  await own.until(/event: over/)
  await own.ended
  await other.press('take', (await other.get('/console')).text)
  await others.until(/"waiting":3/)
})

test('of many pages of one browser those opened last listen', async () => {
  const { owner } = await signedIn({})
  const pages: Heard[] = []
  for (let n = 0; n < 5; n += 1) pages.push(await listen(owner))
  await pages[0]?.ended
  expect(pages[0]?.text()).toContain('event: enough')
  await pages[4]?.until(/event: change/)
  expect(pages[1]?.text()).not.toContain('enough')
})

test('a silent stream is kept open, and let go when the server is to end', async () => {
  // Twenty seconds are a moment here.
  const clock = { now: Date.now, after: (ms: number) => wait(ms / 200).then(() => undefined) }
  const { owner, ending } = await signedIn({ clock })
  const page = await listen(owner)
  await page.until(/: still here/)
  ending.abort()
  await page.ended
  expect(page.text()).not.toContain('event: over')
  expect((await owner.get('/console/events')).status).toBe(503)
})
