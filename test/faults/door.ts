/** A port that refuses connections until it is opened; then it leads to another. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { freePort } from '../process/server.ts'

export interface Door {
  url: string
  open(): Promise<void>
}

/** @param target an http origin */
export async function closedDoor(target: string): Promise<Door> {
  const { hostname, port } = new URL(target)
  const own = await freePort()
  const server = createServer((socket) => {
    const through = connect(Number(port), hostname)
    socket.on('error', () => through.destroy())
    through.on('error', () => socket.destroy())
    socket.pipe(through).pipe(socket)
  })
  // It goes with its process.
  server.unref()
  return {
    url: `http://127.0.0.1:${own}`,
    async open() {
      if (server.listening) return
      server.listen(own, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}
