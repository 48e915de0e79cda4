/** LINE's side of the webhook: sign the raw bytes, POST, wait two seconds, never follow a redirect. */
import { createHmac } from 'node:crypto'

/** `x-line-signature`: base64 of HMAC-SHA256 over the raw body with the channel secret. */
export function sign(rawBody: string | Uint8Array, channelSecret: string): string {
  return createHmac('sha256', channelSecret).update(rawBody).digest('base64')
}

/** The status the bot server answered, or how it gave none. */
export async function call(
  url: string,
  rawBody: string,
  signature: string,
  timeoutMs: number,
): Promise<number | 'timeout' | 'no connection'> {
  const late = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'LineBotWebhook/2.0',
        'x-line-signature': signature,
      },
      body: rawBody,
      signal: late,
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return late.aborted ? 'timeout' : 'no connection'
  }
}

/** The status the bot server answered; 0 when it gave none (not reached, broke off, or silent for `timeoutMs`). */
export async function post(url: string, rawBody: string, signature: string, timeoutMs: number): Promise<number> {
  const answered = await call(url, rawBody, signature, timeoutMs)
  return typeof answered === 'number' ? answered : 0
}
