/** What every model keeps to, whatever stands behind it. */
import { expect, test } from 'vitest'
import { parseJudgement } from '../../src/core/judgement.ts'
import type { ModelRequest } from '../../src/core/request.ts'
import type { Model } from '../../src/ports/model.ts'

export interface ModelUnderTest {
  model: Model
  /** Makes the next judgement a good one. */
  behave?: () => void
  /** Makes the model hang, and resolves once it has been asked. Missing: it answers at once. */
  hang?: () => Promise<void>
  /** Whether it counts tokens. */
  counts: boolean
}

const passage = {
  id: 'hours.en#weekend',
  title: 'Weekend hours',
  text: 'On Saturdays and Sundays we are open from 8:00 to 17:00.',
  also: 'saturday, sunday',
}

export const request: ModelRequest = {
  system: `You are a shop's assistant.\n\n<passage id="${passage.id}">${passage.title}\n${passage.text}</passage>`,
  contents: [{ role: 'user', text: 'Are you open on Sunday?' }],
  passages: [passage],
  open: ['Are you open on Sunday?'],
  fresh: ['Are you open on Sunday?'],
}

export function modelContract(open: () => ModelUnderTest | Promise<ModelUnderTest>): void {
  test('a judgement comes back that the core can read', async () => {
    const { model, behave } = await open()
    behave?.()
    const answer = await model.judge(request, new AbortController().signal)
    expect(answer.ok).toBe(true)
    const parsed = parseJudgement(answer.ok ? answer.text : '')
    expect(parsed).toMatchObject({ ok: true, judgement: { decision: 'resolved', sources: [passage.id] } })
  })

  test('tokens are counted where there are any', async () => {
    const { model, behave, counts } = await open()
    behave?.()
    const { usage } = await model.judge(request, new AbortController().signal)
    expect(usage !== undefined && usage.input > 0 && usage.output > 0).toBe(counts)
  })

  test('it has a name for the record', async () => {
    expect((await open()).model.name).toMatch(/\S/)
  })

  test('a signal aborted before ends it with its reason', async () => {
    const { model, behave } = await open()
    behave?.()
    const reason = new Error('a new message came')
    await expect(model.judge(request, AbortSignal.abort(reason))).rejects.toBe(reason)
  })

  test('a signal aborted meanwhile ends it at once with its reason', async () => {
    const { model, hang } = await open()
    if (!hang) return
    const asked = hang()
    const stop = new AbortController()
    const answer = model.judge(request, stop.signal)
    await asked
    const reason = new Error('a new message came')
    stop.abort(reason)
    await expect(answer).rejects.toBe(reason)
  })

  test('two turns judged at once do not mix', async () => {
    const { model, behave } = await open()
    behave?.()
    const { signal } = new AbortController()
    const [first, second] = await Promise.all([model.judge(request, signal), model.judge(request, signal)])
    expect(first).toEqual(second)
  })
}
