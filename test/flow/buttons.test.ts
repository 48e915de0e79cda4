/** The customer closes the loop: by a tap, or by the same words typed, since quick replies vanish. */
import { afterEach, describe, expect, test } from 'vitest'
import { explain } from '../../src/core/explain.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())

/** What can be tapped under the last message. */
const offered = (line: Shop['line'], chat = 'U1') =>
  line
    .chat(chat)
    .messages.at(-1)
    ?.quickReplies?.map(({ label }) => label) ?? []
const rest = async ({ until, conversation }: Shop) =>
  until(async () => {
    const c = await conversation('U1')
    return c?.outbox.length === 0 && !c.pending ? c : undefined
  })

describe('under a question: talk to a person', () => {
  const asking = { decision: 'needs_info', reply: 'Which day?' } as const

  test.each(['tap', 'type'] as const)(
    '%s: staff have it, with what was written, and the notice comes free',
    async (how) => {
      const { line, model, notices, calls } = await open()
      model.says(() => asking)
      await line.say('U1', 'When are you open?')
      await line.waitFor(() => said(line, 'U1').includes('Which day?'))
      expect(offered(line)).toEqual(['Talk to a person'])
      await (how === 'tap' ? line.tap('U1', 'Talk to a person') : line.say('U1', 'talk to a person'))
      await line.waitFor(() => offered(line).includes('Back to assistant'))
      const after = await rest(shop)
      expect(after.mode).toBe('staff')
      expect(readMarks(line, 'U1').filter((mark) => !mark)).toEqual([])
      expect(notices).toHaveLength(1)
      expect(notices[0]?.summary).toContain('When are you open?')
      expect([calls('push'), model.requests.length]).toEqual([[], 1])
    },
  )

  test('labels are in the customer’s language', async () => {
    const { line, model } = await open()
    model.says(() => ({ ...asking, reply: '何曜日ですか？', language: 'ja' }))
    await line.say('U1', 'いつ開いていますか')
    await line.waitFor(() => offered(line).length > 0)
    expect(offered(line)).toEqual(['担当者と話す'])
  })
})

describe('under a notice: back to the assistant', () => {
  test.each(['tap', 'type'] as const)(
    '%s: the assistant answers again, and what came while staff had it is theirs',
    async (how) => {
      const { line, model, until, conversation, act } = await open()
      await line.say('U1', 'operator')
      await line.waitFor(() => offered(line).includes('Back to assistant'))
      await rest(shop)
      await act('U1', 'take')
      await line.say('U1', 'are you there?')
      await until(async () => (await conversation('U1'))?.messages.length === 2)
      await (how === 'tap' ? line.postback('U1', 'kidoku:back') : line.say('U1', '“Back to the assistant”'))
      await line.waitFor(() => said(line, 'U1').includes('The assistant is here again. What can I do for you?'))
      const back = await rest(shop)
      expect([back.mode, back.entries, model.requests]).toEqual(['assistant', [], []])
      await line.say('U1', 'open on Sunday?')
      await line.waitFor(() => said(line, 'U1').includes('We are open from 8:00 on weekends.'))
      expect(model.requests[0]?.open).toEqual(['open on Sunday?'])
    },
  )
})

test('back before anybody took it: what was asked meanwhile is answered, and the entry stands on', async () => {
  const { line, model, until, conversation } = await open()
  await line.say('U1', 'operator')
  await line.waitFor(() => offered(line).includes('Back to assistant'))
  await rest(shop)
  await line.say('U1', 'open on Sunday?')
  await until(async () => (await conversation('U1'))?.messages.length === 2)
  await line.say('U1', 'back to the assistant')
  await line.waitFor(() => said(line, 'U1').includes('We are open from 8:00 on weekends.'))
  const after = await rest(shop)
  expect(model.requests[0]?.open).toEqual(['open on Sunday?'])
  expect(after.entries).toMatchObject([{ kind: 'handoff', state: 'waiting' }])
  expect(readMarks(line, 'U1')).toEqual([true, true, true])
})

