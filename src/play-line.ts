/** LINE, played on this machine: part of the entry. A channel of its own with a secret and a token made up for this run. */
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { LoadedLookUps } from './adapters/look-ups/lookups-load.ts'
import type { Names } from './adapters/look-ups/lookups-named.ts'
import type { Config, LineChannel } from './config.ts'
import { bakery } from './data-folder.ts'
import type { Log } from './ports/log.ts'
import { startSimulator, type ShopInUse, type Simulator } from './simulator/index.ts'
import { startSampleShop, type SampleShop } from './simulator/sample-shop/index.ts'

export interface Played {
  simulator: Simulator
  channel: LineChannel
}

export interface Playing {
  /** Where phones are kept. */
  folder: string
  /** What the profile's replies are signed with: the shop's name stands before its dot. Missing: the profile's name. */
  senderName?: string
  shop?: ShopInUse
}

export async function playLine(
  config: Config & { mode: 'simulator' },
  { folder, senderName = config.profile, shop }: Playing,
): Promise<Played> {
  const secret = randomBytes(16).toString('hex')
  const accessToken = randomUUID()
  const simulator = await startSimulator({
    host: config.host,
    port: config.simulatorPort,
    // Told once the server listens.
    webhookUrl: 'http://127.0.0.1:0/webhook',
    channelSecret: secret,
    channelAccessToken: accessToken,
    stateFile: join(folder, 'phones.json'),
    staff: true,
    shop,
    // The simulator's own name and suggestions are the bakery's.
    ...(config.profile === bakery ? {} : { displayName: senderName.split(' · ')[0], suggestions: false }),
  })
  const urls = { apiBaseUrl: simulator.url, dataApiBaseUrl: simulator.url }
  return { simulator, channel: { secrets: [secret], token: { type: 'long_lived', accessToken }, ...urls } }
}

/** The sample shop beside it, which `lookups.yaml` calls `${SAMPLE_SHOP}`. Its tasks are kept with the phones. */
export const playShop = (folder: string, log: Log): Promise<SampleShop> =>
  startSampleShop({ stateFile: join(folder, 'sample-shop.json'), log })

/** Which of its systems a prompt makes use of, as the entries that it names are now. */
export function shopInUse(running: SampleShop, { look_ups, records }: Names, declared: LoadedLookUps): ShopInUse {
  const isAt = (place: { type: string; url?: string }, path: string): boolean =>
    place.url?.startsWith(`${running.url}${path}`) === true
  return {
    running,
    orders: look_ups.some((name) => {
      const entry = declared.lookUps.get(name)
      return entry?.ok === true && isAt(entry.value.from, '/orders')
    }),
    tasks: records.some((name) => {
      const entry = declared.records.get(name)
      return entry?.ok === true && isAt(entry.value.to, '/tasks')
    }),
  }
}
