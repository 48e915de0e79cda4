/** The breaker before the model, with values: the clock is the test's own, and the model says what it is told. */
import { describe, expect, test } from 'vitest'
import type { ModelRequest } from '../../src/core/request.ts'
import { createBreaker } from '../../src/flow/breaker.ts'
import type { Log } from '../../src/ports/log.ts'
import {
  ModelUnavailable,
  NoAnswerInTime,
  NotAsked,
  NotRecorded,
  RequestRefused,
  type Asking,
  type Model,
  type ModelAnswer,
} from '../../src/ports/model.ts'
import { quietLog } from '../flow/shop.ts'

const answer: ModelAnswer = { ok: true, text: '{}' }
const down = new ModelUnavailable('Gemini could not be reached')
const second = 1_000

const request = (media = false): ModelRequest => ({
  system: '',
  passages: [],
  open: [],
  fresh: [],
  contents: [
    { role: 'user', text: 'hi', media: media ? [{ label: '', mime: 'image/png', bytes: Buffer.from('') }] : [] },
  ],
})

function guarded() {
  const clock = { time: 1_000_000, now: () => clock.time }
  const lines: string[] = []
  const log: Log = {
    debug() {},
    info: (_, message) => void lines.push(`info ${message}`),
    warn: (_, message) => void lines.push(`warn ${message}`),
    error: (_, message) => void lines.push(`error ${message}`),
  }
  let says: (signal: AbortSignal) => Promise<ModelAnswer> = () => Promise.resolve(answer)
  let asked = 0
  const told: unknown[] = []
  const model: Model = {
    name: 'a model',
    takesMedia: true,
    form: 'a form',
    judge(_, signal, ...more) {
      asked += 1
      told.push(...more)
      return says(signal)
    },
  }
  const breaker = createBreaker({ clock, log })
  const behind = breaker.guard(model)
  const ask = (signal = new AbortController().signal, media = false, asking?: Asking): Promise<unknown> =>
    behind.judge(request(media), signal, asking).catch((error: unknown) => error)
  return {
    clock,
    lines,
    breaker,
    behind,
    ask,
    /** A turn of this conversation; its time is over as soon as it has been asked for. */
    async timesOut(conversation: string, hasFullTime = true): Promise<unknown> {
      says = () => new Promise(() => undefined)
      const deadline = new AbortController()
      const asking = ask(deadline.signal, false, { conversation, hasFullTime })
      deadline.abort(new NoAnswerInTime('no answer in time'))
      return asking
    },
    asked: () => asked,
    /** What the model was told beside the request. */
    told,
    says: (what: typeof says) => void (says = what),
    /** It fails so often, one after another. */
    async fails(times: number, error: Error = down) {
      says = () => Promise.reject(error)
      for (let count = 0; count < times; count += 1) expect(await ask()).toBe(error)
    },
  }
}

const notAsked = expect.objectContaining({ message: expect.stringMatching(/^the model is not asked: it has failed/) })

test('whose turn it is, is not for the model to know', async () => {
  const { ask, told, asked } = guarded()
  await ask(undefined, false, { conversation: 'Ubot:user:U1', hasFullTime: true })
  expect([asked(), told]).toEqual([1, []])
})

test('it is the model in everything else', () => {
  expect(guarded().behind).toMatchObject({ name: 'a model', takesMedia: true, form: 'a form' })
})

test('a model whose parts are its class’s is the same model behind it, as it is at that moment', () => {
  class Changing implements Model {
    tier = 1
    get name() {
      return `tier ${this.tier}`
    }
    get takesMedia() {
      return this.tier > 1
    }
    get form() {
      return `form ${this.tier}`
    }
    judge() {
      return Promise.resolve(answer)
    }
  }
  const model = new Changing()
  const behind = createBreaker({ clock: { now: () => 0 }, log: quietLog }).guard(model)
  expect([behind.name, behind.takesMedia, behind.form]).toEqual(['tier 1', false, 'form 1'])
  model.tier = 2
  expect([behind.name, behind.takesMedia, behind.form]).toEqual(['tier 2', true, 'form 2'])
})

