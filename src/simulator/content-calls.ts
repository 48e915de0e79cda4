/** What customers sent that is not text, as `api-data.line.me` gives it out. */
import type { Answer, BotCall } from './bot-calls.ts'
import type { Platform } from './platform.ts'
import { SAMPLES, type Sample } from './samples.ts'

/** How LINE prepares sound and film, to be changed freely by tests. */
export interface Preparing {
  /** How often it answers `processing` before the end; Infinity: there is none. */
  asks: number
  ends: 'succeeded' | 'failed'
}

export class ContentCalls {
  readonly preparing: Preparing = { asks: 0, ends: 'succeeded' }
  readonly #platform: Platform
  readonly #asked = new Map<string, number>()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /** LINE: 202 while sound or film is being prepared, 410 for what the customer took back. */
  content({ id = '' }: Pick<BotCall, 'id'>): Answer {
    const found = this.#find(id)
    if ('status' in found) return found
    const { kind, bytes, mime } = found
    if (isPrepared(kind) && this.#status(id) !== 'succeeded') return { status: 202, body: {}, effect: false }
    return { status: 200, body: Buffer.from(bytes), headers: { 'content-type': mime }, effect: false }
  }

  transcoding({ id = '' }: Pick<BotCall, 'id'>): Answer {
    const found = this.#find(id)
    if ('status' in found) return found
    if (!isPrepared(found.kind)) return refuse(400, "Transcoding status doesn't support this type of content")
    const status = this.#status(id)
    this.#asked.set(id, (this.#asked.get(id) ?? 0) + 1)
    return { status: 200, body: { status }, effect: false }
  }

  #status(id: string): 'processing' | Preparing['ends'] {
    return (this.#asked.get(id) ?? 0) < this.preparing.asks ? 'processing' : this.preparing.ends
  }

  #find(id: string): ({ kind: string } & Sample) | Answer {
    const message = this.#platform.message(id)
    const sample = message && (this.#platform.contents.get(id) ?? SAMPLES[message.kind])
    if (!message || !sample) return refuse(404, 'not found')
    return message.unsent ? refuse(410, 'The content is gone') : { kind: message.kind, ...sample }
  }
}

const isPrepared = (kind: string): boolean => kind === 'audio' || kind === 'video'
const refuse = (status: number, message: string): Answer => ({ status, body: { message }, effect: false })
