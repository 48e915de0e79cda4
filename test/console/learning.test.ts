import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDrafts } from '../../src/adapters/documents/drafts.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { learnedFiles } from '../../src/adapters/files/learned.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { addLearning } from '../../src/console/learning/learning.ts'
import type { BrokenSource } from '../../src/ports/sources.ts'
import { loadCases } from '../../src/lab/cases.ts'
import { clerk, fieldsIn, get, owner, send, shop, turnRow } from './figures-shop.ts'
import { conversationOf, idOf, pathOf, type Person } from './people.ts'

const now = Date.parse('2026-11-17T10:00:00Z')
const log = { debug() {}, info() {}, warn() {}, error() {} }

const hana: Person = {
  id: 'Uhana',
  name: 'Hana',
  language: 'ja',
  wrote: [
    { ago: 60, text: '営業時間は？', earlier: true, read: true },
    { ago: 10, text: '佐藤花子と申します。090-1234-5678です。' },
    { ago: 9, text: '犬は入れますか？<b>&' },
  ],
  answered: [{ ago: 59, text: '7:30からです。' }],
  entry: {
    kind: 'handoff',
    ago: 8,
    topic: 'pets',
    lowered: 'no_source',
    summary: '佐藤様は犬を連れて入れるか知りたい',
  },
}
const gone: Person = {
  id: 'Ugone',
  wrote: [{ ago: 20, text: 'もう取り消した秘密', unsent: true }],
  entry: { kind: 'handoff', ago: 19, topic: 'pets' },
}

async function school({ member = owner, broken = [] as BrokenSource[], writable = true } = {}) {
  const people = [hana, gone]
  const conversations = people.map((person) => conversationOf(person, now))
  const rows = conversations.map((conversation) =>
    turnRow({
      at: now - 10 * 60_000,
      conversation: conversation.id,
      turn: 't1',
      decision: 'handoff',
      topic: 'pets',
      lowered: 'no_source',
      messages: conversation.messages.slice(-2).map(({ id }) => id),
    }),
  )
  rows.push(
    turnRow({
      at: now - 50 * 60_000,
      decision: 'tap',
      by: 'rule',
      topic: 'other',
      conversation: 'Ubot:user:Uforgotten',
    }),
  )
  rows.push(turnRow({ at: now - 50 * 60_000, decision: 'handoff', observed: true, topic: 'observed' }))
  rows.push(turnRow({ at: now - 49 * 60_000, decision: 'handoff', lowered: 'not_recorded', topic: 'unrecorded' }))
  const one = shop({ now, rows: rows.toSorted((a, b) => a.at - b.at), conversations, member })
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-learning-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const dirs = { knowledgeDir: join(folder, 'knowledge'), casesDir: join(folder, 'cases') }
  if (!writable) await writeFile(dirs.knowledgeDir, 'a file where the folder should be')
  const drafts = await openDrafts({
    documents: openFileDocuments(join(folder, 'var'), log),
    learn: learnedFiles(dirs),
    log,
  })
  let ids = 0
  addLearning(one.router, one.pages, {
    store: one.store,
    staff: { note: () => Promise.resolve({ type: 'done' }) },
    drafts,
    knowledge: await loadKnowledge('data/knowledge'),
    sources: { broken: () => broken },
    clock: one.clock,
    hours: { at: () => ({ timeZone: 'Asia/Tokyo', open: true }) },
    newId: () => `d${++ids}`,
  })
  return { ...one, ...dirs, drafts, url: await one.open() }
}

test('gaps: the questions stand under their topic, the most frequent first, and lead to teaching', async () => {
  const { url } = await school()
  const { text } = await get(url, '/console/gaps')
  expect(text.indexOf('pets')).toBeLessThan(text.indexOf('<bdi>other</bdi>'))
  expect(text).toContain('犬は入れますか？&lt;b&gt;&amp;')
  expect(text).toContain(`${pathOf(hana)}/learn?turn=t1`)
  // What was taken back is not repeated, and what was only observed went to nobody.
  expect(text).not.toContain('秘密')
  expect(text).toContain('1 more, whose words are gone')
  expect(text).not.toContain('observed')
  // No knowledge is missing where a system of the shop failed.
  expect(text).not.toContain('unrecorded')
})

test('gaps: before anything went to staff, the page says what will be here', async () => {
  const one = await school()
  one.rows.splice(0)
  expect((await get(one.url, '/console/gaps', 'zh-TW')).text).toContain('這段期間沒有轉給專人的問題')
})

