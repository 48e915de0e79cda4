/** LINE, played on this machine: part of the entry. A channel of its own with a secret and a token made up for this run. */
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Config, LineChannel } from './config.ts'
import { bakery } from './data-folder.ts'
import { startSimulator, type Simulator } from './simulator/index.ts'

export interface Played {
  simulator: Simulator
  channel: LineChannel
}

/** @param senderName what the profile's replies are signed with: the shop's name stands before its dot */
export async function playLine(
  config: Config & { mode: 'simulator' },
  folder: string,
  senderName = config.profile,
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
    // The simulator's own name and suggestions are the bakery's.
    ...(config.profile === bakery ? {} : { displayName: senderName.split(' · ')[0], suggestions: false }),
  })
  const urls = { apiBaseUrl: simulator.url, dataApiBaseUrl: simulator.url }
  return { simulator, channel: { secrets: [secret], token: { type: 'long_lived', accessToken }, ...urls } }
}
