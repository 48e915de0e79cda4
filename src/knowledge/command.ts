/** The words behind `npm run knowledge --`: what is to be done, or what is wrong with them. */
import { parseArgs } from 'node:util'
import { languageOf } from './columns.ts'
import { encodings } from './decode.ts'
import type { ImportOptions } from './import.ts'

export const usage = `npm run knowledge -- import FILE.csv [--language ja] [--into data/knowledge/faq.md] [--replace] [--skip]

Turns a sheet of questions and answers into passages that the assistant answers from. The first row names the columns:
question and answer, and if you like title, topic, language and also (other words for the same). Two columns need no names.

  --language   the language of rows that do not say: en, ja, zh-TW, th, id, …
  --into       the file to write; without it one named like the sheet, where the assistant reads
  --replace    write a file anew that is there already
  --skip       leave out rows that cannot be taken, instead of writing nothing
  --channel    of several channels (docs/channels.md) the one that answers from it, when they have different texts
  --encoding   only when it cannot be told: ${encodings.join(', ')}

A server that runs takes the new passages by itself. More in docs/knowledge.md.`

export type Command =
  | { type: 'usage' }
  | { type: 'wrong'; why: string }
  | { type: 'import'; options: Omit<ImportOptions, 'knowledgeDir' | 'setting'>; channel?: string }

const options = {
  language: { type: 'string' },
  into: { type: 'string' },
  encoding: { type: 'string' },
  channel: { type: 'string' },
  replace: { type: 'boolean' },
  skip: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export function readCommand(args: readonly string[]): Command {
  const wrong = (why: string): Command => ({ type: 'wrong', why })
  let parsed
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  const { values, positionals } = parsed
  const [verb, file, ...rest] = positionals
  if (values.help || verb === undefined) return { type: 'usage' }
  if (verb !== 'import') return wrong(`${verb} is nothing this can do: write import`)
  if (file === undefined) return wrong('which file? Write its name behind import')
  if (rest.length > 0) return wrong(`one file at a time: ${rest.join(', ')} is too much`)
  const language = values.language === undefined ? undefined : languageOf(values.language)
  if (values.language !== undefined && language === undefined) {
    return wrong(`--language ${values.language} is not a language: write one such as en, ja, zh-TW, th or id`)
  }
  const encoding = encodings.find((one) => one === values.encoding?.toLowerCase())
  if (values.encoding !== undefined && encoding === undefined) {
    return wrong(`--encoding ${values.encoding} is not known: write one of ${encodings.join(', ')}`)
  }
  if (values.into !== undefined && !/(^|[/\\])[\p{L}\p{M}\p{N}_-][\p{L}\p{M}\p{N}._-]*\.md$/u.test(values.into)) {
    return wrong('--into names no knowledge file: write one such as data/knowledge/faq.md')
  }
  const { into, channel, replace = false, skip = false } = values
  return { type: 'import', options: { file, into, language, encoding, replace, skip }, channel }
}
