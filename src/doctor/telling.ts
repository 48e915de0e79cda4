/** Who learns of a hand-off. Read is given for it all the same, so nobody is a problem. */
import type { ReadApi } from '../config.ts'
import { ok, type Finding } from './finding.ts'

export interface Telling {
  /** NOTIFY_WEBHOOK_URL is set. */
  notifier: boolean
  /**
   * STAFF_GROUP or STAFF_USERS is set, and whether the owner has switched cards in LINE on; `unknown` to who cannot see
   * that. Missing: neither is set.
   */
  inLine?: 'on' | 'off' | 'unknown'
  /** The console is on. */
  console: boolean
  publicUrl?: string
  readApi: ReadApi
}

export function tellingFindings(telling: Telling): Finding[] {
  return [handOff(telling), ...(isTold(telling) ? [links(telling.publicUrl)] : [])]
}

/** Who learns of it in one of several channels, which have one console. */
export function channelTelling(telling: Telling): Finding {
  const finding = handOff(telling)
  return finding === consoleOff ? told(telling) : finding
}

/** What is one for several channels: the console, and the links that lead to it. */
export function sharedTelling(channels: readonly Telling[]): Finding[] {
  const anyTold = channels.find(isTold)
  const isOff = channels.some((telling) => !telling.console)
  return [...(isOff ? [{ ...consoleOff, topic: 'Console' }] : []), ...(anyTold ? [links(anyTold.publicUrl)] : [])]
}

const isTold = ({ notifier, inLine }: Telling): boolean => notifier || inLine === 'on' || inLine === 'unknown'

const topic = 'Hand-off'

function handOff(telling: Telling): Finding {
  const { notifier, inLine, console, readApi } = telling
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
  // What is not known to be on may only be switched on in the console.
  if (!notifier && inLine !== 'on' && !console) {
    return {
      level: 'problem',
      topic,
      shout: 'NOBODY IS TOLD OF A HAND-OFF',
      found: 'neither NOTIFY_WEBHOOK_URL nor CONSOLE_PASSWORD is set, and there are no accounts',
      why: 'Customers who need a person are marked read and wait unseen',
      remedy: 'Set at least one of them, or make an account for each of your staff with npm run staff -- add NAME',
    }
  }
  return console ? told(telling) : consoleOff
}

const consoleOff: Finding = {
  level: 'warning',
  topic,
  found: 'CONSOLE_PASSWORD is not set, and there are no accounts: the console is off',
  why: 'Staff are told, but cannot see who waits, take a conversation or hand it back to the assistant',
  remedy: 'Make an account for each of your staff with npm run staff -- add NAME, or set that password',
}

const told = ({ notifier, inLine, console }: Telling): Finding => {
  const on = console ? '; the console is on' : ''
  return notifier ? toldByWebhook(inLine, on) : notByWebhook(inLine, on)
}

function toldByWebhook(inLine: Telling['inLine'], on: string): Finding {
  const also = { on: ', and staff get cards in LINE', off: '', unknown: '' }[inLine ?? 'off']
  return ok(
    topic,
    `NOTIFY_WEBHOOK_URL is set but was not tried: write “operator” as a tester, and staff should be told${on}${also}`,
  )
}

function notByWebhook(inLine: Telling['inLine'], on: string): Finding {
  const only = 'Staff learn of a hand-off only when they look under Waiting in the console'
  switch (inLine) {
    case 'on':
      return ok(topic, `staff get cards in LINE: write “operator” as a tester, and one should come${on}`)
    case 'unknown':
      return ok(
        topic,
        'staff get cards in LINE if the owner has switched them on in the console; NOTIFY_WEBHOOK_URL is not set',
      )
    case 'off':
      return {
        level: 'warning',
        topic,
        found: 'cards in LINE are not switched on, and NOTIFY_WEBHOOK_URL is not set',
        why: only,
        remedy:
          'Have the owner switch them on in the console, under “How staff are told”, where their price stands, or set NOTIFY_WEBHOOK_URL',
      }
    case undefined:
      return {
        level: 'warning',
        topic,
        found: 'NOTIFY_WEBHOOK_URL is not set',
        why: only,
        remedy:
          'Set it to the address of an “incoming webhook” of Slack, Discord, Mattermost or Google Chat, or set STAFF_GROUP for cards in LINE (docs/telling.md)',
      }
    default:
      return inLine satisfies never
  }
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
