/** Linking as values: a sign-in, what the shop's system says of it, and what becomes of the question that wanted it. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { decide } from '../../src/core/decide.ts'
import { enterAll } from '../../src/core/enter.ts'
import { parseEvent, type InboxEvent } from '../../src/core/event.ts'
import { eventOf } from '../../src/core/event-type.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { explain } from '../../src/core/explain.ts'
import { concludeLink, notLinked, type WhoseAccount } from '../../src/core/linking.ts'
import { next } from '../../src/core/next.ts'
import { noticeText, type Policy } from '../../src/core/policy.ts'
import { joinsOf } from '../../src/core/reply.ts'
import { restored } from '../../src/core/restored.ts'
import { expiring } from '../../src/core/retention.ts'
import { turnOf } from '../../src/core/turn.ts'
import { conversation, judgement, left, passages, policyOf, signsIn, staff, t0, tap, text } from './situations.ts'

const policy: Policy = { ...policyOf(), links: true }
const nonce = 'nonce-of-theirs'
const address = 'https://shop.example.com/line?linkToken=abc'
const minute = 60_000

const enter = (c: Conversation, event: InboxEvent, at: number, by = policy) => enterAll(c, [event], by, at)

/** The customer asks for an order, and is asked to sign in. */
function asked(at = t0): Conversation {
  const written = enter(conversation(), text(1, at), at)
  const turn = turnOf(written)
  if (!turn) throw new Error('no turn')
  const question = judgement({ decision: 'needs_info', reply: 'Please sign in to see your order.', sources: [] })
  const decided = decide(
    { conversation: written, turn, policy, now: at },
    { judgement: question, origin: { by: 'model' }, passages, signIn: { address } },
  )
  const pending = evolveAll(written, [decided])
  const begun = evolveAll(pending, [{ type: 'begun', at, turn: pending.pending?.turn ?? '' }])
  return evolveAll(
    begun,
    begun.outbox.map(({ id, kind: what }) => ({ type: 'ended' as const, at, action: id, what, how: 'done' as const })),
  )
}

const told = (c: Conversation, told: WhoseAccount, at: number, by = policy): Conversation => {
  if (!c.linking) throw new Error('nothing is asked')
  return evolveAll(c, concludeLink(c, c.linking, told, by, at))
}
const found: WhoseAccount = { type: 'found', account: '4711' }
const down: WhoseAccount = { type: 'failed', why: 'down' }
const story = (c: Conversation) => explain(c).story.map((one) => one.text)

describe('LINE’s event', () => {
  const raw = (link: object) => ({
    type: 'accountLink',
    webhookEventId: 'e1',
    timestamp: t0,
    source: { type: 'user', userId: 'Ucustomer' },
    replyToken: 'r',
    link,
  })
  const read = (link: object) => parseEvent(raw(link), { destination: 'Ubot', receivedAt: t0 })

  test('brings the nonce', () => {
    expect(read({ result: 'ok', nonce })).toMatchObject({
      type: 'event',
      event: { type: 'link', nonce, replyToken: 'r' },
    })
  })

  test.each([
    ['of a failed sign-in', { result: 'failed', nonce }],
    ['of a result that LINE has yet to invent', { result: 'maybe', nonce }],
    ['that is missing', { result: 'ok' }],
    ['that is no text', { result: 'ok', nonce: 17 }],
    ['that is too long for any', { result: 'ok', nonce: 'x'.repeat(1_001) }],
  ])('brings none %s', (_what, link) => {
    const event = read(link)
    expect(event).toMatchObject({ type: 'event', event: { type: 'link' } })
    expect(JSON.stringify(event)).not.toContain('nonce')
  })

  test('without what it is about is set aside', () => {
    expect(read([])).toMatchObject({ type: 'unreadable' })
  })
})

