/** Past a limit there is a person, not silence: the customer has words, staff an entry, and Read tells the truth. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { begin } from '../../src/core/conversation.ts'
import { policySchema } from '../../src/core/policy.ts'
import { sentence } from '../../src/core/sentences.ts'
import { takeIn } from '../../src/flow/intake.ts'
import { createQueue, type Queue } from '../../src/flow/queue.ts'
import { openSpending } from '../../src/flow/spending.ts'
import { tryPrompt } from '../../src/flow/try-prompt.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Asking, Model } from '../../src/ports/model.ts'
import type { Spending } from '../../src/ports/spending.ts'
import { judgement, t0 } from '../core/situations.ts'
import { openShop, passage, quietLog, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

const hour = 3_600_000
const handedOver = 'Thank you. I have passed this on to our staff; a person will answer you here.'
const cannotNow = 'Sorry, I cannot answer right now. Our staff can see your message and will get back to you here.'

let shop: Shop
let closing: (() => Promise<void>) | undefined
const clock = { ahead: 0, now: () => Date.now() + clock.ahead, after: systemClock.after }
const open = async (options?: ShopOptions) => {
  clock.ahead = 0
  shop = await openShop({ clock, ...options })
  closing = () => shop.close()
  // Each answer in other words, since the same ones come to a person by themselves.
  shop.model.says(() => ({ reply: `We are open${' always'.repeat(shop.model.requests.length)}.` }))
  return shop
}
afterEach(async () => {
  await closing?.()
  closing = undefined
})

/** The customer writes; resolves once so much has been said to them in all, and nothing is left to do. */
async function writes(user: string, words: string, replies: number): Promise<void> {
  await shop.line.say(user, words, { timestamp: clock.now() })
  await shop.line.waitFor(() => said(shop.line, user).length === replies)
  await atRest(user)
}
const atRest = (user: string) =>
  shop.until(async () => {
    const c = await shop.conversation(user)
    return c?.outbox.length === 0 && !c.pending && !c.judging ? c : undefined
  })
/** Why staff have it, as the ledger says it. */
async function why(user: string): Promise<string> {
  const c = (await shop.conversation(user))!
  const fact = c.facts.findLast(({ type }) => type === 'judged' || type === 'failed')!
  return sentence(fact, c) ?? ''
}

describe('what one customer may have in a day', () => {
  test.each([
    ['turns_a_day', { turns_a_day: 2 }],
    // The scripted model takes 15 for each.
    ['tokens_a_day', { tokens_a_day: 30 }],
  ])(
    '%s: then a person has it, without the model; it is Read once staff are told',
    async (limit, policy) => {
      const { line, model, notices, conversation, act } = await open({ policy })
      await writes('U1', 'one', 2)
      await writes('U1', 'two', 3)
      shop.telling.works = false
      await line.say('U1', 'three')
      await line.waitFor(() => said(line, 'U1').length === 4)
      expect(said(line, 'U1').at(-1)).toBe(handedOver)
      expect(readMarks(line, 'U1')).toEqual([true, true, false])
      shop.telling.works = true
      clock.ahead += 10 * 60_000
      shop.runner.wake(`${line.botUserId}:user:U1`)
      await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
      expect((await conversation('U1'))?.entries).toMatchObject([{ kind: 'handoff', state: 'waiting' }])
      expect(notices.at(-1)?.fixed).toEqual({ type: 'limit', limit })
      expect(await why('U1')).toContain(`(${limit})`)
      expect(model.requests).toHaveLength(2)

      // Handed back it counts on; the next day begins anew.
      await act('U1', 'done')
      await writes('U1', 'four', 5)
      expect([said(line, 'U1').at(-1), model.requests.length]).toEqual([handedOver, 2])
      await act('U1', 'done')
      clock.ahead += 24 * hour
      await writes('U1', 'five', 6)
      expect(model.requests).toHaveLength(3)
      // Another customer never knew.
      await writes('U2', 'one', 2)
      expect(model.requests).toHaveLength(4)
    },
    20_000,
  )

  test('whoever tries a prompt on that conversation is not stopped by it', async () => {
    const { line, model, conversation } = await open({ policy: { turns_a_day: 1 } })
    await writes('U1', 'one', 2)
    const past = (await conversation('U1'))!
    expect(past.used).toMatchObject({ turns: 1 })
    const asked = {
      ...past,
      messages: past.messages.map((message) => ({ ...message, state: 'new' as const, receivedAt: Date.now() })),
    }
    const policy = policySchema.parse({ turns_a_day: 1 })
    const prompt = { name: 'a', text: '', write: () => 'Be kind.', uses: new Set<string>(), hash: 'h', policy }
    const knowledge = { passages: () => [passage], search: () => [{ passage, score: 1 }] }
    const tried = await tryPrompt(asked, prompt, { model, knowledge, clock, log: quietLog }, AbortSignal.timeout(5_000))
    expect([tried.by, tried.decision]).toEqual(['model', 'resolved'])
    await writes('U1', 'two', 3)
    expect(said(line, 'U1').at(-1)).toBe(handedOver)
  })
})

