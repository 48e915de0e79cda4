/**
 * A turn without anything that tells whose it was: what goes to the model, to the terminal and into files is made from
 * this alone. Texts are redacted, those of the assistant and of staff too; ids, tokens and addresses are not cleaned but
 * left out, with new ones where something has to be told apart.
 */
import type { Content, Mention } from '../../core/content.ts'
import { isMedia } from '../../core/content.ts'
import { begin, type Conversation, type CustomerMessage } from '../../core/conversation.ts'
import type { Fact } from '../../core/facts.ts'
import { looksLikeTag } from '../../core/language.ts'
import type { Given } from '../../core/look-ups/declared.ts'
import { placeholders } from '../../core/redact.ts'
import type { PastTurn } from './past-turns.ts'
import type { Judged } from './replay.ts'
import { standInsFor, type StandIns } from './stand-ins.ts'

/** Takes from a text what could tell who somebody is. */
export type Clean = (text: string) => string

/** A turn that is redacted, and how what comes of it has to be. */
export interface RedactedTurn extends PastTurn {
  redact(side: Judged): Judged
}

/**
 * @param number of the conversation, by which alone it is called from here on
 * @param passages ids that the shop's knowledge has: they tell of nobody
 */
export function redactedTurn(
  past: PastTurn,
  number: number,
  clean: Clean,
  passages: ReadonlySet<string> = new Set(),
): RedactedTurn {
  const standIns = standInsFor(past.lookUps, clean, past.hasProofs)
  const redact = (side: Judged): Judged => redactedSide(side, standIns, passages)
  return {
    ...past,
    // A model wrote it, and might have written anything.
    language: looksLikeTag(past.language) ? past.language : '',
    // oxlint-disable-next-line unicorn/no-thenable -- the word for what was decided in its time
    then: redact(past.then),
    lookUps: standIns.kept,
    conversation: withoutTraces(past.conversation, number, standIns.clean),
    redact,
  }
}

/** As the ids of passages are, those that a look-up found among them: what a model calls a source may be anything. */
const passageId = /^[\p{L}\p{M}\p{N}_.-]+#[\p{L}\p{M}\p{N}_.-]+$/u

/** What is said and written on one side. Topics, prompts and models are the shop's own words. */
function redactedSide(side: Judged, { clean, source }: StandIns, passages: ReadonlySet<string>): Judged {
  const cleaned = (values: Given): Given =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clean(value)]))
  const { lookUps, records } = side
  return {
    ...side,
    texts: side.texts.map(clean),
    ...(side.unsaid === undefined ? {} : { unsaid: clean(side.unsaid) }),
    reason: clean(side.reason),
    sources: side.sources.map((id) => (passages.has(id) ? id : (source(id) ?? otherSource(id, clean)))),
    ...(lookUps && { lookUps: lookUps.map((one) => (one.given ? { ...one, given: cleaned(one.given) } : one)) }),
    ...(records && { records: records.map((one) => ({ ...one, given: cleaned(one.given) })) }),
  }
}

/** A passage of long ago has an id of words. One with a number behind its # may be what a look-up found: an order, say. */
function otherSource(id: string, clean: Clean): string {
  if (!passageId.test(id)) return clean(id)
  const [file = '', part = ''] = id.split('#')
  return `${file}#${part.replace(/\p{Nd}{3,}/gu, placeholders.number)}`
}

/** Only what a judgement looks at goes over; every other field is that of a conversation that has just begun. */
function withoutTraces(past: Conversation, number: number, clean: Clean): Conversation {
  const { chat, messages, answers, customer, language, profileLanguage, questions, turns, outcomes, introduced } = past
  const id = `conversation-${number}`
  const message = numbered('message')
  const member = numbered('member')
  return {
    ...begin(id, 'replay', { type: chat.type, id }),
    messages: messages.map((one) => anonymous(one, message, member, clean)),
    answers: answers.map(({ at, turn, messages: about, texts }) => ({
      at,
      turn,
      messages: about.map(message),
      texts: texts.map(clean),
    })),
    facts: past.facts.flatMap((fact) => redactedFact(fact, message) ?? []),
    // A prompt that greets by name still greets somebody.
    ...(customer?.name === undefined ? {} : { customer: { name: placeholders.name, at: customer.at } }),
    language,
    profileLanguage,
    questions,
    turns,
    outcomes,
    introduced,
  }
}

