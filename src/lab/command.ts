/** The words behind `npm run lab --`: what there is to do, and what is wrong with what was asked. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

export const usage = `npm run lab -- COMMAND

Change a prompt and know what it does before any customer sees it.

  eval       judges the cases in prompts/cases by one or several prompts and models: how many
             decisions are right, which would have been false reads, what it cost
  compare    two prompts, the same cases: what flipped, in which direction, and whether that can
             be chance
  replay     real conversations of the last days, redacted, judged by another prompt; nothing is
             sent to anybody
  schema     writes prompts/cases.schema.json, by which an editor checks cases while they are
             written

With several channels (docs/channels.md): --channel NAME, when they have different prompts or texts.

Begin with: npm run lab -- eval
Each command tells its options: npm run lab -- eval --help. More in docs/lab.md.`

/** What was asked cannot be done as it stands. Its message is for the person at the terminal; it ends with 2. */
export class WrongCommand extends Error {
  override name = 'WrongCommand'
}

const help = { help: { type: 'boolean', short: 'h' } } as const

/**
 * The options of a command; `--help` is always among them.
 * @throws WrongCommand that names an unknown option, and those there are
 */
export function readOptions<const T extends ParseArgsOptionsConfig>(argv: readonly string[], options: T) {
  const config = { args: [...argv], options: { ...options, ...help }, allowPositionals: true } as const
  try {
    return parseArgs(config)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // Node adds a sentence on how to write a name that begins with a dash.
    const [problem = error.message] = error.message.split(/\. (?=To specify)/)
    // src/lab/main.ts has taken the channel out.
    const there = [...Object.keys(options), 'channel', 'help'].map((name) => `--${name}`)
    throw new WrongCommand(`${problem}. There are: ${there.join(', ')}`)
  }
}

/** A whole number from `least` on; undefined when the option was not given. */
export function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,6}$/.test(text) && Number(text) >= least) return Number(text)
  throw new WrongCommand(`--${name} ${text} is not a whole number from ${least}`)
}

/** US dollars above zero; undefined when the option was not given. */
export function dollars(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const amount = /^\$?(\d{1,6}(?:\.\d{1,6})?)$/.exec(text)?.[1]
  if (amount !== undefined && Number(amount) > 0) return Number(amount)
  throw new WrongCommand(`--${name} ${text} is not an amount in US dollars, such as 2.00`)
}

/** `a,b` as a list; undefined when the option was not given. */
export function listOf(name: string, text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined
  const all = text.split(',').map((one) => one.trim())
  if (all.every((one) => one !== '')) return [...new Set(all)]
  throw new WrongCommand(`--${name} holds an empty name: write ${name} with commas between them, without spaces`)
}
