/** Live experiments: which prompt a conversation is judged by, over restarts, switches and changed weights. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Experiment } from '../../src/core/experiment.ts'
import { policySchema } from '../../src/core/policy.ts'
import type { Prompt } from '../../src/core/request.ts'
import type { Service } from '../../src/ports/service.ts'
import { openShop, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
let folder: string | undefined
const now: { service: Service; experiment?: Experiment; named: boolean } = { service: {}, named: true }
const policy = policySchema.parse({ quiet: '30ms', at_most: '400ms', sender_name: 'Shorter' })
const shorter: Prompt = {
  name: 'shorter',
  text: 'Be short.',
  write: () => 'Be short.',
  uses: new Set(),
  policy,
  hash: 'def',
}
const prompts: ShopOptions['prompts'] = {
  named: (name) => (name === 'shorter' && now.named ? shorter : undefined),
  experiment: () => now.experiment,
}
const weights = (assistant: number, short: number): Experiment => ({
  name: 'length',
  variants: [
    { prompt: 'assistant', weight: assistant },
    { prompt: 'shorter', weight: short },
  ],
})
const open = async (options: ShopOptions = {}) =>
  (shop = await openShop({ prompts, ...options, setUp: { service: { current: () => now.service } } }))
afterEach(async () => {
  await shop.close()
  now.service = {}
  now.experiment = undefined
  now.named = true
  if (folder) await rm(folder, { recursive: true, force: true })
  folder = undefined
})

const ask = async (text: string, user = 'U1') => {
  const before = said(shop.line, user).length
  await shop.line.say(user, text)
  await shop.line.waitFor(() => said(shop.line, user).length > before)
  await shop.until(async () => (await shop.conversation(user))?.outbox.length === 0)
}
const voices = () => shop.model.requests.map(({ system }) => (system.startsWith('Be short.') ? 'shorter' : 'assistant'))
const judged = async (user = 'U1') =>
  (await shop.conversation(user))?.facts.flatMap((fact) => (fact.type === 'judged' ? [fact.origin] : [])) ?? []

test('the first judgement assigns a new conversation: prompt, hash, experiment and tokens are on it, the variant is a fact', async () => {
  now.experiment = weights(0, 1)
  await open()
  await ask('hello')
  expect(await judged()).toMatchObject([
    { prompt: 'shorter', promptHash: 'def', experiment: 'length', usage: { input: 10, output: 5 } },
  ])
  const facts = (await shop.conversation('U1'))?.facts ?? []
  expect(facts.filter(({ type }) => type === 'assigned')).toMatchObject([{ experiment: 'length', prompt: 'shorter' }])
  expect(facts.findIndex(({ type }) => type === 'assigned')).toBeLessThan(
    facts.findIndex(({ type }) => type === 'judged'),
  )
  const [row] = await shop.store.turns({ from: 0, until: Infinity })
  expect(row).toMatchObject({ prompt: 'shorter', experiment: 'length' })
})

test('it stays with its variant after a restart and when the weights have turned round', async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-'))
  now.experiment = weights(0, 1)
  await open({ folder })
  await ask('hello')
  await shop.close()
  now.experiment = weights(1, 0)
  await open({ folder })
  await ask('are you open?')
  await ask('hello', 'U2')
  expect(voices()).toEqual(['shorter', 'assistant'])
  expect((await judged('U2'))[0]).toMatchObject({ prompt: 'assistant', experiment: 'length' })
})

test('the kill switch acts at the next judgement, also for who has a variant; switched back it is theirs again', async () => {
  now.experiment = weights(0, 1)
  await open()
  await ask('hello')
  now.service = { experimentsOff: { by: 'Aoi', at: 1 } }
  await ask('one')
  now.service = {}
  await ask('two')
  expect(voices()).toEqual(['shorter', 'assistant', 'shorter'])
  expect((await judged()).map(({ experiment }) => experiment)).toEqual(['length', undefined, 'length'])
})

test('who was judged before it began, or while it was off, takes no part', async () => {
  await open()
  await ask('hello')
  now.experiment = weights(0, 1)
  now.service = { experimentsOff: { by: 'Aoi', at: 1 } }
  await ask('hello', 'U2')
  now.service = {}
  await ask('again')
  await ask('again', 'U2')
  await ask('hello', 'U3')
  expect(voices()).toEqual(['assistant', 'assistant', 'assistant', 'assistant', 'shorter'])
})

test('when it ends everybody has the shop’s own prompt again', async () => {
  now.experiment = weights(0, 1)
  await open()
  await ask('hello')
  now.experiment = undefined
  await ask('again')
  expect(voices()).toEqual(['shorter', 'assistant'])
  expect((await judged())[1]?.experiment).toBeUndefined()
})

test('a variant whose prompt cannot be had is answered by the shop’s own, and is not counted', async () => {
  now.experiment = weights(0, 1)
  now.named = false
  await open()
  await ask('hello')
  now.named = true
  await ask('again')
  expect(voices()).toEqual(['assistant', 'shorter'])
  expect((await judged()).map(({ experiment }) => experiment)).toEqual([undefined, 'length'])
})

test('the variant’s own policy holds: its sender, its quiet time, its notices', async () => {
  now.experiment = weights(0, 1)
  await open()
  await ask('hello')
  expect(shop.calls('reply')[0]).toMatchObject({
    body: { messages: [{ sender: { name: 'Shorter' } }, { sender: { name: 'Shorter' } }] },
  })
})

test('a rule that decides the first turn counts for the variant too', async () => {
  now.experiment = weights(0, 1)
  await open()
  await ask('operator')
  const [row] = await shop.store.turns({ from: 0, until: Infinity })
  expect(row).toMatchObject({ decision: 'handoff', by: 'rule', experiment: 'length', prompt: 'shorter' })
  expect(shop.model.requests).toEqual([])
})
