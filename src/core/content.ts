/**
 * Content: what a message holds. Emojis and mentions stay in the text where the customer put them; their places are kept
 * beside it, so that a rule can look at the words alone.
 */
import { z } from 'zod'
import { listUpTo, orNone, textUpTo } from './outside-shapes.ts'

/** A stretch of a text, in UTF-16 units. */
interface Span {
  index: number
  length: number
}

export interface Mention extends Span {
  /** The account itself is meant. */
  isSelf: boolean
}

/** What has to be fetched to be looked at. `external`: it lies with somebody else, and is never fetched. */
export type Media =
  | { type: 'image'; external?: true; set?: { id: string; index: number; total: number } }
  | { type: 'video' | 'audio'; external?: true; duration?: number }
  | { type: 'file'; external?: true; name?: string; size?: number }

/** What a message holds. `other` is a type that LINE has and we do not know. */
export type Content =
  | { type: 'text'; text: string; emojis?: Span[]; mentions?: Mention[] }
  | { type: 'sticker'; keywords: string[]; text?: string }
  | { type: 'location'; title?: string; address?: string; latitude: number; longitude: number }
  | Media
  | { type: 'other' }

export const kinds = ['text', 'sticker', 'location', 'image', 'video', 'audio', 'file', 'other'] as const

/** Words go to a model, to pages and to files: half a character, or a NUL, is in none of them. Places in them stay. */
const fit = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')
/** The most of what stands beside a message that is kept (UTF-16 units); LINE allows less. */
const longest = 1_000
const few = 50

const label = z.string().transform((text) => fit(text.slice(0, longest)))
const place = z.number().int().nonnegative()
const spans = listUpTo(1_000, z.object({ index: place, length: place }))
const mention = z.object({
  mentionees: listUpTo(1_000, z.object({ index: place, length: place, isSelf: z.boolean().default(false) })),
})
const contentProvider = z.object({ type: z.string() })

// Made once: zod compiles a schema at its first use, which for one made at every event was a third of intake.
const schemas = {
  text: z.object({ text: textUpTo(20_000).transform(fit), emojis: orNone(spans), mention: orNone(mention) }),
  sticker: z.object({
    keywords: orNone(z.array(label).transform((all) => all.slice(0, few))),
    text: orNone(label),
  }),
  location: z.object({
    title: orNone(label),
    address: orNone(label),
    latitude: z.number(),
    longitude: z.number(),
  }),
  image: z.object({
    contentProvider: contentProvider.optional(),
    // LINE leaves index and total out when it cannot tell them.
    imageSet: orNone(z.object({ id: textUpTo(longest), index: z.number().default(1), total: z.number().default(1) })),
  }),
  recording: z.object({ contentProvider: contentProvider.optional(), duration: orNone(z.number()) }),
  file: z.object({ fileName: orNone(label), fileSize: orNone(z.number()) }),
}

/**
 * Reads the part of LINE's message object that depends on its type. One that is not as LINE documents it is of a type that
 * we do not know: somebody sent it all the same, and it goes to a person.
 */
export function readContent(type: string, message: unknown): Content {
  try {
    return read(type, message)
  } catch (error) {
    if (error instanceof z.ZodError) return { type: 'other' }
    throw error
  }
}

/** @throws z.ZodError */
function read(type: string, message: unknown): Content {
  switch (type) {
    case 'text': {
      const { text, emojis, mention: mentioned } = schemas.text.parse(message)
      return { type, text, emojis, mentions: mentioned?.mentionees }
    }
    case 'sticker': {
      const { keywords = [], text } = schemas.sticker.parse(message)
      return { type, keywords, text }
    }
    case 'location':
      return { type, ...schemas.location.parse(message) }
    case 'image': {
      const { contentProvider: provider, imageSet: set } = schemas.image.parse(message)
      return { type, external: externalOf(provider), set }
    }
    case 'video':
    case 'audio': {
      const { contentProvider: provider, duration } = schemas.recording.parse(message)
      return { type, external: externalOf(provider), duration }
    }
    case 'file': {
      const { fileName: name, fileSize: size } = schemas.file.parse(message)
      return { type, name, size }
    }
    default:
      return { type: 'other' }
  }
}

const externalOf = (provider: { type: string } | undefined): true | undefined =>
  provider !== undefined && provider.type !== 'line' ? true : undefined

export const isMedia = (content: Content): content is Media =>
  content.type === 'image' || content.type === 'video' || content.type === 'audio' || content.type === 'file'

/** A message as text for the model and for staff: a sticker by its keywords, a location by its address. Undefined for what has no text. */
export function contentText(content: Content): string | undefined {
  switch (content.type) {
    case 'text':
      return content.text
    case 'sticker':
      return `[sticker: ${inOneLine(content.text ?? (content.keywords.slice(0, 5).join(', ') || 'no words'))}]`
    case 'location': {
      const where = inOneLine([content.title, content.address].filter(Boolean).join(', '))
      return `[location: ${where ? `${where} ` : ''}(${content.latitude}, ${content.longitude})]`
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
    case 'other':
      return undefined
    default:
      return content satisfies never
  }
}

/** A message in words in any case: `[image]`, `[file: receipt.pdf]`. */
export function describe(message: { kind: Content['type']; content?: Content }): string {
  const { kind, content } = message
  if (content?.type === 'file' && content.name) return `[file: ${nameShown(content.name)}]`
  return (content && contentText(content)) ?? `[${kind}]`
}

/** Whether a text is {@link describe}'s of something to look at. Customers write such words hardly ever. */
export const looksDescribed = (text: string): boolean =>
  /^\[(?:image|video|audio|file|other)(?:: [^\]]*)?\]$/.test(text.trim())

/** A file's name is the sender's to choose: no path, and no longer than a name. */
const nameShown = (name: string): string => halved(inOneLine(name.replace(/^.*[/\\]/, '')).slice(0, 100))

/** Within our brackets nothing has a line of its own, or a bracket that ends ours. */
const inOneLine = (text: string): string =>
  halved(
    text
      .replace(/[\r\n\u2028\u2029]+/g, ' ')
      .replace(/[\p{C}[\]]/gu, '')
      .slice(0, 300),
  )

/** A cut may have gone through a character: the half goes too. */
const halved = (text: string): string => text.replace(/[\ud800-\udbff]$/, '')

/** A message in words, without the mention of the account: whom it is said to is no part of what is said. */
export function plainWords(message: { kind: Content['type']; content?: Content }): string {
  const { content } = message
  return content?.type === 'text'
    ? cut(
        content.text,
        (content.mentions ?? []).filter(({ isSelf }) => isSelf),
      )
    : describe(message)
}

/** The words of a text alone, without emojis (`(moon)`) and mentions (`@Mugi`); empty for any other content. */
export function wordsOf(content: Content | undefined): string {
  if (content?.type !== 'text') return ''
  const { text, emojis = [], mentions = [] } = content
  return cut(text, [...emojis, ...mentions])
}

function cut(text: string, spans: readonly Span[]): string {
  const last = spans.toSorted((a, b) => b.index - a.index)
  const rest = last.reduce((left, { index, length }) => left.slice(0, index) + left.slice(index + length), text)
  // A place may be wrong, and go through a character.
  return rest.toWellFormed().trim()
}

export const mentionsAccount = (content: Content): boolean =>
  content.type === 'text' && (content.mentions ?? []).some(({ isSelf }) => isSelf)
