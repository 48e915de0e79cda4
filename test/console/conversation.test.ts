/** One conversation's page: who wrote, what they did without writing, and what the customer has not seen. */
import { describe, expect, test } from 'vitest'
import { naoko, oskar, pim } from './live-evening.ts'
import type { Person } from './people.ts'
import { pathOf } from './people.ts'
import { emily, sakura } from './shop-evening.ts'
import { greta, hugo, ines, morning, party, watched } from './shop-morning.ts'
import { signedIn } from './visitor.ts'

/** The chat alone, as words one after another. */
function chatIn(page: string): string {
  const chat = page.slice(page.indexOf('class="messages"'), page.indexOf('id="why"'))
  return chat.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
}
const open = async (person: Person) => {
  const opened = await signedIn({ people: morning })
  return { ...opened, page: (await opened.owner.get(pathOf(person))).text }
}

describe('a group', () => {
  test('says that it is one, and which member wrote each message, in the chat, under why and on the list', async () => {
    const { owner, page } = await open(party)
    expect(page).toContain('Group …24b9')
    expect(page).toContain('This is a group of several people')
    const words = [/Member 1 .*a room for twelve/, /Member 2 .*our own wine/, /Member 1: This message was taken back/]
    for (const one of words) expect(chatIn(page)).toMatch(one)
    expect(chatIn(page)).toMatch(/A member @Mugi on Friday/)
    expect(page.slice(page.indexOf('id="why"')).match(/class="by">Member 1</g)).toHaveLength(2)
    expect(page).not.toMatch(/Uanna|Uben/)
    expect((await owner.get('/console')).text).toMatch(
      /class="by">Member 2<\/p>\s*<div class="said-at"><p class="bubble" [^>]*>@Mugi and could/,
    )
  })

  test('LINE is not asked for its name as if it were a person', async () => {
    const asked: string[] = []
    const profile = (id: string) => {
      asked.push(id)
      return Promise.resolve({ displayName: 'somebody' })
    }
    const { owner } = await signedIn({ people: [party, { ...party, id: 'R1a2b', chat: 'room' }, emily], profile })
    const { text } = await owner.get('/console')
    expect(asked).toEqual([emily.id])
    expect(text).toContain('Room …1a2b')
  })
})

describe('taps', () => {
  test('“Not solved”: since when, what it is about, and that the customer says so; the model’s summary is that of the answer', async () => {
    const { owner, page } = await open(hugo)
    for (const text of [page, (await owner.get('/console')).text]) {
      expect(text).toContain('Wants to know how long rye bread keeps frozen.')
      expect(text).toContain('The customer says that the assistant’s answer did not solve it.')
      expect(text).toContain('40 min')
    }
    expect(chatIn(page)).toMatch(/three months.*The customer says that it is not solved.*Handed to staff/)
    expect(chatIn(page)).not.toContain('tapped')
  })

  test('“Talk to a person” before anything was written, back to the assistant, blocked and unblocked', async () => {
    const { owner, page } = await open(ines)
    const told = [
      'The customer tapped “Talk to a person”',
      'Handed to staff',
      'The customer tapped “Back to assistant”',
      'The customer went back to the assistant',
      'The customer blocked the account',
      'The customer unblocked the account',
      'The customer tapped “Talk to a person”',
      'Handed to staff',
    ]
    expect(chatIn(page)).toContain(told.join(' '))
    const list = (await owner.get('/console')).text
    const card = list.split('<li data-card').find((one) => one.includes(ines.id)) ?? ''
    expect(card).toContain('<dd dir="auto">The customer tapped “Talk to a person”.</dd>')
    expect(card).not.toMatch(/Wants|taken back|chip read|blockquote/)
  })
})

