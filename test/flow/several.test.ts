/** Two processes of one shop over one database: what is done at one is true at the other. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { openShop, readMarks, said, type Shop } from './shop.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

let ending: boolean
let one: Shop
let other: Shop
beforeEach(async () => {
  const database = await postgres.database()
  ending = false
  one = await openShop({ database, draining: () => ending })
  other = await openShop({ database, beside: one })
})
afterEach(async () => {
  await other.close()
  await one.close()
})

const answer = 'We are open from 8:00 on weekends.'

test('staff act at one process while the other is at the conversation: they are told at once what came of it', async () => {
  const { line, model, conversation } = one
  await line.say('U1', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U1').includes(answer))
  model.hold()
  await line.say('U1', 'and on Monday?')
  await model.asked(2)
  expect(await other.act('U1', 'take')).toEqual({ type: 'done' })
  expect((await conversation('U1'))?.mode).toBe('staff')
  model.release()
  expect(one.calls('reply', 'push')).toHaveLength(1)
})

test('two of the staff at two processes: the second is told who was first', async () => {
  const { line, model } = one
  model.says(() => ({ decision: 'handoff' }))
  await line.say('U1', 'a person, please')
  const { staffVersion: seen } = await one.until(async () => {
    const c = await one.conversation('U1')
    return c?.mode === 'staff' && !c.pending && c.outbox.length === 0 ? c : undefined
  })
  const results = await Promise.all([
    one.act('U1', 'take', { by: 'Aoi', seen }),
    other.act('U1', 'take', { by: 'Ben', seen }),
  ])
  expect(results.map(({ type }) => type).toSorted()).toEqual(['changed_meanwhile', 'done'])
})

test('a process that ends hands over what waits: the other one answers', async () => {
  const { line, model } = one
  model.hold()
  other.model.hold()
  await line.say('U1', 'open on Sunday?')
  await model.asked(1)
  line.connect(`${other.url}/webhook`, other.url)
  await line.say('U1', 'and on Monday?')
  const closing = one.runner.drain()
  await other.model.asked(1)
  other.model.release()
  await closing
  await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1').every(Boolean))
  expect(one.calls('reply', 'push')).toHaveLength(1)
})

test('what comes to a process that is about to end is stored, and answered by the other: LINE sees no 503', async () => {
  const { line, runner } = one
  ending = true
  await runner.drain()
  expect((await line.say('U1', 'open on Sunday?')).delivered).toBe(200)
  await line.waitFor(() => said(line, 'U1').includes(answer))
  expect((await fetch(`${one.url}/readyz`)).status).toBe(503)
})
