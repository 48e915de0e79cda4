/**
 * GET /console/events: an open page hears of changes by itself (server-sent events). What is told is how many wait and
 * which conversations changed, never what is in them: the page then asks for itself again if that is of it.
 *
 *   change   { counts, changed: [ids], everything } — at most one a second, whatever happens meanwhile
 *   over     signed out, or signed out elsewhere: the page must not stay
 *   enough   as many pages of this browser are open already: this one asks every now and then instead
 */
import { PassThrough } from 'node:stream'
import type { Context } from 'koa'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Counts, Store } from '../ports/store.ts'

export interface LiveParts {
  store: Pick<Store, 'counts' | 'onCommit'>
  clock: Clock
  log: Log
  /** Aborts when the server is to end. */
  ending?: AbortSignal
  /** Of all consoles of a server, or a browser with many of them open would have no connection left. */
  listeners?: Listeners
}

export interface Live {
  /** @param key the same for all pages of one who is signed in; `isIn` whether they still are */
  open(ctx: Context, key: string, isIn: () => boolean | Promise<boolean>): void
  /** Something that every page shows has changed, such as that the assistant is paused. */
  changed(): void
  /** Somebody was signed out: ends their streams in every console. */
  checkAll(): Promise<void>
}

/** A commit seldom comes alone (ms), and a page is not to be asked for more often than once a second. */
const soon = 80
const throttle = 920
/** Proxies close what is silent (ms). */
const heartbeat = 20_000
/** A browser opens six connections to a server (HTTP/1.1), and its pages need some for themselves. */
const ofOne = 4
const ofAll = 200
/** So many ids are told; after more the page looks anyway. */
const most = 100
/** Whoever reads so slowly (bytes) has gone. */
const unread = 100_000

interface Stream {
  key: string
  body: PassThrough
  isIn: () => boolean | Promise<boolean>
  /** Its console lets go of it. */
  forget: () => void
}

/** The open pages of all consoles of a server, the oldest first. */
export type Listeners = Set<Stream>

export function createLive({ store, clock, log, ending, listeners = new Set() }: LiveParts): Live {
  const streams = new Set<Stream>()
  let changed = new Set<string>()
  let everything = false
  let pending = false
  let running = false
  let beating = false

  const endAll = (): void => {
    for (const stream of streams) end(stream)
  }
  /** Hears of commits only while there is somebody to tell: of hundreds of consoles few are looked at. */
  const hear = (): (() => void) => {
    const stop = store.onCommit((conversation) => {
      changed.add(conversation)
      wake()
    })
    ending?.addEventListener('abort', endAll)
    return () => {
      stop()
      ending?.removeEventListener('abort', endAll)
    }
  }
  let stopHearing: (() => void) | undefined
  const forget = (stream: Stream): void => {
    streams.delete(stream)
    listeners.delete(stream)
    if (streams.size > 0) return
    stopHearing?.()
    stopHearing = undefined
    changed.clear()
  }
  const say = (stream: Stream, text: string): void => {
    if (stream.body.writableLength > unread) stream.body.destroy()
    else stream.body.write(text)
  }
  const check = async (some: Iterable<Stream>): Promise<void> => {
    for (const stream of some) {
      // Who cannot be looked up is not let go for that, and hears of it at the next page.
      const isIn = await Promise.resolve(stream.isIn()).catch(() => true)
      if (!isIn) end(stream, event('over', {}))
    }
  }

  const run = async (): Promise<void> => {
    let told = ''
    while (streams.size > 0 && pending) {
      await clock.after(soon, ending)
      const ids = [...changed]
      const news = { changed: ids.slice(0, most), everything: everything || ids.length > most }
      changed = new Set()
      everything = pending = false
      await check(streams)
      const counts = await store.counts()
      for (const stream of streams) say(stream, event('change', { counts: numbers(counts), ...news }))
      told = JSON.stringify(counts)
      await clock.after(throttle, ending)
      // The store's index may come a moment after the commit.
      if (!pending && JSON.stringify(await store.counts()) !== told) pending = everything = true
    }
  }
  const wake = (): void => {
    if (streams.size === 0) return
    pending = true
    if (running) return
    running = true
    run()
      .catch((error: unknown) => log.warn({ err: error }, 'open pages of the console could not be told of a change'))
      .finally(() => {
        running = false
        if (pending && streams.size > 0) void clock.after(throttle, ending).then(wake)
      })
  }

  const beat = async (): Promise<void> => {
    while (streams.size > 0) {
      await clock.after(heartbeat, ending)
      await check(streams)
      for (const stream of streams) say(stream, ': still here\n\n')
    }
  }

  return {
    checkAll: () => check(listeners),
    changed() {
      everything = true
      wake()
    },
    open(ctx, key, isIn) {
      if (ending?.aborted || listeners.size >= ofAll) {
        ctx.status = 503
        ctx.set('retry-after', '30')
        return
      }
      const own = [...listeners].filter((stream) => stream.key === key)
      // The page opened last is the one that is looked at.
      for (const oldest of own.slice(0, Math.max(0, own.length - ofOne + 1))) end(oldest, event('enough', {}))
      const stream: Stream = { key, body: new PassThrough(), isIn, forget: () => forget(stream) }
      streams.add(stream)
      listeners.add(stream)
      stopHearing ??= hear()
      ctx.res.once('close', stream.forget)
      stream.body.on('error', stream.forget)
      ctx.type = 'text/event-stream'
      // Of proxies such as nginx, which would wait for more.
      ctx.set('x-accel-buffering', 'no')
      ctx.body = stream.body
      say(stream, 'retry: 3000\n\n')
      void store.counts().then(
        (counts) => say(stream, event('change', { counts: numbers(counts), changed: [], everything: false })),
        () => undefined,
      )
      if (beating) return
      beating = true
      void beat()
        .catch((error: unknown) => log.warn({ err: error }, 'open pages of the console were not kept open'))
        .finally(() => (beating = false))
    },
  }
}

function end(stream: Stream, last = ''): void {
  stream.forget()
  stream.body.end(last)
}

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** By the names that the tabs have. */
const numbers = ({ waiting, staff, question, undelivered }: Counts) => ({
  waiting,
  staff,
  questions: question,
  undelivered,
})
