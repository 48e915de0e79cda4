/**
 * `npm run lab -- replay` as a process of its own over a real shop's data folder: what would have changed, and that
 * nothing of anybody comes out of it, goes to LINE, or changes on the disk.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { candidate, failure, openGeminiServer, type GeminiServer } from '../adapters/gemini/server.ts'
import { handoff, layOut, promptFile, resolved, runLab, startLab, type LabRun } from './lab.ts'
import { openPastShop, type PastShop } from './past-shop.ts'

/** What could tell who somebody is. Names of all who are there are among them, and of one who is only written about. */
const canaries = [
  '高峰 麗奈 水瀬 7345 KD-77451 77451 荻窪 欅 reina 歐陽 靖雯 987-654 20261118077 八德路 777號 jing.wen',
  'ปิยะนุช วรเดชา 771-2093 55120 88/41 ลาดพร้าว วังทองหลาง 10310 piya_nuch',
  'Philippa Quillfeather 90817 900418 philippa.q Larkspur Dunmore Ottoline Bragg Thaddeus Wintergreen',
  'Marguerite Oakenfold chat.line.biz Fenwick',
].flatMap((line) => line.split(' '))

let shop: PastShop
let gemini: GeminiServer
let env: Record<string, string>
/** Ids and tokens of LINE's that the shop has kept. */
const ids: string[] = []

const replayShape = z.looseObject({
  totals: z.looseObject({
    conversations: z.number(),
    turns: z.number(),
    replayed: z.number(),
    changed: z.number(),
    newlyRead: z.number(),
    leftOut: z.record(z.string(), z.number()),
  }),
  stopped: z.string().optional(),
  problems: z.array(z.string()),
  turns: z.array(
    z.looseObject({
      messages: z.array(z.string()),
      history: z.array(z.object({ from: z.string(), text: z.string() })),
      // oxlint-disable-next-line unicorn/no-thenable -- the word for what was decided in its time
      then: z.looseObject({ decision: z.string(), texts: z.array(z.string()), reason: z.string() }),
      now: z.looseObject({ decision: z.string(), texts: z.array(z.string()) }),
      again: z.looseObject({ decision: z.string() }).optional(),
      changed: z.boolean(),
      newlyRead: z.boolean(),
    }),
  ),
})
const out = () => join(shop.folder, '..', `${shop.folder.split('/').at(-1)}-out`, 'replay')
const replay = (...args: string[]): Promise<LabRun> =>
  runLab(['replay', '--prompt', 'careful', '--out', out(), ...args], env)
const written = async () => replayShape.parse(JSON.parse(await readFile(`${out()}.json`, 'utf8')))

/** Every file and folder, with its bytes and when it was written. */
async function look(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const { mtimeMs } = await stat(path)
    const bytes = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : 'a folder'
    found.set(path, `${mtimeMs} ${bytes}`)
  }
  return found
}
/** What a server at work writes of itself: the heartbeat of its lock, and its index of what was committed before. */
const isServers = (path: string): boolean => /\/(lock|index\.sqlite[^/]*)$/.test(path)
const withoutServers = (files: Map<string, string>) => new Map([...files].filter(([path]) => !isServers(path)))

