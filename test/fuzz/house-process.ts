/** A house under fire as a process of its own, so that a crash is one, and its memory is its own. Talks with its parent. */
import { z } from 'zod'
import { openHouse } from './house.ts'

const [, , secret = '', folder, database] = process.argv
const asked = z.object({ number: z.number(), what: z.enum(['settle', 'close']) })

// Whatever nobody caught ends the process with a word about it: the parent takes its end for a crash.
process.on('unhandledRejection', (reason) => {
  console.error('unhandled rejection:', reason)
  process.exit(70)
})

const house = await openHouse({ secret, folder, database })
process.on('message', (message) => void answer(asked.parse(message)))
process.on('disconnect', () => process.exit(0))
process.send?.({ number: 0, value: house.port })

async function answer({ number, what }: z.infer<typeof asked>): Promise<void> {
  const value = what === 'settle' ? await house.settle() : await house.close()
  process.send?.({ number, value })
  if (what === 'close') process.disconnect()
}