describe('a question that wants a sign-in', () => {
  test('has the page below it, with the way to a person, and the address is in no text', () => {
    const written = enter(conversation(), text(1, t0), t0)
    const turn = turnOf(written)
    if (!turn) throw new Error('no turn')
    const question = judgement({ decision: 'needs_info', reply: 'Please sign in.', sources: [] })
    const change = decide(
      { conversation: written, turn, policy, now: t0 },
      { judgement: question, origin: { by: 'model' }, passages, signIn: { address } },
    )
    const pending = evolveAll(written, [change]).pending
    const [words] = pending?.actions ?? []
    if (words?.kind !== 'reply') throw new Error('no reply')
    const page = words.body.at(-1)
    expect(page).toMatchObject({
      type: 'template',
      template: { text: noticeText(policy, 'link_account', 'en'), actions: [{ type: 'uri', uri: address }] },
      quickReply: { items: [{ action: { data: 'kidoku:person' } }] },
    })
    const texts = words.body.filter(({ type }) => type === 'text')
    expect(texts.length).toBeGreaterThan(0)
    expect(JSON.stringify(texts)).not.toMatch(/linkToken|quickReply/)
  })

  test('is a person’s when there is no way to sign in', () => {
    const written = enter(conversation(), text(1, t0), t0)
    const turn = turnOf(written)
    if (!turn) throw new Error('no turn')
    const question = judgement({ decision: 'needs_info', reply: 'Please sign in.', sources: [] })
    const change = decide(
      { conversation: written, turn, policy, now: t0 },
      { judgement: question, origin: { by: 'model' }, passages, signIn: {} },
    )
    expect(change).toMatchObject({ decision: 'handoff', lowered: 'look_up_gave_nothing' })
  })
})

describe('the customer has signed in', () => {
  test('the shop’s system is asked at once, and the ledger holds no nonce', () => {
    const c = enter(asked(), signsIn(t0 + minute), t0 + minute)
    expect(next(c, policy, t0 + minute)).toMatchObject({ type: 'link', linking: { nonce, tries: 0 } })
    expect(JSON.stringify(c.facts)).not.toContain(nonce)
    expect(c.facts.flatMap((fact) => eventOf(fact)?.type ?? [])).toEqual(['message', 'accountLink'])
  })

  test('it tells whose account it is: the question is judged again, by the token that came with it', () => {
    const at = t0 + minute
    const c = told(enter(asked(), signsIn(at), at), found, at + 500)
    expect(c.linked).toEqual({ account: '4711', at: at + 500 })
    expect([c.linking, c.linkOffered, c.questions]).toEqual([undefined, undefined, 0])
    expect(c.messages[0]).toMatchObject({ state: 'new', replyToken: `link-reply-${at}`, tokenFrom: { receivedAt: at } })
    expect(next(c, policy, at + 500)).toMatchObject({ type: 'judge', turn: { messages: [{ id: '1' }] } })
    expect(JSON.stringify(c.facts)).not.toMatch(/4711|link-reply/)
    // That it is linked, and how to undo that, goes out with the answer.
    const [words] = c.outbox
    if (words?.kind !== 'reply') throw new Error('no reply')
    expect(c.outbox).toMatchObject([
      { kind: 'reply', deferred: true, body: [{ text: noticeText(policy, 'linked', 'en') }] },
    ])
    expect(joinsOf(c, { ...words, id: 't2.reply', turn: 't2', deferred: false })).toEqual([words.id])
  })

  test('nothing waits for it: they are told in a few words, and how to undo it', () => {
    const c = told(enter(conversation(), signsIn(t0), t0), found, t0)
    expect(c.linked?.account).toBe('4711')
    expect(c.outbox).toMatchObject([
      { tokenOnly: true, via: 'reply', body: [{ text: noticeText(policy, 'linked', 'en') }] },
    ])
    expect(noticeText(policy, 'linked', 'en')).toContain('unlink')
  })

  test('what they asked before yesterday is not judged again', () => {
    const at = t0 + policy.stale_after + 1
    const c = told(enter(asked(), signsIn(at), at), found, at)
    expect([c.linked?.account, c.messages[0]?.state]).toEqual(['4711', 'asked'])
  })

  test('what they write meanwhile takes the question along, and is judged once', () => {
    const at = t0 + minute
    const written = enter(enter(asked(), signsIn(at), at), text(2, at + 10), at + 10)
    const c = told(written, found, at + 20)
    expect(c.messages.map(({ state }) => state)).toEqual(['asked', 'new'])
    expect(turnOf(c)?.messages.map(({ id }) => id)).toEqual(['1', '2'])
  })

  test('a turn that has closed waits for it', () => {
    const at = t0 + minute
    const written = enter(asked(), text(2, at), at)
    const later = at + 20_000
    expect(next(written, policy, later).type).toBe('judge')
    expect(next(enter(written, signsIn(later), later), policy, later).type).toBe('link')
  })

  test('staff have the conversation: it is linked, and nothing is said', () => {
    const at = t0 + minute
    const taken = enter(asked(), staff('take', asked(), at), at)
    const c = told(enter(taken, signsIn(at), at), found, at)
    const replies = c.outbox.filter(({ kind }) => kind === 'reply')
    expect([c.linked?.account, replies, turnOf(c)]).toEqual(['4711', [], undefined])
  })
})

