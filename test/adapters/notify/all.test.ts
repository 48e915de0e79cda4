import { describe, expect, test } from 'vitest'
import { tellAll, type Receiver } from '../../../src/adapters/notify/all.ts'
import { createWebhookNotifier } from '../../../src/adapters/notify/webhook.ts'
import type { CallResult } from '../../../src/core/outcome.ts'
import type { Log } from '../../../src/ports/log.ts'
import type { Notice } from '../../../src/ports/notifier.ts'
import { serve } from '../line/server.ts'
import { notice } from './notice.ts'

const ok: CallResult = { type: 'answered', status: 200 }
const answered = (status: number, message?: string): CallResult => ({ type: 'answered', status, message })

/** A log that keeps all it is told as one text. */
function book(): { log: Log; lines: string[] } {
  const lines: string[] = []
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${JSON.stringify(fields)} ${message}`)
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines }
}

/** Answers in turn; the last again and again. `told` are the ids it was asked about. */
function answering(where: Receiver['where'], ...results: (CallResult | 'never')[]): Receiver & { told: string[] } {
  const told: string[] = []
  const left = [...results]
  return {
    where,
    told,
    notifier: {
      notify({ id }: Notice) {
        told.push(id)
        const [result = ok] = left.length > 1 ? left.splice(0, 1) : left
        return result === 'never' ? new Promise<CallResult>(() => undefined) : Promise.resolve(result)
      },
    },
  }
}

describe('everybody is asked at once', () => {
  test('and one who accepts is enough, however long another takes', async () => {
    const [never, webhook] = [answering('line_group', 'never'), answering('webhook', ok)]
    const all = tellAll([never, webhook], book().log)
    expect(await all.notify(notice, 5_000)).toEqual(ok)
    expect([never.told, webhook.told]).toEqual([['notify-7'], ['notify-7']])
  })

  test('when none does, what promises most of another try is told', async () => {
    const all = tellAll([answering('webhook', answered(404)), answering('line_group', answered(503))], book().log)
    expect(await all.notify(notice, 5_000)).toEqual(answered(503))
    const busy = tellAll([answering('webhook', answered(404)), answering('line_group', answered(429))], book().log)
    expect(await busy.notify(notice, 5_000)).toEqual(answered(429))
  })

  test('one that breaks is one that does not answer', async () => {
    const broken: Receiver = { where: 'webhook', notifier: { notify: () => Promise.reject(new Error('boom')) } }
    expect(await tellAll([broken], book().log).notify(notice, 5_000)).toEqual({
      type: 'no_answer',
      why: 'the call failed',
    })
    expect(await tellAll([broken, answering('line_users', ok)], book().log).notify(notice, 5_000)).toEqual(ok)
  })

  test('who has accepted a telling is not told it again, and the others have another try', async () => {
    const [webhook, group] = [answering('webhook', ok), answering('line_group', answered(500), ok)]
    const all = tellAll([webhook, group], book().log)
    for (const id of ['a', 'a', 'b']) expect(await all.notify({ ...notice, id }, 5_000)).toEqual(ok)
    expect(webhook.told).toEqual(['a', 'b'])
    expect(group.told).toEqual(['a', 'a', 'b'])
  })

  test('only so many tellings are remembered', async () => {
    const webhook = answering('webhook', ok)
    const all = tellAll([webhook], book().log)
    for (let n = 0; n <= 500; n++) await all.notify({ ...notice, id: `n${n}` }, 5_000)
    await all.notify({ ...notice, id: 'n500' }, 5_000)
    expect(webhook.told).toHaveLength(501)
    await all.notify({ ...notice, id: 'n0' }, 5_000)
    expect(webhook.told).toHaveLength(502)
  })

  test('who is off is not asked; when all are, nobody was told', async () => {
    let on = false
    const group = { ...answering('line_group', ok), on: () => on }
    const all = tellAll([group], book().log)
    expect(all.isOn()).toBe(false)
    expect(await all.notify(notice, 5_000)).toMatchObject({ type: 'not_sent' })
    expect([group.told, all.health()]).toEqual([[], []])
    on = true
    expect(all.isOn()).toBe(true)
    expect(await all.notify(notice, 5_000)).toEqual(ok)
  })
})

describe('how telling goes', () => {
  test('of each: when it last worked, since when it fails and why', async () => {
    let now = 100
    const group = answering('line_group', ok, answered(500), answered(403), ok)
    const all = tellAll([group, answering('webhook', { type: 'not_sent', why: 'nobody there' })], book().log, () => now)
    expect(all.health()).toEqual([{ where: 'line_group' }, { where: 'webhook' }])
    const tell = async (at: number): Promise<unknown> => {
      now = at
      await all.notify({ ...notice, id: String(at) }, 5_000)
      return all.health()[0]
    }
    expect(await tell(100)).toEqual({ where: 'line_group', workedAt: 100 })
    expect(await tell(200)).toEqual({ where: 'line_group', workedAt: 100, failsSince: 200, why: 'it answered 500' })
    expect(await tell(300)).toEqual({ where: 'line_group', workedAt: 100, failsSince: 200, why: 'it answered 403' })
    expect(await tell(400)).toEqual({ where: 'line_group', workedAt: 400 })
    expect(all.health()[1]).toEqual({ where: 'webhook', failsSince: 100, why: 'nobody there' })
  })

  test('it is logged when it begins to fail, with the remedy, and when it works again', async () => {
    const { log, lines } = book()
    const all = tellAll([answering('webhook', answered(500), answered(500), ok)], log)
    for (const id of ['a', 'a', 'a']) await all.notify({ ...notice, id }, 5_000)
    expect(lines).toEqual([
      'warn {"where":"webhook","why":"it answered 500"} telling staff fails here. It is tried again by itself.',
      'info {"where":"webhook"} telling staff works again',
    ])
  })

  test('when everybody refuses for good it is said loudly, once, until one has worked', async () => {
    const { log, lines } = book()
    const webhook = answering('webhook', answered(404), answered(404), ok, answered(410))
    const limit = answered(429, 'You have reached your monthly limit.')
    const all = tellAll([webhook, answering('line_group', limit)], log)
    const loud = () => lines.filter((line) => line.startsWith('error'))
    for (const id of ['a', 'a']) await all.notify({ ...notice, id }, 5_000)
    expect(loud()).toEqual([
      expect.stringMatching(
        /STAFF ARE NOT TOLD OF HAND-OFFS.*make a new “incoming webhook” and set NOTIFY_WEBHOOK_URL.*Change the plan/,
      ),
    ])
    for (const id of ['a', 'b']) await all.notify({ ...notice, id }, 5_000)
    expect(loud()).toHaveLength(2)
  })

  test.for<[Receiver['where'], CallResult, RegExp]>([
    ['webhook', answered(302), /set NOTIFY_WEBHOOK_URL to where it leads/],
    ['webhook', answered(400), /set NOTIFY_WEBHOOK_FORM to slack or discord/],
    ['line_group', answered(400), /invite it, and set STAFF_GROUP/],
    ['line_group', answered(401), /channel access token: npm run doctor/],
    ['line_users', answered(400), /STAFF_USERS has to have the account as a friend/],
  ])('%s, %o: what to do', async ([where, result, remedy]) => {
    const { log, lines } = book()
    await tellAll([answering(where, result)], log).notify(notice, 5_000)
    expect(lines.find((line) => line.startsWith('error'))).toMatch(remedy)
  })

  test.for([408, 429, 500])('%i may pass by itself, and is not said loudly', async (status) => {
    const { log, lines } = book()
    await tellAll([answering('webhook', answered(status))], log).notify(notice, 5_000)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['warn'])
  })
})

test('neither the log nor what is told of its health holds a word of a customer, or the webhook’s address', async () => {
  const canary = 'canary'
  const card = { ...notice, name: canary, reason: canary, summary: canary, words: [canary], consoleUrl: undefined }
  for (const status of [400, 404, 429, 500]) {
    const { log, lines } = book()
    const { url } = await serve((response, { body }) => response.writeHead(status).end(JSON.stringify(body)))
    const plain = await serve((response) => response.writeHead(status).end(canary))
    const all = tellAll(
      [url, plain.url].map((one) => ({ where: 'webhook', notifier: createWebhookNotifier(`${one}/the-secret`) })),
      log,
    )
    const result = await all.notify(card, 5_000)
    const told = JSON.stringify([lines, all.health(), result])
    expect(lines).not.toEqual([])
    expect(told).not.toMatch(/canary|the-secret|127\.0\.0\.1/)
  }
})
