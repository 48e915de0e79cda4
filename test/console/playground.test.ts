import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadCases } from '../../src/lab/cases.ts'
import { ModelUnavailable, type Model } from '../../src/ports/model.ts'
import { fieldsIn } from './figures-shop.ts'
import { idOf, type Person } from './people.ts'
import { studio, type Studio } from './studio.ts'
import { Visitor, type Answer } from './visitor.ts'

const path = '/console/playground'

/** A member's page, and what they do on it: each press sends all that stands there. */
async function desk(
  { url }: Pick<Studio, 'url'>,
  at = path,
  headers: Record<string, string> = {},
  who = new Visitor(url),
) {
  let page = await who.get(at, headers)
  return {
    who,
    text: () => page.text,
    fields: () => fieldsIn(page.text),
    async press(button: string, changes: Record<string, string> = {}): Promise<Answer> {
      const answer = await who.send(path, { ...fieldsIn(page.text), ...changes, do: button }, headers)
      if (answer.text.includes('id="playground"')) page = answer
      return answer
    },
  }
}

const sunday = { 'message.0': 'Are you open on Sunday?' }

/** What a side's part of the page says, without its markup. */
function wordsOf(page: string, id: string): string {
  const [, part = ''] = new RegExp(`id="${id}"[^>]*>([^]*?)</(?:section|form)>`).exec(page) ?? []
  return part
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
const difference = (page: string): string => /id="difference">([^<]*)</.exec(page)?.[1] ?? ''
const reads = (page: string): string[] => [...page.matchAll(/data-read="(\w+)"/g)].map(([, read = '']) => read)

const passwords = { Aya: 'Aya bakes at eight', Ken: 'Ken bakes at eight' }
const accounts = [
  { name: 'Aya', role: 'owner', password: passwords.Aya },
  { name: 'Ken', role: 'staff', password: passwords.Ken },
] as const
async function signedIn(one: Studio, name: keyof typeof passwords) {
  const who = new Visitor(one.url)
  await who.send('/console/sign-in', { name, password: passwords[name] })
  return desk(one, path, {}, who)
}

test('two prompts answer side by side, with decision, reason, sources and what would be marked Read', async () => {
  const one = await studio()
  const page = await desk(one)
  const { text, status } = await page.press('try', {
    ...sunday,
    'b.text': (page.fields()['b.text'] ?? '').replace('min_confidence: 0.7', 'min_confidence: 0.99'),
  })
  expect(status).toBe(200)
  expect(difference(text)).toBe(
    'A would answer and mark it Read; B would give it to staff and mark it Read once they are told.',
  )
  expect(reads(text)).toEqual(['now', 'when_told'])
  const [a, b] = [wordsOf(text, 'result-a'), wordsOf(text, 'result-b')]
  expect(a).toMatch(/^A: assistant ✓ Resolved/)
  expect(a).toContain('On Saturdays, Sundays and Japanese national holidays we are open from 8:00 to 17:00.')
  expect(a).toContain('hours.en#weekend Weekends and national holidays')
  expect(a).toContain('Confidence 95%')
  expect(b).toMatch(/^B: assistant, edited here → Hand-off Lowered from “Resolved”\. It was not sure enough/)
  expect(b).toContain('I have passed this on to our staff')
  expect(b).toMatch(/it would not be sent On Saturdays, Sundays/)
  // What the model was given, as it had it.
  expect(a).toContain('&lt;passage id=&quot;hours.en#weekend&quot;&gt;')
  // Everything is as it was written.
  expect(page.fields()).toMatchObject({ ...sunday, 'a.file': 'assistant', 'b.file': '', 'b.of': 'assistant' })
  expect(page.fields()['b.text']).toContain('min_confidence: 0.99')
})

test('the same decision is said in a sentence, and whether the words are the same', async () => {
  const page = await desk(await studio())
  const { text } = await page.press('try', sunday)
  expect(difference(text)).toBe(
    'Same decision: both would answer and mark it Read. The customer would get the same words.',
  )
})

test('trying says nothing to anybody and changes nothing that is kept', async () => {
  const hana: Person = {
    id: 'Uhana',
    name: 'Hana',
    wrote: [{ ago: 5, text: 'Are you open on Sunday?' }],
    entry: { kind: 'handoff', ago: 4 },
  }
  const one = await studio({ people: [hana] })
  const before = JSON.stringify([await one.conversation(hana), await one.store.list({ list: 'all', limit: 50 })])
  const commits: string[] = []
  one.store.onCommit((id) => void commits.push(id))
  const page = await desk(one, `${path}?conversation=${encodeURIComponent(idOf(hana))}`)
  const { text } = await page.press('try')
  expect(difference(text)).toContain('Same decision')
  expect(JSON.stringify([await one.conversation(hana), await one.store.list({ list: 'all', limit: 50 })])).toBe(before)
  expect(commits).toEqual([])
  expect(await one.audit.last(10)).toEqual([])
  expect(await one.drafts.list()).toEqual([])
  expect(await readdir(one.promptsDir)).not.toContain('cases/learned.en.yaml')
})

test('a burst with what was said before is judged together, for the customer as they are called', async () => {
  const asked: { contents: string[]; system: string }[] = []
  const model: Model = {
    name: 'played',
    takesMedia: false,
    judge(request) {
      asked.push({ system: request.system, contents: request.contents.map(({ role, text }) => `${role}: ${text}`) })
      return Promise.resolve({ ok: false, why: 'blocked' })
    },
  }
  const page = await desk(await studio({ model }))
  const prompt = '---\n---\nThe customer is {{ customer.name }}.\n'
  const { text } = await page.press('try', {
    'message.0': 'thx',
    'message.1': '',
    'message.2': 'and on\r\nsunday?',
    'before.0.from': 'customer',
    'before.0.text': 'when do you open',
    'before.1.from': 'assistant',
    'before.1.text': 'At 7:30.',
    customer: 'Emma',
    'b.text': prompt,
  })
  const b = asked.find(({ system }) => system.startsWith('The customer is'))
  expect(b?.system).toContain('The customer is Emma.')
  expect(b?.contents).toEqual(['user: when do you open', 'model: At 7:30.', 'user: thx\nand on\nsunday?'])
  expect(wordsOf(text, 'result-b')).toMatch(/! No judgement blocked/)
  expect(difference(text)).toBe(
    'Same decision: both would give no judgement and leave it unread. The customer would get the same words.',
  )
})

test('a mistake in one text is named with its line, nothing is lost, and the other side still answers', async () => {
  const page = await desk(await studio())
  const text = (page.fields()['b.text'] ?? '').replace('min_confidence: 0.7', 'min_confidence: <high>')
  const answer = await page.press('try', { ...sunday, 'b.text': text.replace(/\n/g, '\r\n') })
  expect(answer.status).toBe(200)
  const line = text.split('\n').indexOf('min_confidence: <high>') + 1
  const state = wordsOf(answer.text, 'b-state')
  expect(state).toContain(`Line ${line} min_confidence: &lt;high&gt;`)
  expect(state).toContain('Write a number from 0 to 1, such as 0.7')
  expect(page.fields()).toMatchObject({ ...sunday, 'b.text': text, 'b.file': '' })
  expect(wordsOf(answer.text, 'result-a')).toContain('Resolved')
  expect(wordsOf(answer.text, 'result-b')).toContain('Not tried')
  expect(difference(answer.text)).toBe('Only A could be tried.')
})

test('one side failing does not hide the other', async () => {
  const model: Model = {
    name: 'played',
    takesMedia: false,
    judge({ system }) {
      if (system.startsWith('Fail')) throw new ModelUnavailable('no answer')
      const judgement = {
        decision: 'handoff',
        reply: '',
        reason: 'A person is asked for.',
        confidence: 0.9,
        sources: [],
      }
      return Promise.resolve({
        ok: true,
        text: JSON.stringify({
          ...judgement,
          small_talk: false,
          topic: 'other',
          language: 'en',
          summary: 'Wants <b>it</b>.',
        }),
        usage: { input: 1_200, output: 80 },
      })
    },
  }
  const prices = { currency: 'USD', asOf: '2026-11-01', models: new Map([['played', { input: 10, output: 100 }]]) }
  const page = await desk(await studio({ model, prices }))
  const { text } = await page.press('try', { 'message.0': 'I want a cake', 'a.text': '---\n---\nFail.\n' })
  expect(wordsOf(text, 'result-a')).toContain('No judgement no answer')
  const b = wordsOf(text, 'result-b')
  expect(b).toContain('Reason A person is asked for. Wants Wants &lt;b&gt;it&lt;/b&gt;.')
  expect(b).toContain('1,200 tokens in, 80 out · ≈ $0.020')
})

test('a fault of ours on one side is said there, and logged; the other answers', async () => {
  const one = await studio({
    before({ text }) {
      if (text === 'Break.') throw new Error('broken on purpose')
    },
  })
  const page = await desk(one)
  const { text } = await page.press('try', { ...sunday, 'a.text': '---\n---\nBreak.\n' })
  expect(wordsOf(text, 'result-a')).toContain('This side could not be tried, by a fault of ours')
  expect(wordsOf(text, 'result-b')).toContain('Resolved')
  expect(one.errors).toEqual(['a prompt could not be tried in the playground'])
})

test('both are asked at the same time, and a browser that goes away stops them', async () => {
  const asked: AbortSignal[] = []
  let all = (): void => {}
  const both = new Promise<void>((resolve) => (all = resolve))
  let over = (): void => {}
  const ended = new Promise<void>((resolve) => (over = resolve))
  const model: Model = {
    name: 'played',
    takesMedia: false,
    judge: (_, signal) =>
      new Promise((_resolve, reject) => {
        asked.push(signal)
        if (asked.length === 2) all()
        signal.addEventListener('abort', () => {
          if (asked.every(({ aborted }) => aborted)) over()
          reject(new Error('aborted'))
        })
      }),
  }
  // A model's time is never over: only who leaves ends it.
  const clock = { now: () => 0, after: () => new Promise<void>(() => {}) }
  const one = await studio({ model, clock })
  const page = await desk(one)
  const leaving = new AbortController()
  const sent = fetch(`${one.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ...page.fields(), ...sunday, do: 'try' }),
    signal: leaving.signal,
  })
  await both
  leaving.abort()
  await expect(sent).rejects.toThrow()
  await ended
  expect(one.errors).toEqual([])
})

test('what cannot be tried is said, and all of it stays', async () => {
  const page = await desk(await studio())
  const empty = await page.press('try', { 'message.0': ' ', customer: 'Emma' })
  expect([empty.status, empty.text]).toEqual([422, expect.stringContaining('Write at least one message')])
  expect(page.fields()).toMatchObject({ customer: 'Emma' })

  const long = 'ก'.repeat(5_001)
  const tooLong = await page.press('try', { 'message.0': 'hello', 'message.1': long })
  expect(tooLong.text).toContain('Message 2: at most 5,000 characters are tried.')
  expect(page.fields()['message.1']).toBe(long)

  const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`message.${index}`, 'hello']))
  expect((await page.press('try', many)).text).toContain('At most 20 messages')
  expect(page.fields()['message.20']).toBe('hello')

  const big = `---\n---\n${'あ'.repeat(34_000)}`
  const tooBig = await page.press('try', { ...many, 'message.20': '', 'message.1': '', 'b.text': big })
  expect(tooBig.text).toContain('A prompt has at most 100 KB.')
  expect(page.fields()['b.text']).toBe(big)
  expect(wordsOf(tooBig.text, 'result-a')).not.toBe('')
})

test('twenty tries a minute are enough for one member, and keep nobody else out', async () => {
  const model: Model = {
    name: 'played',
    takesMedia: false,
    judge: () => Promise.resolve({ ok: false, why: 'played' }),
  }
  const one = await studio({ model, accounts: [...accounts], access: { type: 'off', why: 'channel' } })
  const ken = await signedIn(one, 'Ken')
  for (let count = 0; count < 20; count += 1) expect((await ken.press('try', sunday)).status).toBe(200)
  const over = await ken.who.send(path, { ...ken.fields(), do: 'try' }, { 'accept-language': 'th' })
  expect(over.status).toBe(429)
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(over.text).toContain('ทดลองครบ 20 ครั้งในหนึ่งนาทีแล้ว')
  expect(fieldsIn(over.text)).toMatchObject(sunday)
  expect((await (await signedIn(one, 'Aya')).press('try', sunday)).status).toBe(200)
})

test('who is not signed in sees nothing and tries nothing', async () => {
  const one = await studio({ accounts: [...accounts], access: { type: 'off', why: 'channel' } })
  const stranger = new Visitor(one.url)
  expect((await stranger.get(path)).location).toContain('/console/sign-in')
  expect((await stranger.send(path, { ...sunday, do: 'try' })).location).toContain('/console/sign-in')
  // Nor does a form that is not the member's own.
  const aya = await signedIn(one, 'Aya')
  expect((await aya.press('save_a', { token: 'x', 'a.as': 'new' })).status).toBe(403)
  expect(await readdir(one.promptsDir)).not.toContain('new.md')
})

test('an owner saves the edited text as a new prompt: it loads, is in the audit, and the page says that it is not live', async () => {
  const one = await studio()
  const page = await desk(one)
  const text = (page.fields()['b.text'] ?? '').replace('min_confidence: 0.7', 'min_confidence: 0.2')
  const saved = await page.press('save_b', { ...sunday, 'b.text': text, 'b.as': 'bolder' })
  expect(wordsOf(saved.text, 'b-saved')).toMatch(
    /Saved as .*bolder\.md\. No customer is answered by it yet.*PROFILE=bolder.*experiments\.yaml/,
  )
  expect((await loadPrompts(one.promptsDir, 'bolder')).current().policy.min_confidence).toBe(0.2)
  expect(await readFile(join(one.promptsDir, 'bolder.md'), 'utf8')).toBe(text)
  expect(page.fields()).toMatchObject({ ...sunday, 'b.file': 'bolder', 'b.of': 'bolder', 'b.text': text, 'b.as': '' })
  expect(await one.audit.last(5)).toMatchObject([{ action: 'prompt_saved', detail: 'bolder' }])

  // It stays as it is from now on.
  const again = await page.press('save_b', { 'b.text': `${text}More.\n`, 'b.as': 'bolder' })
  expect(wordsOf(again.text, 'b-saved')).toContain('There is a prompt called bolder already')
  expect(page.fields()['b.text']).toBe(`${text}More.\n`)
  expect(await readFile(join(one.promptsDir, 'bolder.md'), 'utf8')).toBe(text)
  for (const name of ['../out', 'a b', '']) {
    expect(wordsOf((await page.press('save_b', { 'b.as': name })).text, 'b-saved')).toContain('Not saved: a name has')
  }
  const mistaken = await page.press('save_b', { 'b.text': '---\nquiet: 99s\n---\nText.\n', 'b.as': 'worse' })
  expect(wordsOf(mistaken.text, 'b-saved')).toContain('Not saved: the text has a mistake')
  expect(wordsOf(mistaken.text, 'b-state')).toContain('Line 2')
  expect(await readdir(one.promptsDir)).not.toContain('worse.md')
})

test('staff try as owners do, see why they cannot save a prompt, and cannot', async () => {
  const one = await studio({ accounts: [...accounts], access: { type: 'off', why: 'channel' } })
  const ken = await signedIn(one, 'Ken')
  expect(ken.text()).toContain('Owners can save this text')
  expect(ken.text()).not.toContain('value="save_a"')
  expect((await ken.press('save_a', { 'a.as': 'mine' })).status).toBe(403)
  expect(await readdir(one.promptsDir)).not.toContain('mine.md')
  expect(await one.audit.last(1)).toMatchObject([{ action: 'refused', by: 'Ken' }])
  // A case of theirs waits for an owner.
  await ken.press('try', sunday)
  const { text } = await ken.press('case_a')
  expect(wordsOf(text, 'a-case-word')).toContain('an owner accepts it on the Knowledge page')
  expect(await one.drafts.list()).toMatchObject([{ by: 'Ken', case: { ...caseOfSunday, expect: 'resolved' } }])
})

const caseOfSunday = {
  messages: ['Are you open on Sunday?'],
  history: [],
  source: ['hours.en#weekend'],
  smallTalk: false,
}

test('an owner saves what was tried as a case, with the decision they choose, and it loads', async () => {
  const one = await studio()
  const page = await desk(one)
  await page.press('try', sunday)
  expect(page.fields()).toMatchObject({ 'a.expect': 'resolved', 'a.source': 'hours.en#weekend', 'a.filed': 'en' })
  // What is written meanwhile is another matter.
  const saved = await page.press('case_a', { 'message.0': 'Something else' })
  expect(wordsOf(saved.text, 'a-case-word')).toMatch(/Saved as a case in .*learned\.en\.yaml/)
  expect(page.fields()['message.0']).toBe('Something else')
  await page.press('try', sunday)
  await page.press('case_b', { 'b.expect': 'handoff', 'b.filed': 'th' })
  const known = new Set((await loadKnowledge('data/knowledge')).passages().map(({ id }) => id))
  const { cases, mistakes } = await loadCases(one.casesDir, known)
  expect(mistakes).toEqual([])
  expect(cases).toMatchObject([
    { ...without(caseOfSunday), language: 'en', expect: 'resolved', source: ['hours.en#weekend'] },
    { ...without(caseOfSunday), language: 'th', expect: 'handoff' },
  ])
  expect(await one.drafts.list()).toEqual([])
  expect((await one.audit.last(5)).map(({ action }) => action)).toEqual(['case_saved', 'case_saved'])
})

const without = ({ messages, history }: typeof caseOfSunday) => ({ messages, history })

test('a case that is not whole is kept as a draft, with a word', async () => {
  const one = await studio()
  const page = await desk(one)
  await page.press('try', sunday)
  const bare = await page.press('case_a', { 'a.source': '' })
  expect(wordsOf(bare.text, 'a-case-word')).toContain('needs the passage the answer rests on')
  await page.press('try', sunday)
  const unknown = await page.press('case_a', { 'a.source': 'hours.en#weekends' })
  expect(wordsOf(unknown.text, 'a-case-word')).toContain('there is no passage called hours.en#weekends')
  const none = await page.press('case_a', { 'a.expect': 'maybe' })
  expect(none.text).toContain('This cannot be a case: it is too long, or something is missing. Nothing was kept.')
  expect(await one.drafts.list()).toHaveLength(2)
  expect(await readdir(one.casesDir).catch(() => [])).toEqual([])
})

const minutes = (ago: number, text: string) => ({ ago, text })
const asker: Person = {
  id: 'Uasker',
  name: 'Hanako',
  language: 'en',
  wrote: [
    { ...minutes(60, 'do you have parking?'), read: true, earlier: true },
    { ...minutes(50, 'cakes?'), earlier: true },
    minutes(10, 'I am Sato Hanako, 090-1234-5678'),
    minutes(9, 'for <b>Sunday</b>'),
    minutes(2, 'hello?'),
  ],
  answered: [
    { ago: 59, text: 'Four spaces behind the shop.' },
    { ago: 49, text: 'For which day?' },
    { ago: 7, text: 'I have passed this on.' },
  ],
  entry: { kind: 'handoff', ago: 8, topic: 'orders' },
}

test('a past conversation opens as it was before the turn was judged', async () => {
  const one = await studio({ people: [asker] })
  const page = await desk(one, `${path}?conversation=${encodeURIComponent(idOf(asker))}&turn=t1`)
  const lines = Object.entries(page.fields()).filter(([name]) => /^(message|before)\./.test(name))
  expect(Object.fromEntries(lines)).toEqual({
    'before.0.from': 'customer',
    'before.0.text': 'do you have parking?',
    'before.1.from': 'assistant',
    'before.1.text': 'Four spaces behind the shop.',
    'before.2.from': 'customer',
    'before.2.text': 'cakes?',
    'before.3.from': 'assistant',
    'before.3.text': 'For which day?',
    'message.0': 'I am Sato Hanako, 090-1234-5678',
    'message.1': 'for <b>Sunday</b>',
  })
  expect(page.text()).toContain('From the conversation with ')
  expect(page.text()).not.toContain('<b>Sunday')
  // The conversation's own page leads here.
  const { text } = await page.who.get(`/console/${encodeURIComponent(idOf(asker))}`)
  expect(text).toContain(`${path}?conversation=Ubot%3Auser%3AUasker&amp;turn=t1`)
})

test('a case made of a customer’s conversation holds neither name nor number', async () => {
  const one = await studio({ people: [asker] })
  const page = await desk(one, `${path}?conversation=${encodeURIComponent(idOf(asker))}&turn=t1`)
  const { text } = await page.press('try')
  expect(text).toContain('are replaced in the case')
  await page.press('case_a', { 'a.expect': 'handoff', 'a.filed': 'en' })
  const file = await readFile(join(one.casesDir, 'learned.en.yaml'), 'utf8')
  for (const canary of ['Hanako', 'Sato', '090', '5678']) expect(file).not.toContain(canary)
  expect(file).toContain('[phone]')
})

test('a picture cannot be tried: it is named, said, and described in words instead', async () => {
  const seer: Person = {
    id: 'Useer',
    wrote: [
      { ago: 3, content: { type: 'image' } },
      { ago: 3, text: 'how much is this?' },
    ],
    entry: { kind: 'handoff', ago: 2 },
  }
  const page = await desk(await studio({ people: [seer] }), `${path}?conversation=${encodeURIComponent(idOf(seer))}`)
  expect(page.fields()).toMatchObject({ 'message.0': '[image]', 'message.1': 'how much is this?' })
  expect(page.text()).toContain('Pictures, recordings and files cannot be tried.')
  const refused = await page.press('try')
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('[image] cannot be tried')])
  expect((await page.press('try', { 'message.0': '(a photo of a melon pan)' })).status).toBe(200)
})

test('of a conversation that was erased nothing is opened, tried or kept, though its page is still open', async () => {
  const one = await studio({ people: [asker] })
  const page = await desk(one, `${path}?conversation=${encodeURIComponent(idOf(asker))}&turn=t1`)
  await page.press('try')
  const conversation = await one.conversation(asker)
  const erased = {
    ...conversation,
    version: conversation.version + 1,
    messages: [],
    answers: [],
    judged: [],
    facts: [],
  }
  await one.store.commit({ conversation: erased, entered: [], overflow: [] })
  for (const button of ['try', 'case_a', 'more_lines']) {
    const answer = await page.press(button)
    expect([answer.status, answer.location]).toEqual([303, path])
  }
  const { text } = await page.who.get(path)
  expect(text).toContain('The words of this turn are gone')
  expect(text).not.toContain('Hanako')
  expect(await one.drafts.list()).toEqual([])
  expect((await page.who.get(`${path}?conversation=Ubot:user:Unobody`)).location).toBe(path)
})

test('boxes are added, and a file is loaded over an edited text only when that is asked for', async () => {
  const page = await desk(await studio())
  await page.press('more_messages', sunday)
  await page.press('more_lines', { 'before.0.text': 'hi' })
  expect(page.fields()).toMatchObject({ ...sunday, 'message.1': '', 'before.0.text': 'hi', 'before.1.text': '' })
  // Another file is chosen, and nothing was edited.
  await page.press('try', { 'b.file': 'tasks' })
  expect(page.fields()).toMatchObject({ 'b.file': 'tasks', 'b.of': 'tasks' })
  const own = page.fields()['b.text'] ?? ''
  // Edited and another file chosen: the text is not thrown away by a try.
  await page.press('try', { 'b.text': `${own}More.\n`, 'b.file': 'teaching' })
  expect(page.fields()).toMatchObject({ 'b.file': '', 'b.of': 'tasks', 'b.text': `${own}More.\n` })
  await page.press('load_b', { 'b.file': 'teaching' })
  expect(page.fields()).toMatchObject({ 'b.file': 'teaching', 'b.of': 'teaching' })
  expect(page.fields()['b.text']).not.toContain('More.')
})

test('while an experiment runs, its other prompt stands in B', async () => {
  const variants = [
    { prompt: 'assistant', weight: 9 },
    { prompt: 'teaching', weight: 1 },
  ]
  const page = await desk(await studio({ experiment: { name: 'warmer', variants } }))
  expect(page.fields()).toMatchObject({ 'a.file': 'assistant', 'b.file': 'teaching' })
})

test('a file that is broken is shown with its mistakes, and one that went away keeps what was edited', async () => {
  const one = await studio()
  await writeFile(join(one.promptsDir, 'second.md'), '---\nmin_confidence: high\n---\nText.\n')
  const page = await desk(one, `${path}?b=second`)
  expect(wordsOf(page.text(), 'b-state')).toContain('Line 2 min_confidence: high')
  await rm(join(one.promptsDir, 'second.md'))
  const { text } = await page.press('try', { ...sunday, 'b.text': '---\n---\nText.\n' })
  expect(page.fields()).toMatchObject({ 'b.text': '---\n---\nText.\n', 'b.file': '' })
  expect(wordsOf(text, 'result-b')).toContain('B: second, edited here')
})

test.for([
  ['ja', 'プレイグラウンド', 'Aは回答し、既読にします。'],
  ['zh-TW', '試驗場', 'A 會直接回答並標示已讀；B 會轉交專人，通知同仁後標示已讀。'],
  ['th', 'สนามทดลอง', 'A จะตอบและทำเป็นอ่านแล้ว ส่วน B จะส่งต่อ'],
] as const)('each reads it in their own language: %s', async ([language, title, sentence]) => {
  const page = await desk(await studio(), path, { 'accept-language': language })
  expect(page.text()).toContain(`<h1>${title}</h1>`)
  const bolder = (page.fields()['b.text'] ?? '').replace('min_confidence: 0.7', 'min_confidence: 0.99')
  expect(difference((await page.press('try', { ...sunday, 'b.text': bolder })).text)).toContain(sentence)
})