describe('the shop’s system gives no answer', () => {
  test('it is asked again for some minutes, longer apart each time; then who waits is a person’s', () => {
    let at = t0 + minute
    let c = enter(asked(), signsIn(at), at)
    const began = at
    let tries = 0
    while (c.linking) {
      c = told(c, down, at)
      tries += 1
      if (!c.linking) break
      const step = next(c, policy, at)
      if (step.type !== 'wait') throw new Error(`${step.type} while it waits`)
      expect(next(c, policy, step.until - 1).type).toBe('wait')
      at = step.until
      expect(next(c, policy, at).type).toBe('link')
    }
    expect([tries, (at - began) / minute > 3, (at - began) / minute < 5]).toEqual([8, true, true])
    expect(c.mode).toBe('staff')
    expect(c.entries).toMatchObject([{ kind: 'handoff', messages: ['1'] }])
    expect(c.judged.at(-1)?.reason).toBe(notLinked)
    expect(story(c).join('\n')).toContain('the shop’s system gave no answer for some minutes')
    expect(JSON.stringify(c)).not.toContain(nonce)
  })

  test('and answers in the end: that counts', () => {
    const at = t0 + minute
    const once = told(enter(asked(), signsIn(at), at), down, at)
    const c = told(once, found, at + 2_000)
    expect([c.linked?.account, c.messages[0]?.state]).toEqual(['4711', 'new'])
  })

  test('a clock that was set back keeps nobody waiting', () => {
    const at = t0 + minute
    const c = told(enter(asked(), signsIn(at), at), down, at)
    expect(next(c, policy, at - 3_600_000).type).toBe('link')
  })

  test('nobody waits for it: they are told in a few words', () => {
    const c = told(enter(conversation(), signsIn(t0), t0), { type: 'unknown' }, t0)
    expect([c.mode, c.linked]).toEqual(['assistant', undefined])
    expect(c.outbox).toMatchObject([{ tokenOnly: true, body: [{ text: noticeText(policy, 'not_linked', 'en') }] }])
  })
})

