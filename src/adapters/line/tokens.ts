/**
 * Channel access tokens: where the token of a call comes from. A token is had before each call; when LINE answers 401 to
 * it, another is had, once.
 *
 *   long-lived  one, from the console; there is no other
 *   stateless   15 minutes, any number; issued for channel id and secret
 *   v2.1        up to 30 days, at most 30 at a time; issued for a signed assertion and kept over restarts
 */
import { join } from 'node:path'
import type { Log } from '../../ports/log.ts'
import { assertionIssuer, readKey } from './assertion.ts'
import { keptToken } from './kept-token.ts'
import { renewing } from './renewing.ts'
import { statelessIssuer } from './stateless.ts'

/** A token for one call, or why there is none, for the operator. */
export type Token = { ok: true; value: string } | { ok: false; why: string }

export interface Tokens {
  /** Never rejects. Where one has to be issued it takes some seconds at most. */
  get(): Promise<Token>
  /** Another token than the one LINE refused with 401; undefined when there is none now. Never rejects. */
  renew(refused: string): Promise<string | undefined>
  /** What the operator calls the token, and what to do when LINE refuses it and there is no other. */
  readonly name: string
  readonly remedy: string
}

/** What is set: one token, or what others are issued for. */
export type TokenSettings =
  | { type: 'long_lived'; accessToken: string }
  | { type: 'stateless'; channelId: string }
  | { type: 'jwt'; channelId: string; keyFile: string }

export interface TokensOptions {
  /** The channel's secrets; several while one is being rotated. */
  secrets: readonly string[]
  /** Where a v2.1 token is kept. */
  folder: string
  /** The name of the channel, where there are several. */
  channel?: string
  /** An origin. Default: LINE's. */
  apiBaseUrl?: string
  log: Log
  /** ms since 1970 */
  now?: () => number
}

export function createTokens(settings: TokenSettings, options: TokensOptions): Tokens {
  const { secrets, folder, channel, apiBaseUrl, log, now = Date.now } = options
  switch (settings.type) {
    case 'long_lived':
      return longLived(settings.accessToken)
    case 'stateless':
      return renewing({ issue: statelessIssuer({ channelId: settings.channelId, secrets, apiBaseUrl, now }), log, now })
    case 'jwt': {
      const { channelId, keyFile } = settings
      const signedBy = async (): Promise<string | undefined> => {
        const read = await readKey(keyFile)
        return read.ok ? read.kid : undefined
      }
      const name = channel === undefined ? 'channel-access-token.json' : `channel-access-token.${channel}.json`
      const kept = keptToken({ path: join(folder, name), channelId, signedBy, log })
      return renewing({ issue: assertionIssuer({ channelId, keyFile, apiBaseUrl, now }), kept, log, now })
    }
    default:
      return settings satisfies never
  }
}

export function longLived(accessToken: string): Tokens {
  return {
    get: () => Promise.resolve({ ok: true, value: accessToken }),
    renew: () => Promise.resolve(undefined),
    name: 'LINE_CHANNEL_ACCESS_TOKEN',
    remedy: 'copy it again from the LINE Developers console, Messaging API tab, Channel access token',
  }
}
