/**
 * LINE, the model, the staff's chat and what customers send, as quick as can be: what is fuzzed is intake and all that an
 * event reaches. They look at what they are given: words that are not well-formed, or that LINE would not take, are told.
 */
import { createHash } from 'node:crypto'
import { discordBody } from '../../src/adapters/notify/discord.ts'
import { flexCard } from '../../src/adapters/notify/flex.ts'
import { slackBody } from '../../src/adapters/notify/slack.ts'
import type { OutgoingMessage } from '../../src/core/action.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import type { ModelRequest, Passage } from '../../src/core/request.ts'
import type { Contents, Seen } from '../../src/ports/contents.ts'
import type { Knowledge } from '../../src/ports/knowledge.ts'
import type { Line } from '../../src/ports/line.ts'
import { ModelUnavailable, type Model, type ModelAnswer } from '../../src/ports/model.ts'
import type { Notice, Notifier } from '../../src/ports/notifier.ts'
import { judgement } from '../core/situations.ts'
import { strangeTexts } from './texts.ts'

/** Told of what is not fit to be sent: where, and what is wrong with it. */
export type Complain = (where: string, what: string) => void

const ok = (): Promise<CallResult> => Promise.resolve({ type: 'answered', status: 200, sent: ['1'] })

/** The same thing is always met in the same way. */
const drawn = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0)
const nameOf = (id: string): string => strangeTexts[drawn(id) % strangeTexts.length] ?? ''

export function playedLine(complain: Complain): Line {
  const looked = (messages: OutgoingMessage[]) => {
    for (const wrong of wrongsOf(messages)) complain('what is sent to LINE', wrong)
    return ok()
  }
  return {
    reply: (_, messages) => looked(messages),
    push: (_, messages) => looked(messages),
    markAsRead: ok,
    markAllAsRead: ok,
    showLoading: ok,
    webhook: () => Promise.resolve(undefined),
    testWebhook: () => Promise.reject(new Error('not asked for here')),
    botInfo: () => Promise.reject(new Error('not asked for here')),
    quota: () => Promise.resolve({ used: 0 }),
    groupName: (id) => Promise.resolve(nameOf(id)),
    groupSize: () => Promise.resolve(3),
    memberName: (_, id) => Promise.resolve(nameOf(id)),
    linkToken: () => Promise.resolve(undefined),
    profile: (id) => Promise.resolve({ displayName: nameOf(id), language: drawn(id) % 3 === 0 ? nameOf(id) : 'ja' }),
  }
}

/** Why LINE, or whoever reads it, would stumble over these messages; a sentence each. */
export function wrongsOf(messages: readonly OutgoingMessage[]): string[] {
  const wrongs = messages.flatMap((message) => {
    const text = message.type === 'text' ? message.text : message.altText
    return [...wrongsOfText(text), ...(isWhole(JSON.stringify(message)) ? [] : ['a field is not well-formed'])]
  })
  if (messages.length === 0 || messages.length > 5) wrongs.push(`${messages.length} messages in one call`)
  return wrongs
}

/** Marks that turn around, or embed, what stands after them; not a pair that keeps a name to itself. */
const turns = /[\u202a-\u202e\u2066-\u2069]/
const isolated = /\u2068[^\u2066-\u2069\n]*\u2069/g
const controls = /[^\P{Cc}\t\n]/u

function wrongsOfText(text: string): string[] {
  return [
    ...(text.isWellFormed() ? [] : ['half a character']),
    ...(controls.test(text) ? ['a control character'] : []),
    ...(turns.test(text.replace(isolated, '')) ? ['a mark that turns the direction'] : []),
    ...(/line:\/\//i.test(text) ? ['a line:// link'] : []),
    ...(/[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(text) ? [] : ['nothing to be seen']),
    ...(text.length > 5_000 ? [`${text.length} units`] : []),
  ]
}

/** JSON of half a character is an escape: `\ud83d`. A backslash before it would be escaped itself. */
export const isWhole = (json: string): boolean => !/(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/.test(json) && json.isWellFormed()

export const passage: Passage = { id: 'hours.en#weekend', title: 'Weekend', text: 'From 8:00.', also: '' }
export const oneShelf: Knowledge = { passages: () => [passage], search: () => [{ passage, score: 1 }] }

/** Says what the newest words make it say: mostly sense, now and then what a model should not. */
export function playedModel(complain: Complain): Model {
  return {
    name: 'played',
    takesMedia: true,
    judge(request) {
      const { system, contents, open, fresh } = request
      const texts = [system, ...contents.map(({ text }) => text), ...open, ...fresh]
      const broken = texts.find((text) => !text.isWellFormed())
      if (broken !== undefined) complain('what the model is sent', `half a character: ${excerpt(broken)}`)
      const answer = answerTo(request)
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
}

/** What stands around the first half of a character. */
function excerpt(text: string): string {
  const at = text.search(/\p{Cs}/u)
  return JSON.stringify(text.slice(Math.max(0, at - 30), at + 10))
}

function answerTo({ open }: ModelRequest): ModelAnswer | Error {
  const draw = drawn(open.join('\n'))
  const odd = strangeTexts[(draw >>> 8) % strangeTexts.length] ?? ''
  const says = (values: Parameters<typeof judgement>[0]): ModelAnswer => ({
    ok: true,
    text: JSON.stringify(judgement({ language: '', ...values })),
    usage: { input: 10, output: 5 },
  })
  switch (draw % 16) {
    case 0:
      return says({ decision: 'needs_info', reply: 'For how many people?' })
    case 1:
      return says({ decision: 'handoff' })
    case 2:
    case 3:
    case 4:
      return says({ reply: odd, language: odd.slice(0, 35), topic: odd.slice(0, 100), summary: odd.slice(0, 2_000) })
    case 5:
      return says({ decision: 'needs_info', reply: `${odd} line://ti/p/x ${odd}`, reason: odd.slice(0, 2_000) })
    case 6:
      return { ok: true, text: odd }
    case 7:
      return { ok: false, why: 'blocked: SAFETY' }
    case 8:
      return new ModelUnavailable('played: not there')
    case 9:
      return new TypeError('played: broken')
    case 10:
      return says({ small_talk: true, sources: [], reply: 'You are welcome!' })
    default:
      return says({})
  }
}

/** Writes the real cards and sends them nowhere. */
export function playedNotifier(complain: Complain): Notifier {
  return {
    notify(notice: Notice) {
      for (const write of [slackBody, discordBody, flexCard]) {
        if (!isWhole(JSON.stringify(write(notice, 'ja')))) complain('the staff’s card', 'half a character')
      }
      return ok()
    },
  }
}

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export const playedContents: Contents = {
  see({ messageId }) {
    const seen: Seen[] = [
      { type: 'inline', mime: 'image/png', bytes: png },
      { type: 'text', text: nameOf(messageId).toWellFormed() },
      { type: 'unseen', why: 'gone' },
      { type: 'unseen', why: 'too_big' },
    ]
    return Promise.resolve(seen[drawn(messageId) % seen.length]!)
  },
}