beforeAll(async () => {
  shop = await openPastShop()
  gemini = await openGeminiServer()
  const { arrive, ask, act, line, atRest, staff } = shop
  const ja = await arrive('高峰 麗奈 🌸', 'ja')
  await ask(ja, '高峰です。注文番号KD-77451の件で、080-7345-1192に電話ください。友人の水瀬さんも来ます', {
    reply: '高峰様、KD-77451の件ですね。080-7345-1192へお電話します。日曜は8:00からです。',
    reason: '高峰麗奈さんは注文KD-77451について尋ねている。',
    language: 'ja',
  })
  await ask(
    ja,
    '住所は東京都杉並区荻窪5丁目14-9 コーポ欅203号室、reina.t@example.jp、LINE ID: reina_t77、日曜は何時からですか',
    {
      reply: '日曜は8:00からです。',
      language: 'ja',
    },
  )
  const zh = await arrive('歐陽靖雯', 'zh-TW')
  await ask(zh, '我叫歐陽靖雯，電話0987-654-312，訂單編號：20261118077，星期日幾點開？', {
    decision: 'needs_info',
    reply: '歐陽靖雯您好，請問是哪一天？',
    language: 'zh-TW',
  })
  await ask(zh, '寄到台北市松山區八德路四段777號9樓，jing.wen88@example.com.tw', {
    reply: '星期日8:00開始。',
    language: 'zh-TW',
  })
  const th = await arrive('ปิยะนุช วรเดชา', 'th')
  await ask(th, 'ชื่อ ปิยะนุช วรเดชา ค่ะ โทร 086-771-2093 ออเดอร์ TH-55120 ไลน์ไอดี piya_nuch', {
    reply: 'สวัสดีค่ะ คุณปิยะนุช เปิด 8:00 ค่ะ',
    language: 'th',
  })
  await ask(th, 'ส่งที่ 88/41 ซอยลาดพร้าว 71 แขวงวังทองหลาง กรุงเทพ 10310 ค่ะ', {
    decision: 'handoff',
    reason: 'คุณปิยะนุช ต้องการให้ส่งของ',
    language: 'th',
  })
  await arrive('Ottoline Bragg', 'en').then((user) => ask(user, 'open on Sunday?'))
  const en = await arrive('Philippa Quillfeather', 'en')
  await ask(en, "Hi, I'm Philippa, order #90817, call +44 7700 900418 or philippa.q@example.org", {
    decision: 'handoff',
    reason: 'Quillfeather asks about order #90817.',
  })
  await act(en, 'take', { by: 'Marguerite Oakenfold' })
  const id = `${line.botUserId}:user:${en}`
  await staff.note(id, { what: 'chat_address', address: `https://chat.line.biz/U0/chat/${en}` }, 'Marguerite Oakenfold')
  await act(en, 'done', { by: 'Marguerite Oakenfold' })
  shop.model.says(() => ({}))
  await line.media(en, 'file', { fileName: 'Quillfeather_080-7345-1192 Fenwick.pdf' })
  await atRest(en, 2)
  await ask(
    en,
    'Thanks to Marguerite Oakenfold. Ottoline Bragg said you deliver to 14 Larkspur Lane, Dunmore? Regards,\nPhilippa',
    { reply: 'Thank you, Philippa Quillfeather! We will call +44 7700 900418.' },
  )
  const members = await Promise.all(['Thaddeus Wintergreen', 'Ottoline Bragg'].map((name) => arrive(name, 'en')))
  const group = `C${'a1'.repeat(16)}`
  shop.model.says(() => ({ reply: 'From 8:00, Thaddeus Wintergreen.' }))
  for (const [index, member] of members.entries()) {
    await line.sayInGroup(group, member, `@Thaddeus Wintergreen and I (${member}) come on Sunday, (moon) when?`, {
      mentionsBot: true,
    })
    await shop.groupAtRest(group, index + 1)
  }
  const { PROMPTS_DIR = '', KNOWLEDGE_DIR = '' } = await layOut(
    join(shop.folder, '..', `${shop.folder.split('/').at(-1)}-shop`),
    {
      prompts: {
        'assistant.md': promptFile('Be kind.'),
        'careful.md': promptFile('Be careful. The customer is called {{ customer.name }}.'),
      },
      cases: {},
    },
  )
  const [secret, token] = ['s'.repeat(32), 'the-token-of-this-test']
  env = {
    PROMPTS_DIR,
    KNOWLEDGE_DIR,
    DATA_DIR: shop.folder,
    LINE_CHANNEL_SECRET: secret,
    LINE_CHANNEL_ACCESS_TOKEN: token,
    GEMINI_API_KEY: 'a-key-of-this-test',
    GEMINI_BASE_URL: gemini.url,
  }
  const kept = z.looseObject({
    messages: z.array(
      z.object({ id: z.string(), readToken: z.string().optional(), replyToken: z.string().optional() }),
    ),
    facts: z.array(z.looseObject({ event: z.string().optional() })),
  })
  for (const user of [ja, zh, th, en]) {
    const { messages, facts } = kept.parse(await shop.conversation(user))
    ids.push(user, ...messages.flatMap((one) => [one.id, one.readToken ?? [], one.replyToken ?? []].flat()))
    ids.push(...facts.flatMap(({ event }) => event ?? []))
  }
  ids.push(group, ...members, shop.line.botUserId)
  // From here on a server that has nothing to do is at work on the folder.
  await shop.close()
  shop = await openPastShop({ folder: shop.folder })
  env['LINE_API_BASE_URL'] = shop.line.url
  // One conversation is with staff; all others are at rest, and what came in is off the disk.
  await shop.until(async () => (await shop.store.due()).length === 1)
  await shop.until(async () => (await readdir(join(shop.folder, 'inbox'))).length === 0)
}, 60_000)

