/** A customer who wants to be forgotten: everywhere, proved, and with nothing that brings them back. */
import { appendFile, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { begin } from '../../src/core/conversation.ts'
import { openShop, quietLog, said } from '../flow/shop.ts'
import { askControl } from '../../src/privacy/control.ts'
import { text } from '../core/situations.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { inProcess, openHouse, run, type House } from './house.ts'

const user = `U${'a'.repeat(31)}1`
const other = `U${'a'.repeat(31)}2`
const group = `C${'b'.repeat(32)}`
const secret = 'My violin lesson was at Kanda 4-7, and Tarō cried all evening'

let house: House | undefined
afterEach(async () => {
  await house?.close()
  house = undefined
})

/** Every file of a folder as text, with its path. */
async function everything(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = entries
    .filter((one) => one.isFile())
    .map(async (one) => `${one.name}\n${await readFile(join(one.parentPath, one.name), 'utf8').catch(() => '')}`)
  return (await Promise.all(texts)).join('\n')
}

const atRest = async ({ conversation }: Pick<House, 'conversation'>, who: string) => {
  const c = await conversation(who)
  return c && c.outbox.length === 0 && c.messages.every(({ state }) => state !== 'new') ? c : undefined
}

describe('npm run forget, through the running server', () => {
  test('nothing is left in any file, of others everything, and a fresh message begins anew and is answered once', async () => {
    const folder = await newFolder()
    house = await openHouse({ folder })
    const { line, until, conversation, store, audit, drafts, kept } = house
    await line.say(user, secret)
    // While this waits, the piece of the inbox stays in which both stand.
    const waiting = text(1, Date.now(), {
      conversation: 'Ubot:user:waiting',
      content: { type: 'text', text: 'I wait' },
    })
    await store.receive([waiting])
    await line.say(other, 'Is the bakery near the station open today?')
    await until(() => atRest(house!, user))
    const theirs = await until(() => atRest(house!, other))
    const c = await until(() => conversation(user))
    await audit.write({ at: 1, by: 'Mika', action: 'take', conversation: c.id, detail: `done · LINE ${user}` })
    await drafts.put({
      id: 'draft-1',
      at: 1,
      by: 'Mika',
      conversation: c.id,
      language: 'en',
      passage: { title: 'Lessons', also: '', text: secret },
    })
    const odd = { webhookEventId: 'odd', type: 'message', source: { userId: user }, text: secret }
    await store.setAside([{ raw: odd, why: 'odd' }], 1)
    await appendFile(join(folder, 'corrupt', 'inbox-lines.txt'), `{"by":"${user}","torn\n`)
    await writeFile(join(folder, 'corrupt', 'abc.json.1'), `{"id":"Ubot:user:${user}"`)
    await kept.see({ messageId: '1', kind: 'image' }, { bytes: 1, ms: 1 }, AbortSignal.any([]))

    const { code, output } = await run(folder, 'forget', user)
    expect(output).toContain('nothing left')
    expect(code).toBe(0)
    const left = await everything(folder)
    for (const word of [user, user.toLowerCase(), secret, 'violin', 'kanda', 'Tarō']) expect(left).not.toContain(word)
    expect(await conversation(user)).toBeUndefined()
    expect(await conversation(other)).toEqual(theirs)
    expect(await store.waiting('Ubot:user:waiting')).toMatchObject([{ id: 'event-1' }])
    expect(left).toContain('I wait')
    expect(await store.list({ list: 'all', limit: 10 })).toMatchObject({ total: 1 })
    expect(await store.turns({ from: 0, until: Infinity })).toHaveLength(1)
    expect(await drafts.list()).toEqual([])
    expect((await audit.last(2)).map(({ action }) => action)).toEqual(['erased', 'take'])

    const before = said(line, user).length
    await line.say(user, 'Hello again')
    await line.waitFor(() => said(line, user).length > before)
    const fresh = await until(() => atRest(house!, user))
    expect(fresh.messages).toHaveLength(1)
    expect(JSON.stringify(fresh)).not.toContain('violin')
    expect(said(line, user)).toHaveLength(before + 2)
  })

  test('what LINE delivers once more does not bring the words back', async () => {
    const folder = await newFolder()
    house = await openHouse({ folder })
    const { line, until, conversation, model } = house
    const { webhookEventId } = await line.say(user, secret)
    await until(() => atRest(house!, user))
    expect((await inProcess(folder, 'forget', user)).code).toBe(0)
    expect(await line.redeliver(webhookEventId)).toBe(200)
    await house.runner.alone(idOf(line, user), () => Promise.resolve())
    expect(await conversation(user)).toBeUndefined()
    expect(await everything(folder)).not.toContain('violin')
    expect(model.requests).toHaveLength(1)
    // Also after a restart.
    await house.close()
    const again = await openFilesStore({ folder, log: quietLog })
    await again.receive([
      {
        type: 'message',
        id: webhookEventId,
        conversation: 'x',
        destination: 'x',
        chat: { type: 'user', id: user },
        timestamp: 1,
        receivedAt: 1,
        messageId: '1',
        content: { type: 'text', text: secret },
        redelivery: true,
      },
    ])
    expect(await again.waiting('x')).toEqual([])
    await again.close()
    house = undefined
  })

  test('while an answer is thought about: it is said, and then nothing is left', async () => {
    const folder = await newFolder()
    house = await openHouse({ folder })
    const { line, model, conversation } = house
    model.hold()
    await line.say(user, secret)
    await model.asked(1)
    const forgetting = inProcess(folder, 'forget', user)
    await line.say(other, 'Are you open?')
    model.release()
    const { code, output } = await forgetting
    expect(output).toContain('nothing left')
    expect(code).toBe(0)
    expect(said(line, user)).toHaveLength(2)
    expect(await conversation(user)).toBeUndefined()
  })

  test('in a group only what they wrote goes, and the group goes on', async () => {
    const folder = await newFolder()
    house = await openHouse({ folder })
    const { line, until, store } = house
    const id = `${line.botUserId}:group:${group}`
    await line.sayInGroup(group, other, 'may we bring seven dogs to the garden?', { mentionsBot: true })
    await until(async () => (await store.load(id))?.answers.length === 1)
    await line.sayInGroup(group, user, secret, { mentionsBot: true })
    await until(async () => (await store.load(id))?.answers.length === 2 && (await store.load(id))?.outbox.length === 0)
    const { code, output } = await inProcess(folder, 'forget', user)
    expect(output).toContain('messages in 1 group')
    expect(output).toContain('nothing left')
    expect(code).toBe(0)
    expect(await everything(folder)).not.toContain('violin')
    const c = await until(() => store.load(id))
    expect(JSON.stringify(c.messages)).toContain('seven dogs')
    expect(c.messages.map(({ state }) => state)).toEqual(['closed', 'unsent'])
  })

  test('words that others wrote too are no sign of them', async () => {
    const folder = await newFolder()
    house = await openHouse({ folder })
    const { line, until } = house
    for (const who of [user, other]) {
      await line.say(who, 'Is the bakery near the station open today?')
      await until(() => atRest(house!, who))
    }
    const { code, output } = await inProcess(folder, 'forget', user)
    expect(output).toContain('others wrote them too')
    expect(code).toBe(0)
    expect(await house.conversation(other)).toBeDefined()
  })
})

describe('npm run forget, without a server', () => {
  test('also what has not entered its conversation yet', async () => {
    const folder = await newFolder()
    const shop = await openShop({ folder })
    shop.model.hold()
    await shop.line.say(user, secret)
    await shop.model.asked(1)
    await shop.close()
    expect(await everything(folder)).toContain('violin')
    const alone = await run(folder, 'forget', user)
    expect(alone.output).toContain('nothing left')
    expect(alone.code).toBe(0)
    expect(await everything(folder)).not.toContain('violin')
  })

  test('what is still there is named, and it ends with 1', async () => {
    const folder = await newFolder()
    house = await openHouse({ folder })
    await house.line.say(user, secret)
    await house.until(() => atRest(house!, user))
    await writeFile(join(folder, 'notes.txt'), Buffer.from(`she said: ${secret}`, 'utf16le'))
    await writeFile(join(folder, 'list.json'), JSON.stringify({ ids: [`x/${user}`] }))
    const { code, output } = await inProcess(folder, 'forget', user)
    expect(code).toBe(1)
    expect(output).toContain('notes.txt (words of theirs)')
    expect(output).toContain('list.json (the id)')
    expect(output).not.toContain('index.sqlite')
  })
})

test('a process that is killed right after an erasing does not find the events again', async () => {
  const folder = await newFolder()
  const store = await openFilesStore({ folder, log: quietLog })
  const id = 'Ubot:user:gone'
  const mine = text(1, 1, { conversation: id })
  await store.receive([mine, text(2, 2, { conversation: 'Ubot:user:waiting' })])
  await store.commit({
    conversation: begin(id, 'Ubot', { type: 'user', id: 'gone' }),
    entered: [mine.id],
    overflow: [],
  })
  await store.erase(id)
  const copy = join(await newFolder(), 'copy')
  await cp(folder, copy, { recursive: true, filter: (path) => !/lock/.test(basename(path)) })
  const again = await openFilesStore({ folder: copy, log: quietLog })
  expect(await again.waiting(id)).toEqual([])
  expect(await again.waiting('Ubot:user:waiting')).toHaveLength(1)
  await again.close()
  await store.close()
})

test('a folder with a long name is reached as well, and one without a server is not', async () => {
  const folder = join(await newFolder(), 'a'.repeat(60), 'b'.repeat(60))
  await mkdir(folder, { recursive: true })
  house = await openHouse({ folder })
  expect(await askControl(folder, { do: 'forget', who: user, by: 'Owner' })).toMatchObject({ ok: true })
  expect((await stat(join(folder, 'control.sock'))).mode & 0o077).toBe(0)
  expect(await askControl(await newFolder(), { do: 'forget', who: user, by: 'Owner' })).toBeUndefined()
})

const idOf = (line: House['line'], who: string): string => `${line.botUserId}:user:${who}`
