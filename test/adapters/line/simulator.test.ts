import { expect, onTestFinished, test } from 'vitest'
import { createLine } from '../../../src/adapters/line/line.ts'
import { validSignature } from '../../../src/adapters/line/signature.ts'
import { longLived } from '../../../src/adapters/line/tokens.ts'
import type { OutgoingMessage } from '../../../src/core/action.ts'
import type { Line } from '../../../src/ports/line.ts'
import { sign, startSimulator, type Simulator } from '../../../src/simulator/index.ts'
import { deadAddress } from './server.ts'

const text: OutgoingMessage[] = [{ type: 'text', text: 'We open at eight.' }]
const key = '123e4567-e89b-42d3-a456-426614174000'

async function simulatorAndLine(): Promise<{ simulator: Simulator; line: Line }> {
  const channelAccessToken = 'the-access-token'
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    webhookUrl: `${await deadAddress()}/webhook`,
    channelSecret: 'the-secret',
    channelAccessToken,
  })
  onTestFinished(() => simulator.close())
  return { simulator, line: createLine({ tokens: longLived(channelAccessToken), apiBaseUrl: simulator.url }) }
}

test('a reply is taken once; the second is told in the words the core goes by', async () => {
  const { simulator, line } = await simulatorAndLine()
  const { replyToken } = await simulator.say('Uhana', 'When do you open?')
  const first = await line.reply(replyToken, text, 5_000)
  expect(first).toEqual({ type: 'answered', status: 200, sent: [simulator.chat('Uhana').messages.at(-1)?.id] })
  expect(await line.reply(replyToken, text, 5_000)).toMatchObject({ status: 400, message: 'Invalid reply token' })
  expect(simulator.chat('Uhana').messages.map((message) => message.text)).toEqual([
    'When do you open?',
    'We open at eight.',
  ])
})

test('a push whose answer was lost is made again with the same key, and the customer has it once', async () => {
  const { simulator, line } = await simulatorAndLine()
  await simulator.say('Uhana', 'hello')
  simulator.fault({ call: 'push', how: 'reset-after', times: 1 })
  expect(await line.push('Uhana', text, key, 5_000)).toMatchObject({ type: 'no_answer' })
  const shown = simulator.chat('Uhana').messages
  expect(await line.push('Uhana', text, key, 5_000)).toMatchObject({ status: 409, sent: [shown[1]?.id] })
  expect(simulator.chat('Uhana').messages).toHaveLength(2)
})

test('dots show, Read is given, and the account, a profile and the quota are told', async () => {
  const { simulator, line } = await simulatorAndLine()
  const { markAsReadToken } = await simulator.say('Uhana', 'hello')
  expect(await line.showLoading('Uhana', 20, 5_000)).toMatchObject({ status: 202 })
  expect(simulator.chat('Uhana').dots).toBeGreaterThan(Date.now())
  expect(await line.markAsRead(markAsReadToken, 5_000)).toMatchObject({ status: 200 })
  expect(await line.markAsRead('another', 5_000)).toMatchObject({ status: 400 })
  expect(await line.botInfo(5_000)).toMatchObject({ userId: simulator.botUserId, chatMode: 'chat' })
  expect(await line.profile('Uhana', 5_000)).toMatchObject({ displayName: simulator.chat('Uhana').name })
  expect(await line.profile('Unobody', 5_000)).toBeUndefined()
  expect(await line.quota(5_000)).toMatchObject({ used: 0 })
})

test('while LINE cannot be reached nothing was sent', async () => {
  const { simulator, line } = await simulatorAndLine()
  const { replyToken } = await simulator.say('Uhana', 'hello')
  await simulator.unplug()
  expect(await line.reply(replyToken, text, 5_000)).toMatchObject({ type: 'not_sent' })
  await simulator.plugIn()
  expect(await line.reply(replyToken, text, 5_000)).toMatchObject({ status: 200 })
})

test('what the simulator signs is a valid signature', () => {
  const body = '{"events":[]}'
  expect(validSignature(Buffer.from(body), ['the-secret'], sign(body, 'the-secret'))).toBe(true)
})
