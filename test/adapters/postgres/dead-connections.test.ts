/** Connections that die without a word, as in a failover: nobody closes them, and nothing comes back. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPostgresStore } from '../../../src/adapters/postgres/store.ts'
import { conversation, t0, text } from '../../core/situations.ts'
import { openPostgres } from '../../postgres/server.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** Stands before a database, by TCP. */
async function openDoor(socketPath: string) {
  const pairs = new Set<[Socket, Socket]>()
  const server = createServer((client) => {
    const behind = connect(socketPath)
    pairs.add([client, behind])
    client.pipe(behind).pipe(client)
    for (const one of [client, behind]) one.on('error', () => undefined)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    port: address.port,
    /** Of those that are open nothing comes through any more, in neither direction. */
    silence() {
      for (const [client, behind] of pairs) {
        client.unpipe(behind).on('data', () => undefined)
        behind.unpipe(client).on('data', () => undefined)
      }
    },
    async close() {
      for (const [client, behind] of pairs) for (const one of [client, behind]) one.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

test('what comes in is taken in by new ones, some seconds later', async () => {
  const postgres = await openPostgres()
  const address = new URL((await postgres.database()).replace('@/', '@localhost/'))
  const door = await openDoor(join(address.searchParams.get('host') ?? '', '.s.PGSQL.5432'))
  const store = await openPostgresStore({
    url: `postgres://postgres@127.0.0.1:${door.port}${address.pathname}`,
    log: quiet,
  })
  try {
    await store.receive([text(1, t0)])
    door.silence()
    // LINE is answered 503, and delivers again. Each of the two may have died.
    let refused = 0
    for (let stored = false; !stored && refused < 3;) {
      stored = await store.receive([text(2, t0)]).then(
        () => true,
        () => false,
      )
      if (!stored) refused += 1
    }
    expect(refused).toBeGreaterThanOrEqual(1)
    expect(refused).toBeLessThanOrEqual(2)
    expect((await store.waiting(conversation().id)).length).toBe(2)
  } finally {
    // Of what has died nothing can be asked in order any more.
    await door.close()
    await store.close().catch(() => undefined)
    await postgres.close()
  }
})
