import { describe, expect, test } from 'vitest'
import { idOf, pathOf, type Person } from './people.ts'
import { emily, evening, meiling, nameless, sakura, somchai } from './shop-evening.ts'
import { formOf, signedIn, Visitor } from './visitor.ts'

/** The card of one person on the list, or their row. */
function cardOf(person: Person, page: string): string {
  const cards = page.split('<li data-card').concat(page.split('<li class="row"').slice(1))
  const found = cards.find((card) => card.includes(encodeURIComponent(idOf(person))))
  if (found === undefined) throw new Error(`${person.id} is not on the page`)
  return found
}

describe('the list', () => {
  test('says who waits, longest first, and who is with staff', async () => {
    const { owner } = await signedIn({ people: evening })
    const { text } = await owner.get('/console')
    const places = [somchai, sakura, emily, nameless].map((person) => text.indexOf(encodeURIComponent(idOf(person))))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(text).not.toContain(encodeURIComponent(idOf(meiling)))
    expect(text).toContain('4 people are waiting, the longest for 1 h 13 min.')
    expect(text).toContain('<title>(4) Waiting · kidoku</title>')
    const staff = (await owner.get('/console/staff')).text
    expect(cardOf(meiling, staff)).toContain('taken 48 min ago')
    expect(staff).not.toContain(encodeURIComponent(idOf(sakura)))
    expect(staff).toContain('<title>(4) With staff · kidoku</title>')
  })

  test('tells for each what they want, why the assistant stepped back, their last words and how many are unread', async () => {
    const { owner } = await signedIn({ people: evening })
    const { text } = await owner.get('/console')
    const card = cardOf(sakura, text)
    expect(card).toContain('田中 さくら')
    expect(card).toContain('予約済みの誕生日ケーキの受け取りを8時から10時に変更し')
    expect(card).toContain('The topic “orders” always belongs to a person.')
    expect(card).toContain('\nあと、プレートの名前を「ゆい」に直してほしいです🙏')
    expect(card).not.toContain('土曜日は何時から')
    expect(card).toContain('20 min')
    expect(cardOf(somchai, text)).toContain('2 unread')
    expect(cardOf(somchai, text)).toContain('A picture: look at it in LINE.')
    expect(cardOf(emily, text)).toContain('The assistant could not judge this: its model failed.')
    expect(cardOf(nameless, text)).not.toContain('Wants')
    expect((await owner.get(pathOf(meiling))).text).toContain('1 new message')
  })

  test.each([
    ['stale', '/console', 'It was too old for the assistant when it came in, so nothing was answered.'],
    ['paused', '/console', 'The assistant was paused when this came in.'],
    ['undelivered', '/console/undelivered', 'The assistant’s answer could not be delivered.'],
    ['uncertain', '/console/undelivered', 'It is not certain that the assistant’s answer arrived.'],
  ] as const)('says in plain words why: %s', async (kind, list, sentence) => {
    const person: Person = { id: 'U1', wrote: [{ ago: 3, text: 'hello?' }], entry: { kind, ago: 2 } }
    const { owner } = await signedIn({ people: [person] })
    expect((await owner.get(list)).text).toContain('hello?')
    expect((await owner.get(pathOf(person))).text).toContain(sentence)
  })

  test('says when staff could not be told', async () => {
    const { owner } = await signedIn({ people: evening })
    const { text } = await owner.get('/console')
    const sentence = 'Staff could not be told (tried 4 times); the message stays unread.'
    expect(cardOf(somchai, text)).toContain(sentence)
    expect(cardOf(sakura, text)).not.toContain('could not be told')
  })

  test('leaves out what the customer took back', async () => {
    const wrote = [
      { ago: 3, text: 'my card number is 4111', unsent: true },
      { ago: 2, text: 'a person please' },
    ]
    const person: Person = { id: 'U1', wrote, entry: { kind: 'handoff', ago: 1 } }
    const { owner } = await signedIn({ people: [person] })
    for (const path of ['/console', pathOf(person)]) {
      const { text } = await owner.get(path)
      expect(text).toContain('a person please')
      expect(text).not.toContain('4111')
    }
  })

  test('helps a newcomer when nobody waits', async () => {
    const { owner } = await signedIn({ chats: 'simulator' })
    const { text } = await owner.get('/console')
    expect(text).toContain('Nobody is waiting.')
    expect(text).toContain('<title>Waiting · kidoku</title>')
    expect(text).toContain('write “operator”')
  })

  test.each([
    ['while it only observes, for nobody will ever wait', { chats: 'simulator', answering: { mode: 'observe' } }],
    ['where staff answer in LINE', { chats: 'line' }],
    ['where staff answer elsewhere', { chats: 'elsewhere' }],
  ] as const)('promises a newcomer nothing %s', async (_, options) => {
    const { owner } = await signedIn(options)
    const { text } = await owner.get('/console')
    expect(text).toContain('Nobody is waiting.')
    expect(text).not.toContain('operator')
  })

  test('where LINE has no chat for staff nothing leads there, nor to the simulator', async () => {
    const { owner } = await signedIn({ people: [meiling], chats: 'elsewhere', answering: { mode: 'observe' } })
    const { text } = await owner.get(pathOf(meiling))
    expect(text).toContain('Hand back')
    expect(text).toMatch(/Answer everybody\s+yourselves\./)
    expect(text).not.toMatch(/chat\.line\.biz|\/simulator|Answer in LINE/)
  })
})

