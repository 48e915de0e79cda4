/** Turns as they were: what a model is asked in a replay is what the model was asked then. */
import { rm } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { readConversations } from '../../src/adapters/files/read-conversations.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { policySchema } from '../../src/core/policy.ts'
import { requestFor, type Prompt } from '../../src/core/request.ts'
import { turnOf } from '../../src/core/turn.ts'
import { pastTurns, type PastTurn } from '../../src/lab/replay/past-turns.ts'
import { passage, said } from '../flow/shop.ts'
import { openPastShop, type PastShop } from './past-shop.ts'

let shop: PastShop
/** As the shop's own. */
const prompt: Prompt = {
  name: 'assistant',
  text: 'Be kind.',
  write: () => 'Be kind.',
  uses: new Set(),
  hash: 'abc',
  policy: policySchema.parse({}),
}
afterEach(async () => {
  await shop.close()
  await rm(shop.folder, { recursive: true, force: true })
})
const turnsOf = async (user: string): Promise<PastTurn[]> => {
  const kept = await shop.conversation(user)
  return kept ? pastTurns(kept, 0).flatMap((one) => (one.type === 'turn' ? [one] : [])) : []
}
/** What would be asked by the shop's own prompt. */
const asksOf = ({ conversation, judgedAt }: PastTurn) => {
  const turn = turnOf(conversation)
  if (!turn) throw new Error('nothing is open')
  return requestFor({ conversation, turn, prompt }, [passage], { now: judgedAt })
}

test('a story of questions, bursts, a hand-off and a way back is asked again word for word', async () => {
  shop = await openPastShop()
  const { line, model, act, ask, atRest, until, conversation } = shop
  await ask('U1', 'Can I get a cake?', { decision: 'needs_info', reply: 'Which one?' })
  await ask('U1', 'the big one', { decision: 'needs_info', reply: 'For which day?' })
  await ask('U1', 'Sunday', { reply: 'Yes, on Sunday.' })
  await ask('U1', 'thanks', { reply: 'You are welcome.', small_talk: true, sources: [] })
  model.says(() => ({ reply: 'Two answers.' }))
  await line.say('U1', 'and are you open on Monday')
  await line.say('U1', 'and Tuesday')
  await atRest('U1', 6)
  await ask('U1', 'My cake was bad', { decision: 'handoff' })
  await act('U1', 'take')
  await line.say('U1', 'hello?')
  await until(async () => (await conversation('U1'))?.messages.length === 8)
  await act('U1', 'done')
  await until(async () => (await conversation('U1'))?.mode === 'assistant')
  const kept = await ask('U1', 'Do you have rye bread?', { reply: 'Yes.' })

  const turns = await turnsOf('U1')
  expect(turns.map(asksOf)).toEqual(model.requests)
  expect(turns.map(({ then }) => then.decision)).toEqual([
    'needs_info',
    'needs_info',
    'resolved',
    'resolved',
    'resolved',
    'handoff',
    'resolved',
  ])
  expect(turns.map(({ conversation: one }) => one.questions)).toEqual([0, 1, 2, 0, 0, 0, 0])
  expect(turns.map(({ then }) => then.read)).toEqual(['no', 'no', 'now', 'now', 'now', 'when_told', 'now'])
  const texts = turns.map(({ then }) => then.texts)
  expect(texts.flat()).toEqual(said(line, 'U1'))
  expect(texts[2]).toEqual(['Yes, on Sunday.'])
  expect(kept.facts.length).toBeGreaterThan(50)
})

test('what was judged and dropped, since more came in, is no turn; what came later is not there yet', async () => {
  shop = await openPastShop()
  const { line, model, atRest } = shop
  model.hold()
  await line.say('U1', 'first')
  await model.asked(1)
  await line.say('U1', 'second')
  await model.asked(2)
  model.release()
  await atRest('U1', 2)
  await shop.ask('U1', 'third')
  const turns = await turnsOf('U1')
  expect(turns.map(({ conversation }) => turnOf(conversation)?.messages.map(({ content }) => content))).toEqual([
    [
      { type: 'text', text: 'first' },
      { type: 'text', text: 'second' },
    ],
    [{ type: 'text', text: 'third' }],
  ])
  expect(turns.map(asksOf)).toEqual(model.requests.slice(1))
})

test('what came while a turn was frozen waits for the next one, in a replay too', async () => {
  shop = await openPastShop()
  const { line, model, atRest, until, store } = shop
  model.hold()
  for (const [index, text] of ['one', 'two', 'three', 'four'].entries()) {
    await line.say('U1', text)
    await model.asked(index + 1)
  }
  const { delivered } = await line.say('U1', 'five')
  expect(delivered).toBe(200)
  await until(async () => (await store.waiting(`${line.botUserId}:user:U1`)).length > 0)
  model.release()
  await atRest('U1', 5)
  const turns = await turnsOf('U1')
  expect(turns.map(({ conversation }) => turnOf(conversation)?.messages.length)).toEqual([4, 1])
  expect(turns.map(asksOf)).toEqual(model.requests.slice(3))
})

test('what was taken back since does not come back: its turn is gone, and in later ones nobody said it', async () => {
  shop = await openPastShop()
  const { line, ask, until, conversation } = shop
  await ask('U1', 'a word too much', { reply: 'You said a word too much.' })
  await ask('U1', 'open on Sunday?')
  const first = (await conversation('U1'))?.messages[0]?.id ?? ''
  await line.unsend('U1', first)
  const kept = await until(async () => {
    const now = await conversation('U1')
    return now?.messages[0]?.state === 'unsent' ? now : undefined
  })
  const past = pastTurns(kept, 0)
  expect(past.map((one) => (one.type === 'turn' ? 'turn' : one.why))).toEqual(['erased', 'turn'])
  expect(JSON.stringify(past)).not.toContain('too much')
})

test('pictures, places and taps cannot be judged again, and are told apart', async () => {
  shop = await openPastShop()
  const { line, act, ask, atRest, until, conversation } = shop
  await line.media('U1', 'image')
  await atRest('U1', 1)
  await line.tap('U1', 'Not solved')
  await until(async () => (await conversation('U1'))?.mode === 'staff')
  await act('U1', 'done')
  await until(async () => (await conversation('U1'))?.mode === 'assistant')
  await line.location('U1')
  await atRest('U1', 2)
  const kept = await ask('U1', 'open on Sunday?')
  expect(pastTurns(kept, 0).map((one) => (one.type === 'turn' ? 'turn' : one.why))).toEqual([
    'media',
    'tap',
    'place',
    'turn',
  ])
  expect(pastTurns(kept, Date.now() + 1)).toEqual([])
})

test('facts that only the file beside the conversation still has are gone through too', async () => {
  shop = await openPastShop()
  for (let index = 0; index < 30; index += 1) await shop.ask('U1', `question ${index}`, { reply: `answer ${index}` })
  const whole: Conversation[] = []
  for await (const one of readConversations(shop.folder)) if (one.ok) whole.push(one.conversation)
  const kept = await shop.conversation('U1')
  expect(whole[0]?.facts.length).toBeGreaterThan(kept?.facts.length ?? 0)
  const turns = whole.flatMap((one) => pastTurns(one, 0)).flatMap((one) => (one.type === 'turn' ? [one] : []))
  expect(turns.map(asksOf)).toEqual(shop.model.requests)
})
