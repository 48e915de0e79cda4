/** Listening on a port, and stopping to. Part of the entry. */
import type { Server } from 'node:http'

/** Somebody else listens where we should. */
export class PortTaken extends Error {
  override name = 'PortTaken'
}

export interface ListenAt {
  /** 0 takes any free port. */
  port: number
  host: string
  /** The setting that the port comes from. */
  setting: 'PORT' | 'METRICS_PORT'
}

/**
 * @returns the port it listens on
 * @throws PortTaken: its message says what to do
 */
export function listen(server: Server, { port, host, setting }: ListenAt): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE'
      const remedy = `port ${port} on ${host} is taken: stop the other program, or set ${setting} to a free one`
      reject(taken ? new PortTaken(remedy) : error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** Stops listening; a connection with nothing on it is not waited for, and one with half a request not for long. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const over = setTimeout(() => server.closeAllConnections(), 2_000)
    server.close(() => {
      clearTimeout(over)
      resolve()
    })
    server.closeIdleConnections()
  })
}
