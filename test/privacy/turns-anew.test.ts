/**
 * A conversation that begins anew, or goes back to a backup, never counts a turn twice: LINE has the keys of those that
 * were, and cards and buttons about them are still on phones.
 */
import { cp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLineNotifier } from '../../src/adapters/notify/line.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { staffData } from '../../src/core/staff-buttons.ts'
import { begin } from '../../src/core/conversation.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { quietLog, readMarks, said } from '../flow/shop.ts'
import { inProcess, openHouse, type House } from './house.ts'

const user = `U${'a'.repeat(31)}1`
const staff = `U${'c'.repeat(32)}`
const staffGroup = `C${'5'.repeat(32)}`
const [first, second] = ['My cake was bad', 'I am ill from your cake, please call me']

let house: House | undefined
let folder: string
beforeEach(async () => {
  folder = await newFolder()
})
afterEach(async () => {
  await house?.close()
  house = undefined
})

/** A house whose staff are told in LINE, in the group or one of them alone. */
async function openTold(to: { group?: string; users: string[] }): Promise<House> {
  house = await openHouse({
    folder,
    staffGroup: to.group,
    notifier: (line) => createLineNotifier({ line, to, language: 'en' }),
  })
  if (to.group === undefined) {
    await house.line.say(staff, 'hi')
    await house.line.waitFor(() => said(house!.line, staff).length > 0)
  } else await house.line.sayInGroup(to.group, 'Uaya', 'hi')
  return house
}

const cardsOf = ({ line }: House, chat: string): number =>
  line.chat(chat).messages.filter(({ from }) => from === 'bot').length

/** Is handed over, and their messages are Read. */
async function complain({ line, model, until, conversation }: House, words: string): Promise<void> {
  model.says(() => ({ decision: 'handoff' }))
  await line.say(user, words)
  await until(async () => {
    const now = await conversation(user)
    return now?.mode === 'staff' && now.outbox.length === 0
  })
  expect(readMarks(line, user).at(-1)).toBe(true)
}

const idOf = ({ line }: House): string => `${line.botUserId}:user:${user}`

describe('staff hear of a second complaint in LINE itself, before it turns Read', () => {
  test('after the customer was forgotten', async () => {
    const place = await openTold({ users: [staff] })
    const before = cardsOf(place, staff)
    await complain(place, first)
    expect((await inProcess(folder, 'forget', user)).code).toBe(0)
    await complain(place, second)
    expect(cardsOf(place, staff)).toBe(before + 2)
  })

  test('after their conversation was corrupt and set aside', async () => {
    const place = await openTold({ users: [staff] })
    const before = cardsOf(place, staff)
    await complain(place, first)
    for (const path of await readdir(join(folder, 'conversations'), { recursive: true })) {
      if (path.endsWith('.json')) await writeFile(join(folder, 'conversations', path), '{"format":1,"torn')
    }
    await complain(place, second)
    expect(cardsOf(place, staff)).toBe(before + 2)
  })

  test('after a backup from before the first one was put back', async () => {
    const place = await openTold({ users: [staff] })
    await place.line.say(user, 'hello')
    await place.until(async () => (await place.conversation(user))?.answers.length === 1)
    await place.until(async () => (await place.conversation(user))?.outbox.length === 0)
    const [backup, elsewhere] = [join(await newFolder(), 'b'), join(await newFolder(), 'r')]
    expect(await inProcess(folder, 'backup', backup)).toMatchObject({ code: 0 })
    const before = cardsOf(place, staff)
    await complain(place, first)
    expect(await inProcess(elsewhere, 'restore', backup)).toMatchObject({ code: 0 })
    // LINE, which has had the first complaint's card, goes on.
    await place.runner.alone(idOf(place), () =>
      cp(join(elsewhere, 'conversations'), join(folder, 'conversations'), { recursive: true }),
    )
    await complain(place, second)
    expect(cardsOf(place, staff)).toBe(before + 2)
  })
})

describe('what is still on phones means what it meant', () => {
  test('Done on the card from before the customer was forgotten does not end what they complain of now', async () => {
    const place = await openTold({ group: staffGroup, users: [] })
    await complain(place, first)
    const [entry] = (await place.until(() => place.conversation(user))).entries
    await inProcess(folder, 'forget', user)
    await complain(place, second)
    const data = staffData({ action: 'done', entry: entry?.id ?? '', conversation: idOf(place) })
    const before = said(place.line, staffGroup).length
    await place.line.happens(staffGroup, 'postback', { data }, { userId: 'Uaya' })
    await place.line.waitFor(() => said(place.line, staffGroup).length > before)
    const after = await place.until(() => place.conversation(user))
    expect(after.mode).toBe('staff')
    expect(after.entries).toHaveLength(1)
  })

  test('“Not solved” under an answer from before the customer was forgotten does not bring back what was answered since', async () => {
    const place = (house = await openHouse({ folder }))
    const { line, until, conversation } = place
    const answered = () =>
      until(async () => {
        const now = await conversation(user)
        return now?.outbox.length === 0 && now.answers.length === 1 ? now : undefined
      })
    await line.say(user, 'Are you open on Sunday?')
    const [answer] = (await answered()).answers
    await inProcess(folder, 'forget', user)
    await line.say(user, 'Where are you?')
    await answered()
    await line.postback(user, `kidoku:not_solved:${answer?.turn}`)
    const after = await until(async () => {
      const now = await conversation(user)
      return now?.facts.some(({ type }) => type === 'tapped' || type === 'noted') ? now : undefined
    })
    expect(after.mode).toBe('assistant')
    expect(after.entries).toEqual([])
  })
})

describe('where the turns of a new conversation are counted from', () => {
  const id = 'Ubot:user:gone'
  const commitOf = (turns: number) => ({
    conversation: { ...begin(id, 'Ubot', { type: 'user', id: 'gone' }), turns },
    entered: [],
    overflow: [],
  })

  test('from one while nothing was erased; then past all that were, also after a restart', async () => {
    const store = await openFilesStore({ folder, log: quietLog })
    expect(await store.turnsFrom()).toBe(0)
    const begun = Math.floor(Date.now() / 1_000)
    await store.commit(commitOf(3))
    await store.erase(id)
    const from = await store.turnsFrom()
    expect(from).toBeGreaterThanOrEqual(begun)
    // It began there, and had more turns than seconds have gone by: the clock was put back, say.
    await store.commit(commitOf(from + 5_000))
    await store.erase(id)
    expect(await store.turnsFrom()).toBe(from + 5_000)
    await store.close()
    const again = await openFilesStore({ folder, log: quietLog })
    expect(await again.turnsFrom()).toBe(from + 5_000)
    await again.close()
  })

  test('past them all when the file that tells it is lost to a fault of the disk', async () => {
    await writeFile(join(folder, 'forgotten.json'), '{"format":1,"turnsFr')
    const store = await openFilesStore({ folder, log: quietLog })
    expect(await store.turnsFrom()).toBeGreaterThan(1_000_000_000)
    await store.close()
  })
})