test('Done asks for the answer: the question is shown redacted, and what is written becomes a draft', async () => {
  const { url, drafts, audited } = await school({ member: clerk })
  const { text } = await get(url, `${pathOf(hana)}/learn`)
  for (const canary of ['佐藤', '花子', '090', '5678']) expect(text).not.toContain(canary)
  expect(text).toContain('[name]と申します。[phone]です。')
  const fields = fieldsIn(text)
  expect(fields).toMatchObject({ language: 'ja', with_case: 'on', expect: 'resolved', 'said.1.use': 'judge' })
  const sent = await send(
    url,
    `${pathOf(hana)}/learn`,
    { ...fields, title: '犬', text: 'テラス席へどうぞ。' },
    clerk.formToken,
  )
  expect(sent).toMatchObject({
    status: 303,
    location: '/console/knowledge#draft-d1',
    said: 'The draft is kept. An owner can accept it here.',
  })
  expect(await drafts.list()).toMatchObject([
    {
      id: 'd1',
      by: 'Ken',
      conversation: idOf(hana),
      language: 'ja',
      passage: { title: '犬', text: 'テラス席へどうぞ。' },
      case: { messages: ['[name]と申します。[phone]です。', '犬は入れますか？<b>&'], expect: 'resolved' },
    },
  ])
  expect(audited).toEqual(['draft_made d1'])
})

test('a question whose words are gone can still be answered', async () => {
  const { url, drafts } = await school()
  const { text } = await get(url, `${pathOf(gone)}/learn`)
  expect(text).toContain('The words of this question are gone')
  expect(text).not.toContain('秘密')
  await send(url, `${pathOf(gone)}/learn`, { ...fieldsIn(text), title: 'A', text: 'B' })
  expect(await drafts.list()).toMatchObject([{ passage: { title: 'A', text: 'B' } }])
  expect((await drafts.list())[0]?.case).toBeUndefined()
})

test('who only asked for a person is asked about what they wrote before', async () => {
  const asker: Person = {
    id: 'Uasker',
    wrote: [
      { ago: 12, text: 'ลานจอดรถอยู่ไหน', earlier: true },
      { ago: 10, text: 'operator' },
    ],
    entry: { kind: 'handoff', ago: 9, rule: true },
  }
  const { url, conversations } = await school()
  conversations.set(idOf(asker), conversationOf(asker, now))
  expect((await get(url, `${pathOf(asker)}/learn`)).text).toContain('ลานจอดรถอยู่ไหน')
})

test('a summary that only repeats what was asked: the passage is called by the question alone, and no words stand twice', async () => {
  const { url, conversations } = await school()
  const headings = async (id: string, wrote: string[], summary: string) => {
    const person: Person = {
      id,
      wrote: wrote.map((text, index) => ({ ago: 20 - index, text })),
      entry: { kind: 'handoff', ago: 9, summary },
    }
    conversations.set(idOf(person), conversationOf(person, now))
    const { title, also } = fieldsIn((await get(url, `${pathOf(person)}/learn`)).text)
    return { title, also }
  }
  // As the offline model sums up, and as a rule does.
  expect(
    await headings(
      'Upam',
      ['How much\nis it?', 'can i talk to a person please'],
      'How much\nis it?\ncan i talk to a person please',
    ),
  ).toEqual({ title: 'How much is it?', also: '' })
  expect(
    await headings('Uann', ['operator', 'Do you sell, or lend, chairs?'], 'operator / Do you sell, or lend, chairs?'),
  ).toEqual({
    title: 'Do you sell, or lend, chairs?',
    also: '',
  })
  expect(await headings('Ubob', ['operator'], 'operator')).toEqual({ title: 'operator', also: '' })
  // A model’s own summary says more: then the customer's words are the others.
  expect(await headings('Ucat', ['operator', 'chairs, tables?'], 'Wants to rent\nfurniture')).toEqual({
    title: 'Wants to rent furniture',
    also: 'chairs tables?',
  })
})

test('the conversation was erased while the page was open: nothing is drafted', async () => {
  const { url, conversations, drafts } = await school()
  conversations.clear()
  const { status } = await send(url, `${pathOf(hana)}/learn`, { title: 'A', text: 'B' })
  expect(status).toBe(303)
  expect(await drafts.list()).toEqual([])
})

test('make this a case: what was said, each line redacted, the turn chosen, and what a person changed', async () => {
  const { url, drafts } = await school()
  const { text } = await get(url, `${pathOf(hana)}/case`)
  expect(text).not.toContain('佐藤')
  const fields = fieldsIn(text)
  expect(fields).toMatchObject({
    'said.0.text': '営業時間は？',
    'said.0.use': 'before',
    'said.1.from': 'assistant',
    'said.1.use': 'before',
    'said.3.use': 'judge',
    expect: 'handoff',
    language: 'ja',
  })
  const changed = {
    ...fields,
    'said.2.use': 'out',
    'said.3.text': '犬は？',
    expect: 'resolved',
    source: 'visit.ja#pets',
  }
  await send(url, `${pathOf(hana)}/case`, changed)
  expect(await drafts.list()).toMatchObject([
    {
      case: {
        history: [
          { from: 'customer', text: '営業時間は？' },
          { from: 'assistant', text: '7:30からです。' },
        ],
        messages: ['犬は？'],
        expect: 'resolved',
        source: ['visit.ja#pets'],
      },
    },
  ])
  const empty = await send(url, `${pathOf(hana)}/case`, { ...changed, 'said.3.use': 'out' })
  expect(empty.said).toContain('a case needs a message to be judged')
})

