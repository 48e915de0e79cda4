import { randomBytes } from 'node:crypto'
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { randomOf } from '../simulation/random.ts'
import { hasEnded, isServed, readFiles } from './checking.ts'
import { ask, newCustomer, type Customer } from './customers.ts'
import { quickPrompts } from './disk-faults.ts'
import { openShop, type Shop } from './shop.ts'

/**
 * A folder as a killed server leaves it: one customer was answered, one waits for a person, and the words of a third were
 * accepted and have not entered their conversation.
 */
let shop: Shop
let prompts: string
let accepted: Customer
/** A copy of it for each test. */
let folder: string
let count = 0

const odd = (): void => undefined
const write = async (customer: Customer): Promise<Customer> => {
  await ask(customer, { shop, random: randomOf(customer.user), odd })
  return customer
}

beforeAll(async () => {
  prompts = await quickPrompts()
  shop = await openShop({ env: { PROMPTS_DIR: prompts } })
  // The third one's turn is not to close before the kill.
  await shop.start({ PROMPTS_DIR: 'prompts' })
  const answered = await write(newCustomer('U-answered'))
  await shop.line.say('U-staff', 'operator')
  await shop.line.waitFor((line) => isServed(line, answered) && line.chat('U-staff').messages.length > 1, 60_000)
  // What has entered leaves the inbox a moment later: from there it would enter a conversation that begins anew.
  await vi.waitFor(async () => expect(await readdir(join(shop.folder, 'inbox'))).toEqual([]), { timeout: 30_000 })
  accepted = await write(newCustomer('U-accepted'))
  await shop.kill()
})
afterAll(async () => {
  await shop.close()
  await rm(prompts, { recursive: true, force: true })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-broken-'))
  await cp(shop.folder, folder, { recursive: true, filter: (path) => !path.endsWith('control.sock') })
  return async () => {
    await shop.kill()
    await rm(folder, { recursive: true, force: true })
  }
})

const start = () => shop.start({ DATA_DIR: folder })
const inFolder = async (...path: string[]) => (await readdir(join(folder, ...path), { recursive: true })).toSorted()

/** The path of a customer's conversation. */
async function fileOf(user: string): Promise<string> {
  for (const name of (await inFolder('conversations')).filter((one) => one.endsWith('.json'))) {
    const path = join(folder, 'conversations', name)
    if ((await readFile(path, 'utf8')).includes(`"${user}"`)) return path
  }
  throw new Error(`there is no conversation with ${user}`)
}

/** Somebody new writes, and what had been accepted ends too. */
async function expectItGoesOn(): Promise<void> {
  const fresh = await write(newCustomer(`U-new-${(count += 1)}`))
  await shop.line.waitFor((line) => isServed(line, fresh), 30_000)
  await vi.waitFor(
    async () => {
      const files = await readFiles(folder)
      expect([fresh, accepted].map((one) => hasEnded(files, one))).toEqual([true, true])
    },
    { timeout: 30_000 },
  )
}

