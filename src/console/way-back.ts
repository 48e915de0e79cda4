/** Where somebody is led once they have signed in: what they asked for, made of its parts anew, so that it is one of our own addresses. */
import { z } from 'zod'
import { addressOf } from './addresses.ts'

/** As a query of the sign-in's address has it, and its form. `page`: one below the conversation's own. */
export const wayBackSchema = z.object({
  conversation: z.string().max(500).optional().catch(undefined),
  page: z.enum(['learn', 'case']).optional().catch(undefined),
  turn: z.string().max(200).optional().catch(undefined),
})
export type WayBack = z.infer<typeof wayBackSchema>

/** From what was asked for. Everything else than a conversation leads to the list. */
export function wayBackFrom(path: string, query: object): WayBack {
  const [, encoded, page] = /^\/console\/([^/]*(?::|%3A)[^/]*)(?:\/([^/]*).*)?$/i.exec(path) ?? []
  if (encoded === undefined) return {}
  try {
    const { turn } = wayBackSchema.parse(query)
    return wayBackSchema.parse({ conversation: decodeURIComponent(encoded), page, turn })
  } catch {
    return {}
  }
}

export function addressBack({ conversation, page, turn }: WayBack): string {
  if (conversation === undefined) return '/console'
  if (page === undefined) return addressOf(conversation)
  return `${addressOf(conversation)}/${page}${turn === undefined ? '' : `?turn=${encodeURIComponent(turn)}`}`
}

export function signInAddress({ conversation, page, turn }: WayBack): string {
  const parts = Object.entries({ conversation, page, turn: page && turn })
  const query = parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
  return `/console/sign-in${query.length === 0 || conversation === undefined ? '' : `?${query.join('&')}`}`
}
