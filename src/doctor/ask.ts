/** Asks a model's endpoint by GET, which costs nothing. */
import { z } from 'zod'

export type Asked = { type: 'answered'; status: number; body: unknown } | { type: 'no_answer'; why: string }

const connection = z.object({ code: z.string() })

/** @param timeout ms */
export async function ask(url: string, headers: Record<string, string>, timeout: number): Promise<Asked> {
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) })
    return { type: 'answered', status: response.status, body: parse(await response.text()) }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return { type: 'no_answer', why: `nothing within ${timeout / 1000} s` }
    }
    // Only codes are told: fetch quotes headers in some of its messages, the key among them.
    const code = connection.safeParse(error instanceof Error ? error.cause : undefined).data?.code
    return { type: 'no_answer', why: code === undefined ? 'the call failed' : `the connection failed (${code})` }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
