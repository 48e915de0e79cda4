/** A shop's past for replays: a real shop in which customers write, and what must never come out of it again. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Conversation } from '../../src/core/conversation.ts'
import type { Judgement } from '../../src/core/judgement.ts'
import { openShop, type Shop, type ShopOptions } from '../flow/shop.ts'

export interface PastShop extends Shop {
  /** Somebody of this name opens the account in LINE. */
  arrive(name: string, language?: string): Promise<string>
  /** Writes, and resolves once all that came of it is over. */
  ask(user: string, text: string, says?: Partial<Judgement>): Promise<Conversation>
  /** Resolves once nothing of a conversation is under way. */
  atRest(user: string, messages: number): Promise<Conversation>
  groupAtRest(group: string, messages: number): Promise<Conversation>
}

export async function openPastShop(options: ShopOptions = {}): Promise<PastShop> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kidoku-past-')))
  const shop = await openShop({ ...options, folder })
  const resting = (id: string, messages: number): Promise<Conversation> =>
    shop.until(async () => {
      const now = await shop.store.load(id)
      const isOver = now?.outbox.length === 0 && !now.pending && !now.judging
      const isAll = now?.messages.length === messages && now.messages.every(({ state }) => state !== 'new')
      return isOver && isAll ? now : undefined
    })
  const atRest: PastShop['atRest'] = (user, messages) => resting(`${shop.line.botUserId}:user:${user}`, messages)
  return {
    ...shop,
    atRest,
    groupAtRest: (group, messages) => resting(`${shop.line.botUserId}:group:${group}`, messages),
    async arrive(name, language = 'ja') {
      const response = await fetch(`${shop.line.url}/api/do`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ do: 'arrive', name, language }),
      })
      return z.object({ userId: z.string() }).parse(await response.json()).userId
    },
    async ask(user, text, says = {}) {
      const before = (await shop.conversation(user))?.messages.length ?? 0
      shop.model.says(() => says)
      await shop.line.say(user, text)
      return atRest(user, before + 1)
    },
  }
}
