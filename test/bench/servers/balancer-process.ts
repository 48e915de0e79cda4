/** What stands before several servers (`PORTS`), as a process of its own. It listens anywhere and prints where. */
import { openBalancer } from '../../process/balancer.ts'

const { port } = await openBalancer((process.env['PORTS'] ?? '').split(',').map(Number))
process.stdout.write(`${port}\n`)
