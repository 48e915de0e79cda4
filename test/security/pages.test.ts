/** Every page that can be reached by links, in the console and in the simulator: its headers, and what stands in it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { freePort, startServerProcess, type ServerProcess } from '../process/server.ts'

let folder: string
let server: ServerProcess
let simulator: string
/** Every answer that was had, by its address. */
const visited = new Map<string, { status: number; headers: Headers; text: string }>()
/** Where links lead that are not ours. */
const elsewhere = new Set<string>()

/** Of these pages there may be any number. */
const alike = /\/(Ubot|U[0-9a-f]|C[0-9a-f])/
const most = 250

async function visit(start: string): Promise<void> {
  const left = [start]
  for (let address = left.shift(); address !== undefined && visited.size < most; address = left.shift()) {
    if (visited.has(address)) continue
    const response = await fetch(address, { redirect: 'follow' })
    const type = response.headers.get('content-type') ?? ''
    const text = type.startsWith('text/event-stream') ? '' : await response.text()
    if (type.startsWith('text/event-stream')) await response.body?.cancel()
    visited.set(address, { status: response.status, headers: response.headers, text })
    if (!type.startsWith('text/html')) continue
    for (const [, link = ''] of text.matchAll(/(?:href|src)="([^"]*)"/g)) {
      const target = new URL(link.replaceAll('&amp;', '&'), response.url)
      target.hash = ''
      if (target.origin !== server.url && target.origin !== simulator) elsewhere.add(target.href)
      else if (![...visited.keys(), ...left].some((known) => known === target.href)) left.push(target.href)
    }
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-pages-'))
  const port = await freePort()
  simulator = `http://127.0.0.1:${port}`
  server = await startServerProcess({ PORT: String(await freePort()), SIMULATOR_PORT: String(port), DATA_DIR: folder })
  const deed = (body: object) =>
    fetch(`${simulator}/api/do`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  const said = await deed({
    do: 'say',
    userId: 'U1',
    text: 'I want a person <b>"now"</b> line://nv/chat javascript:alert(1)',
  })
  expect(said.status).toBeLessThan(300)
  await vi.waitFor(
    async () => expect(await (await fetch(`${server.url}/console`)).text()).toContain('I want a person'),
    {
      timeout: 30_000,
    },
  )
  await visit(`${server.url}/console`)
  await visit(`${simulator}/`)
})
afterAll(async () => {
  server.child.kill('SIGTERM')
  await server.ended
  await rm(folder, { recursive: true, force: true })
})

const pages = () =>
  [...visited].filter(([, { headers }]) => headers.get('content-type')?.startsWith('text/html') === true)

describe('every page that can be reached', () => {
  test('there are many, and each is there', () => {
    const found = pages().map(([address]) => new URL(address).pathname)
    for (const path of ['/console', '/console/insights', '/console/members', '/console/playground', '/']) {
      expect(found).toContain(path)
    }
    expect(found.filter((path) => alike.test(path) || path.startsWith('/console/')).length).toBeGreaterThan(10)
    for (const [address, { status }] of visited) expect(status, address).toBeLessThan(400)
  })

  test('lets in scripts and styles of its own alone, is framed by nobody, and is what it says it is', () => {
    for (const [address, { headers }] of pages()) {
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, address).toContain("default-src 'none'")
      expect(policy, address).toContain("frame-ancestors 'none'")
      expect(policy, address).toContain("base-uri 'none'")
      expect(policy, address).toMatch(/script-src 'self'( 'sha256-[^']+')?(;|$)/)
      expect(policy, address).not.toMatch(/unsafe|(script|style|connect|default)-src[^;]*(https?:|\*)/)
      expect(headers.get('x-frame-options'), address).toMatch(/SAMEORIGIN|DENY/)
    }
    for (const [address, { headers }] of visited) {
      expect(headers.get('x-content-type-options'), address).toBe('nosniff')
      expect(headers.get('x-powered-by'), address).toBeNull()
    }
  })

  test('holds no script, style or handler of its own: only files', () => {
    for (const [address, { text }] of pages()) {
      const tags = text.match(/<[a-z][^>]*>/gi) ?? []
      for (const tag of tags) {
        expect(tag, address).not.toMatch(/\son\w+\s*=/i)
        expect(tag, address).not.toMatch(/\sstyle\s*=/i)
        expect(tag, address).not.toMatch(/(?:href|src|action)\s*=\s*["']?\s*(?:javascript|data|line|intent|vbscript):/i)
        if (/^<script/i.test(tag)) expect(tag, address).toMatch(/src=|type="importmap"|type="application\/json"/)
        expect(tag, address).not.toMatch(/^<style/i)
      }
    }
  })

  test('what the customer wrote stands there as words', () => {
    const [, list] = [...visited].find(([address]) => address === `${server.url}/console`) ?? []
    expect(list?.text).toContain('I want a person &lt;b&gt;')
    expect(list?.text).not.toContain('<b>"now"')
  })

  test('leads to LINE’s own places alone, and never tells them from where', () => {
    for (const address of elsewhere) expect(new URL(address).hostname, address).toMatch(/(^|\.)line\.(biz|me)$/)
    for (const [address, { headers }] of pages()) {
      expect(headers.get('referrer-policy'), address).toMatch(/no-referrer|same-origin/)
    }
  })
})