/** The same name for the same id. */
function numbered(what: string): (id: string) => string {
  const known = new Map<string, string>()
  return (id) => {
    const name = known.get(id) ?? `${what}-${known.size + 1}`
    known.set(id, name)
    return name
  }
}

function anonymous(one: CustomerMessage, name: Clean, member: Clean, clean: Clean): CustomerMessage {
  const { id, timestamp, receivedAt, kind, content, by, state } = one
  return {
    id: name(id),
    timestamp,
    receivedAt,
    kind,
    content: content && redactedContent(content, clean),
    ...(by === undefined ? {} : { by: member(by) }),
    state,
    replyToken: 'reply',
    readToken: 'read',
    tokenRefused: false,
    readDue: false,
    duringStaff: false,
  }
}

/** Of the ledger, what the history and the rules go by. */
function redactedFact(fact: Fact, name: Clean): Fact | undefined {
  const { type, at } = fact
  if (type === 'closed') return { ...fact, messages: fact.messages.map(name), heldBy: undefined }
  if (type === 'asked') return { ...fact, messages: fact.messages.map(name) }
  if (type === 'handed_off') return fact
  return type === 'taken' || type === 'handed_back' ? { type, at, event: '', by: '' } : undefined
}

function redactedContent(content: Content, clean: Clean): Content {
  if (content.type === 'text') return redactedText(content, clean)
  if (content.type === 'sticker')
    return { ...content, ...(content.text === undefined ? {} : { text: clean(content.text) }) }
  // Title, address and coordinates: all of a place tells where somebody is.
  if (content.type === 'location' || content.type === 'other') return { type: 'other' }
  if (!isMedia(content) || content.type !== 'file') return { type: content.type }
  // A file's name is its owner's: what kind of file it is tells enough.
  const ending = /\.[a-z0-9]{1,5}$/i.exec(content.name ?? '')?.[0] ?? ''
  return { type: 'file', name: `file${ending}` }
}

const isPlaceholder = new RegExp(
  Object.values(placeholders)
    .map((one) => one.replace(/[[\]]/g, String.raw`\$&`))
    .join('|'),
  'g',
)
/** Stand for emojis and mentions while the words around them are searched: letters of nobody's. */
const first = 0xf0000
const marks = /[\u{F0000}-\u{FFFFD}]/gu
const mark = (index: number): string => String.fromCodePoint(first + index)

/**
 * Emojis and the mention of the account stay, at their new places; another's mention is a name. A placeholder counts as a
 * mention: it is no word of the customer's, and says nothing of their language.
 */
function redactedText(content: Content & { type: 'text' }, clean: Clean): Content {
  const kept: { text: string; as: 'emoji' | 'account' }[] = []
  const spans = [
    ...(content.emojis ?? []).map((span) => ({ ...span, as: 'emoji' as const })),
    ...(content.mentions ?? []).map(({ isSelf, ...span }) => ({
      ...span,
      as: isSelf ? ('account' as const) : ('other' as const),
    })),
  ].toSorted((a, b) => a.index - b.index)
  let plain = ''
  let at = 0
  const words = (to: number) => content.text.slice(at, to).replace(marks, '')
  for (const { index, length, as } of spans) {
    if (index < at) continue
    const text = content.text.slice(index, index + length)
    plain += words(index)
    if (as === 'other') plain += placeholders.name
    // `(moon)`: anything else is words.
    else if (as === 'emoji' && !/^\([\w ]{1,40}\)$/.test(text)) plain += text.replace(marks, '')
    else plain += mark(kept.push({ text, as }) - 1)
    at = index + length
  }
  plain += words(content.text.length)

  let text = ''
  let from = 0
  const redacted = clean(plain)
  const emojis: { index: number; length: number }[] = []
  const mentions: Mention[] = []
  const found = [...redacted.matchAll(marks), ...redacted.matchAll(isPlaceholder)].toSorted((a, b) => a.index - b.index)
  for (const { 0: piece, index } of found) {
    text += redacted.slice(from, index)
    from = index + piece.length
    const one = kept[(piece.codePointAt(0) ?? 0) - first]
    const shown = one?.text ?? piece
    const span = { index: text.length, length: shown.length }
    if (one?.as === 'emoji') emojis.push(span)
    else mentions.push({ ...span, isSelf: one?.as === 'account' })
    text += shown
  }
  return { type: 'text', text: text + redacted.slice(from), emojis, mentions }
}
