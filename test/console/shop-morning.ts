/** The same bakery the next morning: what is not text, several people in one chat, taps, and answers nobody has had. */
import type { Change } from '../../src/core/facts.ts'
import type { Seen } from '../../src/ports/contents.ts'
import { files } from '../adapters/line/bytes.ts'
import { minute, type Person } from './people.ts'

const holds = (mime: string, bytes: Uint8Array): Seen => ({ type: 'inline', mime, bytes })

/** Sent a picture, a voice message, a film and three files, of which one is called what it is not. */
export const malee: Person = {
  id: 'U5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f',
  name: 'มาลี',
  language: 'th',
  wrote: [
    { ago: 31, content: { type: 'image' }, holds: holds('image/png', files.png) },
    { ago: 30, content: { type: 'audio' }, holds: holds('audio/mp4', files.m4a) },
    { ago: 29, content: { type: 'video' }, holds: holds('video/mp4', files.mp4) },
    { ago: 28, content: { type: 'file', name: '../../ใบเสร็จ.pdf' }, holds: holds('application/pdf', files.pdf) },
    {
      ago: 27,
      content: { type: 'file', name: 'order.html' },
      holds: { type: 'text', text: '<script>alert(1)</script>' },
    },
    { ago: 26, content: { type: 'file', name: 'photos.zip' } },
    { ago: 25, text: 'ขอเค้กแบบในรูปได้ไหมคะ' },
  ],
  entry: { kind: 'handoff', ago: 25, summary: 'อยากสั่งเค้กแบบในรูป', reason: 'An order like one in a picture.' },
}

/** A group that plans a party. */
export const party: Person = {
  id: 'Ca56f94637cc4347f90a25382909b24b9',
  chat: 'group',
  wrote: [
    { ago: 14, text: '@Mugi do you have a room for twelve?', by: 'Uanna' },
    { ago: 13, text: '@Mugi and could we bring our own wine?', by: 'Uben' },
    { ago: 12, text: '@Mugi never mind that', by: 'Uanna', unsent: true, earlier: true },
    { ago: 11, text: '@Mugi on Friday?' },
  ],
  entry: { kind: 'handoff', ago: 11, summary: 'A room for twelve on Friday.', reason: 'A reservation of a room.' },
}

const fixed = { confidence: 0.9, sources: [], smallTalk: false, topic: 'other', language: 'en' }
const origin = { by: 'model', model: 'gemini-3.6-flash' } as const

/** Was answered, and tapped “Not solved”. */
export const hugo: Person = {
  id: 'U0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  name: 'Hugo',
  wrote: [{ ago: 44, text: 'Can I freeze the rye bread?', read: true }],
  answered: [{ ago: 43, text: 'Yes, for up to three months.' }],
  afterwards(now, messages) {
    const at = now - 40 * minute
    const turn = 'tap-e1'
    const listed = {
      id: `${turn}.handoff`,
      kind: 'handoff' as const,
      at,
      turn,
      messages,
      state: 'waiting' as const,
      readWhenTaken: false,
    }
    const told = {
      turn,
      messages,
      reason: 'The customer says that the assistant’s answer did not solve it.',
      summary: 'Can I freeze the rye bread?',
    }
    const earlier = {
      turn: 't0',
      messages,
      reason: 'Known.',
      summary: 'Wants to know how long rye bread keeps frozen.',
    }
    return [
      {
        type: 'judged',
        at: at - 3 * minute,
        turn: 't0',
        messages,
        said: 'resolved',
        decision: 'resolved',
        ...fixed,
        origin,
        decided: { changes: [], actions: [], text: earlier },
      },
      { type: 'begun', at: at - 3 * minute, turn: 't0' },
      { type: 'tapped', at, event: 'e1', button: 'not_solved' },
      { type: 'told_outcome', at, turn: 't0', solved: false },
      { type: 'entered', at, entry: listed.id, kind: 'handoff', listed, actions: [] },
      { type: 'handed_off', at, turn, text: told },
    ]
  },
}