describe('more at once than the model is shown', () => {
  test('long messages: none is cut, all of it goes to a person', async () => {
    const { line, model, notices } = await open({ policy: { quiet: '1s', at_most: '6s' } })
    await Promise.all(Array.from({ length: 9 }, (_, index) => line.say('U1', `${index}`.repeat(5_000))))
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(said(line, 'U1').join()).toContain('more than I can read at once')
    await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
    expect([model.requests, notices.length]).toEqual([[], 1])
    expect(notices[0]?.fixed).toEqual({ type: 'limit', limit: 'too_much' })
    expect((await atRest('U1')).entries[0]?.messages).toHaveLength(9)
  })

  test('two hundred short ones: one notice, one entry, no judgement', async () => {
    const { line, model, notices } = await open({ policy: { quiet: '1s', at_most: '10s' } })
    await Promise.all(Array.from({ length: 200 }, (_, index) => line.say('U1', `hello ${index}`)))
    await line.waitFor(() => said(line, 'U1').length > 0, 20_000)
    await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
    expect([said(line, 'U1').length, notices.length, model.requests]).toEqual([1, 1, []])
  }, 30_000)

  test('a text file that would be too much with what is written beside it', async () => {
    const { line, model } = await open({ policy: { quiet: '1s', quiet_media: '1s', at_most: '6s' } })
    const bytes = Buffer.from('word '.repeat(5_900))
    await Promise.all([
      line.media('U1', 'file', { bytes, fileName: 'one.txt' }),
      line.media('U1', 'file', { bytes, fileName: 'two.txt' }),
    ])
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(said(line, 'U1').join()).toContain('more than I can read at once')
    expect(model.requests).toEqual([])
  })
})