describe('a start over files that are not as they were written', () => {
  test('conversations, their older facts, the inbox and the list of what is due', async () => {
    const conversation = await fileOf('U-answered')
    await writeFile(conversation, (await readFile(conversation)).subarray(0, 200))
    const facts = (await fileOf('U-staff')).replace('.json', '.facts.jsonl')
    await writeFile(facts, randomBytes(500))
    await writeFile(join(folder, 'due.json'), randomBytes(100))
    const [segment = ''] = await inFolder('inbox')
    const lines = await readFile(join(folder, 'inbox', segment), 'utf8')
    await writeFile(join(folder, 'inbox', segment), `not an event\n${lines}{"id":"torn","conver`)
    await writeFile(join(folder, 'inbox', '00000098.jsonl'), '')
    await writeFile(join(folder, 'inbox', '00000099.jsonl'), Buffer.concat([randomBytes(300), Buffer.from('\n')]))

    const server = await start()
    await expectItGoesOn()
    const kept = await inFolder('corrupt')
    expect(kept.filter((name) => name.startsWith('due.json'))).toHaveLength(1)
    expect(kept).toContain('inbox-lines.txt')
    expect(server.output()).toContain('a line of the inbox was corrupt and has been set aside')
    expect(server.output()).toContain('a file was corrupt and has been set aside')
    expect(server.output()).toContain(conversation)
    // Who waits for a person still does.
    expect((await readFiles(folder)).get('U-staff')?.entries).toMatchObject([{ state: 'waiting' }])
  })

  test('a conversation that is torn is set aside with its name when its customer writes again, and begins anew', async () => {
    const conversation = await fileOf('U-answered')
    await writeFile(conversation, (await readFile(conversation)).subarray(0, 200))
    const server = await start()
    const again = newCustomer('U-answered')
    const sent = await shop.line.say('U-answered', 'Can I bring my dog?')
    again.messages.set(sent.messageId, 'read')
    await shop.line.waitFor((line) => isServed(line, again), 30_000)
    expect(server.output()).toContain(conversation)
    expect(await inFolder('corrupt')).toHaveLength(1)
    await expectItGoesOn()
  })

  test('the index, the lock, sessions, drafts and the audit', async () => {
    for (const name of ['index.sqlite', 'lock.sqlite', 'lock.owner', 'sessions.json', 'drafts.json']) {
      await writeFile(join(folder, name), randomBytes(2_000))
    }
    await appendFile(join(folder, 'audit.jsonl'), '{"at":1,"by":"Ow')
    await rm(join(folder, 'lock'), { recursive: true, force: true })
    await writeFile(join(folder, 'lock'), 'in the way')
    const server = await start()
    await expectItGoesOn()
    const output = server.output()
    expect(output).toContain('the index of the lists is thrown away and made anew')
    expect(output).toContain('the file of sessions was corrupt and has been set aside')
    expect(output).toContain('the file of drafts was corrupt and has been set aside')
    const kept = (await inFolder()).filter((name) => name.includes('.corrupt.'))
    expect(kept.map((name) => name.split('.')[0])).toEqual(['drafts', 'sessions'])
  })

  test('an index that is a folder is made in memory; a service switch that cannot be read pauses, and all is kept', async () => {
    await rm(join(folder, 'index.sqlite'))
    await mkdir(join(folder, 'index.sqlite'))
    await writeFile(join(folder, 'service.json'), '{"paused":')
    const server = await start()
    const sent = await shop.line.say('U-paused', 'Is there wifi?')
    expect(sent.delivered).toBe(200)
    await vi.waitFor(
      async () => {
        const found = (await readFiles(folder)).get('U-paused')
        expect(found?.entries).toMatchObject([{ kind: 'paused', state: 'waiting' }])
      },
      { timeout: 30_000 },
    )
    expect(server.output()).toContain('THE ASSISTANT IS PAUSED')
    expect(server.output()).toContain('the index of the lists cannot be kept in its file')
  })

  test('everything that can be made again is missing', async () => {
    const stays = new Set(['conversations', 'inbox'])
    for (const name of (await readdir(folder)).filter((one) => !stays.has(one))) {
      await rm(join(folder, name), { recursive: true })
    }
    await start()
    await expectItGoesOn()
    expect((await stat(join(folder, 'index.sqlite'))).size).toBeGreaterThan(0)
    expect((await readFiles(folder)).get('U-staff')?.entries).toMatchObject([{ state: 'waiting' }])
  })

  test('a list of accounts that cannot be read lets nobody in, and customers are served', async () => {
    await writeFile(join(folder, 'staff.json'), '{"format":1,"acc')
    const server = await start()
    await expectItGoesOn()
    expect(server.output()).toContain('staff.json is not a list of accounts')
    expect(await readFile(join(folder, 'staff.json'), 'utf8')).toBe('{"format":1,"acc')
  })
})
