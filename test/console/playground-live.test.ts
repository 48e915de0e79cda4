/** A prompt with look-ups and records in the playground: what is asked, what never is, and what the page tells. */
import { expect, onTestFinished, test } from 'vitest'
import type { ModelRequest } from '../../src/core/request.ts'
import type { ModelAnswer } from '../../src/ports/model.ts'
import { judgement } from '../core/situations.ts'
import { asks, provenOrders, records, startSystem, systemsAt } from '../flow/live-systems.ts'
import { fieldsIn } from './figures-shop.ts'
import { miki, naoko } from './live-evening.ts'
import { idOf } from './people.ts'
import { studio } from './studio.ts'
import { Visitor } from './visitor.ts'

const path = '/console/playground'
const prompt = '---\nlook_ups: [orders]\nrecords: [tasks]\n---\nBe kind.\n'

const judged = (some: object): ModelAnswer => ({ ok: true, text: JSON.stringify(judgement(some)) })
const wants = (number: string): ModelAnswer => asks({ look_up: 'orders', given: { number } })

/** What a side's part of the page says, without its markup. */
function wordsOf(page: string, id: string): string {
  const [, part = ''] = new RegExp(`id="${id}"[^>]*>([^]*?)</section>`).exec(page) ?? []
  const plain = part.replace(/<details class="given"[^]*?<\/details>/g, ' ').replace(/<[^>]*>/g, ' ')
  return plain.replace(/\s+/g, ' ').trim()
}

const passwords = { Aya: 'Aya bakes at eight', Ken: 'Ken bakes at eight' }

/** The model answers so wherever the prompt with the look-ups asks it; elsewhere it hands over. */
async function open(answer: (request: ModelRequest) => ModelAnswer, isAway = false) {
  const system = await startSystem()
  onTestFinished(() => system.close())
  const model = {
    name: 'played',
    takesMedia: false,
    judge: (request: ModelRequest) =>
      Promise.resolve(request.system.startsWith('Be kind.') ? answer(request) : judged({ decision: 'handoff' })),
  }
  const one = await studio({
    model,
    people: [naoko, miki],
    live: isAway ? undefined : systemsAt(system.url, provenOrders),
    accounts: [
      { name: 'Aya', role: 'owner', password: passwords.Aya },
      { name: 'Ken', role: 'staff', password: passwords.Ken },
    ],
  })
  const desk = async (name: keyof typeof passwords, at = path) => {
    const who = new Visitor(one.url)
    await who.send('/console/sign-in', { name, password: passwords[name] })
    const fields = fieldsIn((await who.get(at)).text)
    return async (message?: string) => {
      const own: Record<string, string> = message === undefined ? {} : { 'message.0': message }
      const { text } = await who.send(path, { ...fields, ...own, 'a.text': prompt, do: 'try' })
      return text
    }
  }
  return { system, desk }
}

const found = { reply: 'Order 1234 was sent on 2026-11-20.', sources: ['orders#1234'] }
const tracks =
  (number = '1234') =>
  (request: ModelRequest) =>
    request.looked ? judged(found) : wants(number)

test('an author’s own words are looked up, as a customer’s would be, and the page tells of it', async () => {
  const { system, desk } = await open(tracks())
  const page = await (await desk('Ken'))('Where is order 1234? My phone ends in 0142.')
  expect(system.asked).toEqual(['GET /orders/1234'])
  const a = wordsOf(page, 'result-a')
  expect(a).toContain('Looked up Looked up orders (number 1234): found 1')
  expect(a).toContain('order_no: 1234 · status: sent · sent_on: 2026-11-20')
  expect(a).toContain('orders#1234 order_no: 1234')
  expect(a).not.toContain('no such passage')
  expect(page).not.toContain('090-5550-0142')
  // What was found just now is no source of a case.
  expect(fieldsIn(page)['a.source']).toBe('')
})

test('what would be recorded is told, and nothing is', async () => {
  const given = { what: '10 packs of paper', due: 'Friday' }
  const { system, desk } = await open(() => records({ reply: 'It is on the list.' }, { record: 'tasks', given }))
  const page = await (await desk('Aya'))('Please order 10 packs of paper by Friday')
  expect(wordsOf(page, 'result-a')).toContain(
    'Would be recorded tasks what: 10 packs of paper · due: Friday Nothing is recorded when a prompt is tried.',
  )
  expect(system.asked).toEqual([])
  expect(system.recorded.size).toBe(0)
})

test('what is wanted and lowered is told as not recorded', async () => {
  const given = { what: '10 packs of paper' }
  const { desk } = await open(() => records({ reply: 'Listed.', confidence: 0.1 }, { record: 'tasks', given }))
  const page = await (await desk('Aya'))('Please order 10 packs of paper')
  expect(wordsOf(page, 'result-a')).toContain(
    'Wanted to record; with this decision it would not be tasks what: 10 packs',
  )
})

test('three wrong guesses of a member in a day, and nothing that wants a proof is asked for them any more', async () => {
  const { system, desk } = await open(tracks())
  const [ken, aya] = [await desk('Ken'), await desk('Aya')]
  for (const digits of ['1111', '2222', '3333', '3333']) {
    expect(wordsOf(await ken(`Where is order 1234? My phone ends in ${digits}.`), 'result-a')).toContain('not shown')
  }
  const asked = system.asked.length
  const right = 'Where is order 1234? My phone ends in 0142.'
  expect(wordsOf(await ken(right), 'result-a')).toContain('not asked, too many numbers were given as proof today')
  expect(system.asked).toHaveLength(asked)
  expect(wordsOf(await aya(right), 'result-a')).toContain('found 1')
})

test('a customer’s words ask no system: what was found for them then is found, masked, and nothing else is', async () => {
  const at = `${path}?conversation=${encodeURIComponent(idOf(naoko))}&turn=t1`
  const { system, desk } = await open(tracks())
  const ken = await desk('Ken', at)
  const a = wordsOf(await ken(), 'result-a')
  expect(a).toContain('found 1')
  expect(a).toContain('With a customer’s words the shop’s systems are not asked: this is what was found then.')
  expect(a).toContain('✓ Resolved')

  const other = await open(tracks('1235'))
  const page = await (await other.desk('Ken', at))()
  expect(wordsOf(page, 'result-a')).toContain('the system could not be reached')
  expect([...system.asked, ...other.system.asked]).toEqual([])
})

test('where a number stands in the ledger masked, it is found again for the customer’s own words, and for no others', async () => {
  const at = `${path}?conversation=${encodeURIComponent(idOf(miki))}&turn=t1`
  const then = await open(tracks('12345678'))
  expect(wordsOf(await (await then.desk('Ken', at))(), 'result-a')).toContain('found 1')
  const other = await open(tracks('99999978'))
  const edited = await (await other.desk('Ken', at))('Where is my order 99999978? My number ends in 5687.')
  expect(wordsOf(edited, 'result-a')).toContain('the system could not be reached')
  expect([...then.system.asked, ...other.system.asked]).toEqual([])
})

test('where the shop has no systems nothing is offered', async () => {
  const { desk } = await open(() => judged({ decision: 'needs_info', reply: 'Which one?' }), true)
  const a = wordsOf(await (await desk('Ken'))('Where is order 1234?'), 'result-a')
  expect(a).toContain('? Asks back')
  expect(a).not.toContain('Looked up')
})
