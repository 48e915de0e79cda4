/** Who learns of a hand-off. Read is given for it all the same, so nobody is a problem. */
import type { ReadApi } from '../config.ts'
import { ok, type Finding } from './finding.ts'

export interface Telling {
  /** NOTIFY_WEBHOOK_URL is set. */
  notifier: boolean
  /** The console is on. */
  console: boolean
  publicUrl?: string
  readApi: ReadApi
}

export function tellingFindings({ notifier, console, publicUrl, readApi }: Telling): Finding[] {
  return [handOff({ notifier, console, readApi }), ...(notifier ? [links(publicUrl)] : [])]
}

function handOff({ notifier, console, readApi }: Omit<Telling, 'publicUrl'>): Finding {
  const topic = 'Hand-off'
  if (!notifier && readApi === 'partner') {
    return {
      level: 'problem',
      topic,
      shout: 'STAFF HAVE NOWHERE TO ANSWER',
      found: 'READ_API=partner is set and NOTIFY_WEBHOOK_URL is not',
      why: 'With Chat off staff cannot answer in LINE Official Account Manager, so a hand-off has to reach them where they do answer customers',
      remedy: 'Set NOTIFY_WEBHOOK_URL to the tool your staff answer from',
    }
  }
  if (!notifier && !console) {
    return {
      level: 'problem',
      topic,
      shout: 'NOBODY IS TOLD OF A HAND-OFF',
      found: 'neither NOTIFY_WEBHOOK_URL nor CONSOLE_PASSWORD is set',
      why: 'Customers who need a person are marked read and wait unseen',
      remedy: 'Set at least one of them',
    }
  }
  if (!notifier) {
    return {
      level: 'warning',
      topic,
      found: 'NOTIFY_WEBHOOK_URL is not set',
      why: 'Staff learn of a hand-off only when they look under Waiting in the console',
      remedy: 'Set it to the address of an “incoming webhook” of Slack, Mattermost or Google Chat',
    }
  }
  if (!console) {
    return {
      level: 'warning',
      topic,
      found: 'CONSOLE_PASSWORD is not set: the console is off',
      why: 'Staff are told, but cannot see who waits, take a conversation or hand it back to the assistant',
      remedy: 'Set it to a password of at least 8 characters',
    }
  }
  return ok(
    topic,
    'NOTIFY_WEBHOOK_URL is set but was not tried: write “operator” as a tester, and staff should be told; the console is on',
  )
}

function links(publicUrl: string | undefined): Finding {
  if (publicUrl !== undefined) return ok('Links', `notifications lead to ${publicUrl}/console`)
  return {
    level: 'warning',
    topic: 'Links',
    found: 'PUBLIC_URL is not set',
    why: 'What staff are told comes without a link to the conversation',
    remedy: 'Set it to the https address under which staff reach this server, without /console',
  }
}