describe('names', () => {
  test('a customer without a profile is called by the end of the id', async () => {
    const { owner } = await signedIn({ people: [nameless] })
    expect((await owner.get('/console')).text).toContain('Customer …3c9e')
  })

  test('a page does not wait for a LINE that hangs or fails, and asks once', async () => {
    for (const profile of [() => new Promise<never>(() => undefined), () => Promise.reject(new Error('down'))]) {
      let asked = 0
      const { owner } = await signedIn({
        people: [emily],
        profile: () => {
          asked += 1
          return profile()
        },
      })
      expect((await owner.get('/console')).text).toContain(`Customer …${emily.id.slice(-4)}`)
      await owner.get('/console')
      expect(asked).toBe(1)
    }
  })
})

test('whatever customers write and are called is text and nothing else', async () => {
  const evil = `<script>alert(1)</script><img src=x onerror="x">&amp;'"`
  const person: Person = {
    id: 'U"><b>x',
    name: evil,
    language: '"><b>x',
    wrote: [{ ago: 5, text: evil }],
    answered: [{ ago: 4, text: evil }],
    entry: { kind: 'handoff', ago: 3, summary: evil, reason: evil },
  }
  const { owner } = await signedIn({ people: [person] })
  const pages = [await owner.get('/console'), await owner.get(pathOf(person))]
  await owner.press('take', pages[0]?.text ?? '')
  pages.push(await owner.get('/console'))
  for (const { text } of pages) {
    expect(text).not.toMatch(/<script>|<img|<b>x/)
    expect(text).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;x&quot;&gt;&amp;amp;&#39;&quot;',
    )
  }
})

describe('Take and Hand back', () => {
  test('take a conversation and give it back to the assistant, and say so', async () => {
    const { owner, conversation } = await signedIn({ people: [sakura] })
    const taken = await owner.press('take', (await owner.get('/console')).text)
    // Who takes it answers next: the way to the chat is there.
    expect(taken.location).toBe(pathOf(sakura))
    expect(await conversation(sakura)).toMatchObject({ mode: 'staff', entries: [{ state: 'taken' }] })
    const page = await owner.get(pathOf(sakura))
    expect(page.text).toContain('田中 さくら')
    expect(page.text).toMatch(/class="flash good"[^>]*>You have /)
    expect((await owner.get('/console')).text).toContain('Nobody is waiting.')

    await owner.press('hand-back', page.text)
    expect(await conversation(sakura)).toMatchObject({ mode: 'assistant', entries: [] })
    expect((await owner.get(pathOf(sakura))).text).toMatch(/class="flash good"[^>]*>The assistant has /)
  })

  test('work on the conversation’s own page too, and come back to it', async () => {
    const { owner, conversation } = await signedIn({ people: [emily] })
    const taken = await owner.press('take', (await owner.get(pathOf(emily))).text)
    expect(taken.location).toBe(pathOf(emily))
    expect((await conversation(emily)).mode).toBe('staff')
    expect((await owner.get(pathOf(emily))).text).toContain('With a person: the assistant is silent')
  })

  test('of two people the second gets a word, and changes nothing', async () => {
    const { url, owner, conversation } = await signedIn({ people: [sakura] })
    const second = new Visitor(url)
    await second.signIn()
    const page = (await second.get('/console')).text
    await owner.press('take', (await owner.get('/console')).text)
    const before = await conversation(sakura)
    const late = await second.press('take', page)
    expect((await second.get(late.location ?? '')).text).toMatch(/class="flash asked"[^>]*>Owner was faster/)
    expect((await conversation(sakura)).staffVersion).toBe(before.staffVersion)
  })

  test.each([
    [
      'takes long',
      () => Promise.resolve({ type: 'not_yet' } as const),
      'Not yet: it is stored and takes effect by itself.',
    ],
    [
      'cannot be stored',
      () => Promise.reject(new Error('disk full')),
      'It could not be stored, so nothing was changed.',
    ],
  ])('when it %s, that is said', async (_what, act, sentence) => {
    const note = () => Promise.resolve({ type: 'done' } as const)
    const { owner } = await signedIn({ people: [sakura], staff: { act, note } })
    const { location } = await owner.press('take', (await owner.get('/console')).text)
    // The page's own refresh, in another window say, does not use the word up.
    expect((await owner.get(location ?? '', { 'x-refresh': '1' })).text).not.toContain(sentence)
    expect((await owner.get(location ?? '')).text).toContain(sentence)
  })

  test('a conversation that does not exist, and a form that is none of ours', async () => {
    const { owner } = await signedIn({ people: [sakura] })
    const form = formOf('take', (await owner.get('/console')).text)
    await owner.send('/console/take', { ...form, conversation: 'Ubot:user:nobody' })
    expect((await owner.get('/console')).text).toContain('There is no such conversation.')
    expect((await owner.get('/console/Ubot%3Auser%3Anobody')).status).toBe(404)
    for (const [name, value] of [
      ['seen', '-1'],
      ['seen', 'x'],
      ['from', 'https://evil.example'],
      ['conversation', ''],
    ] as const) {
      expect((await owner.send('/console/take', { ...form, [name]: value })).status).toBe(400)
    }
    expect((await owner.send('/console/take', { ...form, seen: '1'.repeat(20_000) })).status).toBe(400)
  })
})

test('a conversation shows both sides, what is Read and when, and why', async () => {
  const { owner } = await signedIn({ people: [sakura] })
  const { text } = await owner.get(pathOf(sakura))
  const chat = text.slice(text.indexOf('class="messages"'), text.indexOf('id="why"'))
  const order = ['土曜日は何時から', '土曜日は朝8時から', '昨日予約した', 'Handed to staff'].map((one) =>
    chat.indexOf(one),
  )
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order[0]).toBeGreaterThan(0)
  expect(chat.match(/class="read"/g)).toHaveLength(3)
  const reasons = text.slice(text.indexOf('id="why"'))
  expect(reasons).toContain('Read: LINE confirmed it.')
  expect(reasons).toContain('lowered: the topic always belongs to a person')
  expect(reasons).toContain('The whole story')
})
