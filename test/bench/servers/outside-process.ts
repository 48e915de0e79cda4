/** The outside world as a process of its own, so that what it does is not the sender's work. */
import { openOutside } from './outside.ts'

await openOutside({ port: Number(process.env['PORT']) })
