/**
 * The shop's MCP server over standard input and output: `node mcp-server.ts FOLDER`. It notes each of its starts, and does
 * as `start.json` says when there is one.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'
import { shopServer } from './mcp-tools.ts'

const start = z.object({
  words: z.string().optional(),
  output: z.string().optional(),
  does: z.enum(['die', 'hang']).optional(),
  /** Lives on when its input has ended, and when it is told to end. */
  stays: z.boolean().default(false),
})

const [folder = ''] = process.argv.slice(2)
appendFileSync(join(folder, 'starts.jsonl'), `${JSON.stringify({ pid: process.pid })}\n`)
const file = join(folder, 'start.json')
const { words, output, does, stays } = start.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})
if (words !== undefined) process.stderr.write(words)
if (output !== undefined) process.stdout.write(output)
if (does === 'die') process.exit(3)
if (stays) {
  process.on('SIGTERM', () => undefined)
  setInterval(() => undefined, 60_000)
}
if (does === 'hang') process.stdin.resume()
else await shopServer(folder).connect(new StdioServerTransport())
