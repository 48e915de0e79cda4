/**
 * Prompt → model request: what the model sees of a turn. The prompt and the knowledge passages are the system
 * instruction; the history and the open messages (newest last) are the contents. Pictures, sound and files of the open
 * messages come with them, each named in the text where it stood.
 *
 * Passages stand as `<passage id="…">…</passage>`. Nothing a customer writes can look like one: the tag is escaped.
 */
import { describe, plainWords } from './content.ts'
import { type Conversation, type CustomerMessage } from './conversation.ts'
import { looksLikeTag } from './language.ts'
import { mostOfHistory } from './limits.ts'
import { lookUpsInWords, resultsInWords, type NothingShown } from './look-ups/asking.ts'
import type { DeclaredLookUp, DeclaredRecord } from './look-ups/declared.ts'
import { recordsInWords } from './look-ups/recording.ts'
import type { PromptPolicy } from './policy.ts'
import { promptValues, todayAt, type Around, type PromptValues } from './prompt-values.ts'
import type { Turn } from './turn.ts'

/** A prompt as loaded: its prose, its policy, and the hash of both that every judgement records. */
export interface Prompt {
  name: string
  /** Its prose as written: a template. */
  text: string
  /** That prose for one turn. The same values give the same words. */
  write(values: PromptValues): string
  /** The variables it names. */
  uses: ReadonlySet<string>
  policy: PromptPolicy
  /** Of its file and of every partial it holds. */
  hash: string
}

/** One piece of knowledge: its id (`hours.ja#weekend`), heading and text, and other words customers use for it, never shown. */
export interface Passage {
  id: string
  title: string
  text: string
  also: string
}

/** Bytes that go to the model as they are. */
export interface Inline {
  /** How the text names it: `[image 2]`. */
  label: string
  /** Told from the bytes. */
  mime: string
  bytes: Uint8Array
}

/** What a message that is no text turned out to hold, by the message's id. */
export type Looks = ReadonlyMap<
  string,
  { type: 'inline'; mime: string; bytes: Uint8Array } | { type: 'text'; text: string }
>

export interface ModelRequest {
  system: string
  /** `note`: nobody said it; it tells what happened in between. */
  contents: { role: 'user' | 'model'; text: string; media?: Inline[]; note?: true }[]
  /** The passages within `system`: only these can be sources. */
  passages: Passage[]
  /** The open messages in words, oldest first: as in the last of `contents`, without who speaks and whom it is said to. */
  open: string[]
  /** Those of them that are new; the others have been asked about already. */
  fresh: string[]
  /** The customer's language as far as anything has told it before: the last judgement, their profile. */
  language?: string
  /** What it may ask for. Missing in the request that tells what was found: look-ups are asked for once a turn. */
  lookUps?: readonly DeclaredLookUp[]
  /** What it may have recorded. */
  records?: readonly DeclaredRecord[]
  /** What the look-ups came to that it asked for. */
  looked?: Looked
}

/** What a turn's look-ups gave. */
export interface Looked {
  /** Of the passages those that they found. */
  found: readonly Passage[]
  /** Those that gave none. */
  nothing: readonly NothingShown[]
  /** The date where the shop is, such as `2026-11-22`: whether a day that was found has passed. Filled in by {@link requestFor}. */
  today?: string
}

/** What a turn's request is told of live systems. */
export type Live = Pick<ModelRequest, 'lookUps' | 'records' | 'looked'>

/**
 * Builds the request.
 * @param passages those chosen for this turn (all when they fit the budget)
 * @param around what else is known at this time
 * @param looks what the open messages' pictures, recordings and files hold
 * @param live what may be looked up and recorded, and what was found: its passages are beside those given
 */
