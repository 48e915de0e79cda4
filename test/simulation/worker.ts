/** A thread that runs seeds as they are given to it. */
import { parentPort } from 'node:worker_threads'
import { z } from 'zod'
import { runSeed } from './seed.ts'

const order = z.object({ seed: z.number(), customers: z.number(), only: z.array(z.number()).optional() })

async function run(message: unknown): Promise<void> {
  const result = await runSeed(order.parse(message))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(result)
}

parentPort?.on('message', (message: unknown) => void run(message))
