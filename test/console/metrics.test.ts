import { expect, test } from 'vitest'
import { createMetrics } from '../../src/adapters/metrics/prometheus.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { parse, valueOf } from '../adapters/metrics/exposition.ts'
import { quietLog } from '../flow/shop.ts'
import { counter } from './counter.ts'
import { Visitor } from './visitor.ts'

const accounts = [
  { name: 'Mika', role: 'owner', password: 'bread and nine rolls' },
  { name: 'Ken', role: 'staff', password: 'seven anpan a day' },
] as const

const metrics = createMetrics({ version: '1.2.3', store: 'files', clock: systemClock, log: quietLog })

test('/console/metrics is for owners who are signed in, and for nobody else', async () => {
  const { url, audit } = await counter({ accounts: [...accounts], metrics })
  const asks = async (name?: string) => {
    const visitor = new Visitor(url)
    const password = accounts.find((one) => one.name === name)?.password ?? ''
    if (name !== undefined) await visitor.send('/console/sign-in', { name, password })
    return visitor.get('/console/metrics')
  }
  const stranger = await asks()
  expect(stranger.status).toBe(303)
  expect(stranger.location).toMatch(/^\/console\/sign-in/)
  const staff = await asks('Ken')
  expect(staff.status).toBe(403)
  for (const { text } of [stranger, staff]) expect(text).not.toContain('kidoku_')
  expect((await audit.last(10)).map(({ by, action, detail }) => [by, action, detail])).toContainEqual([
    'Ken',
    'refused',
    '/console/metrics',
  ])

  const owner = await asks('Mika')
  expect(owner.status).toBe(200)
  expect(owner.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4; charset=utf-8/)
  expect(owner.headers.get('cache-control')).toBe('no-store')
  expect(valueOf(parse(owner.text), 'kidoku_info')).toBe(1)
})

test('without figures there is no such page', async () => {
  const { url } = await counter()
  const owner = new Visitor(url)
  await owner.signIn()
  expect((await owner.get('/console/metrics')).status).toBe(404)
})
