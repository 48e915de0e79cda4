/** What stands before several servers: each connection goes to one of those that take it. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Balancer {
  port: number
  close(): Promise<void>
}

/** @param ports of the servers; one that refuses is passed over */
export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>()
  let turn = 0
  const server = createServer((from) => {
    open.add(from)
    from.once('close', () => open.delete(from))
    turn += 1
    const pass = (left: readonly number[]): void => {
      const [port, ...others] = left
      if (port === undefined) return void from.destroy()
      const to = connect(port, '127.0.0.1')
      to.once('connect', () => {
        to.on('error', () => from.destroy())
        from.pipe(to).pipe(from)
      })
      to.once('error', () => {
        if (to.connecting || to.readyState !== 'open') pass(others)
      })
      to.once('close', () => from.destroySoon())
      from.on('error', () => to.destroy())
    }
    pass([...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)])
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
