/**
 * Erasing for good in the data folder, and the daily look at what is too old. A conversation's own traces go in this order:
 * hashes of its events (so that nothing of it comes back), its lines in the inbox, its files, its rows. A crash in between
 * leaves what a second run erases. What waits in the inbox and has never been in it stays there: it was answered with 200.
 */
import { readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import { Low } from 'lowdb'
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import type { InboxEvent } from '../../core/event.ts'
import { namesAny } from '../../core/naming.ts'
import type { Erasing, Sweep } from '../../ports/erasing.ts'
import type { ConversationFiles } from './conversation-files.ts'
import { DurableJsonFile, syncFolder, writeDurably } from './durable.ts'
import type { ForgottenEvents } from './forgotten-events.ts'
import type { Inbox } from './inbox.ts'
import type { ConversationIndex } from './index/conversation-index.ts'
import { linesOf, namesIn, parsed, textOf } from './reading.ts'
import { rewriteLines } from './rewrite.ts'

export interface EraserParts {
  folder: string
  folders: { scratch: string; corrupt: string }
  files: ConversationFiles
  inbox: Inbox
  index: ConversationIndex
  forgotten: ForgottenEvents
  /** It is not due any more, and whoever looks at it is told. */
  erased: (conversation: string) => Promise<void>
}

/** So many files are read at once. */
const together = 16
/** Of an event that could not be read, as far as it has one. */
export const eventId = z.looseObject({ webhookEventId: z.string() })
const aside = z.looseObject({ at: z.number() })
const asideEvent = z.looseObject({ raw: eventId })
const sweepSchema = z.object({
  sweep: z.object({ begunAt: z.number(), after: z.string().optional(), endedAt: z.number().optional() }).optional(),
})

export function eraserOf(parts: EraserParts): Erasing {
  const { folder, folders, files, inbox, index, forgotten } = parts
  const { scratch, corrupt } = folders
  const setAside = join(folder, 'set-aside.jsonl')
  const indexFile = join(folder, 'index.sqlite')
  const corruptLines = join(corrupt, 'inbox-lines.txt')
  const replace = (path: string, text: string): Promise<void> => writeDurably(path, text, scratch)
  const sweepFile = new Low<{ sweep?: Sweep }>(
    new DurableJsonFile(join(folder, 'retention.json'), {
      parse: (value) => sweepSchema.parse(value),
      // Whoever does not know how far it has come begins again.
      onCorrupt: (path) => unlink(path),
      scratch,
    }),
    {},
  )

  /** What could not be read and was set aside, here or beside its place. */
  const corruptFiles = async (): Promise<string[]> => {
    const beside = (await namesIn(folder)).filter((name) => /\.corrupt\.\d+$/.test(name))
    return [...beside.map((name) => join(folder, name)), ...(await namesIn(corrupt)).map((name) => join(corrupt, name))]
  }

  async function* all(after = ''): AsyncGenerator<{ part: string; conversations: Conversation[] }> {
    for (const part of (await files.folders()).filter((name) => name > after)) {
      const paths = await files.paths(part)
      const conversations: Conversation[] = []
      for (let at = 0; at < paths.length; at += together) {
        const read = await Promise.all(paths.slice(at, at + together).map((path) => files.read(path)))
        conversations.push(...read.flatMap((one) => one ?? []))
        await breath()
      }
      yield { part, conversations }
    }
  }

  return {
    all,
    turnsFrom: () => Promise.resolve(forgotten.turnsFrom()),
    async conversationsOf(user) {
      const own = new Set<string>()
      const shared = new Set<string>()
      for await (const { conversations } of all()) {
        for (const { id, chat, messages } of conversations) {
          if (chat.id === user) own.add(id)
          else if (messages.some(({ by }) => by === user)) shared.add(id)
        }
      }
      for (const id of inbox.conversations()) {
        const events = inbox.waiting(id)
        if (events.some(({ chat }) => chat.id === user)) own.add(id)
        else if (events.some(({ by }) => by === user)) shared.add(id)
      }
      return { own: [...own], shared: [...shared] }
    },
    async erase(id) {
      const kept = await files.load(id)
      const now = Date.now()
      const seen = new Set((kept?.seen ?? []).flatMap(({ ids }) => ids))
      // An older one would not be known to the conversation either.
      const alive = (kept?.seen ?? []).filter(({ until }) => until > now)
      await forgotten.add(
        alive.flatMap(({ ids }) => ids),
        kept?.turns,
      )
      // What LINE has just delivered once more is in the inbox after this, or is not taken in any more.
      if (seen.size > 0) await inbox.append([])
      const again = inbox.waiting(id).filter((event) => seen.has(event.id))
      inbox.done(
        id,
        again.map((event) => event.id),
      )
      await inbox.erase((line) => conversationIn(line) === id, replace)
      await files.remove(id)
      const name = files.nameOf(id)
      for (const file of await namesIn(corrupt)) if (file.startsWith(name)) await unlink(join(corrupt, file))
      index.erase(id)
      await parts.erased(id)
    },
    async dropWaiting(id, who) {
      const isTheirs = ({ by, chat }: InboxEvent): boolean => by === who || chat.id === who
      const theirs = inbox.waiting(id).flatMap((event) => (isTheirs(event) ? [event.id] : []))
      await forgotten.add(theirs)
      inbox.done(id, theirs)
    },
    async purge(names) {
      const isGone = (line: string): boolean => namesAny(line, names)
      const events: string[] = []
      const take = (line: string): string | undefined => {
        if (!isGone(line)) return line
        events.push(...eventsIn(line))
        return undefined
      }
      // Dry first: what comes back is to be known before it is gone.
      for (const line of await linesOf(setAside)) take(line)
      await forgotten.add(events)
      await rewriteLines(setAside, scratch, take)
      await rewriteLines(corruptLines, scratch, (line) => (isGone(line) ? undefined : line))
      for (const path of await corruptFiles()) {
        if (path !== corruptLines && isGone((await textOf(path)) ?? '')) await unlink(path)
      }
      await inbox.erase(isGone, replace)
      index.flush()
      index.emptyLog()
      // What is deleted in it is overwritten; should a page hold it all the same, the file is made anew.
      if (isGone(await readFile(indexFile, 'latin1').catch(() => ''))) index.vacuum()
    },
    async expireSetAside(before) {
      await rewriteLines(setAside, scratch, (line) => (isOlder(line, before) ? undefined : line))
      for (const path of await corruptFiles()) if ((await stat(path)).mtimeMs < before) await unlink(path)
      for (const place of [corrupt, folder]) await syncFolder(place)
    },
    expireFigures(before) {
      index.expire(before)
      return Promise.resolve()
    },
    async sweep() {
      await sweepFile.read()
      return sweepFile.data.sweep
    },
    async keepSweep(sweep) {
      sweepFile.data = { sweep }
      await sweepFile.write()
    },
  }
}

const inboxLine = z.looseObject({ conversation: z.string() })
const conversationIn = (line: string): string | undefined => inboxLine.safeParse(parsed(line)).data?.conversation

const eventsIn = (line: string): string[] => {
  const found = asideEvent.safeParse(parsed(line)).data
  return found ? [found.raw.webhookEventId] : []
}

/** A line that tells no time is nobody's any more. */
const isOlder = (line: string, before: number): boolean => (aside.safeParse(parsed(line)).data?.at ?? 0) < before
