/** What staff do about a conversation on its page: the buttons that make sense, and the word about what came of each. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { Staff, StaffAct } from '../../src/ports/staff.ts'
import { desk, formTo, inLanguage, press } from './desk.ts'
import { pathOf, type Person } from './people.ts'
import { emily, meiling, sakura, somchai } from './shop-evening.ts'

/** The buttons, in their order; the main one is marked. */
const buttonsOn = (page: string): string[] => {
  const [, group = ''] = /class="acts buttons"[^>]*>([^]*?)<\/div>/.exec(page) ?? []
  return [...group.matchAll(/id="([a-z-]+)-\w+"\s+class="(main|other)"/g)].map(([, act = '', kind]) =>
    kind === 'main' ? `${act}!` : act,
  )
}
const calm: Person = { id: 'Ucalm', name: 'Nora', wrote: [{ ago: 5, text: 'Thanks!', read: true }] }
const asked: Person = {
  id: 'Uasked',
  wrote: [{ ago: 9, text: 'How much is it?' }],
  afterwards: (now, messages) => [{ type: 'asked', at: now - 480_000, turn: 't9', messages }],
}
const lost: Person = {
  id: 'Ulost',
  wrote: [{ ago: 9, text: 'Hello?', read: true }],
  entry: { kind: 'undelivered', ago: 8 },
}
const quoting = (one: Conversation): Conversation => ({ ...one, suspected: { message: 'm9', at: one.version } })

describe('only what makes sense is there, the main thing first', () => {
  test.each([
    ['who waits for a person, with something unread', somchai, ['take!', 'done', 'hand-back', 'read']],
    ['who waits, all of it Read', sakura, ['take!', 'done', 'hand-back']],
    ['whose answer did not arrive', lost, ['take!', 'done']],
    ['whom a colleague has, and who wrote since', meiling, ['take!', 'done', 'hand-back', 'read']],
    ['who was asked back', asked, ['take!']],
    ['who is with the assistant', calm, ['take!']],
  ])('%s', async (_, person, buttons) => {
    const { aya } = await desk({ people: [person] })
    expect(buttonsOn((await aya.get(pathOf(person))).text)).toEqual(buttons)
  })

  test('each has a key of its own, and each form says what was on the page', async () => {
    const { aya, conversation } = await desk({ people: [meiling] })
    const { text } = await aya.get(pathOf(meiling))
    expect([...text.matchAll(/ data-key="(\w)"/g)].map(([, key]) => key)).toEqual(['t', 'd', 'b', 'r'])
    const { staffVersion, messages, id } = await conversation(meiling)
    const { token: _, ...rest } = formTo('done', text) ?? {}
    expect(rest).toMatchObject({
      conversation: id,
      seen: String(staffVersion),
      upTo: messages.at(-1)?.id,
      from: 'conversation',
    })
  })
})