describe('the spend stop', () => {
  const logged: { level: string; message: string }[] = []
  const log: Log = {
    debug() {},
    info: (_, message) => void logged.push({ level: 'info', message }),
    warn: (_, message) => void logged.push({ level: 'warn', message }),
    error: (_, message) => void logged.push({ level: 'error', message }),
  }
  const told = (level: string, words: string) =>
    logged.filter((one) => one.level === level && one.message.includes(words)).length

  /** A shop whose model may take so much in a day. */
  async function openWith(limits: { tokens?: number; dollars?: number }) {
    logged.length = 0
    let spending: Spending | undefined
    const late = {
      mayAsk: () => spending!.mayAsk(),
      spent: (...one: Parameters<Spending['spent']>) => spending!.spent(...one),
    }
    await open({ setUp: { spending: late } })
    const prices = new Map([['scripted', { input: 100_000, output: 200_000 }]])
    const again = () => openSpending({ limits, prices, store: shop.store, clock, log })
    spending = await again()
    return { spending, again }
  }

  test.each([
    ['tokens', { tokens: 60 }, 'TOKENS_PER_DAY'],
    // 10 in and 5 out are two dollars here.
    ['dollars', { dollars: 8 }, 'SPEND_PER_DAY'],
  ] as const)(
    'in %s: a notice, an entry, unread; judged again with the next message after it',
    async (limit, limits, name) => {
      const { spending } = await openWith(limits)
      const { line, model, notices } = shop
      for (const user of ['U1', 'U2', 'U3']) await writes(user, 'open?', 2)
      expect([told('warn', '80 %'), spending.state().stopped]).toEqual([0, undefined])
      await writes('U4', 'open?', 2)
      // The judgement that reaches it is still given; three of four are 75 %.
      expect([told('error', `${name} IS REACHED`), told('warn', '80 %')]).toEqual([1, 0])
      const { stopped } = spending.state()
      expect(stopped?.limit).toBe(limit)
      expect(stopped?.until).toBeGreaterThan(clock.now() + 23.9 * hour)

      await writes('U5', 'open?', 1)
      expect([said(line, 'U5'), readMarks(line, 'U5')]).toEqual([[cannotNow], [false]])
      const waiting = await atRest('U5')
      expect(waiting.entries).toMatchObject([{ kind: 'limit', state: 'waiting' }])
      expect(waiting.mode).toBe('assistant')
      expect(notices.at(-1)).toMatchObject({ kind: 'limit', fixed: { type: 'limit', limit: 'spending' } })
      expect(await why('U5')).toBe('The day’s limit for the model is reached.')
      // The figures tell it from a pause and from a model that failed.
      await shop.until(async () => {
        const rows = await shop.store.turns({ from: 0, until: clock.now() + 1 })
        return rows.some((row) => row.conversation.endsWith(':U5') && row.limit === 'spending')
      })
      // Who asks for a person has one, with no model.
      await writes('U6', 'operator', 1)
      expect(said(line, 'U6')).toEqual([handedOver])
      // Within ten minutes nobody hears it twice, and the log calls it out once.
      await line.say('U5', 'hello?', { timestamp: clock.now() })
      await shop.until(async () => (await shop.conversation('U5'))?.entries[0]?.messages.length === 2)
      expect([said(line, 'U5').length, model.requests.length]).toEqual([1, 4])
      expect(told('error', name)).toBe(1)

      clock.ahead += stopped!.until - clock.now()
      const after = spending.state()
      expect([after.tokens, after.stopped]).toEqual([0, undefined])
      await writes('U5', 'and now?', 3)
      await line.waitFor(() => readMarks(line, 'U5').every(Boolean))
      expect(model.requests.at(-1)?.open).toEqual(['open?', 'hello?', 'and now?'])
      expect((await atRest('U5')).entries).toEqual([])
    },
  )

  test('one warning at 80 %', async () => {
    const { spending } = await openWith({ tokens: 1_000 })
    const spend = (tokens: number) => spending.spent('scripted', { input: tokens, output: 0 })
    spend(799)
    expect(told('warn', '80 %')).toBe(0)
    spend(1)
    spend(100)
    expect(told('warn', '80 % of TOKENS_PER_DAY')).toBe(1)
  })

  test('a restart is no way round it; what a judgement took that failed counts too, and so does unusable output', async () => {
    const { spending, again } = await openWith({ tokens: 60 })
    const unusable = { ok: false, why: 'blocked', usage: { input: 20, output: 10 } } as const
    shop.model.says(() => unusable)
    await writes('U1', 'open?', 1)
    // It was asked twice, as always.
    expect(spending.state().tokens).toBe(60)
    expect(spending.mayAsk()).toBe(false)
    const after = await shop.until(async () => {
      const next = await again()
      return next.state().tokens === 60 ? next : undefined
    })
    expect(after.mayAsk()).toBe(false)
    expect((await shop.conversation('U1'))?.used).toMatchObject({ turns: 1, tokens: 60 })
  })

  test('nor is a lost index or a restored backup: what it lacks is counted once it has been made anew, and nothing twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-'))
    await open({ folder })
    for (const user of ['U1', 'U2', 'U3', 'U4']) await writes(user, 'open?', 2)
    await shop.close()
    // A backup has none.
    for (const name of ['index.sqlite', 'index.sqlite-wal', 'index.sqlite-shm'])
      await rm(join(folder, name), { force: true })
    const store = await openFilesStore({ folder, log: quietLog })
    closing = async () => {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    }
    const spending = await openSpending({ limits: { tokens: 70 }, store, clock, log })
    spending.spent('scripted', { input: 7, output: 3 })
    const look = () => {
      clock.ahead += 1_000
      return spending.state().tokens
    }
    await expect.poll(look, { interval: 5, timeout: 10_000 }).toBe(70)
    expect(spending.mayAsk()).toBe(false)
  })

  test('it ends when enough of what was spent is a day old, a slot at a time', async () => {
    const { spending } = await openWith({ tokens: 100 })
    for (const tokens of [40, 20, 50]) {
      spending.spent('scripted', { input: tokens - 1, output: 1 })
      clock.ahead += 6 * hour
    }
    // Under way when it was reached.
    spending.spent('scripted', { input: 60, output: 0 })
    const { since, until } = spending.state().stopped!
    clock.ahead += until - clock.now() - 1_000
    expect(spending.state().stopped?.since).toBe(since)
    expect([spending.mayAsk(), spending.state().tokens]).toEqual([false, 110])
    clock.ahead += 2_000
    expect([spending.mayAsk(), spending.state().tokens]).toEqual([true, 60])
  })

  test('a clock that had jumped ahead does not stop it for longer than a day', async () => {
    const { spending } = await openWith({ tokens: 100 })
    clock.ahead += 365 * 24 * hour
    spending.spent('scripted', { input: 100, output: 0 })
    clock.ahead = 0
    expect(spending.mayAsk()).toBe(false)
    clock.ahead += 25 * hour
    expect(spending.mayAsk()).toBe(true)
  })
})