describe('closed', () => {
  test('four failures in a row, and an answer, and four more leave it closed', async () => {
    const { breaker, fails, says, ask, asked } = guarded()
    await fails(4)
    says(() => Promise.resolve(answer))
    expect(await ask()).toBe(answer)
    await fails(4)
    expect([asked(), breaker.state().state]).toEqual([9, 'closed'])
  })

  test('the fifth in a row opens it: the model is not asked, and the error names count and time', async () => {
    const { breaker, fails, ask, asked, lines, clock } = guarded()
    await fails(5)
    expect(await ask()).toEqual(
      new NotAsked('the model is not asked: it has failed 5 times in a row, next try at 1970-01-01T00:17:10.000Z'),
    )
    expect(asked()).toBe(5)
    expect(breaker.state()).toEqual({ state: 'open', since: clock.time, why: down.message })
    expect(lines).toEqual([expect.stringMatching(/^error the model has failed again and again/)])
  })

  test('no answer in time counts; a turn that changed does not', async () => {
    const { breaker, says, ask } = guarded()
    says(() => new Promise(() => undefined))
    for (let count = 0; count < 9; count += 1) {
      const unwanted = new AbortController()
      const asking = ask(unwanted.signal)
      unwanted.abort()
      expect(await asking).toBe(unwanted.signal.reason)
    }
    expect(breaker.state().state).toBe('closed')
    for (let count = 0; count < 5; count += 1) {
      const deadline = new AbortController()
      const asking = ask(deadline.signal)
      deadline.abort(new NoAnswerInTime('no answer in time'))
      expect(await asking).toBe(deadline.signal.reason)
    }
    expect(breaker.state()).toMatchObject({ state: 'open', why: 'no answer in time' })
  })

  test('no answer in time counts whatever the adapter calls it', async () => {
    const { breaker, says, ask } = guarded()
    const own = new DOMException('aborted', 'AbortError')
    says((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(own))))
    for (let count = 0; count < 5; count += 1) {
      const deadline = new AbortController()
      const asking = ask(deadline.signal)
      deadline.abort(new NoAnswerInTime('no answer in time'))
      expect(await asking).toBe(own)
    }
    expect(breaker.state().state).toBe('open')
  })

  test.each([
    ['useless output', () => Promise.resolve<ModelAnswer>({ ok: false, why: 'blocked: SAFETY' })],
    ['answers that were not recorded', () => Promise.reject(new NotRecorded('none'))],
    ['a request refused for what it is', () => Promise.reject(new RequestRefused('Gemini answered 400'))],
    ['a mistake of ours', () => Promise.reject(new TypeError('x is not a function'))],
  ])('%s does not open it', async (_, what) => {
    const { breaker, says, ask } = guarded()
    says(what)
    for (let count = 0; count < 20; count += 1) await ask()
    expect(breaker.state().state).toBe('closed')
  })

  test('one customer’s long texts do not open it, nor those of two; a third who has no answer does', async () => {
    const { breaker, timesOut } = guarded()
    for (let count = 0; count < 20; count += 1) await timesOut('U1')
    for (let count = 0; count < 20; count += 1) await timesOut('U2')
    expect(breaker.state().state).toBe('closed')
    await timesOut('U3')
    expect(breaker.state().state).toBe('open')
  })

  test('a burst’s last ones, who had less than a judgement’s time after waiting in line, do not open it', async () => {
    const { breaker, timesOut } = guarded()
    for (let user = 1; user <= 20; user += 1) await timesOut(`U${user}`, false)
    expect(breaker.state()).toMatchObject({ state: 'closed', why: undefined })
  })

  test('pictures that take too long do not open it: one customer could silence it for all', async () => {
    const { breaker, says, ask } = guarded()
    says(() => new Promise(() => undefined))
    for (let count = 0; count < 20; count += 1) {
      const deadline = new AbortController()
      const asking = ask(deadline.signal, true)
      deadline.abort(new NoAnswerInTime('no answer in time'))
      await asking
    }
    expect(breaker.state().state).toBe('closed')
  })
})