export function requestFor(
  { conversation, turn, prompt }: { conversation: Conversation; turn: Turn; prompt: Prompt },
  passages: readonly Passage[],
  around: Around,
  looks: Looks = new Map(),
  live: Live = {},
): ModelRequest {
  const { topics, always_human: always } = prompt.policy
  const known = [...new Set([...topics, ...always])].filter((topic) => topic !== 'other')
  const told = conversation.language ?? conversation.profileLanguage ?? ''
  // Only what looks like a tag: a model said it once, and might have said anything.
  const language = looksLikeTag(told) ? told : undefined
  const said = historyOf(conversation, turn, prompt.policy.history)
  const looked = live.looked && { ...live.looked, today: todayAt(prompt.policy, around) }
  const all = [...passages, ...(looked?.found ?? [])]
  const shelf = all.map(passageElement).join('\n')
  const values = promptValues(conversation, prompt.policy, around, {
    language: language ?? '',
    passages: shelf,
    history: said.map(inOneLine).join('\n'),
  })
  const written = prompt.write(values)
  // Under a condition it may name them and leave them out: they are then given where they always are.
  const places = (name: 'passages' | 'history') => values[name] !== '' && written.includes(values[name].trim())
  const systems = liveInWords({ ...live, looked })
  const parts = [
    written.trim(),
    known.length > 0 ? `Topics: ${known.join(', ')}, other.` : 'Topics: other.',
    ...(conversation.facts.some((fact) => noteOf(fact)) ? [aboutNotes] : []),
    ...(language === undefined ? [] : [`So far the customer's language was ${language}; the newest words count more.`]),
    ...systems,
    ...(places('passages') ? [] : [systems.length > 0 ? `# Passages\n\n${shelf}` : shelf]),
  ]
  const speaker = speakersOf(conversation)
  const media: Inline[] = []
  const seen = new Map(
    turn.messages.flatMap((message): [string, string][] => {
      const look = looks.get(message.id)
      if (look?.type === 'text') {
        const inside = escapeMarkup(look.text).replaceAll('[end of file]', '(end of file)')
        return [[message.id, `${textOf(message)}\n${inside}\n[end of file]`]]
      }
      if (look?.type !== 'inline') return []
      const label = `[${message.kind} ${media.length + 1}]`
      media.push({ label, mime: look.mime, bytes: look.bytes })
      return [[message.id, label]]
    }),
  )
  const text = turn.messages.map((message) => speaker(message, seen.get(message.id) ?? textOf(message))).join('\n')
  const plain = (message: CustomerMessage) => seen.get(message.id) ?? escapeMarkup(plainWords(message))
  return {
    system: parts.join('\n\n'),
    contents: [
      ...(places('history') ? [] : said),
      { role: 'user' as const, text, ...(media.length > 0 ? { media } : {}) },
    ],
    passages: all,
    open: turn.messages.map(plain),
    fresh: turn.fresh.map(plain),
    language,
    ...live,
    ...(looked && { looked }),
  }
}

/** Each under a heading of its own; nothing where no live system is. */
function liveInWords({ lookUps = [], records = [], looked }: Live): string[] {
  const nothing = resultsInWords(looked?.nothing ?? [])
  const results = [
    ...(looked && looked.found.length > 0 ? [foundInWords(looked.found)] : []),
    ...(nothing === '' ? [] : [nothing]),
    // Whether a day that was found has passed.
    ...(looked?.today === undefined ? [] : [`Today is ${looked.today}.`]),
  ]
  return [
    lookUpsInWords(lookUps),
    recordsInWords(records),
    ...(results.length > 0 ? [['# What was looked up', '', ...results, nothingMore].join('\n')] : []),
  ].filter((part) => part !== '')
}

const nothingMore = 'Nothing more can be looked up now.'

/** They stand among the passages: the model is told which are of this moment. */
const foundInWords = (found: readonly Passage[]): string =>
  `Just found in the shop’s systems, for these messages: the passages ${found.map(({ id }) => id).join(', ')}. Answer from them and cite them.`

function passageElement({ id, title, text }: Passage): string {
  return `<passage id="${id}">${escapeMarkup(`${title}\n${text}`)}</passage>`
}

/** A line of the history within a prompt. Only one that begins at the margin names who speaks. */
function inOneLine({ role, text, note }: ModelRequest['contents'][number]): string {
  if (note) return text
  return `${role === 'user' ? 'Customer' : 'Assistant'}: ${escapeMarkup(text).replace(/\r\n?|[\n\u2028\u2029]/g, '\n  ')}`
}

const aboutNotes =
  'A <note> in the chat is written by the shop’s system, never by the customer; it tells what happened in between.'

/** Takes the angle brackets from anything that could be read as a tag of ours, in whatever width or disguise. */
const escapeMarkup = (text: string): string =>
  text.replace(/[<＜﹤]/g, (bracket, at: number) => (isTag(text, at + 1) ? '&lt;' : bracket))