afterAll(async () => {
  await shop.close()
  await gemini.close()
  for (const end of ['', '-out', '-shop']) await rm(`${shop.folder}${end}`, { recursive: true, force: true })
})
beforeEach(() => gemini.answer(candidate(JSON.stringify(handoff))))

describe('over the conversations of a shop that is open', () => {
  test('no name, number, address or id of anybody goes to the model, the terminal or a file; LINE hears nothing; no byte changes', async () => {
    const before = await look(shop.folder)
    const { code, out: printed, said } = await replay('--again')
    expect(code, said).toBe(0)
    expect(withoutServers(await look(shop.folder))).toEqual(withoutServers(before))
    expect(before.size).toBeGreaterThan(20)
    expect(shop.line.calls).toEqual([])

    const { turns, totals } = await written()
    expect(totals).toMatchObject({ conversations: 6, turns: 12, replayed: 11, leftOut: { media: 1 } })
    expect(gemini.requests).toHaveLength(22)
    const places = {
      model: JSON.stringify(gemini.requests.map(({ body }) => body)),
      printed: printed + said,
      json: await readFile(`${out()}.json`, 'utf8'),
      html: await readFile(`${out()}.html`, 'utf8'),
    }
    expect(ids.length).toBeGreaterThan(30)
    for (const [place, text] of Object.entries(places)) {
      // A time in milliseconds may happen to hold the four digits of a telephone number.
      const withoutTimes = text.replaceAll(/(?<!\d)1[78]\d{11}(?!\d)/g, '')
      const found = [...canaries, ...ids].filter((canary) => withoutTimes.includes(canary))
      expect(found, place).toEqual([])
    }
    // What was asked and answered is still there to be read.
    expect(places.model).toContain('日曜は何時からですか')
    expect(places.model).toContain('The customer is called [name].')
    expect(places.model).toContain('(moon) when?')
    const [first] = turns.filter(({ messages }) => messages.some((text) => text.includes('何時からですか')))
    expect(first?.history.map(({ text }) => text).join('\n')).toContain('日曜は8:00からです。')
    expect(first?.then.texts).toEqual(['日曜は8:00からです。'])
    expect(places.printed).toMatch(/conversation 1, turn 2 \(ja\): resolved → handoff/)
  })

  test('what differs is counted, then × now, and what would newly be answered comes first', async () => {
    gemini.answer(candidate(JSON.stringify({ ...resolved, sources: ['hours.en#week'] })))
    const { out: printed } = await replay()
    const { turns, totals } = await written()
    const came = turns.map(({ then, now }) => `${then.decision} → ${now.decision}`)
    expect(came.slice(0, 3).toSorted()).toEqual(['handoff → resolved', 'handoff → resolved', 'needs_info → resolved'])
    expect(totals).toMatchObject({ changed: 3, newlyRead: 1 })
    expect(turns.filter(({ newlyRead }) => newlyRead).map(({ then }) => then.decision)).toEqual(['needs_info'])
    expect(printed).toMatch(
      /then \\ now +resolved +needs_info +handoff\nresolved +8 +0 +0\nneeds_info +1 +0 +0\nhandoff +2 +0 +0\n/,
    )
    expect(printed).toContain('3 of 11 (27.3\u00a0%) would have been decided otherwise; 1 of all would newly be Read.')
    expect(printed).toContain('--again tells how many of these differ by chance')
    expect(printed).not.toMatch(/^conversation \d+, turn \d+.*resolved → resolved/m)
  })

  test('judged again by the shop’s own prompt as well, it is told how much of it is chance', async () => {
    const { out: printed } = await replay('--again')
    const { turns } = await written()
    expect(turns.every(({ again }) => again?.decision === 'handoff')).toBe(true)
    expect(printed).toContain('assistant judged again: 9 of 11 (81.8\u00a0%) differ from then')
    expect(printed).toContain('careful and assistant differ in 0 of 11 (0\u00a0%)')
  })

  test('at most so many turns, the newest; one model alone; a prompt that is not there', async () => {
    await replay('--limit', '2')
    expect(gemini.requests).toHaveLength(2)
    expect((await written()).totals).toMatchObject({ turns: 12, replayed: 2, leftOut: { limit: 9 } })
    const refused = await replay('--models', 'gemini,offline')
    expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('name one') })
    const missing = await runLab(['replay', '--prompt', 'carefull'], env)
    expect(missing).toMatchObject({ code: 2, said: expect.stringContaining('carefull.md') })
    expect(await runLab(['replay'], env)).toMatchObject({ code: 2, said: expect.stringContaining('--prompt') })
  })

  test('a model that gives only errors is given up, and what was to be judged is told', async () => {
    gemini.answer(failure(403, 'PERMISSION_DENIED'))
    const { code, out: printed, said } = await replay('--parallel', '1')
    expect(code).toBe(1)
    expect(gemini.requests).toHaveLength(5)
    expect(said).toMatch(
      /^gemini-3\.6-flash is given up after 5 failures in a row and no answer: Gemini answered 403.*GEMINI_API_KEY/m,
    )
    expect(printed).toContain('Not all could be judged: 6 of 11 turns are left unjudged.')
    const { totals, problems } = await written()
    expect(totals).toMatchObject({ replayed: 5, changed: 0, newlyRead: 0 })
    expect(problems).toEqual([expect.stringContaining('is given up')])
  })

  test('a limit on cost stops it, and what was judged is kept', async () => {
    const prices = { MODEL_PRICES: 'gemini-3.6-flash=1000/1000', MODEL_PRICES_OF: '2026-11-01' }
    const refused = await replay('--max-cost', '3')
    expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('MODEL_PRICES') })
    const args = ['replay', '--prompt', 'careful', '--out', out(), '--max-cost', '3', '--parallel', '1']
    const { code, out: printed } = await runLab(args, { ...env, ...prices })
    expect(code).toBe(1)
    expect(printed).toContain('--max-cost $3.00 is reached: 8 of 11 turns are left unjudged')
    expect((await written()).totals.replayed).toBe(3)
  })

  test('a limit on cost counts both judgements of a turn as one that is under way', async () => {
    // A turn costs 2 × $1.30. After two of them, with a third under way, there is no room for a fourth.
    const prices = { MODEL_PRICES: 'gemini-3.6-flash=1000/1000', MODEL_PRICES_OF: '2026-11-01' }
    const args = ['replay', '--prompt', 'careful', '--again', '--out', out(), '--max-cost', '7.5', '--parallel', '2']
    await runLab(args, { ...env, ...prices })
    const { totals } = await written()
    expect(totals.replayed).toBe(3)
    expect(totals['cost']).toBeCloseTo(7.8)
  })

  test('a limit on cost needs no price for the offline model', async () => {
    const { code, said } = await replay('--models', 'offline', '--max-cost', '1')
    expect({ code, said }).toEqual({ code: 0, said: '' })
    expect((await written()).totals).toMatchObject({ replayed: 11, cost: 0 })
  })

  test('stopped half-way, what was judged is told and written', async () => {
    gemini.answer(candidate(JSON.stringify(handoff)), candidate(JSON.stringify(handoff)), { instead: 'hang' })
    const lab = startLab(['replay', '--prompt', 'careful', '--out', out(), '--parallel', '1'], env)
    for (let asked = 0; asked < 3; asked += 1) await gemini.asked()
    lab.child.kill('SIGINT')
    expect(await lab.ended).toBe(130)
    expect(lab.out()).toContain('9 of 11 turns are left unjudged')
    expect((await written()).totals.replayed).toBe(2)
  })
})

