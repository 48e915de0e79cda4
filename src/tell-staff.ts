/** Who is told of a hand-off, and by which way: part of the entry, since it chooses adapters. */
import { createLineNotifier } from './adapters/notify/line.ts'
import { tellAll, type AllNotifiers, type Receiver } from './adapters/notify/all.ts'
import { createWebhookNotifier } from './adapters/notify/webhook.ts'
import type { StaffSettings } from './settings.ts'
import type { TellingPrice } from './console/telling.ts'
import type { Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import type { ServiceSwitch } from './ports/service.ts'
import type { StaffLanguage } from './ports/staff-words.ts'

export interface ToldParts {
  settings: Pick<StaffSettings, 'notifyWebhookUrl' | 'notifyWebhookForm' | 'staffUsers'>
  /** The staff's LINE group: set, or the simulator's own. */
  group?: string
  line: Line
  language: StaffLanguage
  service: ServiceSwitch
  now: () => number
  log: Log
}

/** Cards in LINE go only once the owner has seen in the console what each counts, and switched them on. */
export function createTelling({ settings, group, line, language, service, now, log }: ToldParts): AllNotifiers {
  const { notifyWebhookUrl: url, notifyWebhookForm: form, staffUsers } = settings
  const on = (): boolean => service.current().tellInLine !== undefined
  const inLine = (where: Receiver['where'], to: { group?: string; users: readonly string[] }): Receiver => ({
    where,
    notifier: createLineNotifier({ line, to, language }),
    on,
  })
  const receivers: Receiver[] = [
    ...(url === undefined
      ? []
      : [{ where: 'webhook' as const, notifier: createWebhookNotifier(url, { form, language }) }]),
    ...(group === undefined ? [] : [inLine('line_group', { group, users: [] })]),
    ...(staffUsers.length === 0 ? [] : [inLine('line_users', { users: staffUsers })]),
  ]
  return tellAll(receivers, log, now)
}

const timeout = 5_000

/** What a card counts and what is left of the month; undefined when nobody could be told in LINE. */
export function priceInLine(
  line: Pick<Line, 'groupSize' | 'quota'>,
  group: string | undefined,
  users: readonly string[],
): (() => Promise<TellingPrice>) | undefined {
  if (group === undefined && users.length === 0) return undefined
  const sizeOf = async (id: string): Promise<number> => {
    const size = await line.groupSize(id, timeout)
    if (size === undefined) throw new Error('the account is not in the group of STAFF_GROUP: invite it')
    return size
  }
  return async () => {
    const [groupSize, quota] = await Promise.all([
      group === undefined ? undefined : sizeOf(group),
      line.quota(timeout).catch(() => undefined),
    ])
    return { groupSize, users: users.length, quota }
  }
}
