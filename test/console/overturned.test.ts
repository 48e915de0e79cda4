/** Answers that did not do: they stand among the gaps, and one press keeps each as a case. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDrafts } from '../../src/adapters/documents/drafts.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { learnedFiles } from '../../src/adapters/files/learned.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { addLearning } from '../../src/console/learning/learning.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { quietLog } from '../flow/shop.ts'
import { get, owner, send, shop, turnRow } from './figures-shop.ts'
import { conversationOf, idOf, pathOf, type Person } from './people.ts'

const now = Date.parse('2026-11-17T10:00:00Z')

const hana: Person = {
  id: 'Uhana',
  name: 'Hana Sato',
  language: 'en',
  wrote: [
    { ago: 70, text: 'hello, this is Hana Sato', earlier: true, read: true },
    { ago: 60, text: 'can I bring my dog? call me at 090-1234-5678' },
    { ago: 20, text: 'I mean inside, not on the terrace' },
  ],
  answered: [
    { ago: 69, text: 'Hello Hana!' },
    { ago: 59, text: 'Yes, on the terrace.' },
  ],
}

async function school() {
  const written = conversationOf(hana, now)
  const [, dog] = written.messages
  const conversation = { ...written, judged: [{ turn: 't1', messages: [dog!.id], reason: '', summary: '' }] }
  const row = turnRow({
    at: now - 59 * 60_000,
    conversation: conversation.id,
    turn: 't1',
    decision: 'resolved',
    topic: 'pets',
    messages: [dog!.id],
    cameBackAt: now - 20 * 60_000,
  })
  const fine = turnRow({ at: now - 58 * 60_000, decision: 'resolved', topic: 'fine', conversation: 'Ubot:user:Ufine' })
  const tapped = turnRow({
    at: now - 57 * 60_000,
    decision: 'resolved',
    solved: false,
    conversation: 'Ubot:user:Ugone',
  })
  const one = shop({ now, rows: [row, fine, tapped], conversations: [conversation], member: owner })
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-overturned-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const dirs = { knowledgeDir: join(folder, 'knowledge'), casesDir: join(folder, 'cases') }
  const drafts = await openDrafts({
    documents: openFileDocuments(join(folder, 'var'), quietLog),
    learn: learnedFiles(dirs),
    log: quietLog,
  })
  let ids = 0
  addLearning(one.router, one.pages, {
    store: one.store,
    staff: { note: () => Promise.resolve({ type: 'done' }) },
    drafts,
    knowledge: await loadKnowledge('data/knowledge'),
    clock: one.clock,
    newId: () => `d${++ids}`,
  })
  return { ...one, ...dirs, drafts, url: await one.open() }
}

test('an answer after which the customer came back stands there, in their words, with what was answered', async () => {
  const { url } = await school()
  const { text } = await get(url, '/console/gaps')
  expect(text).toContain('Answers that did not do')
  expect(text).toContain('can I bring my dog?')
  expect(text).toContain('Yes, on the terrace.')
  expect(text).toContain('Came back about the same')
  // Two there are, and the words of one are gone.
  expect(text).toContain('The newest 1 whose words are still there are shown.')
})

test('one press keeps it as a case, redacted, for an owner to accept; accepted, it is in the case file', async () => {
  const { url, drafts, casesDir, audited } = await school()
  const kept = await send(url, `${pathOf(hana)}/keep-case`, { turn: 't1', expect: 'handoff' })
  expect(kept).toMatchObject({ status: 303, location: '/console/knowledge#draft-d1' })
  expect(await drafts.list()).toMatchObject([
    {
      conversation: idOf(hana),
      language: 'en',
      case: {
        history: [
          { from: 'customer', text: 'hello, this is [name]' },
          { from: 'assistant', text: 'Hello [name]!' },
        ],
        messages: ['can I bring my dog? call me at [phone]'],
        expect: 'handoff',
      },
    },
  ])
  expect(audited).toEqual(['draft_made d1'])
  await drafts.accept('d1')
  const file = await readFile(join(casesDir, 'learned.en.yaml'), 'utf8')
  expect(file).toContain('messages: ["can I bring my dog? call me at [phone]"]')
  expect(file).not.toMatch(/Hana|Sato|5678/)
})

test('what was erased meanwhile is said, and nothing is kept; another decision than the two is refused', async () => {
  const { url, drafts, conversations } = await school()
  expect((await send(url, `${pathOf(hana)}/keep-case`, { turn: 't1', expect: 'resolved' })).status).toBe(400)
  conversations.clear()
  await send(url, `${pathOf(hana)}/keep-case`, { turn: 't1', expect: 'handoff' })
  expect(await drafts.list()).toEqual([])
})

test('it fits a phone', async () => {
  const { url } = await school()
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  for (const locale of ['en', 'ja', 'th']) {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale })
    await page.goto(`${url}/console/gaps`)
    if (process.env['SHOTS'])
      await page.screenshot({ path: `${process.env['SHOTS']}/gaps-${locale}.png`, fullPage: true })
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390)
    await page.close()
  }
})
