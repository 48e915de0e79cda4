/** A bot server as small as can be: it keeps what the simulator sends, and has the official client to answer with. */
import { createServer } from 'node:http'
import { messagingApi, validateSignature } from '@line/bot-sdk'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'

export const SECRET = 'a-channel-secret'
export const ACCESS_TOKEN = 'a-channel-access-token'

const Delivery = z.object({ destination: z.string(), events: z.array(z.looseObject({ type: z.string() })) })

export interface Bot {
  /** Every delivery in order, with whether its signature was right. */
  deliveries: { signed: boolean; destination: string; events: ({ type: string } & Record<string, unknown>)[] }[]
  /** The status it answers to a webhook. */
  status: number
  line: Simulator
  client: messagingApi.MessagingApiClient
  blobs: messagingApi.MessagingApiBlobClient
}

/** A simulator and a bot that belong together; both end with the test. */
export async function simulatorWithBot(options: Partial<SimulatorOptions> = {}): Promise<Bot> {
  const deliveries: Bot['deliveries'] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks)
      const signed = validateSignature(raw, SECRET, String(request.headers['x-line-signature']))
      deliveries.push({ signed, ...Delivery.parse(JSON.parse(raw.toString())) })
      response.writeHead(bot.status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const line = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/webhook`,
    channelSecret: SECRET,
    channelAccessToken: ACCESS_TOKEN,
    ...options,
  })
  onTestFinished(async () => {
    await line.close()
    server.close()
  })
  const config = { channelAccessToken: ACCESS_TOKEN, baseURL: line.url }
  const client = new messagingApi.MessagingApiClient(config)
  const bot: Bot = { deliveries, status: 200, line, client, blobs: new messagingApi.MessagingApiBlobClient(config) }
  return bot
}

/** The status and message of LINE's refusal, or how the connection ended. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await call
  } catch (error) {
    const parsed = z.object({ status: z.number(), body: z.string() }).safeParse(error)
    if (!parsed.success) return { status: 0, message: error instanceof Error ? error.message : String(error) }
    const body = z.object({ message: z.string() }).parse(JSON.parse(parsed.data.body))
    return { status: parsed.data.status, message: body.message }
  }
  return { status: 200, message: '' }
}

export const text = (text: string): { type: 'text'; text: string } => ({ type: 'text', text })
