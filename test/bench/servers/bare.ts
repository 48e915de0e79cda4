/** A peer: `node:http` alone. It checks the signature and answers 200; the body is not even parsed. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'

const secret = process.env['LINE_CHANNEL_SECRET'] ?? ''

const server = createServer((request, response) => {
  if (request.method === 'GET') return answer(response, 200)
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const wanted = createHmac('sha256', secret).update(Buffer.concat(chunks)).digest()
    const given = Buffer.from(String(request.headers['x-line-signature']), 'base64')
    answer(response, given.length === wanted.length && timingSafeEqual(given, wanted) ? 200 : 401)
  })
})
server.listen(Number(process.env['PORT']), '127.0.0.1')

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': 2 })
  response.end('{}')
}
