/** Who asked about an order, or for something to be recorded, in an evening. What was looked up is masked, as it is kept. */
import type { Conversation } from '../../src/core/conversation.ts'
import type { Change } from '../../src/core/facts.ts'
import type { LookUpFact, LookUpText } from '../../src/core/look-ups/looked-up.ts'
import { minute, type Person } from './people.ts'

type Judged = Extract<Change, { type: 'judged' }>

interface Told {
  reason: string
  summary: string
  topic: string
  sources?: string[]
  lookUps?: { fact: LookUpFact; text: LookUpText }[]
  records?: NonNullable<Conversation['judged'][number]['records']>
  lowered?: Judged['lowered']
}

/** A judgement of these messages, and that it holds. */
function judged(turn: string, at: number, messages: string[], told: Told, changes: Change[]): Change[] {
  const { reason, summary, topic, sources = [], lookUps, records, lowered } = told
  const text = { turn, messages, reason, summary, lookUps: lookUps?.map((one) => one.text), records }
  const actions = (records ?? []).map(({ record, given }, index) => ({
    kind: 'record' as const,
    id: `${turn}.record-${index + 1}`,
    turn,
    messages,
    record,
    given,
  }))
  return [
    {
      type: 'judged',
      at,
      turn,
      messages,
      said: 'resolved',
      decision: lowered ? 'handoff' : 'resolved',
      lowered,
      confidence: 0.94,
      sources,
      smallTalk: false,
      topic,
      language: 'en',
      lookUps: lookUps?.map(({ fact }) => fact),
      records: records?.map(({ record }) => record),
      origin: { by: 'model', model: 'gemini-3.6-flash' },
      decided: { changes, actions, text },
    },
    { type: 'begun', at: at + 100, turn },
  ]
}

const order: NonNullable<Told['lookUps']>[number] = {
  fact: { name: 'orders', came: 'found', ms: 312, things: 1 },
  text: {
    given: { number: '1234' },
    things: [
      { order_no: '1234', status: 'sent', carrier: 'Yamato', tracking_no: '••••••••••87', sent_on: '2026-11-20' },
    ],
  },
}
const slow: NonNullable<Told['lookUps']>[number] = {
  fact: { name: 'stock', came: 'failed', why: 'slow', ms: 5_004 },
  text: { given: { product: 'Christmas stollen', branch: 'Nakano' }, things: [] },
}

/** Asked where an order is, and had it looked up; then for something that is being recorded. */
export const naoko: Person = {
  id: 'U3d2c1b0a9f8e7d6c5b4a39281706f5e4',
  name: 'Naoko',
  wrote: [
    { ago: 12, text: 'Where is my order 1234? My number ends in 5687.', read: true },
    { ago: 3, text: 'Thank you! Could somebody put a candle in it for my son? By Friday please.' },
  ],
  answered: [{ ago: 12, text: 'It was sent on November 20 with Yamato.' }],
  afterwards(now, [first = '', second = '']) {
    const [then, at] = [now - 12 * minute + 2_000, now - 3 * minute + 4_000]
    const action = 't2.record-1'
    return [
      ...judged(
        't1',
        then,
        [first],
        {
          reason: 'The order was found and its status answers the question.',
          summary: 'Wants to know where order 1234 is.',
          topic: 'orders',
          sources: ['orders#1234'],
          lookUps: [order],
        },
        [{ type: 'closed', at: then, turn: 't1', messages: [first], as: 'resolved', read: true }],
      ),
      ...judged(
        't2',
        at,
        [second],
        {
          reason: 'A small request that can be recorded as a task.',
          summary: 'Wants a candle with the order by Friday.',
          topic: 'tasks',
          records: [{ record: 'tasks', given: { what: 'Put a candle into order 1234', due: 'Friday' } }],
        },
        [{ type: 'closed', at, turn: 't2', messages: [second], as: 'resolved', read: true, heldBy: action }],
      ),
      { type: 'attempted', at: at + 200, action, what: 'record', record: 'tasks', attempt: 1 },
      { type: 'outcome', at: at + 5_200, action, what: 'record', result: 'unknown', detail: 'no answer within 5 s' },
      { type: 'waiting', at: at + 5_200, action, what: 'record', until: at + 6_200, why: 'no answer within 5 s' },
    ]
  },
}

