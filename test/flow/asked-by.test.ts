/** Who asked for what is recorded: LINE tells, once for each request, and a shop's system hears the same each time. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { DeclaredRecord } from '../../src/core/look-ups/declared.ts'
import type { Line } from '../../src/ports/line.ts'
import { records, startSystem, systemsAt, tasks, type System } from './live-systems.ts'
import { openShop, said, type Shop, type ShopOptions } from './shop.ts'

const declared: DeclaredRecord = { ...tasks, askedBy: 'requester' }
const paper = { record: 'tasks', given: { what: 'order paper by Friday' } }
const done = { reply: 'Recorded: order paper by Friday.' }
/** What the model adds is not said: the shop's system has confirmed no more than this. */
const isSaid = 'Your request has been recorded:\n・order paper by Friday'
const [group, room] = [`C${'a'.repeat(32)}`, `R${'b'.repeat(32)}`]

let shop: Shop
let system: System
beforeEach(async () => void (system = await startSystem()))
afterEach(async () => {
  await shop.close()
  await system.close()
})

async function open(calling?: ShopOptions['calling'], record = declared): Promise<void> {
  const live = systemsAt(system.url, undefined, 500, record)
  shop = await openShop({ calling, policy: { records: ['tasks'] }, setUp: { live } })
  shop.model.says(() => records(done, paper))
}

const isOver = (one: Conversation | undefined) =>
  one?.judged.length && one.outbox.length === 0 && !one.pending ? one : undefined
const asksForPaper = async (): Promise<Conversation> => {
  await shop.line.say('U1', 'please order paper by Friday')
  return shop.until(async () => isOver(await shop.conversation('U1')))
}
const recorded = () => [...system.recorded.values()]
const whose = (requester: string) => ({ ...paper.given, requester })

test('the system hears who wrote, the ledger shows it, and the model hears nothing of it', async () => {
  await open()
  const { judged } = await asksForPaper()
  const { name } = shop.line.chat('U1')
  expect(recorded()).toEqual([whose(name)])
  expect(judged.at(-1)?.records).toEqual([{ record: 'tasks', given: whose(name), askedBy: 'requester' }])
  const heard = JSON.stringify(shop.model.requests.map(({ system: prompt, contents }) => [prompt, contents]))
  expect(heard).not.toContain('requester')
  expect(heard).not.toContain(name)
})

test('no record wants it: LINE is not asked for it, and nothing more is told', async () => {
  await open(undefined, tasks)
  await asksForPaper()
  expect(recorded()).toEqual([paper.given])
  expect(shop.calls('profile')).toHaveLength(1)
})

test('the name is that of the decision, however they are called when it is tried again', async () => {
  let asked = 0
  const called = (own: Line): Line => ({
    ...own,
    profile: () => Promise.resolve({ displayName: (asked += 1) === 1 ? 'Aya' : 'Eve' }),
  })
  await open(called)
  const heard: unknown[] = []
  system.confirms((response) => {
    heard.push(...recorded())
    if (heard.length > 1) system.confirms(undefined)
    response.destroy()
  })
  await asksForPaper()
  expect([...heard, ...recorded()]).toEqual([whose('Aya'), whose('Aya'), whose('Aya')])
})

test('a name that would be two lines, or a page, is one', async () => {
  await open((own) => ({ ...own, profile: () => Promise.resolve({ displayName: `=1+1\n${'x'.repeat(500)}` }) }))
  await asksForPaper()
  expect(recorded()).toEqual([whose(`=1+1 ${'x'.repeat(95)}`)])
})

test.for<[string, Line['profile']]>([
  ['does not answer', () => Promise.reject(new Error('500'))],
  ['knows nobody', () => Promise.resolve(undefined)],
])('LINE %s: it is recorded all the same, without a name', async ([, profile]) => {
  await open((own) => ({ ...own, profile }))
  await asksForPaper()
  expect(recorded()).toEqual([paper.given])
  expect(said(shop.line, 'U1')).toContain(isSaid)
})

test('in a group it is the member who wrote last, not the group; of a room’s members LINE is not asked', async () => {
  await open()
  const wish = 'please order paper by Friday'
  shop.model.says(({ open: texts }) =>
    texts.length > 1 ? records(done, paper) : { decision: 'needs_info', reply: '?' },
  )
  await shop.line.sayInGroup(group, 'U6', wish, { mentionsBot: true })
  await shop.line.waitFor(() => said(shop.line, group).length > 0)
  await shop.line.sayInGroup(group, 'U7', 'for the office', { mentionsBot: true })
  await shop.line.waitFor(() => said(shop.line, group).includes(isSaid))
  const first = whose(shop.line.chat('U7').name)
  expect(recorded()).toEqual([first])
  shop.model.says(() => records(done, paper))
  await shop.line.sayInRoom(room, 'U8', wish, { mentionsBot: true })
  await shop.line.waitFor(() => said(shop.line, room).includes(isSaid))
  expect(recorded()).toEqual([first, paper.given])
})