/** Tapped “Talk to a person” before having written anything, went back, blocked the account and came again. */
export const ines: Person = {
  id: 'U99887766554433221100ffeeddccbbaa',
  name: 'Inès',
  wrote: [],
  afterwards(now) {
    const at = now - 9 * minute
    const turn = 'tap-e3'
    const entered = (id: string, then: number): Change[] => {
      const listed = {
        id: `${id}.handoff`,
        kind: 'handoff' as const,
        at: then,
        turn: id,
        messages: [],
        state: 'waiting' as const,
        readWhenTaken: false,
      }
      const text = { turn: id, messages: [], reason: 'The customer tapped “Talk to a person”.', summary: '' }
      return [
        { type: 'tapped', at: then, event: `${id}-event`, button: 'person' },
        { type: 'entered', at: then, entry: listed.id, kind: 'handoff', listed, actions: [] },
        { type: 'handed_off', at: then, turn: id, text },
      ]
    }
    return [
      ...entered('tap-e1', at),
      { type: 'tapped', at: at + minute, event: 'e2', button: 'back' },
      { type: 'handed_back', at: at + minute, event: 'e2', by: 'The customer', customer: true },
      { type: 'left', at: at + 2 * minute, event: 'e4', what: 'unfollow', timestamp: 0 },
      { type: 'followed', at: at + 3 * minute, event: 'e5', again: true, timestamp: 0 },
      ...entered(turn, at + 4 * minute),
    ]
  },
}

/** Wrote while the server only observed: one answer, one hand-off, one failure. */
export const watched: Person = {
  id: 'U1f2e3d4c5b6a79880716253443526170',
  name: 'Oskar',
  wrote: [
    { ago: 50, text: 'Are you open on Sunday?' },
    { ago: 40, text: 'My cake was stale and I want my money back.' },
    { ago: 30, text: 'Hello?' },
  ],
  afterwards(now, [open = '', cake = '', hello = '']) {
    const decided = (
      turn: string,
      message: string,
      ago: number,
      decision: 'resolved' | 'handoff',
      reply?: string,
    ): Change[] => {
      const at = now - ago * minute
      const text = { turn, messages: [message], reason: 'Because.', summary: '', reply }
      return [
        {
          type: 'judged',
          at,
          turn,
          messages: [message],
          said: decision,
          decision,
          ...fixed,
          origin,
          decided: { changes: [], actions: [], text },
        },
        { type: 'begun', at, turn },
        { type: 'closed', at, turn, messages: [message], as: 'observed', read: false },
      ]
    }
    const failed = now - 29 * minute
    return [
      ...decided('t1', open, 49, 'resolved', 'Yes, on Sundays from 8:00 to 16:00.'),
      ...decided('t2', cake, 39, 'handoff'),
      { type: 'failed', at: failed, turn: 't3', messages: [hello], why: 'no answer in time', origin },
      { type: 'closed', at: failed, turn: 't3', messages: [hello], as: 'observed', read: false },
    ]
  },
}

/** One answer came too late for its reply token, and a push would cost too much; another is being sent. */
export const greta: Person = {
  id: 'U2a3b4c5d6e7f8091a2b3c4d5e6f70819',
  name: 'Greta',
  wrote: [
    { ago: 18, text: 'Do you deliver to the islands?' },
    { ago: 1, text: 'And how do I get there?' },
  ],
  afterwards(now, [islands = '', trains = '']) {
    const at = now - 17 * minute
    const reply = (turn: string, message: string, text: string) => ({
      kind: 'reply' as const,
      id: `${turn}.reply`,
      turn,
      messages: [message],
      body: [{ type: 'text' as const, text }],
      via: 'push' as const,
      introduces: false,
      notice: false,
      deferred: false,
    })
    const late = reply('t1', islands, 'Yes: twice a week, on Tuesdays and Fridays.')
    const soon = reply('t2', trains, 'Trains run hourly.')
    const closed = { type: 'closed', as: 'resolved', read: true } as const
    return [
      { ...closed, at, turn: 't1', messages: [islands], heldBy: late.id, actions: [late] },
      { type: 'deferred', at, action: late.id, why: 'daily_cap' },
      { ...closed, at: now, turn: 't2', messages: [trains], heldBy: soon.id, actions: [soon] },
    ]
  },
}

export const morning: Person[] = [malee, party, hugo, ines, watched, greta]
