/**
 * Bodies of webhooks as they come in. What anybody may send is held until its signature can be looked at, so there is a
 * limit to one and to all that are under way together. What has come is counted, not what was announced: connections that
 * announce much and send nothing keep nobody out.
 */
import type { Readable } from 'node:stream'

/** Broken off: it ended before it was whole. */
export type Body = { type: 'whole'; bytes: Buffer } | { type: 'too_large' | 'too_many' | 'broken_off' }

export interface BodiesOptions {
  /** Of one (bytes). */
  most: number
  /** Of all that are under way (bytes). */
  mostTogether: number
  /** Of those of one channel (bytes), so that there is room for the others. Missing: as many as of all. */
  mostOfOne?: number
}

/** Room for a body is at least as much (bytes), once the first of it has come. */
const leastRoom = 4_096

export function createBodies({ most, mostTogether, mostOfOne = mostTogether }: BodiesOptions) {
  let together = 0
  const byChannel = new Map<string, number>()
  const take = (channel: string, bytes: number): void => {
    together += bytes
    const left = (byChannel.get(channel) ?? 0) + bytes
    if (left > 0) byChannel.set(channel, left)
    else byChannel.delete(channel)
  }
  const hasRoom = (channel: string, bytes: number): boolean =>
    together + bytes <= mostTogether && (byChannel.get(channel) ?? 0) + bytes <= mostOfOne

  return {
    /**
     * @param announced its length (bytes), where it is known beforehand
     * @param channel whose it is; missing: there is one
     */
    async read(stream: Readable, announced = 0, channel = ''): Promise<Body> {
      if (announced > most) return { type: 'too_large' }
      // One piece that grows: a body that comes byte by byte would take far more in pieces.
      let room: Buffer = Buffer.alloc(0)
      let length = 0
      const add = (chunk: unknown): Exclude<Body, { type: 'whole' }> | undefined => {
        if (!Buffer.isBuffer(chunk)) return { type: 'broken_off' }
        const needed = length + chunk.length
        if (needed > most) return { type: 'too_large' }
        if (needed > room.length) {
          // As LINE's nearly always come, in one piece: no room has to be made.
          const isAll = length === 0 && needed === announced
          const size = isAll ? needed : Math.min(most, Math.max(needed, room.length * 2, leastRoom))
          if (!hasRoom(channel, size - room.length)) return { type: 'too_many' }
          take(channel, size - room.length)
          const larger = isAll ? chunk : Buffer.allocUnsafeSlow(size)
          room.copy(larger, 0, 0, length)
          room = larger
        }
        if (room !== chunk) chunk.copy(room, length)
        length = needed
        return undefined
      }
      // Gone already: it would never tell so again.
      if (stream.destroyed) return { type: 'broken_off' }
      return new Promise((resolve) => {
        const end = (body: Body): void => {
          stream.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken)
          take(channel, -room.length)
          resolve(body)
        }
        const onData = (chunk: unknown): void => {
          const refused = add(chunk)
          if (!refused) return
          end(refused)
          // What still comes is not read: the answer closes the connection.
          stream.pause()
        }
        const onEnd = (): void => end({ type: 'whole', bytes: room.subarray(0, length) })
        const onBroken = (): void => end({ type: 'broken_off' })
        stream.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken)
      })
    },
  }
}
