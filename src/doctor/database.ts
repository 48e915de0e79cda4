/** Whether the database of DATABASE_URL can be worked with, and whether somebody does. */
import type { DatabaseState } from '../ports/database-state.ts'
import { ok, type Finding } from './finding.ts'

export type DatabaseSeen = { type: 'fault'; found: string; remedy: string } | ({ type: 'seen' } & DatabaseState)
type Seen = Extract<DatabaseSeen, { type: 'seen' }>

/** A wake-up is rung within seconds; a process that died is made good within 15 s (ms). */
const tooLong = 60_000

export function databaseFindings(seen: DatabaseSeen): Finding[] {
  const topic = 'Database'
  if (seen.type === 'fault') {
    const why = 'Everything is kept there: without it kidoku does not start, and LINE is told 503'
    return [{ level: 'problem', topic, found: seen.found, why, remedy: seen.remedy }]
  }
  const answers = `PostgreSQL ${seen.version} answers`
  if (seen.standby) {
    const why = 'Nothing can be kept there, and kidoku does not start'
    const remedy = 'Set DATABASE_URL to the one that may be written'
    return [{ level: 'problem', topic, found: `${answers}, but may only be read (a standby)`, why, remedy }]
  }
  return [ok(topic, answers), tables(seen), ...(seen.isNew ? [] : [work(seen)])]
}

function tables({ isNew, mayMake, refused, foreign, pending, newer }: Seen): Finding {
  const topic = 'Tables'
  const own = 'Make the user of DATABASE_URL their owner (REASSIGN OWNED BY … TO …)'
  if (isNew && mayMake) return ok(topic, 'there are none yet; the first start makes them')
  if (isNew) {
    return {
      level: 'problem',
      topic,
      found: 'there are none, and the user of DATABASE_URL may not make them',
      why: 'The first start makes them, and would fail',
      remedy: 'GRANT CREATE ON DATABASE … TO that user, or run npm run migrate with one who may',
    }
  }
  if (refused.length > 0) {
    const found = `the user of DATABASE_URL may not read and write ${some(refused)}`
    return { level: 'problem', topic, found, why: 'kidoku keeps everything there', remedy: own }
  }
  const old = `migrations that have not been run: ${some(pending)}`
  if (pending.length > 0 && (foreign.length > 0 || !mayMake)) {
    const why = 'The next start runs them, and fails without the right to change tables'
    return { level: 'problem', topic, found: `${old}; the tables are another user’s`, why, remedy: own }
  }
  if (pending.length > 0) {
    const why = 'The tables are of an earlier version; the next start brings them up to date'
    return { level: 'warning', topic, found: old, why, remedy: 'Start kidoku anew, or run npm run migrate' }
  }
  if (foreign.length > 0) {
    const found = `they are of this version, but ${some(foreign)} belong to another user`
    const why = 'The next version cannot change them, and npm run forget cannot clean them up'
    return { level: 'warning', topic, found, why, remedy: own }
  }
  if (newer.length > 0) return ok(topic, `a newer kidoku has been here (${some(newer)}); this one works with them`)
  return ok(topic, 'they are of this version, and may be read and written')
}

function work({ alive, versions, waiting, overdue }: Seen): Finding {
  const topic = 'Processes'
  const of = versions.length > 0 ? ` (${versions.join(', ')})` : ''
  const who = alive === 0 ? 'no kidoku is at work on it' : `${count(alive, 'process', 'es')}${of} at work on it`
  const inbox = waiting === 0 ? 'nothing waits in the inbox' : `${count(waiting, 'event')} in the inbox`
  const due = overdue > 0 ? `, the oldest wake-up due for ${Math.round(overdue / 1_000)} s` : ''
  const found = `${who}; ${inbox}${due}`
  if (overdue < tooLong) return ok(topic, found)
  const why = 'Customers wait for what is due'
  const remedy =
    alive === 0
      ? 'Start kidoku'
      : 'Look into the servers’ logs, and start one more. Of a channel that was taken out of channels.yaml it stays due'
  return { level: 'warning', topic, found, why, remedy }
}

const count = (number: number, one: string, plural = 's'): string => `${number} ${one}${number === 1 ? '' : plural}`

/** Some names, so that a line stays one. */
const some = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
