/** Where somebody is led once they have signed in: what they asked for, made of its parts anew, so that it is one of our own addresses. */
import { z } from 'zod'
import { channelAddress } from './addresses.ts'

/**
 * As a query of the sign-in's address has it, and its form. `channel`: its console; there need be none of that name.
 * `page`: one below the conversation's own.
 */
export const wayBackSchema = z.object({
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/)
    .optional()
    .catch(undefined),
  conversation: z.string().max(500).optional().catch(undefined),
  page: z.enum(['learn', 'case']).optional().catch(undefined),
  turn: z.string().max(200).optional().catch(undefined),
})
export type WayBack = z.infer<typeof wayBackSchema>

/** From what was asked for. Everything else than a conversation leads to the list. */
export function wayBackFrom(path: string, query: object): WayBack {
  const [, channel, below = ''] = /^\/console(?:\/channels\/([a-z][a-z0-9-]*))?(\/.*)?$/.exec(path) ?? []
  const [, encoded, page] = /^\/([^/]*(?::|%3A)[^/]*)(?:\/([^/]*).*)?$/i.exec(below) ?? []
  if (encoded === undefined) return wayBackSchema.parse({ channel })
  try {
    const { turn } = wayBackSchema.parse(query)
    return wayBackSchema.parse({ channel, conversation: decodeURIComponent(encoded), page, turn })
  } catch {
    return wayBackSchema.parse({ channel })
  }
}

export function addressBack({ channel, conversation, page, turn }: WayBack): string {
  const list = channel === undefined ? '/console' : channelAddress(channel)
  if (conversation === undefined) return list
  const address = `${list}/${encodeURIComponent(conversation)}`
  if (page === undefined) return address
  return `${address}/${page}${turn === undefined ? '' : `?turn=${encodeURIComponent(turn)}`}`
}

export function signInAddress({ channel, conversation, page, turn }: WayBack): string {
  const parts = Object.entries({
    channel,
    ...(conversation !== undefined && { conversation, page, turn: page && turn }),
  })
  const query = parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
  return `/console/sign-in${query.length === 0 ? '' : `?${query.join('&')}`}`
}
