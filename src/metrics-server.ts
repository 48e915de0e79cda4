/**
 * The figures on a port of their own (METRICS_PORT): /metrics, and nothing else. It listens on this machine alone, since
 * nobody signs in there; a Prometheus elsewhere comes through a tunnel (docs/metrics.md). Part of the entry.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen, shut } from './listening.ts'
import { isLoopback } from './loopback.ts'
import type { Log } from './ports/log.ts'
import type { Metrics } from './ports/metrics.ts'

const host = '127.0.0.1'

export interface MetricsServer {
  /** Where Prometheus finds them. */
  url: string
  close(): Promise<void>
}

/**
 * @param port 0 takes any free one
 * @throws PortTaken: its message says what to do
 */
export async function startMetricsServer(
  port: number,
  metrics: Pick<Metrics, 'scrape'>,
  log: Log,
): Promise<MetricsServer> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A page elsewhere may point a name of its own at this address.
    const name = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? ''
    if (!isLoopback(name)) return void response.writeHead(403).end()
    const path = request.url?.split('?')[0]
    if (path !== '/metrics') return void response.writeHead(404).end()
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.writeHead(405, { allow: 'GET' }).end()
    try {
      const { type, body } = await metrics.scrape()
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
    } catch (error) {
      log.error({ err: error }, 'the figures could not be told')
      response.writeHead(500).end()
    }
  }
  const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 }
  const server = createServer(patience, (request, response) => void answer(request, response))
  const listening = await listen(server, { port, host, setting: 'METRICS_PORT' })
  return { url: `http://${host}:${listening}/metrics`, close: () => shut(server) }
}
