/** What a customer gets who asks what is kept of them. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { newFolder } from '../adapters/files/folder.ts'
import { text } from '../core/situations.ts'
import { inProcess, openHouse, run } from './house.ts'

const user = `U${'a'.repeat(31)}1`
const other = `U${'a'.repeat(31)}2`
const group = `C${'b'.repeat(32)}`

const exported = z.object({
  user: z.string(),
  conversations: z.array(
    z.object({
      name: z.string().optional(),
      chat: z.array(z.object({ at: z.string(), from: z.string(), text: z.string() })),
      kept: z.object({ facts: z.array(z.unknown()) }),
    }),
  ),
  groups: z.array(z.object({ chat: z.array(z.object({ text: z.string() })) })),
  inbox: z.array(z.unknown()),
  audit: z.array(z.unknown()),
  setAside: z.array(z.unknown()),
})

test('npm run export: their chat to read, all that is kept, of groups their own words, and nothing of others', async () => {
  const folder = await newFolder()
  const house = await openHouse({ folder })
  onTestFinished(() => house.close())
  const { line, until, conversation, audit, store } = house
  await line.say(user, 'Are you open on Sunday?')
  await line.say(other, 'My own private violin')
  await until(async () => (await conversation(user))?.answers.length === 1)
  await until(async () => (await conversation(other))?.answers.length === 1)
  await line.sayInGroup(group, user, 'and the garden?', { mentionsBot: true })
  await line.sayInGroup(group, other, 'a violin in the garden', { mentionsBot: true })
  const groupId = `${line.botUserId}:group:${group}`
  await until(async () => ((await store.load(groupId))?.answers.length ?? 0) > 0)
  await audit.write({ at: 1, by: 'Mika', action: 'take', conversation: `${line.botUserId}:user:${user}` })
  const secrets = { replyToken: 'r', message: { markAsReadToken: 'm', quoteToken: 'q' } }
  await store.setAside([{ raw: { source: { userId: user }, ...secrets }, why: 'odd' }], 1)
  await store.receive([text(9, Date.now(), { conversation: `${line.botUserId}:user:${user}`, by: user })])

  const file = join(await newFolder(), 'out.json')
  expect(await run(folder, 'export', user, '--out', file)).toMatchObject({ code: 0 })
  const written = await readFile(file, 'utf8')
  const got = exported.parse(JSON.parse(written))
  expect(got.conversations[0]?.chat.map(({ from, text: words }) => `${from}: ${words.split('\n').at(-1)}`)).toEqual([
    'customer: Are you open on Sunday?',
    'assistant: We are open from 8:00 on weekends.',
  ])
  expect(got.conversations[0]?.kept.facts.length).toBeGreaterThan(3)
  expect(got.groups.flatMap(({ chat }) => chat.map((one) => one.text)).join()).toContain('and the garden?')
  expect(got.inbox.length).toBeGreaterThan(0)
  expect(got.audit).toHaveLength(1)
  expect(got.setAside).toHaveLength(1)
  expect(written).not.toContain('violin')
  // With one of these anybody could mark a message Read, or quote it.
  expect(written).not.toMatch(/(read|quote|reply)token|markAsRead/i)
  expect((await stat(file)).mode & 0o077).toBe(0)

  const twice = await inProcess(folder, 'export', user, '--out', file)
  expect(twice).toMatchObject({ code: 1 })
  expect(twice.output).toContain('is there already')
  const unknown = await inProcess(folder, 'export', `U${'c'.repeat(32)}`)
  expect(unknown).toMatchObject({ code: 1 })
  expect(unknown.output).toContain('see that the id is whole')
})