describe('open', () => {
  test('after 30 s one judgement tries it, and the others fail at once until it has ended', async () => {
    const { breaker, fails, says, ask, asked, clock, lines } = guarded()
    await fails(5)
    clock.time += 30 * second - 1
    expect(await ask()).toEqual(notAsked)
    clock.time += 1
    expect(breaker.state().state).toBe('half-open')
    const trial = Promise.withResolvers<ModelAnswer>()
    says(() => trial.promise)
    const trying = ask()
    expect(await ask()).toEqual(notAsked)
    trial.resolve(answer)
    expect(await trying).toBe(answer)
    expect([asked(), breaker.state()]).toEqual([6, { state: 'closed', since: clock.time, why: undefined }])
    expect(await ask()).toBe(answer)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['error', 'info'])
  })

  test('each trial that fails doubles the pause, up to five minutes; then it begins with 30 s again', async () => {
    const { fails, says, ask, asked, clock, breaker, lines } = guarded()
    const since = clock.time
    await fails(5)
    for (const pause of [30, 60, 120, 240, 300, 300]) {
      const before = asked()
      clock.time += pause * second - 1
      expect(await ask()).toEqual(notAsked)
      clock.time += 1
      expect(await ask()).toBe(down)
      expect(asked()).toBe(before + 1)
    }
    expect(breaker.state()).toMatchObject({ state: 'open', since })
    clock.time += 300 * second
    says(() => Promise.resolve(answer))
    await ask()
    await fails(5)
    clock.time += 30 * second
    expect(await ask()).toBe(down)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['error', 'info', 'error'])
  })

  test('what was asked before it opened makes the pause no longer, and an answer among it closes it', async () => {
    const { fails, says, ask, clock, breaker } = guarded()
    const early = [Promise.withResolvers<ModelAnswer>(), Promise.withResolvers<ModelAnswer>()] as const
    let next = 0
    says(() => early[next++ === 0 ? 0 : 1].promise)
    const asking = [ask(), ask()]
    await fails(5)
    early[0].reject(down)
    await asking[0]
    clock.time += 30 * second
    expect(breaker.state().state).toBe('half-open')
    early[1].resolve(answer)
    await asking[1]
    expect(breaker.state().state).toBe('closed')
  })

  test('a trial that is not wanted any more leaves it to the next judgement', async () => {
    const { fails, says, ask, clock, breaker } = guarded()
    await fails(5)
    clock.time += 30 * second
    says(() => new Promise(() => undefined))
    const unwanted = new AbortController()
    const asking = ask(unwanted.signal)
    unwanted.abort()
    await asking
    says(() => Promise.resolve(answer))
    expect(await ask()).toBe(answer)
    expect(breaker.state().state).toBe('closed')
  })

  test('the same customer as the trial again and again does not keep it from the others', async () => {
    const { fails, says, ask, asked, clock, breaker, timesOut } = guarded()
    await fails(5)
    clock.time += 30 * second
    await timesOut('U1')
    expect(breaker.state().state).toBe('open')
    clock.time += 60 * second
    await timesOut('U1')
    expect(breaker.state().state).toBe('half-open')
    // Who has failed so is no trial for a while, and longer each time.
    expect(await timesOut('U1')).toEqual(notAsked)
    expect(asked()).toBe(7)
    for (const pause of [120, 240, 300]) {
      clock.time += pause * second
      const before = asked()
      await timesOut('U1')
      expect([asked(), breaker.state().state]).toEqual([before + 1, 'half-open'])
    }
    says(() => Promise.resolve(answer))
    expect(await ask(undefined, false, { conversation: 'U2', hasFullTime: true })).toBe(answer)
    expect(await ask(undefined, false, { conversation: 'U1', hasFullTime: true })).toBe(answer)
  })

  test('a trial that had too little time tells nothing: the next is tried', async () => {
    const { fails, says, ask, clock, timesOut } = guarded()
    await fails(5)
    clock.time += 30 * second
    await timesOut('U1', false)
    says(() => Promise.resolve(answer))
    expect(await ask()).toBe(answer)
  })

  test('a clock that was set back does not keep it open', async () => {
    const { fails, says, ask, clock } = guarded()
    await fails(5)
    clock.time -= 3_600 * second
    says(() => Promise.resolve(answer))
    expect(await ask()).toBe(answer)
  })
})
