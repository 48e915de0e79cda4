/** Several channels in one real server: each with its own LINE, secret, knowledge and customers. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, type TestContext } from 'vitest'
import { sign } from '../../src/simulator/index.ts'
import { openPostgres } from '../postgres/server.ts'
import { openMall, saidBy, type Mall } from './mall.ts'
import { freePort } from './server.ts'

const question = 'When are you open?'
/** Told at a test's end: tests that run at the same time each have their own. */
type AtEnd = TestContext['onTestFinished']

async function openFor(atEnd: AtEnd, env?: Record<string, string>): Promise<Mall> {
  const mall = await openMall(['mugi', 'kobo'], env)
  atEnd(() => mall.close())
  return mall
}

const answered = (mall: Mall, name: string, user: string) =>
  mall.line(name).waitFor((line) => saidBy(line, user) !== '', 60_000)

/** Sends a body of this account, signed by a shop's secret. */
async function post(mall: Mall, path: string, destination: string, secret: string): Promise<number> {
  const body = JSON.stringify({ destination, events: [] })
  const headers = { 'content-type': 'application/json', 'x-line-signature': sign(body, secret) }
  return (await fetch(`${mall.url}${path}`, { method: 'POST', headers, body })).status
}

describe('several channels in one server', { concurrent: true, timeout: 90_000 }, () => {
  test('each customer is answered by the account they wrote to, from what that shop knows, and it is Read there', async ({
    onTestFinished,
  }) => {
    const mall = await openFor(onTestFinished)
    await mall.start()
    // The same person writes to both: under one provider they have one id.
    const sent = await Promise.all(['mugi', 'kobo'].map((name) => mall.line(name).say('Uaiko', question)))
    expect(sent.map(({ delivered }) => delivered)).toEqual([200, 200])
    for (const [name, other] of [
      ['mugi', 'kobo'],
      ['kobo', 'mugi'],
    ] as const) {
      await answered(mall, name, 'Uaiko')
      expect(saidBy(mall.line(name), 'Uaiko')).toContain(`We of ${name}`)
      expect(saidBy(mall.line(name), 'Uaiko')).not.toContain(`We of ${other}`)
      await mall.line(name).waitFor((line) => line.chat('Uaiko').messages.some(({ readAt }) => readAt !== undefined))
    }
  })

  test('an address without a name tells them apart by the account; what is not signed by its secret is refused', async ({
    onTestFinished,
  }) => {
    const mall = await openFor(onTestFinished)
    await mall.start()
    mall.line('kobo').connect(`${mall.url}/webhook`)
    expect((await mall.line('kobo').say('Uaiko', question)).delivered).toBe(200)
    await answered(mall, 'kobo', 'Uaiko')
    expect(saidBy(mall.line('kobo'), 'Uaiko')).toContain('We of kobo')
    const { botUserId: mugi } = mall.line('mugi')
    const { botUserId: kobo } = mall.line('kobo')
    expect(await post(mall, '/webhook', mugi, mall.secret('kobo'))).toBe(401)
    expect(await post(mall, '/webhook/mugi', mugi, mall.secret('kobo'))).toBe(401)
    expect(await post(mall, '/webhook/mugi', mugi, mall.secret('mugi'))).toBe(200)
    expect(await post(mall, '/webhook/nobody', kobo, mall.secret('kobo'))).toBe(404)
    // Whoever has the secret of one shop can enter nothing into the conversations of another, nor invent accounts.
    for (const account of [`${mugi}:x`, '', `U${'e'.repeat(32)}`])
      expect(await post(mall, '/webhook/kobo', account, mall.secret('kobo'))).toBe(400)
    expect(await post(mall, '/webhook/kobo', mugi, mall.secret('kobo'))).toBe(400)
  })

  test('LINE fails one of them: the other is served; after a restart it is known whose its customers are, and they are answered', async ({
    onTestFinished,
  }) => {
    const mall = await openFor(onTestFinished)
    await mall.start()
    await mall.line('mugi').say('Ubefore', question)
    await answered(mall, 'mugi', 'Ubefore')
    await mall.line('mugi').unplug()
    expect((await mall.line('mugi').say('Uaiko', question)).delivered).toBe(200)
    await mall.line('kobo').say('Uken', question)
    await answered(mall, 'kobo', 'Uken')
    expect(await mall.stop()).toBe(0)
    // LINE does not tell now whose account this is.
    await mall.start()
    await mall.line('kobo').say('Umei', question)
    await answered(mall, 'kobo', 'Umei')
    expect(saidBy(mall.line('mugi'), 'Uaiko')).toBe('')
    await mall.line('mugi').plugIn()
    await answered(mall, 'mugi', 'Uaiko')
  })

  test('what waits for a channel that is taken out of the file is answered when it is back, under whatever name', async ({
    onTestFinished,
  }) => {
    const mall = await openFor(onTestFinished)
    await mall.start()
    await mall.line('kobo').say('Ubefore', question)
    await answered(mall, 'kobo', 'Ubefore')
    await mall.line('kobo').unplug()
    expect((await mall.line('kobo').say('Uaiko', question)).delivered).toBe(200)
    await mall.stop()
    await mall.write({ mugi: 'mugi' })
    await mall.start()
    expect((await mall.line('kobo').say('Uken', question)).delivered).toBe(404)
    await mall.line('mugi').say('Uken', question)
    await answered(mall, 'mugi', 'Uken')
    await mall.stop()
    await mall.line('kobo').plugIn()
    await mall.write({ mugi: 'mugi', coffee: 'kobo' })
    await mall.start()
    await answered(mall, 'kobo', 'Uaiko')
    expect(saidBy(mall.line('kobo'), 'Uaiko')).toContain('We of kobo')
  })

  test('one shop’s broken text: the others are served, and LINE is asked to send what comes for it again', async ({
    onTestFinished,
  }) => {
    const mall = await openFor(onTestFinished)
    await mall.start()
    await mall.line('kobo').say('Uaiko', question)
    await answered(mall, 'kobo', 'Uaiko')
    await mall.stop()
    await writeFile(join(mall.knowledge('kobo'), 'hours.en.md'), '# Hours\n\n## Open {#open}\n\n## Closed {#open}\n')
    const { output } = await mall.start()
    expect(output()).toMatch(/THIS CHANNEL IS NOT SERVED.*kobo.hours\.en\.md/)
    const { botUserId, delivered } = { ...mall.line('kobo'), ...(await mall.line('kobo').say('Uken', question)) }
    expect(delivered).toBe(503)
    expect(await post(mall, '/webhook', botUserId, mall.secret('kobo'))).toBe(503)
    await mall.line('mugi').say('Uken', question)
    await answered(mall, 'mugi', 'Uken')
  })

  test('on PostgreSQL: a process that was asked to end has left nothing that the other does not answer from the right account', async ({
    onTestFinished,
  }) => {
    const postgres = await openPostgres()
    onTestFinished(() => postgres.close())
    const env = { DATABASE_URL: await postgres.database() }
    const mall = await openFor(onTestFinished, env)
    const first = await mall.start()
    const second = await mall.start({ PORT: String(await freePort()) })
    onTestFinished(() => void second.child.kill('SIGKILL'))
    await Promise.all(['mugi', 'kobo'].map((name) => mall.line(name).say('Uaiko', question)))
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    for (const name of ['mugi', 'kobo']) {
      await answered(mall, name, 'Uaiko')
      expect(saidBy(mall.line(name), 'Uaiko')).toContain(`We of ${name}`)
    }
    // It may have been set up by the other process: what is said is said once.
    for (const name of ['mugi', 'kobo'])
      expect(mall.line(name).calls.filter(({ call, effect }) => call === 'reply' && effect)).toHaveLength(1)
  })
})
