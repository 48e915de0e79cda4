import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { ACCESS_TOKEN, refusal, SECRET, simulatorWithBot, text } from './bot.ts'

describe('LINE fails on demand:', () => {
  test('a connection that breaks before LINE acts leaves the reply token good', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    line.fault({ call: 'reply', how: 'reset-before', times: 1 })
    expect(await refusal(client.replyMessage({ replyToken, messages: [text('one')] }))).toMatchObject({ status: 0 })
    await client.replyMessage({ replyToken, messages: [text('one')] })
    expect(line.calls.map(({ status, effect }) => [status, effect])).toEqual([
      ['reset', false],
      [200, true],
    ])
  })

  test('a connection that breaks after LINE acted has used it', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    line.fault({ call: 'reply', how: 'reset-after', times: 1 })
    expect(await refusal(client.replyMessage({ replyToken, messages: [text('one')] }))).toMatchObject({ status: 0 })
    const again = client.replyMessage({ replyToken, messages: [text('one')] })
    expect(await refusal(again)).toEqual({ status: 400, message: 'Invalid reply token' })
    expect(line.chat('Uaiko').messages.filter(({ from }) => from === 'bot')).toHaveLength(1)
  })

  test('a 500 with effect, or without', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    line.fault({ call: 'reply', how: { status: 500 }, times: 1 })
    line.fault({ call: 'reply', how: { status: 500, effect: true }, times: 1 })
    const reply = (): Promise<unknown> => client.replyMessage({ replyToken, messages: [text('one')] })
    expect(await refusal(reply())).toMatchObject({ status: 500 })
    expect(await refusal(reply())).toMatchObject({ status: 500 })
    expect(line.calls.map(({ effect }) => effect)).toEqual([false, true])
    expect(await refusal(reply())).toMatchObject({ status: 400 })
  })

  test.each([
    ['never', 0],
    ['never-after', 1],
  ] as const)('silence (%s) shows %i message', async (how, shown) => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    line.fault({ call: 'reply', how })
    const reply = refusal(client.replyMessage({ replyToken, messages: [text('one')] }))
    await line.waitFor(() => line.calls.some(({ status }) => status === 'never'))
    expect(line.chat('Uaiko').messages.filter(({ from }) => from === 'bot')).toHaveLength(shown)
    await line.unplug()
    expect(await reply).toMatchObject({ status: 0 })
  })

  test('slowly, then as always', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    line.fault({ call: 'reply', how: { delayMs: 30 } })
    const reply = client.replyMessage({ replyToken, messages: [text('one')] })
    await line.waitFor(() => line.calls.some(({ status }) => status === 'pending'))
    expect(line.chat('Uaiko').messages).toHaveLength(1)
    await reply
    expect(line.chat('Uaiko').messages).toHaveLength(2)
  })

  test('for one user, until it is removed', async () => {
    const { line, client } = await simulatorWithBot()
    await line.say('Uaiko', 'hi')
    await line.say('Uemma', 'hi')
    const push = (to: string): Promise<unknown> => client.pushMessage({ to, messages: [text('news')] })
    const remove = line.fault({ call: 'all', how: { status: 429, headers: { 'retry-after': '1' } }, userId: 'Uaiko' })
    expect(await refusal(push('Uaiko'))).toMatchObject({ status: 429 })
    expect(await refusal(push('Uemma'))).toMatchObject({ status: 200 })
    remove()
    expect(await refusal(push('Uaiko'))).toMatchObject({ status: 200 })
  })

  test('not reachable at all: nothing is received; plugged in again it is the same LINE', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    await line.unplug()
    expect(await refusal(client.replyMessage({ replyToken, messages: [text('one')] }))).toMatchObject({ status: 0 })
    expect(line.calls).toEqual([])
    await line.plugIn()
    await client.replyMessage({ replyToken, messages: [text('one')] })
  })
})

test('waiting in vain ends with a story of the calls and the phones', async () => {
  const { line, client } = await simulatorWithBot()
  const { replyToken } = await line.say('Uaiko', 'hi')
  await client.replyMessage({ replyToken, messages: [text('hello')] })
  const vain = line.waitFor(() => line.chat('Uaiko').messages[0]?.readAt, 20)
  await expect(vain).rejects.toThrow(/Waited 20 ms in vain.*reply Uaiko "hello" → 200.*customer: hi/s)
})

test('a taken port is named in the error', async () => {
  const { line } = await simulatorWithBot()
  const port = Number(new URL(line.url).port)
  const account = { webhookUrl: 'http://127.0.0.1:9/webhook', channelSecret: SECRET, channelAccessToken: ACCESS_TOKEN }
  await expect(startSimulator({ host: '127.0.0.1', port, ...account })).rejects.toThrow(`127.0.0.1:${port}`)
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kidoku-simulator-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

describe('with a state file', () => {
  test('the phones and their tokens are there after a restart', async () => {
    const stateFile = join(await folder(), 'simulator.json')
    const before = await simulatorWithBot({ stateFile })
    const { markAsReadToken } = await before.line.say('Uaiko', 'hi')
    await before.line.close()
    const after = await simulatorWithBot({ stateFile })
    await after.client.markMessagesAsReadByToken({ markAsReadToken })
    expect(after.line.chat('Uaiko').messages).toMatchObject([{ text: 'hi', readAt: expect.any(Number) }])
  })

  test('a broken file is set aside', async () => {
    const stateFile = join(await folder(), 'simulator.json')
    await writeFile(stateFile, '{"chats":')
    const { line } = await simulatorWithBot({ stateFile })
    expect(line.chat('Uaiko').messages).toEqual([])
    expect(await readFile(`${stateFile}.broken`, 'utf8')).toBe('{"chats":')
  })
})