describe('the queue before the model', () => {
  /** A queue, and when so many have come to it. */
  function watched(queue: Queue) {
    const asked = new Set<() => void>()
    const came: unknown[] = []
    const enter: Queue['enter'] = (...one) => {
      const entered = queue.enter(...one)
      came.push(one)
      for (const tell of asked) tell()
      return entered
    }
    return {
      queue: { enter },
      state: queue.state,
      async entered(many: number) {
        while (came.length < many) await new Promise<void>((resolve) => asked.add(resolve))
      },
    }
  }

  test('whose time is over in it has the notice, staff an entry, unread; judged again with the next message', async () => {
    let timeUp = (): void => undefined
    const after = () => new Promise<void>((resolve) => (timeUp = resolve))
    const { queue, entered, state } = watched(createQueue(1, { after }))
    const { line, model, notices } = await open({ setUp: { queue } })
    model.hold()
    await line.say('U1', 'open?')
    await model.asked(1)
    await line.say('U2', 'open?')
    await entered(2)
    expect(state()).toMatchObject({ judging: 1, waiting: 1 })
    timeUp()
    await line.waitFor(() => said(line, 'U2').length === 1)
    expect([said(line, 'U2'), readMarks(line, 'U2')]).toEqual([[cannotNow], [false]])
    expect((await atRest('U2')).entries).toMatchObject([{ kind: 'limit', state: 'waiting' }])
    expect(notices).toMatchObject([{ fixed: { type: 'limit', limit: 'queue' } }])
    expect(model.requests).toHaveLength(1)
    model.release()
    await line.waitFor(() => said(line, 'U1').length === 2)
    await writes('U2', 'still there?', 3)
    await line.waitFor(() => readMarks(line, 'U2').every(Boolean))
    expect(state()).toEqual({ judging: 0, waiting: 0, atOnce: 1 })
  })

  test('many at once: never more than so many are judged, all are answered, in the order in which they came', async () => {
    const { queue, entered, state } = watched(createQueue(2, systemClock))
    const { line, model } = await open({ setUp: { queue } })
    model.hold()
    const users = Array.from({ length: 12 }, (_, index) => `U${index + 1}`)
    for (const [index, user] of users.entries()) {
      await line.say(user, `from ${user}`)
      await entered(index + 1)
    }
    await model.asked(2)
    expect([state(), model.requests.length]).toEqual([{ judging: 2, waiting: 10, atOnce: 2 }, 2])
    model.release()
    await line.waitFor(() => users.every((user) => said(line, user).length === 2))
    expect(model.requests.map(({ open: [words] }) => words)).toEqual(users.map((user) => `from ${user}`))
  })

  test('who waited in it, or is asked for a second time, has less than the whole time: whoever guards the model is told', async () => {
    const told: (Asking | undefined)[] = []
    const first = Promise.withResolvers<void>()
    const asking: Model = {
      name: 'told',
      takesMedia: true,
      async judge(_, signal, how) {
        told.push(how)
        if (told.length === 1) await first.promise
        signal.throwIfAborted()
        return { ok: true, text: told.length === 3 ? 'no judgement' : JSON.stringify(judgement()) }
      },
    }
    const { queue, entered } = watched(createQueue(1, systemClock))
    const { line } = await open({ asking, setUp: { queue } })
    await line.say('U1', 'open?', { timestamp: clock.now() })
    await entered(1)
    await line.say('U2', 'open?', { timestamp: clock.now() })
    await entered(2)
    clock.ahead += 12_000
    first.resolve()
    await line.waitFor(() => said(line, 'U2').length === 2)
    // Its first answer is of no use.
    await writes('U3', 'open?', 2)
    const of = (user: string, hasFullTime: boolean) => ({ conversation: `${line.botUserId}:user:${user}`, hasFullTime })
    expect(told).toEqual([of('U1', true), of('U2', false), of('U3', true), of('U3', false)])
  })

  describe('as a value', () => {
    const never = {
      after: (_: number, signal?: AbortSignal) =>
        new Promise<void>((r) => signal?.addEventListener('abort', () => r())),
    }
    const none = new AbortController().signal
    const enter = async (queue: Queue) => (await queue.enter(1_000, false, none))!

    test('who goes away while waiting leaves no gap, and leaving twice gives one place', async () => {
      const queue = createQueue(1, never)
      const first = await enter(queue)
      const going = new AbortController()
      const gone = queue.enter(1_000, false, going.signal)
      const second = enter(queue)
      going.abort(new Error('not wanted any more'))
      await expect(gone).rejects.toThrow('not wanted any more')
      first()
      first()
      const leave = await second
      expect(queue.state()).toMatchObject({ judging: 1, waiting: 0 })
      leave()
      expect(queue.state()).toMatchObject({ judging: 0, waiting: 0 })
      await expect(queue.enter(1_000, false, going.signal)).rejects.toThrow()
    })

    test('who is called and goes in the same moment gives the place to the next', async () => {
      const queue = createQueue(1, never)
      const first = await enter(queue)
      const going = new AbortController()
      const gone = queue.enter(1_000, false, going.signal)
      const next = enter(queue)
      first()
      going.abort(new Error('not wanted any more'))
      await expect(gone).rejects.toThrow()
      await next
      expect(queue.state()).toMatchObject({ judging: 1, waiting: 0 })
    })

    test('turns with pictures have an eighth of the places, and those without go past them', async () => {
      const queue = createQueue(16, never)
      const pictures = Array.from({ length: 3 }, () => queue.enter(1_000, true, none))
      const words = Array.from({ length: 14 }, () => queue.enter(1_000, false, none))
      const [first] = await Promise.all([pictures[0]!, pictures[1]!, ...words])
      expect(queue.state()).toEqual({ judging: 16, waiting: 1, atOnce: 16 })
      first!()
      const last = await pictures[2]
      expect(queue.state()).toEqual({ judging: 16, waiting: 0, atOnce: 16 })
      last!()
      expect(queue.state()).toMatchObject({ judging: 15 })
    })

    test('a picture whose time is over while it waits for the second of its places gives the first back', async () => {
      let timeUp = (): void => undefined
      const queue = createQueue(1, { after: () => new Promise<void>((resolve) => (timeUp = resolve)) })
      const words = await queue.enter(1_000, false, none)
      const picture = queue.enter(1_000, true, none)
      timeUp()
      expect(await picture).toBeUndefined()
      words!()
      const next = await queue.enter(1_000, true, none)
      expect([typeof next, queue.state().judging]).toEqual(['function', 1])
    })
  })
})

