/** Accounts and their channels: the document `destinations`, read at the start and written when LINE tells something else. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Destinations } from '../../ports/destinations.ts'
import type { DocumentKind, Documents } from '../../ports/documents.ts'

/** `keys`: of the channel's secrets a hash each, which tells a channel and opens nothing. */
const keptSchema = z.object({ channel: z.string(), keys: z.array(z.string()) })
const bookSchema = z.object({ format: z.literal(1), accounts: z.record(z.string(), keptSchema) })
type Book = z.infer<typeof bookSchema>

const none = (): Book => ({ format: 1, accounts: {} })
const kind: DocumentKind<Book> = {
  name: 'destinations',
  parse: (value) => bookSchema.parse(value),
  first: none,
  broken: {
    instead: none,
    words: 'which LINE account belongs to which channel could not be read (a copy is kept): LINE is asked again',
  },
}

export interface DestinationsOptions {
  documents: Documents
  /** Those that are served here. */
  channels: readonly { name: string; secrets: readonly string[] }[]
}

const keyOf = (secret: string): string => createHash('sha256').update(`kidoku ${secret}`).digest('hex').slice(0, 32)

export async function openDestinations({ documents, channels }: DestinationsOptions): Promise<Destinations> {
  const document = documents.open(kind)
  const keysOf = new Map(channels.map(({ name, secrets }) => [name, secrets.map(keyOf)]))
  const byKey = new Map([...keysOf].flatMap(([name, keys]) => keys.map((key) => [key, name])))
  const listeners: ((channel: string) => void)[] = []
  const others = new Set<string>()
  /** `kept` and `line` are LINE's own word, then and now. */
  const known = new Map<string, { channel: string; by: 'kept' | 'line' | 'body' }>()
  const accounts = new Map<string, string>()

  const put = (channel: string, destination: string, by: 'kept' | 'line' | 'body'): void => {
    const before = accounts.get(channel)
    if (before !== undefined) known.delete(before)
    const other = known.get(destination)?.channel
    if (other !== undefined) accounts.delete(other)
    known.set(destination, { channel, by })
    accounts.set(channel, destination)
  }
  for (const [destination, { keys }] of Object.entries((await document.read()).accounts)) {
    const channel = keys.map((key) => byKey.get(key)).find((one) => one !== undefined)
    if (channel === undefined) others.add(destination)
    else put(channel, destination, 'kept')
  }

  return {
    channelOf: (destination) => known.get(destination)?.channel,
    of(channel) {
      const account = accounts.get(channel)
      return account === undefined ? [] : [account]
    },
    isOfOthers: (destination) => others.has(destination),
    async told(channel, destination) {
      const keys = keysOf.get(channel) ?? []
      await document.change(({ accounts: kept }) => {
        const same = kept[destination]
        if (same?.channel === channel && keys.every((key) => same.keys.includes(key))) return { result: undefined }
        // The account that this secret had before has another one now.
        const rest = Object.entries(kept).filter(([, one]) => !one.keys.some((key) => keys.includes(key)))
        return {
          next: { format: 1, accounts: { ...Object.fromEntries(rest), [destination]: { channel, keys } } },
          result: undefined,
        }
      })
      const isNew = known.get(destination)?.channel !== channel
      others.delete(destination)
      put(channel, destination, 'line')
      if (isNew) for (const listener of listeners) listener(channel)
    },
    named(channel, destination) {
      const there = known.get(destination)
      if (there) return there.channel === channel ? 'yes' : there.by === 'body' ? 'later' : 'no'
      // Its colons part what stands in a conversation's id.
      const isOne = destination !== '' && !destination.includes(':')
      if (!isOne || accounts.has(channel) || others.has(destination)) return 'no'
      put(channel, destination, 'body')
      for (const listener of listeners) listener(channel)
      return 'yes'
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
