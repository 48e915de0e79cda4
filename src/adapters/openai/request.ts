/** A model request in the OpenAI chat form. */
import type OpenAI from 'openai'
import type { Inline, ModelRequest } from '../../core/request.ts'
import { responseSchema } from './response-schema.ts'

/**
 * How JSON is asked for, best first. Many private endpoints know only some of them (LM Studio no `json_object`, others
 * no `json_schema`) and answer 400 to what they do not know.
 */
export const formats = ['json_schema', 'json_object', 'none'] as const
export type Format = (typeof formats)[number]

type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming
type Part = OpenAI.Chat.ChatCompletionContentPart

const schemaInWords = (schema: object): string =>
  `Answer with one JSON object and nothing else, of this JSON schema:\n${JSON.stringify(schema)}`

/**
 * @param tellSchema also in words: a private endpoint keeps its model to the schema and often does not show it to it
 */
export function bodyOf(request: ModelRequest, model: string, format: Format, tellSchema: boolean): Body {
  const schema = responseSchema(request)
  const isTold = tellSchema || format !== 'json_schema'
  const system = isTold ? `${request.system}\n\n${schemaInWords(schema)}` : request.system
  const body: Body = { model, messages: [{ role: 'system', content: system }, ...messagesOf(request)] }
  switch (format) {
    case 'json_schema':
      return {
        ...body,
        response_format: {
          type: format,
          json_schema: { name: 'judgement', strict: true, schema },
        },
      }
    case 'json_object':
      return { ...body, response_format: { type: format } }
    case 'none':
      return body
    default:
      return format satisfies never
  }
}

/** The types of media that the form has no place for; LINE's voice messages (MP4) and films are among them. */
export const notTaken = ({ contents }: ModelRequest): string[] =>
  contents.flatMap(({ media = [] }) => media.flatMap((one) => (partOf(one) ? [] : [one.mime])))

export const hasMedia = ({ contents }: ModelRequest): boolean => contents.some(({ media = [] }) => media.length > 0)

/**
 * What is said begins with the customer, since history may have been cut, and both speak in turn: the chat templates of
 * some models (Mistral, Gemma) refuse two messages of one side after each other.
 */
function messagesOf({ contents }: ModelRequest): Body['messages'] {
  const said = contents.slice(contents.findIndex(({ role }) => role === 'user'))
  const turns: { role: 'user' | 'model'; text: string; media: Inline[] }[] = []
  for (const { role, text, media = [] } of said) {
    const last = turns.at(-1)
    if (last?.role === role) {
      last.text += `\n${text}`
      last.media.push(...media)
    } else turns.push({ role, text, media: [...media] })
  }
  return turns.map(({ role, text, media }): Body['messages'][number] => {
    if (role === 'model') return { role: 'assistant', content: text }
    const content: Part[] = [{ type: 'text', text }]
    // Each picture or file follows the name that the text calls it by.
    for (const one of media) content.push({ type: 'text', text: one.label }, ...(partOf(one) ?? []))
    return { role: 'user', content: media.length > 0 ? content : text }
  })
}

/** In an array, so that nothing can be said of what the form has no place for. */
function partOf({ mime, bytes }: Inline): [Part] | undefined {
  const data = () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const address = () => `data:${mime};base64,${data()}`
  switch (mime) {
    case 'image/png':
    case 'image/jpeg':
    case 'image/webp':
    case 'image/gif':
      return [{ type: 'image_url', image_url: { url: address() } }]
    case 'audio/wav':
      return [{ type: 'input_audio', input_audio: { data: data(), format: 'wav' } }]
    case 'audio/mp3':
      return [{ type: 'input_audio', input_audio: { data: data(), format: 'mp3' } }]
    case 'application/pdf':
      return [{ type: 'file', file: { filename: 'file.pdf', file_data: address() } }]
    default:
      return undefined
  }
}
