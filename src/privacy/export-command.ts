/** `npm run export`: all that is held of a user in one readable file, and the pictures that are kept beside it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { describe } from '../core/content.ts'
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import { explain } from '../core/explain.ts'
import { idIn } from '../flow/forget.ts'
import type { Holdings } from '../ports/holdings.ts'
import { counted } from './counted.ts'
import { heldOf, isNothing, mustBeWhole, notHeld } from './held.ts'
import { Refused } from './refused.ts'

export interface ExportCommand {
  holdings: Holdings
  now: number
  say: (line: string) => void
}

export const usage = `npm run export -- USER [--out FILE]    writes all that is held of a customer into FILE, and kept pictures beside it

USER is a LINE user id, or the id of a conversation. Without --out the file is kidoku-export-USER.json in this folder.`

/** @returns the file */
export async function exportCommand(args: readonly string[], { holdings, now, say }: ExportCommand): Promise<string> {
  const { who, out } = read(args)
  mustBeWhole(who)
  const held = await heldOf(holdings, who)
  if (isNothing(held)) throw new Refused(notHeld(who, holdings))
  const id = idIn(who)
  const user = 'user' in id ? id.user : undefined
  const file = out ?? `kidoku-export-${who.replace(/[^\w-]+/g, '_')}.json`
  const pictures = `${basename(file).replace(/\.json$/, '')}.files`
  const all = [...held.own, ...held.shared.map((one) => ofMember(one, user ?? ''))]
  const kept = new Map<string, { name: string; bytes: Uint8Array }>()
  for (const { messages } of all) {
    for (const message of messages) {
      const found = await holdings.find(message.id)
      if (found) kept.set(message.id, { name: nameOf(message, found.mime), bytes: found.bytes })
    }
  }
  const text = JSON.stringify(
    {
      format: 1,
      about: 'All that kidoku held of one customer. docs/privacy.md says what each part is.',
      user: who,
      made: iso(now),
      conversations: held.own.map((one) => ({ id: one.id, ...shown(one, kept, pictures), kept: one })),
      groups: held.shared.map((one) => {
        const theirs = ofMember(one, user ?? '')
        const { chat } = shown(theirs, kept, pictures)
        return { id: one.id, chat, kept: { messages: theirs.messages, answers: theirs.answers, judged: theirs.judged } }
      }),
      inbox: held.inbox,
      drafts: held.drafts,
      audit: held.audit,
      setAside: held.setAside,
    },
    withoutTokens,
    2,
  )
  await mkdir(dirname(file), { recursive: true })
  await writeNew(file, `${text}\n`)
  if (kept.size > 0) {
    const beside = join(dirname(file), pictures)
    await mkdir(beside, { recursive: true, mode: 0o700 })
    for (const { name, bytes } of kept.values()) await writeNew(join(beside, name), bytes)
  }
  const things = kept.size === 0 ? '' : `, and in ${pictures} what was kept of ${counted(kept.size, 'message')}`
  say(
    `${file} holds ${counted(held.own.length, 'conversation')} and parts of ${counted(held.shared.length, 'group')}${things}.`,
  )
  for (const path of held.unreadable) say(`Left out, since it cannot be read: ${path}`)
  say('It holds what somebody wrote in confidence: give it to nobody else, and delete it when it has been given.')
  return file
}

function read(args: readonly string[]): { who: string; out?: string } {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' } },
      allowPositionals: true,
    })
    const [who, ...more] = positionals
    if (who !== undefined && more.length === 0 && values.out !== '') return { who, out: values.out }
  } catch {
    throw new Refused(usage)
  }
  throw new Refused(usage)
}

/** The chat as anybody can read it, and why each message is Read or not. */
function shown(conversation: Conversation, kept: ReadonlyMap<string, { name: string }>, pictures: string) {
  const { customer, messages, answers } = conversation
  const ledger = explain(conversation)
  const chat = [
    ...messages.map((message) => {
      const picture = kept.get(message.id)
      const words = ledger.messages.find(({ id }) => id === message.id)?.text ?? describe(message)
      const file = picture && `${pictures}/${picture.name}`
      return { at: message.timestamp, from: 'customer', text: words, read: message.readAt !== undefined, file }
    }),
    ...answers.map(({ at, texts }) => ({ at, from: 'assistant', text: texts.join('\n') || '(erased)' })),
  ]
  return {
    name: customer?.name,
    chat: chat.toSorted((a, b) => a.at - b.at).map(({ at, ...one }) => ({ at: iso(at), ...one })),
    story: ledger.story.map(({ at, text }) => `${iso(at)} ${text}`),
  }
}

/** Whoever has one may mark a message Read, answer or quote it, or link an account. */
const tokens = new Set(['replyToken', 'readToken', 'markAsReadToken', 'quoteToken', 'token', 'nonce'])
const withoutTokens = (key: string, value: unknown): unknown => (tokens.has(key) ? undefined : value)

/** Of a group only what this member wrote, and what answered it. */
function ofMember(conversation: Conversation, user: string): Conversation {
  const messages = conversation.messages.filter(({ by }) => by === user)
  const theirs = new Set(messages.map(({ id }) => id))
  const isTheirs = (one: { messages: string[] }): boolean => one.messages.some((id) => theirs.has(id))
  return {
    ...conversation,
    messages,
    answers: conversation.answers.filter(isTheirs),
    judged: conversation.judged.filter(isTheirs),
  }
}

const endings: Record<string, string> = { 'text/plain': 'txt', 'image/jpeg': 'jpg', 'audio/mpeg': 'mp3' }

/** Never by the name that a phone gave it. */
function nameOf({ id }: CustomerMessage, mime: string): string {
  const ending = endings[mime] ?? (/^[a-z]+\/([a-z0-9]{1,5})$/.exec(mime)?.[1] || 'bin')
  return `${id.replace(/[^\w-]+/g, '_')}.${ending}`
}

const iso = (at: number): string => new Date(at).toISOString()

/** For this user alone, and never over another file. */
async function writeNew(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isThere) throw error
    throw new Refused(`${file} is there already: move it away, or name another one with --out.`)
  }
}
