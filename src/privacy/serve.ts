/** The server's side of privacy: it erases whom a command names, and what is too old. */
import { forget, type ForgetParts } from '../flow/forget.ts'
import { keepLooking, type Retention } from '../flow/retention.ts'
import type { Audit, AuditErasing } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Drafts } from '../ports/drafts.ts'
import type { Log } from '../ports/log.ts'
import { openControl } from './control.ts'

export interface PrivacyParts extends ForgetParts {
  /** The data folder, whose lock is ours. */
  folder: string
  /** `RETENTION_DAYS`. Missing: everything is kept. */
  retention?: Retention
  drafts: Pick<Drafts, 'forget' | 'list' | 'discard'>
  audit: Pick<Audit, 'write'> & AuditErasing
  clock: Clock
  log: Log
}

export async function servePrivacy(parts: PrivacyParts): Promise<{ close(): Promise<void> }> {
  const { folder, retention, audit, clock, log } = parts
  const ending = new AbortController()
  const control = await openControl({
    folder,
    log,
    async handle({ who, by }) {
      const forgotten = await forget(who, parts)
      await audit.write({ at: clock.now(), by, action: 'erased', from: 'command' })
      // Never who: the log is nobody's to erase.
      log.info({ ...forgotten }, 'a customer was erased, as npm run forget asked for')
      return forgotten
    },
  })
  const looking = retention ? keepLooking({ ...parts, retention }, ending.signal) : undefined
  return {
    async close() {
      ending.abort()
      await control.close()
      await looking
    },
  }
}
