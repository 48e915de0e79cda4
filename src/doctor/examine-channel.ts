/** What the doctor looks at of one channel: what LINE says of it, who is answered, who is told, and its texts. */
import type { Config } from '../config.ts'
import type { BotInfo, Line } from '../ports/line.ts'
import { answering } from './answering.ts'
import { botSettings } from './bot-settings.ts'
import { ok, type Finding } from './finding.ts'
import { quotaFinding } from './quota.ts'
import { staffInLine, type StaffInLine } from './staff-in-line.ts'
import type { Telling } from './telling.ts'
import { webhookPath, webhookSetting, webhookTest } from './webhook.ts'

/** A channel's settings with those of the server. */
export type Served = Extract<Config, { mode: 'line' }>

/** LINE, with a channel's token. */
export interface AskedLine {
  line: Line
  /** What was logged as an error on the way: why a token could not be issued, with its remedy. */
  complaint(): string | undefined
}

/** How long LINE may take (ms); its test call waits for the webhook in between. */
const [patience, testPatience] = [5_000, 20_000]

/**
 * Who is answered, and what LINE says.
 * @param name where there are several channels
 * @param running whether a kidoku is at work
 */
export async function* lineFindings(
  config: Served,
  asking: AskedLine,
  running: boolean,
  name?: string,
): AsyncGenerator<Finding> {
  const { readApi, publicUrl } = config
  const { line, complaint } = asking
  yield answering(config.answering)
  const info = await asked(line.botInfo(patience))
  yield account(info, complaint())
  if (!info.ok) return
  yield botSettings(info.value, readApi)
  const path = webhookPath(name)
  const set = await asked(line.webhook(patience))
  if (set.ok) yield* webhookSetting(set.value, publicUrl, path)
  else yield unknown('Webhook', set.why)
  if (set.ok && set.value) {
    const test = await asked(line.testWebhook(testPatience))
    yield test.ok ? webhookTest(test.value, running, path) : unknown('LINE’s test call', test.why)
  }
  const quota = await asked(line.quota(patience))
  yield quota.ok ? quotaFinding(quota.value) : unknown('Messages left', quota.why)
  yield* staffInLine(await lookAtStaff(line, config, quota.ok ? quota.value : undefined))
}

/** Who of a channel's staff are told. */
export function tellingOf(
  { notifyWebhookUrl, staffGroup, staffUsers, publicUrl, readApi }: Served,
  set: { console: boolean; tellInLine: NonNullable<Telling['inLine']> },
): Telling {
  const inLine = staffGroup !== undefined || staffUsers.length > 0 ? set.tellInLine : undefined
  return { notifier: notifyWebhookUrl !== undefined, inLine, console: set.console, publicUrl, readApi }
}
async function lookAtStaff(
  line: Line,
  { staffGroup, staffUsers }: Served,
  quota: StaffInLine['quota'],
): Promise<StaffInLine> {
  const group = staffGroup === undefined ? undefined : await lookAtGroup(line, staffGroup)
  const users = staffUsers.map(async (id): Promise<StaffInLine['users'][number]> => {
    const profile = await asked(line.profile(id, patience))
    if (!profile.ok) return { id, type: 'unknown', why: profile.why }
    if (!profile.value) return { id, type: 'not_reached' }
    const inGroup = staffGroup === undefined ? undefined : await asked(line.memberName(staffGroup, id, patience))
    return { id, type: 'reached', inGroup: inGroup?.ok === true && inGroup.value !== undefined }
  })
  return { group, users: await Promise.all(users), quota }
}

async function lookAtGroup(line: Line, id: string): Promise<NonNullable<StaffInLine['group']>> {
  const [name, size] = await Promise.all([asked(line.groupName(id, patience)), asked(line.groupSize(id, patience))])
  if (!name.ok) return { type: 'unknown', why: name.why }
  if (!size.ok) return { type: 'unknown', why: size.why }
  if (name.value === undefined || size.value === undefined) return { type: 'not_in' }
  return { type: 'in', name: name.value, size: size.value }
}

function account(info: Asked<BotInfo>, complaint: string | undefined): Finding {
  const topic = 'Access token'
  if (info.ok) return ok(topic, `LINE accepts it; the account is “${info.value.displayName}”`)
  return {
    level: 'problem',
    topic,
    found: complaint ?? info.why,
    why: 'Without LINE’s answer nothing else of the account can be looked at, and kidoku can neither answer nor mark as read',
    remedy:
      'Put right what is said above. If it is the connection and not the token, check that this computer reaches https://api.line.me',
  }
}

const unknown = (topic: string, why: string): Finding => ({
  level: 'warning',
  topic,
  found: why,
  why: 'It could not be looked at',
  remedy: 'Try again in a minute',
})

type Asked<T> = { ok: true; value: T } | { ok: false; why: string }

/** LINE's port rejects with an error whose message is for the operator. */
const asked = <T>(call: Promise<T>): Promise<Asked<T>> =>
  call.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, why: error instanceof Error ? error.message : 'LINE could not be asked' }),
  )
