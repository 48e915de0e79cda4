/** Who asked goes with what is recorded, by the name that the file says, and by nobody's word but LINE's. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../../src/core/conversation.ts'
import { decide } from '../../../src/core/decide.ts'
import { evolveAll } from '../../../src/core/evolve.ts'
import { explain } from '../../../src/core/explain.ts'
import type { Judgement } from '../../../src/core/judgement.ts'
import { parseAnswer } from '../../../src/core/look-ups/answer.ts'
import { plainName, withAskedBy } from '../../../src/core/look-ups/asked-by.ts'
import type { DeclaredRecord } from '../../../src/core/look-ups/declared.ts'
import { recordsInWords } from '../../../src/core/look-ups/recording.ts'
import { turnOf } from '../../../src/core/turn.ts'
import { conversation, follow, judgement, passages, policy, receive, t0, text, unsend } from '../situations.ts'
import { tasks as plain } from './records.ts'

const tasks: DeclaredRecord = { ...plain, askedBy: 'requester' }
const paper = { what: 'order paper' }
const asks: Partial<Judgement> = { sources: [], reply: 'Recorded: order paper.' }

describe('a name is outside data', () => {
  test.for<[string, string]>([
    ['Aya', 'Aya'],
    ['  Aya   Mori ', 'Aya Mori'],
    ['Aya\nMori\u2028\u0000!', 'Aya Mori !'],
    ['山田　花子', '山田 花子'],
    ['สมชาย ใจดี 🌸', 'สมชาย ใจดี 🌸'],
    ['👩‍🍳 Aya', '👩‍🍳 Aya'],
    ['\u202eayA\u202c\u200b', 'ayA'],
    ['\u3164', ''],
    ['', ''],
    ['x'.repeat(5_000), 'x'.repeat(100)],
    [`${'紙'.repeat(99)}🌸🌸`, `${'紙'.repeat(99)}🌸`],
    ['A\ud83c', 'A\ufffd'],
  ])('%j is %j', ([told, name]) => {
    expect(plainName(told)).toBe(name)
  })
})

test('it is told beside the arguments, where a record wants it and it is known', () => {
  const wanted = [
    { declared: tasks, given: paper },
    { declared: plain, given: paper },
  ]
  expect(withAskedBy(wanted, 'Aya').map(({ given }) => given)).toEqual([{ ...paper, requester: 'Aya' }, paper])
  for (const nobody of ['', undefined]) {
    expect(withAskedBy(wanted, nobody).map(({ given }) => given)).toEqual([paper, paper])
  }
})

test('the model is told nothing of it, and what it gives by that name is refused', () => {
  expect(recordsInWords([tasks])).toBe(recordsInWords([plain]))
  const pairs = { what: 'order paper', requester: 'the manager' }
  const args = Object.entries(pairs).map(([name, value]) => ({ name, value }))
  const said = JSON.stringify({ ...judgement(asks), records: [{ record: 'tasks', arguments: args }] })
  expect(parseAnswer(said, { records: [tasks] })).toMatchObject({
    records: [],
    refused: [{ record: 'tasks', why: 'unknown_argument' }],
  })
})

/** Somebody of that name asks for it; the decision is pending. */
function asked(askedBy: string, c = receive(conversation(), t0, text(1, t0))): Conversation {
  const turn = turnOf(c)
  if (!turn) throw new Error('there is no turn')
  const records = [{ declared: tasks, given: paper }]
  const open = records.flatMap(({ given }) => Object.values(given))
  const told = { open, customer: open, values: [], days: [], prose: '' }
  const verdict = { judgement: judgement(asks), passages, told, origin: { by: 'model' as const }, records, askedBy }
  return evolveAll(c, [decide({ conversation: c, turn, policy, now: t0 }, verdict)])
}

describe('decided', () => {
  test('every attempt says the same, and the ledger shows it as part of what is recorded', () => {
    const { c } = follow(asked('Aya'), t0, () => ({ type: 'no_answer', why: 'reset' }))
    expect(c.outbox.find(({ kind }) => kind === 'record')).toMatchObject({ given: { ...paper, requester: 'Aya' } })
    expect(c.judged.at(-1)?.records).toEqual([
      { record: 'tasks', given: { ...paper, requester: 'Aya' }, askedBy: 'requester' },
    ])
    expect(explain(c).messages[0]?.why.join()).toContain('requester Aya')
  })

  test('a name says nothing of what they wrote: digits and links in it lower no judgement', () => {
    for (const name of ['Room 4711', 'https://aya.example', '¥500']) {
      expect(asked(name).pending?.actions[0]).toMatchObject({ kind: 'record', given: { requester: name } })
    }
  })

  test('with the words of the turn it goes, when the message is taken back', () => {
    const { c } = follow(asked('Aya'), t0, () => ({ type: 'confirmed', reference: 'T-1' }))
    expect(JSON.stringify(c)).toContain('Aya')
    expect(JSON.stringify(receive(c, t0 + 1, unsend(1, t0 + 1)))).not.toContain('Aya')
  })
})
