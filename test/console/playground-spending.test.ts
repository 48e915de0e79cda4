/** What staff try is paid from the same day as what customers ask, and stops with it. */
import { expect, onTestFinished, test } from 'vitest'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { openPromptFiles } from '../../src/adapters/markdown/prompt-files.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { tryPrompt } from '../../src/flow/try-prompt.ts'
import { openGuards } from '../../src/guarding.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { judgement } from '../core/situations.ts'
import { quietLog } from '../flow/shop.ts'
import { counter } from './counter.ts'
import { fieldsIn } from './figures-shop.ts'
import { Visitor } from './visitor.ts'

const path = '/console/playground'

/** A playground whose model takes 15 tokens for each answer. */
async function open(tokensPerDay: number) {
  const [clock, log] = [systemClock, quietLog]
  const store = await openFilesStore({ folder: await newFolder(), log })
  onTestFinished(() => store.close())
  const asked: string[] = []
  const model = {
    name: 'played',
    takesMedia: false,
    judge({ system }: { system: string }) {
      asked.push(system)
      const usage = { input: 10, output: 5 }
      return Promise.resolve({ ok: true as const, text: JSON.stringify(judgement()), usage })
    },
  }
  const settings = { tokensPerDay, judgementsAtOnce: 1 }
  const guards = await openGuards({ settings, store, clock, log })
  const { tried } = guards.over(model)
  const { spending } = guards
  const prompts = await loadPrompts('prompts', 'assistant')
  const knowledge = { passages: () => [], search: () => [] }
  const { url } = await counter({
    access: { type: 'open' },
    spending,
    playground: {
      files: openPromptFiles('prompts'),
      prompts: { ...prompts, experiment: () => undefined },
      model: tried.name,
      stoppedUntil: () => spending.state().stopped?.until,
      tryOut: (conversation, prompt, signal) =>
        tryPrompt(conversation, prompt, { model: tried, knowledge, clock, log }, signal),
    },
  })
  const who = new Visitor(url)
  const fields = fieldsIn((await who.get(path)).text)
  const press = (button: string, language = 'en') =>
    who.send(path, { ...fields, 'message.0': 'Are you open?', do: button }, { 'accept-language': language })
  return { press, asked, spending }
}

test('both sides count towards the day; past it nothing is asked, and what was written stays', async () => {
  const { press, asked, spending } = await open(30)
  expect((await press('try')).status).toBe(200)
  expect([asked.length, spending.state()]).toMatchObject([2, { tokens: 30, stopped: { limit: 'tokens' } }])

  const refused = await press('try')
  expect([refused.status, asked.length]).toEqual([429, 2])
  expect(refused.text).toContain(
    'The day’s limit for the model is reached; tries count towards it. You can go on at about',
  )
  expect(fieldsIn(refused.text)).toMatchObject({ 'message.0': 'Are you open?' })
  // What needs no model goes on.
  expect((await press('more_messages')).status).toBe(200)
})

test.each([
  ['ja', 'モデルの1日の利用上限に達しました（ここでの試行も含まれます）。'],
  ['zh-TW', '模型今天的用量已達上限，這裡的測試也計算在內。'],
  ['th', 'การใช้โมเดลถึงขีดจำกัดต่อวันแล้ว และการทดลองที่นี่ก็นับรวมด้วย'],
])('it is said in the member’s language: %s', async (language, words) => {
  const { press } = await open(1)
  await press('try')
  expect((await press('try', language)).text).toContain(words)
})