describe('what the customer has not seen', () => {
  test('MODE=observe: what would have been said is not shown as said', async () => {
    const { page } = await open(watched)
    const chat = chatIn(page)
    expect(chat).toMatch(/open on Sunday\? The assistant: Would have said Yes, on Sundays/)
    expect(chat).toMatch(/my money back\. Would have been handed to staff/)
    expect(chat).toMatch(/Hello\? Would have gone to staff: no judgement/)
    expect(page.match(/class="bot unsaid"/g)).toHaveLength(1)
    expect(page).not.toContain('class="bot"')
  })

  test('a hand-off that was one is not shown as if it were not', async () => {
    const { owner } = await signedIn({ people: [sakura] })
    expect((await owner.get(pathOf(sakura))).text).not.toContain('Would have')
  })

  test('an answer that waits stands at the end, and says for what', async () => {
    const { page } = await open(greta)
    expect(chatIn(page)).toMatch(
      /how do I get there\? The assistant: Waits for the customer’s next sign Yes: twice a week/,
    )
    expect(page.match(/class="bot unsaid"/g)).toHaveLength(1)
    expect(page).not.toContain('Trains run hourly.')
  })
})

describe('the shop’s own systems', () => {
  const people = [naoko, oskar, pim]
  /** Why each message is Read or not, as words one after another; without the story. */
  const whyIn = (page: string) =>
    page
      .slice(page.indexOf('id="why"'), page.indexOf('id="story"'))
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')

  test('what was looked up stands under its judgement: what was asked, how long it took, what came, masked', async () => {
    const { owner } = await signedIn({ people })
    const { text } = await owner.get(pathOf(oskar))
    expect(text.match(/class="looked-up"/g)).toHaveLength(1)
    expect(whyIn(text)).toMatch(
      /The order was found\. Looked up orders \(number 1234\) 0\.3 s found 1 order_no 1234 status sent carrier Yamato tracking_no •+87 sent_on 2026-11-20 Looked up stock \(product Christmas stollen, branch Nakano\) 5\.0 s the system did not answer in time/,
    )
    expect(text).toContain('Something it looked up gave nothing, so it could not answer.')
  })

  test('what is being recorded is told, and that Read waits for it', async () => {
    const { owner } = await signedIn({ people })
    const why = whyIn((await owner.get(pathOf(naoko))).text)
    expect(why).toMatch(
      /To be recorded in tasks what Put a candle into order 1234 due Friday Handled once the request is recorded\. Recording in tasks: no certain outcome after 5\.0 s; tried again with the same key\. .*Unread: it waits until the shop’s system confirms that the request is recorded\./,
    )
  })

  test('of a request that may stand there already the card says so, in the language of whoever reads it', async () => {
    const { owner } = await signedIn({ people })
    for (const path of ['/console', pathOf(pim)]) {
      const { text } = await owner.get(path)
      expect(text).toContain('The request may already be recorded in tasks: look there before you record it yourself.')
      expect(text).toContain('Wants paper bags ordered by Friday.')
    }
    const { text } = await owner.get(pathOf(pim), { 'accept-language': 'ja' })
    expect(text).toContain('依頼はすでに「tasks」に登録されているかもしれません。')
    expect(text).not.toContain('It may be there.')
  })
})

