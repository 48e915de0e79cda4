/** The model is down for everybody: the breaker spares customers the wait, and nothing of theirs is lost. */
import { afterEach, describe, expect, test } from 'vitest'
import { createGemini } from '../../src/adapters/gemini/gemini.ts'
import { reasonOf } from '../../src/core/insights.ts'
import { notices } from '../../src/core/notices.ts'
import { sentence } from '../../src/core/sentences.ts'
import { turnRows } from '../../src/core/turn-row.ts'
import { createBreaker } from '../../src/flow/breaker.ts'
import { candidate, failure, openGeminiServer } from '../adapters/gemini/server.ts'
import { judgement } from '../core/situations.ts'
import { openShop, quietLog, readMarks, said } from '../flow/shop.ts'
import { drivenClock } from './clock.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const { reply: answer } = judgement()
const notice = notices.en.no_judgement
const users = ['U1', 'U2', 'U3', 'U4', 'U5']

async function open() {
  const clock = drivenClock()
  const gemini = await openGeminiServer()
  closing.unshift(() => gemini.close())
  const breaker = createBreaker({ clock, log: quietLog })
  const model = createGemini({ apiKey: 'key', model: 'gemini-3.6-flash', baseUrl: gemini.url, delay: () => 1 })
  const shop = await openShop({ clock, lineClock: clock, asking: breaker.guard(model) })
  closing.unshift(() => shop.close())
  const has = (user: string, text: string): boolean => said(shop.line, user).includes(text)
  return { ...shop, clock, gemini, breaker, has }
}

const heals = (gemini: Awaited<ReturnType<typeof openGeminiServer>>): void =>
  gemini.answer(candidate(JSON.stringify(judgement())))

describe('the model is down', () => {
  test('five customers wait its tries, the sixth and seventh have the notice at once; it heals, and all are answered', async () => {
    const { line, gemini, breaker, clock, has, conversation, notices: told, until } = await open()
    gemini.answer(failure(500, 'INTERNAL'))
    for (const user of users) {
      await line.say(user, 'open on Sunday?')
      await line.waitFor(() => has(user, notice))
    }
    expect([gemini.requests.length, breaker.state()]).toEqual([
      20,
      { state: 'open', since: expect.any(Number), why: 'Gemini answered 500' },
    ])
    for (const user of ['U6', 'U7']) {
      await line.say(user, 'open on Sunday?')
      await line.waitFor(() => has(user, notice))
    }
    expect(gemini.requests).toHaveLength(20)
    await until(() => told.length === 7)
    for (const user of [...users, 'U6', 'U7']) {
      expect((await conversation(user))?.entries).toMatchObject([{ kind: 'no_judgement', state: 'waiting' }])
      expect(readMarks(line, user)).toEqual([false])
    }
    expect((await conversation('U6'))?.facts.find(({ type }) => type === 'failed')).toMatchObject({
      why: expect.stringMatching(/^the model is not asked: it has failed 5 times in a row, next try at 20/),
    })
    const spared = (await conversation('U6'))!
    const words = spared.facts.flatMap((fact) => sentence(fact, spared) ?? []).join(' ')
    expect(words).toContain('No judgement: the model is not asked: it has failed 5 times in a row')
    expect(words).not.toContain('paused')
    expect(turnRows(spared).map(reasonOf)).toEqual(['failed'])

    heals(gemini)
    await line.say('U8', 'open on Sunday?')
    await line.waitFor(() => has('U8', notice))
    expect(gemini.requests).toHaveLength(0)
    clock.forward(30_000)
    await line.say('U9', 'open on Sunday?')
    await line.waitFor(() => has('U9', answer) && readMarks(line, 'U9')[0] === true)
    expect(breaker.state().state).toBe('closed')

    for (const user of ['U1', 'U6']) {
      await line.say(user, 'hello?')
      await line.waitFor(() => has(user, answer) && readMarks(line, user).every(Boolean))
      await until(async () => (await conversation(user))?.entries.length === 0)
      expect(said(line, user).filter((text) => text === notice)).toHaveLength(1)
    }
  })

  test('it never answers: after five times 15 s nobody waits any more', async () => {
    const { line, gemini, breaker, clock, has } = await open()
    gemini.answer({ instead: 'hang' })
    await Promise.all(users.map((user) => line.say(user, 'open on Sunday?')))
    while (gemini.requests.length < users.length) await gemini.asked()
    clock.forward(15_000)
    await line.waitFor(() => users.every((user) => has(user, notice)))
    expect(breaker.state()).toMatchObject({ state: 'open', why: 'no answer in time' })
    await line.say('U6', 'open on Sunday?')
    await line.waitFor(() => has('U6', notice))
    expect(gemini.requests).toHaveLength(5)
  })

  test('customers who write on while it thinks do not open it', async () => {
    const { line, gemini, breaker } = await open()
    gemini.answer({ instead: 'hang' })
    await Promise.all(users.map((user) => line.say(user, 'open on Sunday?')))
    while (gemini.requests.length < 5) await gemini.asked()
    await Promise.all(users.map((user) => line.say(user, 'hello?')))
    // Each is judged anew, and asked for: with the breaker open the last of them would not be.
    while (gemini.requests.length < 10) await gemini.asked()
    expect(breaker.state().state).toBe('closed')
  })

  test('a customer whose messages are refused for what they are silences nobody', async () => {
    const { line, gemini, breaker, has } = await open()
    gemini.answer(failure(400, 'INVALID_ARGUMENT'))
    for (const user of [...users, 'U6']) {
      await line.say(user, 'something odd')
      await line.waitFor(() => has(user, notice))
    }
    expect([gemini.requests.length, breaker.state().state]).toEqual([6, 'closed'])
  })
})
