/** A server that starts to listen, and one that is shut with every connection it has. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * @param port 0 takes any free one
 * @param taken what is said when the port is: what to do about it
 * @returns the port it listens on
 */
export function listen(server: Server, host: string, port: number, taken: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error)
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve(portOf(server.address()))
    })
  })
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0

/** Stops listening and breaks every connection, those left without an answer too. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
