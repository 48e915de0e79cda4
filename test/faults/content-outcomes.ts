/** What comes of pictures and recordings that LINE does not give: docs/decisions/0011, and the rules of hand-off. */
import type { Outcome } from './cell.ts'
import { after, answered, read, so, times, type Lasting, type Table } from './line-outcomes.ts'

const handedOver = (asked: string): Outcome => ({
  ...answered(`${asked}, reply 200`),
  answers: 0,
  read: false,
  entry: 'handoff',
  // The assistant is silent, and marks nothing, until staff hand it back.
  after: { answers: [0, 0], read: [false, false], entries: ['handoff'] },
})

/** It is asked for once more; then, or where LINE will not give it, a person has it, unread. */
export const contents = (call: 'content' | 'transcoding'): Table => {
  const then = call === 'content' ? '' : 'content 200, '
  const once = answered(`${call} 200, ${then}${read}, reply 200`)
  const again = (status: number | 'reset'): Outcome =>
    answered(`${call} ${status}, ${call} 200, ${then}${read}, reply 200`)
  return {
    'connection refused': once,
    'reset before': again('reset'),
    'reset after': again('reset'),
    'reset midway': again('reset'),
    // LINE: 400 for a content that needs no preparing.
    '400': call === 'content' ? again(400) : answered(`transcoding 400, content 200, ${read}, reply 200`),
    '400 invalid token': 'it names none',
    '401': again(401),
    '403': handedOver(`${call} 403`),
    '404': handedOver(`${call} 404`),
    '409': again(409),
    // The customer took it back: nothing is said, and nothing waits.
    '410': { ...answered(`${call} 410`), answers: 0, read: false, after: { ...after, answers: [0, 1] } },
    '429': again(429),
    '429 Retry-After': again(429),
    '429 monthly limit': again(429),
    '500': again(500),
    '500 after': again(500),
    '502 page': again(502),
    '502 page after': again(502),
    // Bytes that are no picture; a page instead of the state of the preparing is asked for again.
    '200 page': call === 'content' ? handedOver('content 200') : again(200),
    'slow in time': once,
    'slow over the time-out': handedOver(`${call} 200`),
    never: handedOver(`${call} never`),
    'never after': handedOver(`${call} never`),
    'never midway': handedOver(`${call} never`),
  }
}

export const lastingContents = (call: 'content' | 'transcoding'): Lasting[] => [
  ['connection refused twice', so(2, 'connection refused'), { ...handedOver(''), asked: 'reply 200' }],
  ['reset before twice', so(2, 'reset before'), handedOver(times(2, `${call} reset`))],
  ['401 twice', so(2, '401'), handedOver(times(2, `${call} 401`))],
  ['429 twice', so(2, '429'), handedOver(times(2, `${call} 429`))],
  ['500 twice', so(2, '500'), handedOver(times(2, `${call} 500`))],
]
