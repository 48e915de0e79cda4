/** The lists: their numbers, their pages, and finding somebody. */
import { describe, expect, test, vi } from 'vitest'
import { conversationOf, idOf, minute, type Person } from './people.ts'
import { evening, meiling, sakura } from './shop-evening.ts'
import { malee, morning } from './shop-morning.ts'
import { signedIn } from './visitor.ts'

const undelivered: Person = {
  id: 'Uundelivered',
  wrote: [{ ago: 9, text: 'Hello?' }],
  entry: { kind: 'uncertain', ago: 8 },
}

const titleOf = (page: string): string => /<title>([^<]*)</.exec(page)?.[1] ?? ''
const namesIn = (page: string): string[] =>
  [...page.matchAll(/id="open-\w+" href="[^"]*"><bdi>([^<]*)</g)].map(([, name = '']) => name)
const numbersIn = (page: string): Record<string, number> =>
  Object.fromEntries(
    [...page.matchAll(/data-count="(\w+)"\s+data-number="(\d+)"/g)].map(([, name, number]) => [name, Number(number)]),
  )

describe('each list', () => {
  test('has an address of its own, and its number on every page', async () => {
    const { owner } = await signedIn({ people: [...evening, undelivered] })
    for (const path of ['', '/staff', '/questions', '/undelivered', '/all', '/pause']) {
      const { text } = await owner.get(`/console${path}`)
      expect(numbersIn(text)).toEqual({ waiting: 4, staff: 1, questions: 0, undelivered: 1 })
    }
    expect(namesIn((await owner.get('/console/staff')).text)).toEqual([meiling.name])
    expect(namesIn((await owner.get('/console/undelivered')).text)).toEqual(['Customer …ered'])
    expect(namesIn((await owner.get('/console/all')).text)).toHaveLength(6)
  })

  test('Open questions: whoever was asked back and is silent, since the question', async () => {
    const { owner, store } = await signedIn({})
    const now = Date.now()
    const person: Person = { id: 'Uasked', wrote: [{ ago: 30, text: 'A cake, please.' }] }
    const plain = conversationOf(person, now)
    const messages = plain.messages.map((message) => ({ ...message, state: 'asked' as const }))
    const question = {
      at: now - 29 * minute,
      turn: 't9',
      messages: messages.map(({ id }) => id),
      texts: ['For how many?'],
    }
    await store.commit({ conversation: { ...plain, messages, answers: [question] }, entered: [], overflow: [] })
    const { text } = await owner.get('/console/questions')
    expect(numbersIn(text)).toMatchObject({ waiting: 0, questions: 1 })
    expect(text).toMatch(/asked 29 min ago[^]*A cake, please\.[^]*1 unread/)
  })

  test('says what to expect where nothing stands, and nothing of the kind where somebody does', async () => {
    const { owner } = await signedIn({})
    for (const [path, sentence] of [
      ['staff', 'Conversations that are taken stand here'],
      ['questions', 'When the assistant has asked back'],
      ['undelivered', 'An answer that did not arrive'],
      ['all', 'No customer has written yet.'],
    ]) {
      expect((await owner.get(`/console/${path}`)).text).toContain(sentence)
    }
  })

  test('says when an address below the console is none', async () => {
    const { owner } = await signedIn({})
    const answer = await owner.get('/console/nothing')
    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('There is no such page')])
  })
})

describe('All', () => {
  const found = async (search: string) => {
    const { owner } = await signedIn({ people: [...evening, ...morning] })
    const { text } = await owner.get(`/console/all?q=${encodeURIComponent(search)}`)
    return { text, names: namesIn(text) }
  }

  test.each([
    ['誕生日ケーキ', [sakura.name]],
    ['ケーキ 変更', [sakura.name]],
    ['เค้ก', [malee.name]],
    ['鳳梨酥', [meiling.name]],
    ['ALLERGIC', ['Emily']],
  ])('finds words in any language: %s', async (search, names) => {
    expect((await found(search)).names).toEqual(names)
  })

  test('looks for the beginning of what is too long, and finds nothing for what cannot be seen', async () => {
    const long = await found(`allergic ${'x'.repeat(400)}`)
    expect(long.names).toEqual([])
    expect(long.text).toContain('Fewer words find more.')
    expect((await found(`allergic${' '.repeat(300)}`)).names).toEqual(['Emily'])
    for (const unseen of ['\u0001\u0002', '\u200b\u202e'])
      expect(await found(unseen)).toMatchObject({ names: [], text: expect.stringContaining('Fewer words find more.') })
  })

  test('keeps the words in the field as text, and helps when nothing is found', async () => {
    const { text, names } = await found('"><script>alert(1)</script>')
    expect(names).toEqual([])
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(text).not.toContain('<script>')
    expect(text).toContain('Fewer words find more.')
    expect(text).toContain('href="/console/all"')
  })

  test('is made of summaries: no conversation is loaded', async () => {
    const { owner, store } = await signedIn({ people: evening })
    const load = vi.spyOn(store, 'load')
    expect(namesIn((await owner.get('/console/all')).text)).toHaveLength(5)
    expect(load).not.toHaveBeenCalled()
  })
})

