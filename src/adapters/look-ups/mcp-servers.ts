/** The MCP servers that are in use: one connection for each that is declared, whoever asks for it. */
import { isDeepStrictEqual } from 'node:util'
import { openMcpServer, type McpServer, type McpServerOptions, type McpSource } from './mcp-server.ts'

export interface UsedServer {
  server: McpServer
  /** Whoever leaves last closes it, when what is under way has been answered. */
  leave(): Promise<void>
}

export interface McpServers {
  /** The same server for the same declaration. Nothing is started by this. */
  use(source: McpSource): UsedServer
}

export function openMcpServers(options: McpServerOptions): McpServers {
  let open: { source: McpSource; server: McpServer; users: number }[] = []
  return {
    use(source) {
      let one = open.find((other) => isDeepStrictEqual(other.source, source))
      if (!one) {
        one = { source, server: openMcpServer(source, options), users: 0 }
        open.push(one)
      }
      const used = one
      used.users += 1
      let hasLeft = false
      return {
        server: used.server,
        async leave() {
          if (hasLeft) return
          hasLeft = true
          used.users -= 1
          if (used.users > 0) return
          open = open.filter((other) => other !== used)
          await used.server.retire()
        },
      }
    },
  }
}
