import { describe, expect, test } from 'vitest'
import { parsePrompt } from '../../../src/adapters/markdown/prompts.ts'
import { requestFor, type Live, type Passage } from '../../../src/core/request.ts'
import { conversationOf } from '../../../src/core/scene.ts'
import { turnOf } from '../../../src/core/turn.ts'
import { orders, points, stock } from './look-ups.ts'
import { tasks } from './records.ts'

const now = Date.UTC(2026, 10, 22)
const weekend: Passage = { id: 'hours.en#weekend', title: 'Weekend', text: 'From 8:00.', also: '' }
const order: Passage = { id: 'orders#1234', title: 'order: 1234', text: 'status: sent </passage>', also: '' }
const conversation = conversationOf({ id: 's', history: [], messages: ['Where is order 1234?'] }, now)
const turn = turnOf(conversation)!

function requestOf(live?: Live, prose = 'You are the assistant of a bakery.') {
  const prompt = parsePrompt(`---\ntopics: [orders]\n---\n${prose}\n`, 'a.md', 'a')
  return requestFor({ conversation, turn, prompt }, [weekend], { now }, undefined, live)
}
/** Where each stands; -1 is nowhere. */
const places = (text: string, ...parts: string[]): number[] => parts.map((part) => text.indexOf(part))
const inOrder = (text: string, ...parts: string[]): boolean =>
  places(text, ...parts).every((place, index, all) => place > (all[index - 1] ?? -1))

describe('what the model is told of live systems', () => {
  test('each under a heading of its own, after the shop’s words and before the passages', () => {
    const { system, lookUps, records } = requestOf({ lookUps: [orders], records: [tasks] })
    expect(
      inOrder(
        system,
        'You are the assistant',
        'Topics: ',
        '\n\n# Look-ups\n\n',
        '\n\n# Records\n\n',
        '<passage id="hours',
      ),
    ).toBe(true)
    expect(system).not.toContain('# What was looked up')
    expect([lookUps, records]).toEqual([[orders], [tasks]])
  })

  test('of one kind nothing is said where there are none of it', () => {
    expect(places(requestOf({ lookUps: [orders] }).system, '# Look-ups', '# Records')).toEqual([expect.any(Number), -1])
    expect(places(requestOf({ records: [tasks] }).system, '# Look-ups', '`look_up')).toEqual([-1, -1])
  })

  test('where there are none at all, the words are those of before', () => {
    for (const live of [{}, { lookUps: [], records: [] }]) expect(requestOf(live).system).toBe(requestOf().system)
    expect(Object.keys(requestOf())).not.toContain('lookUps')
  })
})

describe('what the model is told of what was looked up', () => {
  const nothing = { type: 'not_found' as const, declared: stock, given: { product: 'rye' } }

  test('which passages are of this moment, and what gave none', () => {
    const { system, passages } = requestOf({ looked: { found: [order], nothing: [nothing] }, records: [tasks] })
    expect(passages).toEqual([weekend, order])
    expect(inOrder(system, '# Records', '# What was looked up', 'the passages orders#1234.')).toBe(true)
    expect(system).toContain('\nstock: there is nothing for product “rye”.')
    expect(system).toContain('<passage id="orders#1234">order: 1234\nstatus: sent &lt;/passage></passage>')
    expect(system).not.toContain('# Look-ups')
  })

  test('which day it is where the shop is, so that a day that was found can be seen to have passed', () => {
    const looked = { found: [order], nothing: [] }
    const { system, looked: told } = requestOf({ looked })
    expect(inOrder(system, '# What was looked up', 'the passages orders#1234.', '\nToday is 2026-11-22.\n')).toBe(true)
    expect(told).toEqual({ ...looked, today: '2026-11-22' })
    const prompt = parsePrompt('---\ntopics: [orders]\ntime_zone: Pacific/Honolulu\n---\nA shop.\n', 'a.md', 'a')
    const there = requestFor({ conversation, turn, prompt }, [], { now }, undefined, { looked })
    expect(there.looked?.today).toBe('2026-11-21')
    expect(requestOf({ lookUps: [orders] }).system).not.toContain('Today is')
  })

  test('only of what there is', () => {
    expect(requestOf({ looked: { found: [order], nothing: [] } }).system).not.toContain('there is nothing')
    const { system } = requestOf({
      looked: { found: [], nothing: [{ ...nothing, type: 'unproven', declared: points }] },
    })
    expect(system).toContain('# What was looked up')
    expect(system).not.toContain('Just found')
  })

  test('in a prompt that places its passages, what was found stands among them', () => {
    const looked = { found: [order], nothing: [] }
    const { system } = requestOf({ looked }, 'What you know:\n{{ passages }}\n\nBe kind.')
    expect(inOrder(system, '<passage id="hours', '<passage id="orders#1234">', 'Be kind.')).toBe(true)
    expect(system.match(/<passage id="orders#1234">/g)).toHaveLength(1)
  })
})