test('an inbox that is full takes nothing more, so that LINE delivers it again; what leaves it makes room', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-'))
  const store = await openFilesStore({ folder, log: quietLog, mostWaiting: 2 })
  closing = async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
  const errors: unknown[] = []
  const log = { ...quietLog, error: (fields: object) => void errors.push(fields) }
  const takes = (id: number) => {
    const source = { type: 'user', userId: `U${'a'.repeat(32)}` }
    const message = { type: 'text', id: `${id}`, text: 'open?', quoteToken: 'q' }
    const common = { mode: 'active', timestamp: t0, deliveryContext: { isRedelivery: false }, replyToken: 'r' }
    const event = { type: 'message', webhookEventId: `event-${id}`, source, message, ...common }
    const body = Buffer.from(JSON.stringify({ destination: 'Ubot', events: [event] }))
    return takeIn(body, { store, clock, log, wake() {} })
  }
  expect([await takes(1), await takes(2)]).toMatchObject([{ stored: 1 }, { stored: 1 }])
  expect(await takes(3)).toEqual({ type: 'unavailable' })
  expect(errors).toMatchObject([{ err: { message: '2 events wait already' } }])
  const id = `Ubot:user:U${'a'.repeat(32)}`
  expect((await store.waiting(id)).map((event) => event.id)).toEqual(['event-1', 'event-2'])
  const taken = { ...begin(id, 'Ubot', { type: 'user', id: 'U1' }), version: 1 }
  await store.commit({ conversation: taken, entered: ['event-1'], overflow: [] })
  expect(await takes(3)).toMatchObject({ stored: 1 })
})

describe('the same answer', () => {
  test('a second time a person is offered, a third time a person has it', async () => {
    const { line, model, notices } = await open()
    model.says(() => ({ reply: 'We are open from 8:00 on weekends.' }))
    await writes('U1', 'open on Sunday?', 2)
    await writes('U1', 'but on Sunday?', 4)
    expect(said(line, 'U1').slice(-2)).toEqual([
      'We are open from 8:00 on weekends.',
      'If this does not answer it, I can pass you to a person.',
    ])
    expect(
      line
        .chat('U1')
        .messages.at(-1)
        ?.quickReplies?.map(({ label }) => label),
    ).toEqual(['Talk to a person'])
    expect(readMarks(line, 'U1')).toEqual([true, true])
    await writes('U1', 'I said: on Sunday?', 5)
    expect(said(line, 'U1').at(-1)).toBe(handedOver)
    await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
    expect(notices).toMatchObject([{ kind: 'handoff', lowered: 'same_answer' }])
    expect((await atRest('U1')).mode).toBe('staff')
  })
})
