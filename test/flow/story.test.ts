/** The ledger of a conversation that used every type of message reads like a story. */
import { afterEach, expect, test } from 'vitest'
import { explain } from '../../src/core/explain.ts'
import { openShop, readMarks, said, type Shop } from './shop.ts'

let shop: Shop
afterEach(() => shop.close())

test('a customer adds the account, sends one of everything, asks for a person, goes back, and leaves', async () => {
  shop = await openShop()
  const { line, model, until, conversation, act } = shop
  const rest = () =>
    until(async () => {
      const c = await conversation('U1')
      return c && c.outbox.length === 0 && !c.pending && c.messages.every(({ state }) => state !== 'new')
        ? c
        : undefined
    })
  const answered = async (says: Parameters<typeof model.says>[0], write: () => Promise<unknown>) => {
    model.says(says)
    const before = said(line, 'U1').length
    await write()
    await line.waitFor(() => said(line, 'U1').length > before)
    return rest()
  }
  const fine = (reply: string, reason: string) => () => ({ reply, reason })

  await line.follow('U1')
  await answered(
    () => ({ small_talk: true, sources: [], reply: 'Hello!', reason: 'A greeting.' }),
    () => line.sticker('U1', { text: 'Hello' }),
  )
  await answered(
    () => ({ decision: 'needs_info', reply: 'Which one do you mean?', reason: 'The picture shows two cakes.' }),
    () => line.media('U1', 'image'),
  )
  await answered(fine('The left one is a cheesecake.', 'The menu names it.'), () => line.say('U1', 'the left one'))
  await answered(fine('It takes ten minutes.', 'The way is in the passages.'), () => line.location('U1', {}))
  await answered(fine('Yes, from 8:00.', 'They ask for the weekend by voice.'), () => line.media('U1', 'audio'))
  await answered(fine('That is our oven.', 'The film shows the oven.'), () => line.media('U1', 'video'))
  const works = line.fault({ call: 'content', how: { status: 404 } })
  await answered(fine('', ''), () => line.media('U1', 'file', { fileName: 'order.pdf' }))
  works()
  await act('U1', 'take')
  await until(async () => (await conversation('U1'))?.messages.at(-1)?.readAt !== undefined)
  await answered(fine('', ''), () => line.say('U1', 'Back to the assistant'))
  const last = await line.say('U1', 'never mind')
  await line.unsend('U1', last.messageId)
  await until(async () => (await conversation('U1'))?.messages.at(-1)?.state === 'unsent')
  await line.unfollow('U1')
  const c = await until(async () => {
    const now = await conversation('U1')
    return now?.gone && now.outbox.length === 0 ? now : undefined
  })

  const ledger = explain(c)
  const story = ledger.story.map(({ text }) => text)
  expect(ledger.messages.map(({ text }) => text)).toEqual([
    '[sticker: Hello]',
    '[image]',
    'the left one',
    '[location: (34.9858, 135.7588)]',
    '[audio]',
    '[video]',
    '[file: order.pdf]',
    'Back to the assistant',
    '(unsent)',
  ])
  expect(readMarks(line, 'U1').slice(0, -1).every(Boolean)).toBe(true)
  for (const { why } of ledger.messages) expect(why.length).toBeGreaterThan(1)
  const marks = [
    'The customer has added the account.',
    'A sticker was received.',
    'A picture was received.',
    'The picture shows two cakes.',
    'A question goes back',
    '“the left one” was received.',
    'Handled.',
    'Read: LINE confirmed it.',
    'A place was received.',
    'A voice message was received.',
    'A video was received.',
    'A file was received.',
    'The assistant could not look at it: LINE has no content for it.',
    'Staff have the conversation',
    'Owner took the conversation.',
    'The customer handed the conversation back',
    'The customer took it back: its words are erased.',
    'The customer has blocked the account',
  ]
  let from = 0
  for (const mark of marks) {
    const found = story.findIndex((sentence, index) => index >= from && sentence.includes(mark))
    expect(found, `“${mark}” in its place in:\n${story.slice(from).join('\n')}`).toBeGreaterThanOrEqual(from)
    from = found
  }
})
