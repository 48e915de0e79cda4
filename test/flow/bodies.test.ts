/** Bodies of webhooks, with streams of the test's own. */
import { PassThrough } from 'node:stream'
import { setImmediate as breath } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createBodies } from '../../src/flow/bodies.ts'

const kb = (many: number): Buffer => Buffer.alloc(many * 1_000, 'x')
const open = () => createBodies({ most: 100_000, mostTogether: 300_000 })

/** One of which so much has come. */
async function begun(bodies: ReturnType<typeof open>, bytes: Buffer, announced?: number) {
  const stream = new PassThrough({ highWaterMark: 1_000_000 })
  if (bytes.length > 0) stream.write(bytes)
  const body = bodies.read(stream, announced)
  await breath()
  return { stream, body }
}

describe('one body', () => {
  test('as it came, in one piece or byte by byte', async () => {
    const text = JSON.stringify({ events: ['あ'.repeat(3_000)] })
    const { stream, body } = await begun(open(), Buffer.from(''))
    for (const byte of Buffer.from(text)) stream.write(Buffer.from([byte]))
    stream.end()
    const read = await body
    expect(read.type === 'whole' && read.bytes.toString('utf8')).toBe(text)
    const { stream: none, body: empty } = await begun(open(), Buffer.from(''))
    none.end()
    expect(await empty).toEqual({ type: 'whole', bytes: Buffer.alloc(0) })
  })

  test('of exactly the limit it is whole; a byte more is too large, as soon as that has come or is announced', async () => {
    const { stream, body } = await begun(open(), kb(100), 100_000)
    stream.end()
    expect(await body).toMatchObject({ type: 'whole', bytes: { length: 100_000 } })
    const more = await begun(open(), Buffer.concat([kb(100), Buffer.from('x')]))
    expect(await more.body).toEqual({ type: 'too_large' })
    expect(await (await begun(open(), Buffer.from(''), 100_001)).body).toEqual({ type: 'too_large' })
  })

  test('that ends before it is whole is broken off', async () => {
    const { stream, body } = await begun(open(), kb(1))
    stream.destroy(new Error('aborted'))
    expect(await body).toEqual({ type: 'broken_off' })
    // Before anybody looked.
    expect(await open().read(stream, 1_000)).toEqual({ type: 'broken_off' })
  })

  test('that comes in one piece, as announced, is that piece; one that announced less is whole all the same', async () => {
    const piece = kb(2)
    const { stream, body } = await begun(open(), piece, piece.length)
    stream.end()
    const read = await body
    expect(read.type === 'whole' && read.bytes.buffer).toBe(piece.buffer)
    const more = await begun(open(), kb(2), 2_000)
    more.stream.end(kb(1))
    expect(await more.body).toEqual({ type: 'whole', bytes: kb(3) })
  })
})

describe('many at once', () => {
  test('past what they may hold together the next is refused; what has ended, however, makes room', async () => {
    const bodies = open()
    const held = [await begun(bodies, kb(90)), await begun(bodies, kb(90)), await begun(bodies, kb(90))]
    expect(await (await begun(bodies, kb(40))).body).toEqual({ type: 'too_many' })
    held[0]?.stream.end()
    held[1]?.stream.destroy(new Error('aborted'))
    await Promise.all([held[0]?.body, held[1]?.body])
    const next = [await begun(bodies, kb(90)), await begun(bodies, kb(90))]
    for (const { stream, body } of [...next, held[2]!]) {
      stream.end()
      expect(await body).toMatchObject({ type: 'whole' })
    }
  })

  test('those that announce much and send nothing keep nobody out', async () => {
    const bodies = open()
    for (let idle = 0; idle < 50; idle += 1) await begun(bodies, Buffer.from(''), 100_000)
    const { stream, body } = await begun(bodies, kb(90))
    stream.end()
    expect(await body).toMatchObject({ type: 'whole' })
  })
})