/** Asked for an order whose number is long: in the ledger it stands masked. */
export const miki: Person = {
  id: 'U8f0e1d2c3b4a59687786958473625140',
  name: 'Miki',
  wrote: [{ ago: 12, text: 'Where is my order 12345678? My number ends in 5687.', read: true }],
  answered: [{ ago: 12, text: 'It was sent on November 20.' }],
  afterwards(now, messages) {
    const at = now - 12 * minute + 2_000
    const number = '••••••78'
    const told = {
      reason: 'The order was found and its status answers the question.',
      summary: 'Wants to know where an order is.',
      topic: 'orders',
      sources: ['orders#78'],
      lookUps: [{ ...order, text: { given: { number }, things: [{ order_no: number, status: 'sent' }] } }],
    }
    return judged('t1', at, messages, told, [{ type: 'closed', at, turn: 't1', messages, as: 'resolved', read: true }])
  },
}

/** Something that was looked up gave nothing, so a person has it. */
export const oskar: Person = {
  id: 'U6e7f8091a2b3c4d5e6f708192a3b4c5d',
  name: 'Oskar',
  wrote: [{ ago: 8, text: 'Is the stollen there in Nakano, and where is my order 1234?' }],
  afterwards(now, messages) {
    const at = now - 8 * minute + 9_000
    const turn = 't1'
    const listed = { id: 't1.handoff', kind: 'handoff', at, turn, messages, state: 'waiting' } as const
    return judged(
      turn,
      at,
      messages,
      {
        reason: 'The order was found.',
        summary: 'Wants to know whether there is stollen in Nakano, and where order 1234 is.',
        topic: 'orders',
        lookUps: [order, slow],
        lowered: 'look_up_gave_nothing',
      },
      [
        { type: 'entered', at, entry: listed.id, kind: 'handoff', listed: { ...listed, readWhenTaken: true } },
        { type: 'handed_off', at, turn },
        { type: 'closed', at, turn, messages, as: 'handoff', read: true },
      ],
    )
  },
}

/** Asked for something of which nobody knows whether it was recorded. */
export const pim: Person = {
  id: 'U8091a2b3c4d5e6f708192a3b4c5d6e7f',
  name: 'Pim',
  wrote: [{ ago: 26, text: 'Please order paper bags by Friday.' }],
  afterwards(now, messages) {
    const at = now - 26 * minute + 3_000
    const [turn, action] = ['t1.unrecorded', 't1.record-1']
    const listed = { id: `${turn}.handoff`, kind: 'handoff', at, turn, messages, state: 'waiting' } as const
    const told = {
      reason: 'Can be recorded as a task.',
      summary: 'Wants paper bags ordered by Friday.',
      topic: 'tasks',
    }
    const given = { what: 'Order paper bags', due: 'Friday' }
    const late = at + 28_000
    return [
      ...judged('t1', at, messages, { ...told, records: [{ record: 'tasks', given }] }, [
        { type: 'closed', at, turn: 't1', messages, as: 'resolved', read: true, heldBy: action },
      ]),
      { type: 'attempted', at, action, what: 'record', record: 'tasks', attempt: 1 },
      { type: 'outcome', at: late, action, what: 'record', result: 'unknown', detail: 'reset' },
      { type: 'ended', at: late, action, what: 'record', how: 'uncertain' },
      { type: 'entered', at: late, entry: listed.id, kind: 'handoff', listed: { ...listed, readWhenTaken: true } },
      {
        type: 'handed_off',
        at: late,
        turn,
        text: { turn, messages, reason: 'It may be there.', summary: told.summary },
      },
      { type: 'closed', at: late, turn, messages, as: 'handoff', read: true },
    ]
  },
}