test('10,000 who wait come in pages of 50, and a page loads no more than those', async () => {
  const { owner, store } = await signedIn({})
  const now = Date.now()
  const person = (n: number): Person => ({
    id: `U${String(n).padStart(5, '0')}`,
    wrote: [{ ago: 20_000 - n, text: `Number ${n}` }],
    entry: { kind: 'handoff', ago: 20_000 - n, reason: 'Because.' },
  })
  const atOnce = 250
  for (let first = 0; first < 10_000; first += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, (_, n) => {
        const conversation = conversationOf({ ...person(first + n) }, now)
        const known = { ...conversation, customer: { name: `Guest ${first + n}`, at: now } }
        return store.commit({ conversation: known, entered: [], overflow: [] })
      }),
    )
  }
  const load = vi.spyOn(store, 'load')
  const page = (await owner.get('/console')).text
  expect(titleOf(page)).toBe('(10000) Waiting · kidoku')
  expect(page).toContain('icon-100.svg')
  expect(page).toContain('10,000 people are waiting')
  expect(page).toContain('1–50 of 10,000')
  expect(namesIn(page)).toEqual(Array.from({ length: 50 }, (_, n) => `Guest ${n}`))
  expect(load).toHaveBeenCalledTimes(50)

  const [, next = ''] = /class="next" rel="next" href="([^"]+)"/.exec(page) ?? []
  const second = (await owner.get(next.replaceAll('&amp;', '&'))).text
  expect(second).toContain('51–100 of 10,000')
  expect(namesIn(second)[0]).toBe('Guest 50')
  expect(second).toContain('Back to the beginning')
  const found = (await owner.get('/console/all?q=guest%209999')).text
  expect(namesIn(found)).toEqual(['Guest 9999'])
  expect(found).toContain('1 found')
})

test('an address with anything else in it is the first page', async () => {
  const { owner } = await signedIn({ people: evening })
  for (const query of [
    'after=nonsense',
    'after=x&before=-1',
    `after=${'x'.repeat(2_000)}`,
    'q=a&q=b',
    'before=99999999999',
  ]) {
    const { status, text } = await owner.get(`/console?${query}`)
    expect([query, status, namesIn(text).length]).toEqual([query, 200, 4])
  }
})

test('whom somebody seems to be answering in LINE is said above those who wait', async () => {
  const { owner, store } = await signedIn({})
  const person: Person = { id: 'Uquoting', wrote: [{ ago: 3, text: 'Thanks, that helps' }] }
  const now = Date.now()
  const conversation = { ...conversationOf(person, now), suspected: { message: 'x', at: now } }
  await store.commit({ conversation, entered: [], overflow: [] })
  const { text } = await owner.get('/console')
  expect(text).toMatch(
    /Somebody seems to be answering <b><bdi>Customer …ting<\/bdi><\/b> in LINE without having taken it\./,
  )
  expect(text).toContain(`href="/console/${encodeURIComponent(idOf(person))}"`)
  expect(text).toContain('Nobody is waiting.')
})

describe('in the reader’s own language', () => {
  test.each([
    ['ja', 'ja', '4名のお客様が対応待ちです（最長 1時間13分）。'],
    ['zh-TW', 'zh-TW', '有 4 位顧客等待處理，最久已等 1 小時 13 分鐘。'],
    ['th-TH,th;q=0.9', 'th', 'มีลูกค้ารอรับเรื่อง 4 ราย นานที่สุด 1 ชม. 13 นาที'],
  ])('as the browser asks for it: %s', async (asks, lang, headline) => {
    const { owner } = await signedIn({ people: evening })
    const { text } = await owner.get('/console', { 'accept-language': asks })
    expect(text).toContain(`<html lang="${lang}">`)
    expect(text).toContain(headline)
  })

  test('or as it was chosen, also before signing in; and one is back where one was', async () => {
    const { owner, url } = await signedIn({ people: evening })
    const chosen = await owner.get('/console/language?to=th', { referer: `${url}/console/all?q=x` })
    expect(chosen.location).toBe('/console/all?q=x')
    expect((await owner.get('/console')).text).toContain('<html lang="th">')
    await owner.get('/console/language?to=klingon')
    expect((await owner.get('/console')).text).toContain('<html lang="th">')
    for (const referer of ['https://evil.example/console/all', `${url}/console.evil`, 'nonsense']) {
      expect((await owner.get('/console/language?to=ja', { referer })).location).toBe('/console')
    }
  })
})

test('the way back leads to the list that one came from', async () => {
  const { owner } = await signedIn({ people: evening })
  const backOf = (page: string): string =>
    /<p class="back"><a href="([^"]+)">([^<]+)</.exec(page)?.slice(1).join(' ') ?? ''
  for (const [path, back] of [
    ['/console', '/console All who wait'],
    ['/console/staff', '/console/staff Back to: With staff'],
    ['/console/all', '/console/all Back to: All conversations'],
  ] as const) {
    const [, open = ''] = /id="open-\w+" href="([^"]*)"/.exec((await owner.get(path)).text) ?? []
    expect(backOf((await owner.get(open.replaceAll('&amp;', '&'))).text)).toBe(back)
  }
  expect(backOf((await owner.get(`/console/${encodeURIComponent(idOf(sakura))}?list=toString`)).text)).toContain(
    'All who',
  )
})