describe('what staff do', () => {
  test('carries who did it, the version and the newest message of the page; the audit has a line of each', async () => {
    const acts: StaffAct[] = []
    const staff: Staff = {
      act: (one) => Promise.resolve(acts.push(one)).then(() => ({ type: 'done' })),
      note: () => Promise.resolve({ type: 'done' }),
    }
    const { ken, conversation, audit } = await desk({ people: [meiling], staff })
    const { text } = await ken.get(pathOf(meiling))
    const { id, staffVersion, messages } = await conversation(meiling)
    for (const path of ['take', 'done', 'hand-back', 'read']) {
      const { location } = await press(ken, path, text)
      expect(location).toBe(pathOf(meiling))
    }
    const about = { conversation: id, by: 'Ken', seen: staffVersion, upTo: messages.at(-1)?.id }
    expect(acts).toEqual(['take', 'done', 'hand_back', 'read'].map((action) => ({ action, ...about })))
    const lines = (await audit.last(4)).toReversed()
    expect(lines.map(({ by, action, detail }) => [by, action, detail])).toEqual(
      ['take', 'done', 'hand_back', 'read'].map((action) => ['Ken', action, 'done']),
    )
    expect(lines.every((line) => line.conversation === id && line.from === 'console')).toBe(true)
  })

  test('Take, Mark read, Done: each says what came of it, and Done asks what the answer was', async () => {
    const { aya, conversation } = await desk({ people: [somchai] })
    const path = pathOf(somchai)
    const taken = await press(aya, 'take', (await aya.get(path)).text)
    expect(taken.word).toBe(
      'You have สมชาย ใจดี now. Answer in LINE’s chat; the assistant stays silent until you hand back.',
    )
    expect((await conversation(somchai)).mode).toBe('staff')
    expect(taken.text).not.toContain('Teach the assistant')
    const done = await press(aya, 'done', taken.text)
    expect(done.word).toBe('Done. The assistant has สมชาย ใจดี again.')
    expect(await conversation(somchai)).toMatchObject({ mode: 'assistant', entries: [] })
    expect(done.text).toContain(`<a id="learn" href="${path}/learn">What was the answer? Teach the assistant</a>`)
    const again = await press(aya, 'take', done.text)
    expect(again.text).not.toContain('Teach the assistant')
  })

  test('Hand back asks nothing: whoever hands back does not say that it is handled', async () => {
    const { aya } = await desk({ people: [meiling] })
    const back = await press(aya, 'hand-back', (await aya.get(pathOf(meiling))).text)
    expect(back.word).toBe('The assistant has 陳美玲 again, and answers from the next message on.')
    expect(back.text).not.toContain('Teach the assistant')
  })

  test('of two people the second hears who was faster, and changes nothing', async () => {
    const { aya, ken, conversation, audit } = await desk({ people: [sakura] })
    const page = (await ken.get(pathOf(sakura))).text
    await press(aya, 'take', (await aya.get(pathOf(sakura))).text)
    const before = await conversation(sakura)
    const late = await press(ken, 'done', page)
    expect(late.word).toBe('Aya was faster: look again. Nothing was changed for 田中 さくら.')
    expect(late.text).toContain('<bdi>Aya</bdi> has this conversation')
    expect(await conversation(sakura)).toEqual(before)
    expect((await audit.last(1))[0]).toMatchObject({ by: 'Ken', action: 'done', detail: 'changed_meanwhile' })
    const thai = await ken.send('/console/done', formTo('done', page) ?? {}, inLanguage('th'))
    expect((await ken.get(thai.location ?? '')).text).toContain('Aya ทำไปก่อนแล้ว')
  })

  test('what cannot be stored, or takes long, is said, and the audit knows it', async () => {
    const results = [() => Promise.reject(new Error('disk full')), () => Promise.resolve({ type: 'not_yet' as const })]
    const act = (): ReturnType<Staff['act']> => results.shift()?.() ?? Promise.reject(new Error('no more'))
    const { aya, audit } = await desk({ people: [sakura], staff: { act, note: act } })
    const page = (await aya.get(pathOf(sakura))).text
    expect((await press(aya, 'done', page)).word).toContain('could not be stored, so nothing was changed')
    expect((await press(aya, 'done', page)).word).toContain('Not yet: it is stored')
    expect((await audit.last(2)).map(({ detail }) => detail)).toEqual(['not_yet', 'failed'])
  })

  test('one comes back to the list one came from; whoever takes goes on to the conversation', async () => {
    const { aya } = await desk({ people: [sakura, emily] })
    const page = (await aya.get(pathOf(sakura))).text
    const from = '/console/all?q=%E3%81%95%E3%81%8F%E3%82%89&after=x'
    expect((await press(aya, 'take', page, { from })).location).toBe(pathOf(sakura))
    const now = (await aya.get(pathOf(sakura))).text
    expect((await press(aya, 'done', now, { from })).location).toBe(from)
    for (const other of ['//evil.example', '/console/../x', 'https://evil.example', '/console\\x', ''])
      expect((await press(aya, 'take', page, { from: other })).status).toBe(400)
  })
})

describe('a conversation that is erased while it is open', () => {
  test('by the owner: others’ buttons do nothing, and the page says what is left', async () => {
    const { aya, ken, conversation } = await desk({ people: [somchai] })
    const open = (await ken.get(pathOf(somchai))).text
    const asking = (await aya.get(`${pathOf(somchai)}/forget`)).text
    expect((await press(aya, 'forget', asking)).word).toBe('Everything that was said with สมชาย ใจดี is erased here.')
    const late = await press(ken, 'take', open)
    expect(late.word).toContain('Aya was faster: look again.')
    expect(late.text).toContain('No message is kept.')
    expect(late.text).toContain('Everything before this was erased')
    expect(late.text).not.toMatch(/Make this a case|Find it there by/)
    expect((await conversation(somchai)).mode).toBe('assistant')
  })

  test('that is gone altogether: a plain word, and the list', async () => {
    const { ken } = await desk({ people: [somchai] })
    const page = (await ken.get(pathOf(somchai))).text
    const gone = await press(ken, 'done', page, { conversation: 'Ubot:user:gone' })
    expect([gone.location, gone.word]).toEqual(['/console', 'There is no such conversation.'])
    expect((await ken.get('/console/Ubot%3Auser%3Agone', { 'x-refresh': '1' })).status).toBe(404)
  })

  test('only the owner erases', async () => {
    const { ken, conversation } = await desk({ people: [emily] })
    const page = (await ken.get(pathOf(emily))).text
    expect(page).not.toContain(`${pathOf(emily)}/forget`)
    expect((await ken.get(`${pathOf(emily)}/forget`)).status).toBe(403)
    expect((await ken.send('/console/forget', formTo('take', page) ?? {})).status).toBe(403)
    expect((await conversation(emily)).messages).toHaveLength(1)
  })
})

describe('when somebody seems to be answering in LINE', () => {
  test('the page offers Take, and to say that nobody is', async () => {
    const { ken, conversation, audit } = await desk({ people: [calm], more: quoting })
    const { text } = await ken.get(pathOf(calm))
    expect(text).toContain('Somebody seems to be answering in LINE’s chat')
    expect(text.match(/action="\/console\/take"/g)).toHaveLength(2)
    // A key presses one of them.
    expect(text.match(/data-key="t"/g)).toHaveLength(1)
    const said = await press(ken, 'not-answering', text)
    expect(said.word).toBe('Noted: nobody of the staff is answering.')
    expect(said.text).not.toContain('Somebody seems to be answering')
    expect((await conversation(calm)).facts).toContainEqual(
      expect.objectContaining({ type: 'not_answering', by: 'Ken' }),
    )
    expect((await audit.last(1))[0]).toMatchObject({ by: 'Ken', action: 'not_answering' })
  })
})
