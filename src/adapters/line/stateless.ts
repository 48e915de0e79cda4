/** Stateless channel access tokens (`/oauth2/v3/token`): 15 minutes, any number, none of which has to be kept. */
import { ask, clientFor } from './issue.ts'
import type { Issue } from './renewing.ts'

export interface StatelessOptions {
  channelId: string
  /** Several while one is being rotated: each is tried. */
  secrets: readonly string[]
  apiBaseUrl?: string
  now: () => number
}

export function statelessIssuer({ channelId, secrets, apiBaseUrl, now }: StatelessOptions): () => Promise<Issue> {
  const client = clientFor(apiBaseUrl)
  return async () => {
    let why = 'no channel secret is set'
    for (const secret of secrets) {
      const from = now()
      const asked = await ask(client.issueStatelessChannelTokenByClientSecretWithHttpInfo(channelId, secret))
      if (asked.type === 'issued') return { ok: true, token: { value: asked.value, from, until: from + asked.lifeMs } }
      why = asked.why
      if (asked.type === 'failed') return { ok: false, why }
    }
    const where = 'the LINE Developers console, Basic settings tab of the same channel'
    return { ok: false, why, remedy: `copy LINE_CHANNEL_ID and LINE_CHANNEL_SECRET again from ${where}` }
  }
}
