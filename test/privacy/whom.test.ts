/** Whom a command means: what is no whole id takes nothing away, and an id is found in whatever form it was written. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { namesAny, withoutNames } from '../../src/core/naming.ts'
import { askControl } from '../../src/privacy/control.ts'
import { newFolder } from '../adapters/files/folder.ts'
import { studio } from '../console/studio.ts'
import { Visitor } from '../console/visitor.ts'
import { inProcess, openHouse, type House } from './house.ts'

const user = `U${'a'.repeat(31)}1`
const secret = 'My violin lesson was at Kanda 4-7, and Taro cried all evening'

let house: House | undefined
let folder: string
beforeEach(async () => {
  folder = await newFolder()
})
afterEach(async () => {
  await house?.close()
  house = undefined
})

const audited = (): Promise<string> => readFile(join(folder, 'audit.jsonl'), 'utf8')

/** Somebody was answered, and staff have done this and that. */
async function answered(): Promise<House & { id: string }> {
  const place = await openHouse({ folder })
  house = place
  await place.line.say(user, secret)
  await place.until(async () => {
    const now = await place.conversation(user)
    return now?.outbox.length === 0 && now.answers.length > 0
  })
  await place.audit.write({ at: 1, by: 'Ken (owner)', action: 'account_added', detail: 'Ken by U' })
  return { ...place, id: `${place.line.botUserId}:user:${user}` }
}

describe('what is no whole id', () => {
  test.each([
    'Ken',
    'by',
    'U',
    user.slice(0, -1),
    `${user}0`,
    user.toUpperCase(),
    'a:user:by',
    `bot:user:${user}`,
    '-x',
  ])('“%s” is refused by forget and export, and nothing is changed', async (who) => {
    await openAudit(folder).write({ at: 1, by: 'Ken (owner)', action: 'account_added', detail: `Ken by ${user}` })
    const before = await audited()
    for (const command of ['forget', 'export'] as const) {
      const { code, output } = await inProcess(folder, command, who)
      expect(code).toBe(1)
      expect(output).toMatch(/that the id is whole|USER is a LINE user id/)
    }
    expect(await audited()).toBe(before)
  })

  test('is refused by the running server as well, in a sentence, however long it is', async () => {
    await answered()
    const before = await audited()
    for (const who of ['Ken', 'K'.repeat(2_000), 'K'.repeat(50_000)]) {
      const answer = await askControl(folder, { do: 'forget', who, by: 'Owner' })
      expect(answer).toMatchObject({ ok: false })
      expect(JSON.stringify(answer)).toMatch(/whole|too long/)
      expect(JSON.stringify(answer)).not.toContain('version')
    }
    expect(await audited()).toBe(before)
  })

  test('the account itself is nobody who can be forgotten', async () => {
    const { line, id, audit } = await answered()
    await audit.write({ at: 2, by: 'Mika', action: 'take', conversation: id })
    const before = await audited()
    const { code, output } = await inProcess(folder, 'forget', line.botUserId)
    expect(code).toBe(1)
    expect(output).toContain('the account itself')
    expect(await audited()).toBe(before)
  })

  test('an id that nothing is kept of is said to be none, and it ends with 1', async () => {
    await answered()
    const before = await audited()
    const { code, output } = await inProcess(folder, 'forget', `U${'c'.repeat(32)}`)
    expect(code).toBe(1)
    expect(output).toContain('see that the id is whole')
    expect(await audited()).toBe(before)
  })
})

describe('a whole id', () => {
  test('is taken out of the audit where it stands, also percent-encoded, and nothing else of the line changes', async () => {
    const { audit, id } = await answered()
    await audit.write({ at: 2, by: 'Mika', action: 'take', conversation: id, detail: 'done' })
    await audit.write({ at: 3, by: 'Mika', action: 'refused', detail: `/console/${encodeURIComponent(id)}/forget` })
    await appendFile(join(folder, 'audit.jsonl'), `{"at":4,"torn":"${user}\n`)
    const { code, output } = await inProcess(folder, 'forget', user)
    expect(output).toContain('nothing left')
    expect(code).toBe(0)
    expect(await audited()).not.toContain(user)
    expect(await audit.last(9)).toMatchObject([
      { action: 'erased' },
      { at: 3, by: 'Mika', action: 'refused' },
      { at: 2, by: 'Mika', action: 'take', detail: 'done' },
      { at: 1, by: 'Ken (owner)', action: 'account_added', detail: 'Ken by U' },
    ])
  })

  test('is looked for percent-encoded as well: a file that holds it so is named', async () => {
    const { id } = await answered()
    await writeFile(join(folder, 'notes.txt'), `GET /console/${encodeURIComponent(id)}`)
    const { code, output } = await inProcess(folder, 'forget', user)
    expect(code).toBe(1)
    expect(output).toContain('notes.txt (the id)')
  })

  test.each([
    [`x ${user} y`, true],
    [`/console/Ubot%3Auser%3A${user}/forget`, true],
    [`/console?to=%252Fconsole%252FUbot%253Auser%253A${user}`, true],
    [`x${user}`, false],
    [`${user}9`, false],
    [`${user}:user:U2`, false],
    [`${user}%3Auser%3AU2`, false],
  ])('naming: %s → %s', (text, names) => {
    expect(namesAny(text, [user])).toBe(names)
    expect(withoutNames(text, [user], '(forgotten)')).toBe(names ? text.replace(user, '(forgotten)') : text)
  })
})

test('the console writes the address of what it refused as a person reads it, where the id is found', async () => {
  const mika = { name: 'Mika', role: 'owner', password: 'bread and nine rolls' } as const
  const { url, audit } = await studio({ accounts: [mika] })
  const member = new Visitor(url)
  await member.send('/console/sign-in', { name: 'Mika', password: mika.password })
  const id = `U${'b'.repeat(32)}:user:${user}`
  await member.send(`/console/${encodeURIComponent(id)}/learn`, { token: 'none of hers' })
  expect(await audit.last(1)).toMatchObject([{ action: 'refused', detail: `/console/${id}/learn` }])
})

test('what was half-written, and drafts that were corrupt and set aside, go with the customer', async () => {
  await mkdir(join(folder, 'tmp'), { recursive: true })
  await writeFile(join(folder, 'tmp', 'abc.tmp'), JSON.stringify({ text: secret, user }))
  const { id } = await answered()
  await writeFile(join(folder, 'drafts.json.corrupt.123'), `{"drafts":[{"conversation":"${id}","text":"${secret}"}`)
  const { code, output } = await inProcess(folder, 'forget', user)
  expect(output).toContain('nothing left')
  expect(code).toBe(0)
})