describe('under an answer, once a day: did that solve it?', () => {
  test('it is offered with the first answer and not with the next', async () => {
    const { line, model } = await open()
    await line.say('U1', 'open on Sunday?')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(offered(line)).toEqual(['That solved it', 'Not solved'])
    await rest(shop)
    model.says(() => ({ reply: 'On Saturday too.' }))
    await line.say('U1', 'and on Saturday?')
    await line.waitFor(() => readMarks(line, 'U1').filter(Boolean).length === 2)
    await rest(shop)
    expect(offered(line)).toEqual([])
  })

  test.each(['tap', 'type'] as const)(
    'not solved, %s: a person gets it, and the ledger counts a false Read',
    async (how) => {
      const { line, notices, conversation } = await open()
      await line.say('U1', 'open on Sunday?')
      await line.waitFor(() => offered(line).includes('Not solved'))
      await rest(shop)
      await (how === 'tap' ? line.tap('U1', 'Not solved') : line.say('U1', 'Not solved!'))
      await line.waitFor(() => offered(line).includes('Back to assistant'))
      const after = await rest(shop)
      expect(after.mode).toBe('staff')
      expect(explain(after).falseReads).toBe(1)
      expect(notices).toHaveLength(1)
      // A second tap changes nothing.
      await line.postback('U1', 'kidoku:not_solved:t1')
      await shop.until(async () => (await conversation('U1'))?.facts.at(-1)?.type === 'noted')
      expect(explain((await conversation('U1'))!).falseReads).toBe(1)
    },
  )

  test.each(['tap', 'type'] as const)('solved, %s: thanks, and nothing more', async (how) => {
    const { line, model, notices } = await open()
    await line.say('U1', 'open on Sunday?')
    await line.waitFor(() => offered(line).includes('That solved it'))
    await rest(shop)
    await (how === 'tap' ? line.tap('U1', 'That solved it') : line.say('U1', 'that solved it'))
    await line.waitFor(() => said(line, 'U1').includes('Thank you for telling us.'))
    const after = await rest(shop)
    expect(after.outcomes).toMatchObject([{ solved: true }])
    expect([after.mode, model.requests.length, notices]).toEqual(['assistant', 1, []])
    expect(readMarks(line, 'U1').every(Boolean) || how === 'tap').toBe(true)
  })
})

describe('“Mark as Read”, where the customer decides (read_on: customer)', () => {
  const policy = { read_on: ['customer'], ask_outcome: false }

  test('an answer is not Read until it is tapped; a second tap does nothing', async () => {
    const { line, calls, until, conversation } = await open({ policy })
    const sent = await line.say('U1', 'open on Sunday?')
    await line.waitFor(() => offered(line).includes('Mark as Read'))
    await rest(shop)
    expect(readMarks(line, 'U1')).toEqual([false])
    const button = line.chat('U1').messages.at(-1)?.quickReplies?.[0]
    expect([button?.data?.length ?? 0, button?.data?.includes(sent.markAsReadToken)]).toEqual([
      expect.any(Number),
      false,
    ])
    expect(button?.data?.length).toBeLessThanOrEqual(300)
    await line.tap('U1', 'Mark as Read')
    await line.waitFor(() => readMarks(line, 'U1')[0] === true)
    await rest(shop)
    await line.postback('U1', button?.data ?? '')
    await until(async () => (await conversation('U1'))?.facts.at(-1)?.type === 'noted')
    expect(calls('markAsRead')).toHaveLength(1)
  })

  test('an open message is not marked by it, nor anything past it; once it is answered, it is', async () => {
    const { line, model, conversation } = await open({ policy })
    model.says(({ open }) => (open.length < 2 ? { decision: 'needs_info', reply: 'Which day?' } : {}))
    await line.say('U1', 'when are you open?')
    await line.waitFor(() => offered(line).includes('Mark as Read'))
    await rest(shop)
    await line.tap('U1', 'Mark as Read')
    await shop.until(async () => (await conversation('U1'))?.messages[0]?.readWanted)
    expect(readMarks(line, 'U1')[0]).toBe(false)
    await line.say('U1', 'Sunday')
    await line.waitFor(() => said(line, 'U1').includes('We are open from 8:00 on weekends.'))
    await rest(shop)
    expect(line.chat('U1').messages.find((one) => one.text === 'when are you open?')?.readAt).toBeDefined()
    expect(line.chat('U1').messages.find((one) => one.text === 'Sunday')?.readAt).toBeUndefined()
    await line.say('U1', 'mark as read')
    await line.waitFor(() => line.chat('U1').messages.find((one) => one.text === 'Sunday')?.readAt !== undefined)
  })

  test.each([
    ['a forged id', () => 'kidoku:read:999999999999999999'],
    ['another customer’s message', (other: string) => `kidoku:read:${other}`],
    ['a button that there is not', () => 'kidoku:refund:all'],
    ['a rich menu of the shop’s', () => 'action=menu&page=2'],
    ['nothing about anything', () => 'kidoku:read'],
    ['a turn nobody was asked about', () => 'kidoku:not_solved:t1'],
    ['3,000 characters', () => `kidoku:read:${'9'.repeat(2_900)}`],
  ])('a forged postback does nothing: %s', async (_, data) => {
    const { line, until, conversation } = await open({ policy })
    const other = await line.say('U2', 'open on Sunday?')
    await line.say('U1', 'open on Sunday?')
    await line.waitFor(() => said(line, 'U1').length > 0 && said(line, 'U2').length > 0)
    await rest(shop)
    const before = line.calls.length
    await line.postback('U1', data(other.messageId))
    await until(async () => (await conversation('U1'))?.facts.at(-1)?.type === 'noted')
    expect(line.calls.slice(before).map(({ call }) => call)).toEqual([])
    expect([readMarks(line, 'U1')[0], readMarks(line, 'U2')[0]]).toEqual([false, false])
  })
})
