/** A peer: the echo of the official SDK's README on Express. It replies through the SDK, then answers 200; nothing is stored. */
import { messagingApi, middleware, type webhook } from '@line/bot-sdk'
import express from 'express'

const channelSecret = process.env['LINE_CHANNEL_SECRET'] ?? ''
const channelAccessToken = process.env['LINE_CHANNEL_ACCESS_TOKEN'] ?? ''
const client = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: process.env['LINE_API_BASE_URL'] })

const app = express()
app.get('/readyz', (_request, response) => void response.json({ status: 'ready' }))
app.post('/webhook', middleware({ channelSecret }), async (request, response) => {
  const body: webhook.CallbackRequest = request.body
  await Promise.all(body.events.map(echo))
  response.json({})
})
app.listen(Number(process.env['PORT']), '127.0.0.1')

async function echo(event: webhook.Event): Promise<void> {
  if (event.type !== 'message' || event.message.type !== 'text' || !event.replyToken) return
  await client.replyMessage({ replyToken: event.replyToken, messages: [{ type: 'text', text: event.message.text }] })
}
