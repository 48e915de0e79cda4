/** Options of the proving commands: what cannot be understood is a sentence and the usage, with code 2. */
import { parseArgs, type ParseArgsConfig } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/** `--help` prints the usage and ends with 0; an option that there is not ends with 2. */
export function readOptions<const T extends Options>(options: T, usage: string) {
  const withHelp = { ...options, help: { type: 'boolean', default: false } } as const
  try {
    const { values } = parseArgs({ options: withHelp, allowNegative: true })
    if ('help' in values && values.help === true) {
      console.log(usage)
      process.exit(0)
    }
    return values
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), usage)
  }
}

/** A whole number from 1. */
export function wholeNumber(name: string, value: string, usage: string): number {
  const number = Number(value)
  if (/^\d{1,9}$/.test(value) && number >= 1) return number
  return refuse(`--${name} ${value}: a whole number from 1 is wanted`, usage)
}

export function refuse(why: string, usage: string): never {
  console.error(`${why}\n\n${usage}`)
  process.exit(2)
}
