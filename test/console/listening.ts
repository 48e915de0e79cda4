/** Open pages of the console that listen, for tests of what they hear. */
import { expect, onTestFinished } from 'vitest'
import type { Visitor } from './visitor.ts'

export interface Heard {
  /** Everything up to now. */
  text: () => string
  until: (pattern: RegExp) => Promise<string>
  /** Resolves when the stream ends. */
  ended: Promise<void>
}

/** An open page that listens. */
export async function listen(visitor: Visitor, base = '/console'): Promise<Heard> {
  const response = await visitor.fetch(`${base}/events`)
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/event-stream/),
  ])
  let text = ''
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  const read = async (): Promise<void> => {
    for (;;) {
      const part = await reader?.read()
      if (!part || part.done) return
      text += decoder.decode(part.value, { stream: true })
    }
  }
  const ended = read().catch(() => undefined)
  onTestFinished(() => void reader?.cancel().catch(() => undefined))
  return {
    text: () => text,
    async until(pattern) {
      await expect.poll(() => text, { timeout: 10_000 }).toMatch(pattern)
      return text
    },
    ended,
  }
}

/** What it was told, the first first. */
export const changes = (text: string) =>
  [...text.matchAll(/event: change\ndata: (.*)\n\n/g)].map(([, data = '']) => JSON.parse(data) as unknown)