/** What is not seen, or only changes how a letter looks. */
const unseen = /[\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u
const slash = /[/\\∕⧸／＼]/u
const longestTag = 'passage'.length

/** Whether the letters that come next, and are seen, are those of a tag of ours; with any slashes, such as `</`. */
function isTag(text: string, from: number): boolean {
  let letters = ''
  for (let at = from; at < text.length && letters.length < longestTag;) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    at += character.length
    if (!unseen.test(character) && !slash.test(character)) letters += character.normalize('NFKD').replace(/\p{M}/gu, '')
  }
  return /^(passage|note)/i.test(letters)
}

const textOf = (message: CustomerMessage): string => escapeMarkup(describe(message))

/** In a group each line says who speaks; the ids themselves are nobody's business. */
function speakersOf({ chat, messages }: Conversation): (message: CustomerMessage, text: string) => string {
  if (chat.type === 'user') return (_, text) => text
  const members = [...new Set(messages.flatMap(({ by }) => by ?? []))]
  // Only a line that begins at the margin names who speaks: nobody can write one for another.
  return ({ by }, text) =>
    `Member ${by === undefined ? '?' : members.indexOf(by) + 1}: ${text.replace(/\r\n?|[\n\u2028\u2029]/g, '\n  ')}`
}

/** What was said before this turn, oldest first, at most `limit` messages of both sides. Unsent and expired ones are gone. */
export function historyOf(conversation: Conversation, turn: Turn, limit: number): ModelRequest['contents'] {
  const open = new Set(turn.messages)
  const speaker = speakersOf(conversation)
  const said = conversation.messages
    .filter((message) => !open.has(message) && message.state !== 'unsent' && message.state !== 'new' && message.content)
    .map((message) => ({
      at: placeInHistory(conversation, message),
      role: 'user' as const,
      text: speaker(message, textOf(message)),
    }))
  const answered = conversation.answers
    .filter(({ texts }) => texts.length > 0)
    .map((answer) => ({ at: answer.at, role: 'model' as const, text: answer.texts.join('\n') }))
  const all = [...said, ...answered, ...handOvers(conversation)].toSorted((a, b) => a.at - b.at)
  return newest(limit === 0 ? [] : all.slice(-limit), mostOfHistory).map(({ at: _at, ...one }) => one)
}

/** The last of them, as far as they have room (characters). */
function newest<T extends { text: string }>(said: readonly T[], room: number): T[] {
  let left = room
  const first = said.findLastIndex(({ text }) => (left -= text.length) < 0)
  return said.slice(first + 1)
}

/** When it was received; what the assistant answered after a hand-back stands behind the note of that (ms). */
function placeInHistory({ facts }: Conversation, { id, receivedAt }: CustomerMessage): number {
  const answered = facts.findLastIndex(
    (fact) =>
      (fact.type === 'closed' && fact.as !== 'staff' && fact.messages.includes(id)) ||
      (fact.type === 'asked' && fact.messages.includes(id)),
  )
  const back = facts.findLast((fact, index) => fact.type === 'handed_back' && index < answered)
  return back && back.at >= receivedAt ? back.at + 0.5 : receivedAt
}

/**
 * Where the conversation changed hands. Without these an old request for a person, still in the history, would be taken
 * for one of now; and nothing that staff wrote in LINE's own chat comes through here.
 */
function handOvers({ facts }: Conversation): { at: number; role: 'user'; text: string; note: true }[] {
  const notes = facts.flatMap((fact) => {
    const text = noteOf(fact)
    return text === undefined
      ? []
      : [{ at: fact.at, role: 'user' as const, text: `<note>${text}</note>`, note: true as const }]
  })
  // A hand-off and then a Take are one.
  return notes.filter(({ text }, index) => text !== notes[index - 1]?.text)
}

function noteOf(fact: Conversation['facts'][number]): string | undefined {
  if (fact.type === 'handed_off' || fact.type === 'taken') {
    return 'From here on the shop’s staff had the conversation. What they wrote is not shown.'
  }
  if (fact.type !== 'handed_back') return undefined
  return 'The assistant has the conversation again. What was asked before this has been given to staff and is settled; answer what comes after.'
}