test('an owner accepts: it stands in the shop’s files, harmless, and the lab reads it', async () => {
  const { url, drafts, knowledgeDir, casesDir, audited } = await school()
  const page = await get(url, `${pathOf(hana)}/learn`)
  await send(url, `${pathOf(hana)}/learn`, {
    ...fieldsIn(page.text),
    title: 'Dogs',
    text: 'On the terrace.\n## evil {#x}\n<!--',
  })
  const { text } = await get(url, '/console/knowledge')
  expect(text).toContain('On the terrace.')
  const accepted = await send(url, '/console/knowledge/d1', { ...fieldsIn(text), also: 'pets', do: 'accept' })
  expect(accepted.said).toContain('learned.ja.md')
  const passages = (await loadKnowledge(knowledgeDir)).passages()
  expect(passages).toEqual([
    { id: 'learned.ja#dogs', title: 'Dogs', also: 'pets', text: 'On the terrace.\nevil {#x}\n< !--' },
  ])
  const { cases } = await loadCases(casesDir, new Set(passages.map(({ id }) => id)))
  expect(cases).toMatchObject([
    { messages: ['[name]と申します。[phone]です。', '犬は入れますか？<b>&'], source: ['learned.ja#dogs'] },
  ])
  expect(await drafts.list()).toEqual([])
  expect(audited).toEqual(['draft_made d1', 'draft_accepted d1'])
  const late = await send(url, '/console/knowledge/d1', { do: 'accept' })
  expect(late.said).toContain('not there any more')
})

test('staff save and discard; only an owner accepts', async () => {
  const { url, drafts, knowledgeDir } = await school({ member: clerk })
  const page = await get(url, `${pathOf(hana)}/learn`)
  await send(url, `${pathOf(hana)}/learn`, { ...fieldsIn(page.text), title: 'Dogs', text: 'Yes.' }, clerk.formToken)
  const { text } = await get(url, '/console/knowledge')
  expect(text).not.toContain('value="accept"')
  expect((await send(url, '/console/knowledge/d1', { ...fieldsIn(text), do: 'accept' }, clerk.formToken)).status).toBe(
    403,
  )
  await expect(readFile(join(knowledgeDir, 'learned.ja.md'))).rejects.toThrow(/ENOENT/)
  await send(url, '/console/knowledge/d1', { ...fieldsIn(text), text: 'No.', do: 'save' }, clerk.formToken)
  expect(await drafts.list()).toMatchObject([{ passage: { text: 'No.' } }])
  expect(
    (await send(url, '/console/knowledge/d1', { ...fieldsIn(text), text: ' ', do: 'save' }, clerk.formToken)).said,
  ).toContain('Something is missing')
  expect((await send(url, '/console/knowledge/d1', { do: 'discard' }, clerk.formToken)).said).toBe('Discarded.')
  expect(await drafts.list()).toEqual([])
})

test('a folder that cannot be written is said plainly, and the draft is kept', async () => {
  const { url, drafts } = await school({ writable: false })
  const page = await get(url, `${pathOf(hana)}/learn`)
  await send(url, `${pathOf(hana)}/learn`, { ...fieldsIn(page.text), title: 'Dogs', text: 'Yes.' })
  const { text } = await get(url, '/console/knowledge')
  const { said } = await send(url, '/console/knowledge/d1', { ...fieldsIn(text), do: 'accept' })
  expect(said).toMatch(/learned\.ja\.md cannot be written \(\w+\)\. The draft is kept\. Give kidoku write access/)
  expect(await drafts.list()).toHaveLength(1)
})

test('a form without the member’s token does nothing', async () => {
  const { url, drafts } = await school()
  expect((await send(url, `${pathOf(hana)}/learn`, { title: 'A', text: 'B' }, 'forged')).status).toBe(400)
  expect((await send(url, `${pathOf(hana)}/case`, { 'said.0.text': 'x' }, '')).status).toBe(400)
  expect(await drafts.list()).toEqual([])
})

test('the page of knowledge names the files, how many passages each has, and which are broken where', async () => {
  const broken = [
    { file: 'prompts/assistant.md', why: 'prompts/assistant.md:7: not YAML. Check <colons>.', since: now - 60_000 },
  ]
  const { url } = await school({ broken })
  const { text } = await get(url, '/console/knowledge')
  expect(text).toMatch(/hours\.ja\.md<\/code><\/th>\s*<td>4<\/td>/)
  expect(text).toContain('Broken files: the last good version is used')
  expect(text).toContain('Check &lt;colons&gt;.')
  expect((await get(url, '/console/knowledge', 'th')).text).toContain('ยังไม่มีฉบับร่าง')
})
