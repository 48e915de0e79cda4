/** The options of `npm run lab -- replay`. */
import { dollars, readOptions, wholeNumber, WrongCommand } from '../command.ts'

export const replayUsage = `npm run lab -- replay --prompt NAME [options]

Judges what customers really wrote in the last days once more, by another prompt, and shows which decisions would have
been different. Names, numbers, addresses, e-mail and ids are taken out before any model sees a text. Nothing is sent to
anybody, and nothing in the data folder changes; the server may be running.

  --prompt careful     the prompt to judge by: the name of a file in PROMPTS_DIR, without .md
  --again              judges by the shop's own prompt (PROFILE) again too: what differs from then in both is chance, or
                       the knowledge and the model of today, and not the new prompt
  --days 7             how far back to go
  --limit 200          at most so many turns, the newest
  --models gemini      the model: offline, gemini, gemini:NAME, openai, openai:NAME (what the server answers with)
  --parallel 4         how many are judged at the same time
  --max-cost 2.00      stops before it has cost more (US dollars, by MODEL_PRICES)
  --out FILE           where the report goes: FILE.html and FILE.json (DATA_DIR/lab/…-replay)

Ends with 0; 1 when something could not be used or judged; 2 when it cannot be done as asked; 130 when it was stopped.`

const options = {
  prompt: { type: 'string' },
  again: { type: 'boolean' },
  days: { type: 'string' },
  limit: { type: 'string' },
  models: { type: 'string' },
  parallel: { type: 'string' },
  'max-cost': { type: 'string' },
  out: { type: 'string' },
} as const

export interface ReplayOptions {
  prompt: string
  again: boolean
  days: number
  limit: number
  /** Missing: what the server answers with. */
  model?: string
  parallel: number
  /** US dollars. */
  maxCost?: number
  /** A file, without .html or .json. */
  out?: string
}

/**
 * Undefined: help is asked for.
 * @throws WrongCommand
 */
export function readReplayOptions(argv: readonly string[]): ReplayOptions | undefined {
  const { values, positionals } = readOptions(argv, options)
  if (values.help) return undefined
  if (positionals.length > 0) {
    throw new WrongCommand(`replay takes options only: ${positionals.join(' ')} belongs to none`)
  }
  if (values.prompt === undefined || values.prompt === '') {
    throw new WrongCommand('replay needs a prompt to judge by: --prompt NAME, a file in PROMPTS_DIR without .md')
  }
  if (values.models?.includes(',')) {
    throw new WrongCommand('replay judges by one model, or nobody could tell what made the difference: name one')
  }
  return {
    prompt: values.prompt.replace(/\.md$/, ''),
    again: values.again ?? false,
    days: wholeNumber('days', values.days, 1) ?? 7,
    limit: wholeNumber('limit', values.limit, 1) ?? 200,
    model: values.models,
    parallel: wholeNumber('parallel', values.parallel, 1) ?? 4,
    maxCost: dollars('max-cost', values['max-cost']),
    out: values.out?.replace(/\.(html|json)$/, ''),
  }
}
