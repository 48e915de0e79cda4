/** What is unread now and since when: of those who wait, and of those who were asked back. */
import type { Store } from '../../ports/store.ts'

export interface Now {
  waiting: { count: number; since?: number }
  questions: number
  /** Messages that customers do not see as Read. */
  unread: { count: number; since?: number; /** There are more than were counted. */ more: boolean }
}

/** So many conversations of each list are counted; beyond, "at least". */
const counted = 2_000
const pageLength = 500

export async function unreadNow(store: Pick<Store, 'counts' | 'list'>): Promise<Now> {
  const counts = await store.counts()
  const unread: Now['unread'] = { count: 0, more: false }
  for (const list of ['waiting', 'undelivered', 'question'] as const) {
    let after: string | undefined
    let seen = 0
    do {
      const page = await store.list({ list, limit: pageLength, ...(after === undefined ? {} : { after }) })
      for (const row of page.rows) {
        if (row.unread === 0) continue
        unread.count += row.unread
        unread.since = Math.min(unread.since ?? Infinity, row.since)
      }
      seen += page.rows.length
      after = page.next
    } while (after !== undefined && seen < counted)
    unread.more ||= after !== undefined
  }
  return { waiting: { count: counts.waiting, since: counts.waitingSince }, questions: counts.question, unread }
}
