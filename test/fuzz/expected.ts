/** What must come of a body, worked out without any of kidoku's own code. */
import { sign, type Body } from './bodies.ts'
import { neighbourId, neighbourMessage, neighbourText, numberIn } from './neighbours.ts'

/** LINE's bodies are far smaller (bytes). */
const largest = 1_000_000

export interface Expected {
  /** The answers that are right; `broken`: the connection may be cut. Missing: whatever is no fault of the server's. */
  status?: readonly (number | 'broken')[]
  /** The body comes without a valid signature, or broken: nothing at all may come of it. */
  noEffect: boolean
  /** Ids of good events that must be found afterwards. */
  neighbours: string[]
}

const nothing = { neighbours: [], noEffect: true }

export function expectedOf(body: Body, secret: string): Expected {
  const { bytes, signature, method = 'POST', path = '/webhook', length, headers = {} } = body
  const misplaced = length !== undefined || headers['content-length'] !== undefined
  if (body.page) return nothing
  if (misplaced) return { ...nothing, status: [400, 401, 408, 413, 'broken'] }
  if (method !== 'POST' || !isWebhook(path)) return { ...nothing, status: [200, 302, 400, 404, 405, 501] }
  if (bytes.length > largest) return { ...nothing, status: [413, 'broken'] }
  if (signature !== sign(bytes, secret)) return { ...nothing, status: [401] }
  const events = eventsOf(bytes)
  if (!events) return { neighbours: [], noEffect: false, status: [400] }
  return { neighbours: events.flatMap(goodOne), noEffect: false, status: [200] }
}

const isWebhook = (path: string): boolean => /^\/webhook\/?(?:\?|$)/.test(path)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The events of a body that is one: JSON, with a list of events, and a destination that is a text or missing. */
function eventsOf(bytes: Buffer): unknown[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
  if (!isObject(value)) return undefined
  const { destination = '', events } = value
  const isNamed = typeof destination === 'string' && destination.length <= 100
  return isNamed && Array.isArray(events) ? events : undefined
}

/** The id of an event that came through unspoilt; none for any other. */
function goodOne(event: unknown): string[] {
  if (!isObject(event) || !isObject(event['message']) || !isObject(event['source'])) return []
  const { webhookEventId: id, type, mode, timestamp, source, message } = event
  const number = numberIn(typeof id === 'string' ? id : '')
  const whole =
    id === neighbourId(number) &&
    type === 'message' &&
    mode === 'active' &&
    typeof timestamp === 'number' &&
    Math.abs(timestamp - Date.now()) < 60_000 &&
    Number.isInteger(timestamp) &&
    isObject(source) &&
    source['type'] === 'user' &&
    typeof source['userId'] === 'string' &&
    /^Uneighbour\d{22}$/.test(source['userId']) &&
    isObject(message) &&
    message['type'] === 'text' &&
    message['text'] === neighbourText(number) &&
    message['id'] === neighbourMessage(number)
  return whole ? [id] : []
}
