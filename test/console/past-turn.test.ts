/** A customer's conversation in the playground: what is tried is what was judged then. */
import { rm } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { ModelRequest } from '../../src/core/request.ts'
import type { Model } from '../../src/ports/model.ts'
import { openPastShop, type PastShop } from '../lab/past-shop.ts'
import { fieldsIn } from './figures-shop.ts'
import { studio } from './studio.ts'
import { Visitor } from './visitor.ts'

const path = '/console/playground'

async function pastShop(): Promise<PastShop> {
  const shop = await openPastShop()
  onTestFinished(async () => {
    await shop.close()
    await rm(shop.folder, { recursive: true, force: true })
  })
  return shop
}

/** Opens turns of a conversation in the playground, and tells what a model is asked when they are tried as they are. */
async function playgroundWith(conversation: Conversation, answer?: { ok: true; text: string }) {
  const asked: ModelRequest[] = []
  const model: Model = {
    name: 'played',
    takesMedia: false,
    judge(request) {
      if (request.system.startsWith('Be kind.')) asked.push(request)
      return Promise.resolve(answer ?? { ok: false, why: 'blocked' })
    },
  }
  const one = await studio({ model })
  await one.store.commit({ conversation, entered: [], overflow: [] })
  const who = new Visitor(one.url)
  const open = async (turn: string) =>
    fieldsIn((await who.get(`${path}?conversation=${encodeURIComponent(conversation.id)}&turn=${turn}`)).text)
  return {
    open,
    /** @param changes what is written otherwise before it is tried */
    async tryIt(turn: string, changes: Record<string, string> = {}): Promise<{ request: ModelRequest; text: string }> {
      const kind = { 'a.text': '---\n---\nBe kind.\n', do: 'try' }
      const { text } = await who.send(path, { ...(await open(turn)), ...changes, ...kind })
      const request = asked.at(-1)
      if (!request) throw new Error('the model was not asked')
      return { request, text }
    },
  }
}

const turnsOf = ({ facts }: Conversation): string[] =>
  facts.flatMap((fact) => (fact.type === 'judged' || fact.type === 'failed' ? [fact.turn] : []))

/** Without what is the prompt's own and the shop's. */
const asksOf = ({ contents, open, fresh, language }: ModelRequest) => ({ contents, open, fresh, language })

/** Each turn that was judged is tried as it is. */
async function asksAgain(kept: Conversation) {
  const page = await playgroundWith(kept)
  const asks: ReturnType<typeof asksOf>[] = []
  for (const turn of turnsOf(kept)) asks.push(asksOf((await page.tryIt(turn)).request))
  return asks
}

test('questions back, in a language that ends them without a mark, leave their messages open', async () => {
  const { ask, model } = await pastShop()
  await ask('U1', 'สวัสดีค่ะ', { reply: 'สวัสดีค่ะ มีอะไรให้ช่วยไหมคะ?', language: 'th', small_talk: true, sources: [] })
  await ask('U1', 'สั่งเค้กได้ไหม', { decision: 'needs_info', reply: 'ต้องการรับวันไหนคะ', language: 'th' })
  await ask('U1', 'วันอาทิตย์', { decision: 'needs_info', reply: 'กี่ปอนด์คะ', language: 'th' })
  const kept = await ask('U1', 'สองปอนด์', { reply: 'รับได้ค่ะ', language: 'th' })
  expect(model.requests.map(({ open }) => open.length)).toEqual([1, 1, 2, 3])
  expect(await asksAgain(kept)).toEqual(model.requests.map(asksOf))
})

/** What a model asks back, whatever it is asked. */
const asksBack = {
  decision: 'needs_info',
  reply: 'Which one?',
  reason: 'There are several.',
  confidence: 0.9,
  sources: [],
  small_talk: false,
  topic: 'other',
  language: 'en',
  summary: '',
}
const differenceIn = (page: string): string => /id="difference">([^<]*)</.exec(page)?.[1] ?? ''

test('a third question in a row goes to a person, unless the assistant’s last word is written anew', async () => {
  const { ask } = await pastShop()
  for (const text of ['A cake', 'a big one']) await ask('U1', text, { decision: 'needs_info', reply: 'Say which' })
  const kept = await ask('U1', 'that one', { decision: 'handoff' })
  const page = await playgroundWith(kept, { ok: true, text: JSON.stringify(asksBack) })
  const [, , turn = ''] = turnsOf(kept)
  const asItWas = await page.tryIt(turn)
  expect(asItWas.request.open).toEqual(['A cake', 'a big one', 'that one'])
  expect(differenceIn(asItWas.text)).toContain('both would give it to staff')
  // Then it is a question by its mark, like in any scene.
  const answered = await page.tryIt(turn, { 'before.3.text': 'Yes, of course.' })
  expect(answered.request.open).toEqual(['that one'])
  expect(differenceIn(answered.text)).toContain('both would ask back')
  const asked = await page.tryIt(turn, { 'before.3.text': 'Which?' })
  expect(asked.request.open).toEqual(['a big one', 'that one'])
})

test('a tap opens what it was about, as that was judged', async () => {
  const { line, model, ask, until, conversation } = await pastShop()
  await ask('U1', 'Can I get a cake?', { decision: 'needs_info', reply: 'For which day' })
  await ask('U1', 'Sunday', { reply: 'Yes, on Sunday.' })
  await line.tap('U1', 'Not solved')
  const kept = await until(async () => {
    const now = await conversation('U1')
    return now?.mode === 'staff' ? now : undefined
  })
  const tapped = kept.facts.findLast((fact) => fact.type === 'handed_off')
  const turn = tapped?.type === 'handed_off' ? tapped.turn : ''
  const facts = kept.facts.map((fact) =>
    fact.type === 'judged' ? { ...fact, origin: { ...fact.origin, prompt: 'tasks' } } : fact,
  )
  const page = await playgroundWith({ ...kept, facts })
  expect((await page.open(turn))['a.file']).toBe('tasks')
  const { request } = await page.tryIt(turn)
  expect(asksOf(request)).toEqual(model.requests.map(asksOf).at(-1))
})

test('a turn of which the ledger tells no more opens by what was said until then', async () => {
  const { ask } = await pastShop()
  for (const text of ['one', 'two', 'three']) await ask('U1', text, { reply: `You said ${text}.` })
  const kept = await ask('U1', 'four')
  const last = kept.facts.findIndex((fact) => fact.type === 'received' && fact.message === kept.messages[3]?.id)
  const page = await playgroundWith({ ...kept, facts: kept.facts.slice(last) })
  const fields = await page.open('t2')
  expect([fields['message.0'], fields['before.0.text'], fields['before.2.text']]).toEqual(['two', 'one', undefined])
  expect(fields['before.1.text']).toContain('You said one.')
})

test('what came too late for a turn, or was said after it, is not there', async () => {
  const { line, model, ask, atRest, until, store } = await pastShop()
  model.hold()
  for (const [index, text] of ['one', 'two', 'three', 'four'].entries()) {
    await line.say('U1', text)
    await model.asked(index + 1)
  }
  await line.say('U1', 'five')
  await until(async () => (await store.waiting(`${line.botUserId}:user:U1`)).length > 0)
  model.release()
  await atRest('U1', 5)
  const kept = await ask('U1', 'six')
  expect((await asksAgain(kept)).slice(-3)).toEqual(model.requests.slice(-3).map(asksOf))
})
