/** What becomes of a call of an MCP server's tool, in a look-up's and a record's words. */
import type { Failure } from '../../ports/look-ups.ts'
import type { Trouble } from './http-answer.ts'
import { saidOf } from './http-answer.ts'

/** What a tool gave, as far as anybody reads it. Numbers in `structuredContent` are texts, as they were written. */
export interface ToolResult {
  content?: readonly unknown[]
  structuredContent?: unknown
  isError: boolean
}

/**
 * Whether the tool has done what it was asked: surely not, and the same again may succeed; surely not, and the same again
 * would not either; nobody knows.
 */
export type Done = 'no' | 'never' | 'perhaps'

export interface NotCalled {
  type: 'failed'
  why: Failure
  done: Done
  /** For the operator's log: it repeats no argument, no value and no secret. */
  detail: string
  /** The session is not known any more: another may be. Or the connection broke, as one does that was kept for long. */
  passing?: 'session' | 'connection'
}

export type Called = { type: 'answered'; result: ToolResult } | NotCalled

export const notCalled = (why: Failure, done: Done, detail: string): NotCalled => ({
  type: 'failed',
  why,
  done,
  detail,
})

/** Thrown through the SDK, which hands on whatever its transport throws. Its message says nothing: the SDK may send it. */
export class Unanswered extends Error {
  readonly called: NotCalled

  constructor(called: NotCalled) {
    super('no answer')
    this.called = called
  }
}

export const tooLarge = notCalled('too_large', 'perhaps', 'its answer is larger than 1 MB')
export const tooMany = notCalled('too_large', 'perhaps', 'its answer has more than 20,000 values')

/**
 * What a status that is not 2xx says of a call.
 * @param inSession 400 and 404 are also what servers answer who have forgotten the session, and then did nothing
 */
export function byStatus(status: number, inSession: boolean): NotCalled {
  const said = `it answered ${status}`
  const elsewhere = `${said} and leads elsewhere: declare the address it leads to`
  if (inSession && (status === 400 || status === 404)) {
    return { ...notCalled('refused', 'never', said), passing: 'session' }
  }
  switch (status) {
    // RFC 9110, 15.4.4: what came of the POST is to be seen elsewhere, so something may have come of it.
    case 303:
      return notCalled('broken', 'perhaps', elsewhere)
    case 404:
    case 405:
      return notCalled('broken', 'never', `${said}: no MCP server is there`)
    case 408:
      return notCalled('slow', 'no', said)
    case 409:
      return notCalled('refused', 'perhaps', said)
    case 425:
    case 429:
      return notCalled('down', 'no', said)
    default:
      if (status >= 500) return notCalled('down', 'perhaps', said)
      return status >= 400 ? notCalled('refused', 'never', said) : notCalled('broken', 'never', elsewhere)
  }
}

/** What it says of a call when a connection fails. */
export function byTrouble(trouble: Trouble): NotCalled {
  const detail = saidOf(trouble)
  switch (trouble.what) {
    case 'unsendable':
      return notCalled('broken', 'never', detail)
    case 'unreached':
      return notCalled('down', 'no', detail)
    case 'cut':
      return { ...notCalled('down', 'perhaps', detail), passing: 'connection' }
    case 'garbled':
      return notCalled('broken', 'perhaps', detail)
    default:
      return trouble.what satisfies never
  }
}

/** What an error of JSON-RPC says of a call. What it says in words is outside data, and is repeated nowhere. */
export function byCode(code: number): NotCalled {
  const said = `it answered with error ${code}`
  switch (code) {
    // No JSON, no request, no such method: nothing was done.
    case -32700:
    case -32600:
    case -32601:
      return notCalled('broken', 'never', said)
    // No such tool, or not such arguments. Servers say so too when the tool has done its work and gave what does not fit.
    case -32602:
      return notCalled('broken', 'perhaps', `${said}: has it such a tool, with such arguments?`)
    case -32603:
      return notCalled('down', 'perhaps', said)
    default:
      return notCalled('broken', 'perhaps', said)
  }
}
