/** A tool of an MCP server that is asked, or told, and the server, as `lookups.yaml` declares them. */
import { dirname, resolve } from 'node:path'
import { nearest } from '../markdown/nearest.ts'
import type { Give } from './give.ts'
import { name, type ReadArguments } from './lookups-arguments.ts'
import type { Used } from './lookups-entries.ts'
import { readGive, toolArgument } from './lookups-give.ts'
import { readHttp, readWithin } from './lookups-http.ts'
import type { Named, Place, Reading } from './lookups-reading.ts'
import type { McpSource } from './mcp-server.ts'

export interface McpLookUpSource {
  type: 'mcp'
  server: McpSource
  tool: string
  /** ms */
  within: number
  /** Missing: each argument by its name. */
  give?: Give
}

export interface McpSinkSource extends McpLookUpSource {
  /** The tool's argument that takes the key. */
  key: string
}

/** The protocol's own. */
const ownHeaders = ['accept', 'mcp-session-id', 'mcp-protocol-version', 'last-event-id']
const toolRemedy = "write the tool's name, as its server lists it, such as get_order"
const keyRemedy = "name the tool's argument that takes the key: with the same key again, the tool stores nothing twice"

/** @param used where servers are declared: what is wrong with one is told where it is used */
export function readMcpSource(
  reading: Reading,
  place: Place,
  used: Used,
  asked: ReadArguments,
): McpLookUpSource | undefined {
  const found = reading.fields(place, ['server', 'tool', 'within', 'give'])
  return found && readCall(reading, found, used, asked)
}

/** @param told the record's arguments, of which the key's is none */
export function readMcpSink(
  reading: Reading,
  place: Place,
  used: Used,
  told: ReadArguments,
): McpSinkSource | undefined {
  const found = reading.fields(place, ['server', 'tool', 'key', 'within', 'give'])
  if (!found) return undefined
  const call = readCall(reading, found, used, told)
  // Without one, nothing could be tried again: the answer of a first try may have been lost.
  const key = matching(reading, found('key'), toolArgument, 'is not the name of an argument', keyRemedy)
  if (key === undefined || !call) return undefined
  if (call.give ? Object.hasOwn(call.give, key) : told.names.includes(key)) {
    const problem = call.give ? 'is given something else' : 'is an argument of the record'
    return reading.wrong(found('key'), problem, `${keyRemedy}, and nothing else`)
  }
  return { ...call, key }
}

function readCall(
  reading: Reading,
  found: (key: 'server' | 'tool' | 'within' | 'give') => Place,
  { servers, hosts }: Used,
  args: ReadArguments,
): McpLookUpSource | undefined {
  const server = readNamed(reading, found('server'), servers, hosts)
  const tool = matching(reading, found('tool'), /^[\w./-]{1,128}$/, 'is not the name of a tool', toolRemedy)
  const within = readWithin(reading, found('within'))
  const give = readGive(reading, found('give'), args)
  if (!server || tool === undefined || within === undefined || !give) return undefined
  return { type: 'mcp', server, tool, within, ...give }
}

function matching(reading: Reading, place: Place, shape: RegExp, problem: string, remedy: string): string | undefined {
  const text = reading.text(place, remedy)
  return text === undefined || shape.test(text) ? text : reading.wrong(place, problem, remedy)
}

function readNamed(reading: Reading, place: Place, servers: Place, hosts: readonly string[]): McpSource | undefined {
  const wanted = reading.text(place, 'write the name of a server, as it stands below servers')
  if (wanted === undefined) return undefined
  const declared = servers.written
    ? reading.named(servers, `write each server by its name below it, such as ${example}`)
    : []
  if (!declared) return undefined
  const server = declared.find((one) => one.name === wanted)
  if (server) return readServer(reading, server, hosts)
  const near = nearest(
    wanted,
    declared.map((one) => one.name).filter((one) => name.fits.test(one)),
  )
  const remedy = near === undefined ? `declare it below servers:, such as ${example}` : `did you mean ${near}?`
  return reading.wrong(place, 'is not among the servers', remedy)
}

const example = 'shop: { command: [node, tools/shop-server.mjs] }'

function readServer(reading: Reading, server: Named, hosts: readonly string[]): McpSource | undefined {
  if (!name.fits.test(server.name)) return reading.wrong(server, 'is not a name', name.remedy)
  const found = reading.fields(server, ['command', 'env', 'url', 'headers'])
  if (!found) return undefined
  const [isProgram, isService] = [found('command').written, found('url').written]
  if (isProgram && isService) return reading.wrong(found('url'), 'stands beside command', 'keep one of them')
  if (isProgram) {
    const stray = found('headers')
    if (stray.written) return reading.wrong(stray, 'stands beside command', 'a program has env in their place')
    const command = readCommand(reading, found('command'))
    const env = readEnv(reading, found('env'))
    const inherited = inheritedIn(reading)
    return command && env && { name: server.name, command, inherited, env, folder: resolve(dirname(reading.file)) }
  }
  if (!isService) return reading.wrong(server, 'does not say where it is', 'write command: with a program, or url:')
  const stray = found('env')
  if (stray.written) return reading.wrong(stray, 'stands beside url', 'a server on the web has headers in its place')
  const http = readHttp(reading, server, hosts, 'record', [])
  const own = http && ownHeaders.find((header) => Object.hasOwn(http.headers, header))
  if (own !== undefined) return reading.wrong(found('headers'), `names ${own}, which is written by itself`, 'remove it')
  return http && { name: server.name, url: http.url, headers: http.headers, hosts }
}

/** What programs are found by, and write by. All else of ours is secret, or may be: the channel's, the model's, the database's. */
const inheritedIn = ({ variable }: Reading): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'LANG'].flatMap((one): [string, string][] => {
      const value = variable(one)
      return value === undefined ? [] : [[one, value]]
    }),
  )

function readCommand(reading: Reading, place: Place): string[] | undefined {
  const items = reading.list(place, 'write the program and what it is given, such as [node, tools/shop-server.mjs]')
  if (items?.some(({ text }) => text.includes('${'))) {
    const remedy = 'write it out; a secret belongs into env: everybody on this computer can see a command'
    return reading.wrong(place, 'has ${…} in it', remedy)
  }
  return items && items.length > 0 ? items.map(({ text }) => text) : undefined
}

function readEnv(reading: Reading, place: Place): Record<string, string> | undefined {
  if (!place.written) return {}
  const entries = reading.named(
    place,
    "write each name below it with its value, such as { SHOP_TOKEN: '${SHOP_TOKEN}' }",
  )
  const read = entries?.flatMap((entry): [string, string][] => {
    if (!/^[A-Za-z_]\w{0,60}$/.test(entry.name)) {
      return reading.wrong(entry, 'is not the name of a setting', 'write one such as SHOP_TOKEN') ?? []
    }
    const text = reading.text(entry, 'write its value', 4_000)
    const value = text === undefined ? undefined : reading.filled(entry, text)
    return value === undefined ? [] : [[entry.name, value]]
  })
  return entries && read?.length === entries.length ? Object.fromEntries(read) : undefined
}