describe('who is answered', () => {
  const people = [emily, watched]
  const pages = ['/console', pathOf(emily), `${pathOf(emily)}/forget`]

  test.each([
    [
      { mode: 'observe' } as const,
      ['Only observing (MODE=observe):', 'nothing is said, marked as read or handed over'],
    ],
    [
      { mode: 'testers', testers: [emily.id, 'Uother0001'] } as const,
      ['Only testers are answered (MODE=testers):', '<bdi>Emily</bdi>, <bdi>Customer …0001</bdi>.'],
    ],
    [{ mode: 'testers', testers: Array.from({ length: 7 }, (_, i) => `U${i}`) } as const, ['7 users.']],
    [{ mode: 'testers', testers: [] } as const, ['nobody is named in TESTERS']],
  ])('stands on top of every page while it is not everybody: %o', async (answering, words) => {
    const { owner } = await signedIn({ people, answering })
    for (const path of pages) {
      const { text } = await owner.get(path)
      for (const one of words) expect(text.slice(text.indexOf('class="banner ')).replace(/\s+/g, ' ')).toContain(one)
    }
  })

  test('who is no tester is not with the assistant: nothing of theirs is kept, and staff answer in LINE', async () => {
    const noted = { type: 'noted', event: 'e1', what: 'message', why: 'not_tester' } as const
    const left: Person = { id: 'Unotester', wrote: [], afterwards: (now) => [{ ...noted, at: now }] }
    const { owner } = await signedIn({ people: [left], answering: { mode: 'testers', testers: [emily.id] } })
    const list = (await owner.get('/console/all')).text
    const page = (await owner.get(pathOf(left))).text
    expect(list).toContain('What they write is not kept here.')
    for (const text of [list, page]) {
      expect(text).toContain('Left alone (MODE=testers): answer in LINE.')
      expect(text).not.toMatch(/With the assistant|Nothing written/)
    }
    const elsewhere = await signedIn({ people: [left], chats: 'elsewhere' })
    expect((await elsewhere.owner.get(pathOf(left))).text).toContain('answer them yourself.')
  })

  test('is nothing to tell when it is everybody', async () => {
    for (const answering of [undefined, { mode: 'on' } as const]) {
      const { owner } = await signedIn({ people, answering })
      for (const path of pages) expect((await owner.get(path)).text).not.toMatch(/MODE=/)
      expect((await owner.get('/console')).text).not.toContain('would have been said')
    }
  })

  test('while it only observes, a conversation is opened by the id that the log gives', async () => {
    const { owner } = await signedIn({ people, answering: { mode: 'observe' } })
    const { text } = await owner.get('/console')
    expect(text).toContain('the log has a line “judged”'.replace('the log', 'kidoku’s log'))
    const id = `Ubot:user:${watched.id}`
    const opened = await owner.get(`/console/open?conversation=${encodeURIComponent(` ${id} `)}`)
    expect([opened.status, opened.location]).toEqual([303, pathOf(watched)])
    expect((await owner.get(opened.location ?? '')).text).toContain('Would have said')
    for (const query of ['', '?conversation=', '?conversation=a&conversation=b'])
      expect((await owner.get(`/console/open${query}`)).location).toBe('/console')
  })
})

test('while the assistant is paused a message waits: nothing was asked', async () => {
  const text = (fact: 'asked' | 'unanswered'): Person => ({
    id: `U${fact}`,
    wrote: [{ ago: 5, text: 'Are you there?' }],
    afterwards: (now, messages) => [
      {
        at: now,
        turn: 't1',
        messages,
        ...(fact === 'asked' ? { type: 'asked' } : { type: 'unanswered', notice: true }),
      },
    ],
  })
  const chips = async (fact: 'asked' | 'unanswered') => {
    const { owner } = await signedIn({ people: [text(fact)] })
    const page = (await owner.get(pathOf(text(fact)))).text
    return page.slice(page.indexOf('id="why"')).match(/class="chip">\w+</g)
  }
  expect(await chips('asked')).toEqual(['class="chip">asked<'])
  expect(await chips('unanswered')).toEqual(['class="chip">waits<'])
})

test('what staff took and did not mark is with staff', async () => {
  const person: Person = {
    id: 'Uhad',
    wrote: [
      { ago: 9, text: 'A person please' },
      { ago: 2, text: 'Hello?' },
    ],
    entry: { kind: 'handoff', ago: 8 },
    taken: 5,
    afterwards: (now, [, newest = '']) => [
      { type: 'closed', at: now, turn: 'staff.e1', messages: [newest], as: 'staff', read: false },
    ],
  }
  const { owner } = await signedIn({ people: [person] })
  const page = (await owner.get(pathOf(person))).text
  expect(page.slice(page.indexOf('id="why"'))).toMatch(
    /Hello\?[^]*class="chip">with staff<[^]*Unread: staff have it; Done or Mark read marks it\./,
  )
})
