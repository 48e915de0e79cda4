/** A process that has an MCP server started, says so, and waits, or ends by itself: `node mcp-parent.ts DECLARED HOW`. */
import { z } from 'zod'
import { openMcpServer } from '../../../src/adapters/look-ups/mcp-server.ts'

const program = z.object({
  name: z.string(),
  command: z.array(z.string()),
  inherited: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()),
  folder: z.string(),
})

const say = (): void => undefined
const log = { debug: say, info: say, warn: say, error: say }

const [declared = '', how = ''] = process.argv.slice(2)
const server = openMcpServer(program.parse(JSON.parse(declared)), { log })
await server.call('get_order', { number: '1' }, { within: 10_000, signal: new AbortController().signal })
process.stdout.write('started\n')
if (how === 'exit') setImmediate(() => process.exit(0))
