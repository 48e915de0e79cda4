/** A peer: the official SDK's middleware on Express, and nothing more. It checks the signature, reads the body, answers 200. */
import { middleware } from '@line/bot-sdk'
import express from 'express'

const app = express()
app.get('/readyz', (_request, response) => void response.json({ status: 'ready' }))
app.post('/webhook', middleware({ channelSecret: process.env['LINE_CHANNEL_SECRET'] ?? '' }), (_request, response) => {
  response.json({})
})
app.listen(Number(process.env['PORT']), '127.0.0.1')