describe('it is never guessed whose account it is:', () => {
  test('a nonce that the shop does not know links nothing, and is not asked about again', () => {
    const at = t0 + minute
    const c = told(enter(asked(), signsIn(at), at), { type: 'unknown' }, at)
    expect([c.linked, c.linking, c.mode]).toEqual([undefined, undefined, 'staff'])
  })

  test('a sign-in that LINE calls failed is not asked about, and breaks no link that is there', () => {
    const at = t0 + minute
    const linked = told(enter(conversation(), signsIn(t0), t0), found, t0)
    const c = enter(linked, signsIn(at, { nonce: undefined, replyToken: undefined }), at)
    expect([c.linked?.account, c.linking]).toEqual(['4711', undefined])
    expect(story(c).at(-1)).toContain('LINE could not tell')
  })

  test('the same event again changes nothing', () => {
    const c = told(enter(conversation(), signsIn(t0), t0), found, t0)
    expect(enter(c, signsIn(t0), t0 + 10)).toBe(c)
  })

  test('an answer to an earlier sign-in counts no more when a later one has come', () => {
    const first = enter(conversation(), signsIn(t0), t0)
    const second = enter(first, signsIn(t0 + 10, { nonce: 'another-nonce' }), t0 + 10)
    if (!first.linking) throw new Error('nothing is asked')
    expect(concludeLink(second, first.linking, found, policy, t0 + 20)).toEqual([])
    expect(second.linking?.nonce).toBe('another-nonce')
  })

  test.each<[string, Partial<Policy>, string]>([
    ['no system is declared that could be asked', { links: false }, 'linked an account'],
    ['the assistant only observes', { observe: true }, 'MODE=observe'],
    ['they are no tester', { testers: new Set(['Usomebody']) }, 'MODE=testers'],
  ])('nothing is asked when %s', (_what, values, sentence) => {
    const c = enter(conversation(), signsIn(t0), t0, { ...policy, ...values })
    expect([c.linking, story(c).join()]).toEqual([undefined, expect.stringContaining(sentence)])
  })

  test('nothing is asked of an event from a backup, nor of one from before the customer left', () => {
    expect(enter(conversation(), signsIn(t0, { restored: true }), t0).linking).toBeUndefined()
    const gone = enter(asked(), left(t0 + minute), t0 + minute)
    expect(enter(gone, signsIn(t0 + 10), t0 + 2 * minute).linking).toBeUndefined()
  })
})

describe('the link ends', () => {
  const linked = () => told(enter(conversation(), signsIn(t0), t0), found, t0)

  test.each([
    ['the customer blocks the account', left(t0 + minute)],
    ['everything is forgotten', staff('forget', conversation(), t0 + minute, undefined)],
    ['the customer taps to undo it', tap('kidoku:unlink', t0 + minute)],
    ['the customer writes so', text(2, t0 + minute, { content: { type: 'text', text: 'Unlink!' } })],
    ['… in Japanese', text(2, t0 + minute, { content: { type: 'text', text: '連携解除' } })],
  ])('when %s', (_what, event) => {
    const c = enter(linked(), event, t0 + minute)
    expect([c.linked, c.linking, c.linkOffered]).toEqual([undefined, undefined, undefined])
    expect(JSON.stringify(c)).not.toContain('4711')
  })

  test('at their word while staff have the conversation, too', () => {
    const taken = enter(linked(), staff('take', linked(), t0 + 10), t0 + 10)
    const c = enter(taken, text(2, t0 + minute, { content: { type: 'text', text: 'unlink' } }), t0 + minute)
    expect([c.linked, c.mode]).toEqual([undefined, 'staff'])
  })

  test('while it is still being found out whose account it is', () => {
    const c = enter(enter(conversation(), signsIn(t0), t0), tap('kidoku:unlink', t0 + 10), t0 + 10)
    expect([c.linking, next(c, policy, t0 + 10).type]).toEqual([undefined, 'do'])
  })

  test('the word means nothing where nothing is linked: it is judged like any other', () => {
    const c = enter(conversation(), text(2, t0, { content: { type: 'text', text: 'unlink' } }), t0)
    expect(c.messages[0]?.state).toBe('new')
  })

  test('with a restore from a backup: they may have undone it since', () => {
    expect(restored(linked(), t0 + minute).linked).toBeUndefined()
    const asking = enter(conversation(), signsIn(t0), t0)
    expect(JSON.stringify(restored(asking, t0 + minute))).not.toContain(nonce)
  })

  test('with the words, once those are too old; one of yesterday stays', () => {
    const day = 24 * 60 * minute
    const written = enter(linked(), text(2, t0 + 10), t0 + 10)
    const over = evolveAll(written, [
      { type: 'closed', at: t0 + 20, turn: 't1', messages: ['2'], as: 'resolved', read: false },
    ])
    const periods = { messages: 30 * day }
    const kept = evolveAll(over, expiring(over, periods, t0 + day))
    expect(kept.linked?.account).toBe('4711')
    const gone = evolveAll(over, expiring(over, periods, t0 + 31 * day))
    expect(gone.linked).toBeUndefined()
  })
})