describe('what cannot be used is named, and the rest goes on', () => {
  /** A copy is a data folder like any other. */
  const copied = async (change: (folder: string, files: string[]) => Promise<void>): Promise<LabRun> => {
    const folder = `${shop.folder}-out/copy`
    await rm(folder, { recursive: true, force: true })
    const from = join(shop.folder, 'conversations')
    const files: string[] = []
    for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      const to = path.replace(shop.folder, folder)
      await mkdir(join(to, '..'), { recursive: true })
      await writeFile(to, await readFile(path))
      files.push(to)
    }
    await change(folder, files.toSorted())
    const before = await look(folder)
    const run = await runLab(['replay', '--prompt', 'careful', '--out', out()], { ...env, DATA_DIR: folder })
    expect(await look(folder)).toEqual(before)
    return run
  }

  test('files that are torn, of another shape, or do not fit together', async () => {
    const named: string[] = []
    const {
      code,
      said,
      out: printed,
    } = await copied(async (_, files) => {
      const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })))
      // Others write of this one: whose file cannot be read is not known by name.
      const rest = texts.filter(({ text }) => !text.includes('"name":"Ottoline Bragg"')).map(({ file }) => file)
      expect(rest.length).toBeLessThan(files.length)
      const [torn = '', other = '', odd = ''] = rest
      named.push(torn, other, odd)
      const text = await readFile(torn, 'utf8')
      await writeFile(torn, text.slice(0, text.length / 2))
      await writeFile(other, JSON.stringify({ format: 1, id: 'x', facts: [], messages: 'Quillfeather' }))
      const whole = z.looseObject({ facts: z.array(z.unknown()) }).parse(JSON.parse(await readFile(odd, 'utf8')))
      await writeFile(odd, JSON.stringify({ ...whole, facts: [{ type: 'Fenwick', at: 1 }, ...whole.facts] }))
    })
    expect(code).toBe(1)
    expect(said).toContain(`${named[0]} is left out: it is not JSON: torn, or changed by hand`)
    expect(said).toContain(`${named[1]} is left out: it is not a conversation (at chat)`)
    expect(said).toContain(`${named[2]} is left out: what it holds does not fit together`)
    expect((await written()).totals).toMatchObject({ conversations: 3 })
    for (const canary of canaries) expect(said + printed).not.toContain(canary)
  })

  test('a folder that is not there, one in which nobody has written, and days in which nobody wrote', async () => {
    const nowhere = await runLab(['replay', '--prompt', 'careful'], { ...env, DATA_DIR: `${shop.folder}-out/nowhere` })
    expect(nowhere).toMatchObject({ code: 2, said: expect.stringContaining('nowhere: set DATA_DIR') })
    await expect(stat(`${shop.folder}-out/nowhere`)).rejects.toThrow('ENOENT')
    const empty = await copied(async (folder) => {
      await rm(join(folder, 'conversations'), { recursive: true })
      await mkdir(join(folder, 'conversations'))
    })
    expect(empty).toMatchObject({ code: 0, out: expect.stringContaining('there is nothing to replay') })
    const old = await copied(async (_, files) => {
      for (const file of files) {
        const text = await readFile(file, 'utf8')
        // Ten days earlier.
        await writeFile(
          file,
          text.replace(/\b1[78]\d{11}\b/g, (time) => String(Number(time) - 864_000_000)),
        )
      }
    })
    expect(old).toMatchObject({ code: 0, out: expect.stringContaining('0 turns; 0 judged again') })
    expect(gemini.requests).toEqual([])
  })
})
