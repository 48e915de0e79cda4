/** Says what of the SDK has been loaded, step by step: `node mcp-loading.ts FILE DECLARED`. */
import { registerHooks } from 'node:module'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

let loaded = 0
registerHooks({
  load(url, context, next) {
    if (url.includes('@modelcontextprotocol')) loaded += 1
    return next(url, context)
  },
})
const { readLookUpsFile } = await import('../../../src/adapters/look-ups/lookups-file.ts')
const { openMcpServers } = await import('../../../src/adapters/look-ups/mcp-servers.ts')
await import('../../../src/adapters/look-ups/mcp.ts')
await import('../../../src/adapters/look-ups/mcp-record.ts')

const [path = '', declared = ''] = process.argv.slice(2)
const steps: { what: string; loaded: boolean }[] = []
const step = (what: string): void => void steps.push({ what, loaded: loaded > 0 })

const read = readLookUpsFile(readFileSync(path, 'utf8'), { path, variable: () => undefined })
step(`read ${read.ok}`)
const say = (): void => undefined
const servers = openMcpServers({ log: { debug: say, info: say, warn: say, error: say } })
const program = z.object({
  name: z.string(),
  command: z.array(z.string()),
  inherited: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()),
  folder: z.string(),
})
const { server, leave } = servers.use(program.parse(JSON.parse(declared)))
step('opened')
const { type } = await server.call(
  'get_order',
  { number: '1' },
  { within: 10_000, signal: new AbortController().signal },
)
step(type)
await leave()
process.stdout.write(JSON.stringify(steps))
