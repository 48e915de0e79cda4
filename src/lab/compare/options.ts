/** The options of `npm run lab -- compare`. Those of judging are eval's, and are read by it. */
import { listOf, readOptions, WrongCommand } from '../command.ts'
import { judgingUsage, readEvalOptions, type EvalOptions } from '../eval/options.ts'

export const compareUsage = `npm run lab -- compare A B [options]
npm run lab -- compare --results A.json B.json [options]

Judges the same cases by two prompts, and tells which cases flipped, in which direction, and whether that can be chance.
A and B are names of files in PROMPTS_DIR, without .md: A what you have, B what you would change to. Nothing is sent to
anybody.

${judgingUsage}
  --record                       keeps the models' answers for --recorded
  --no-resume                    begins anew where an interrupted run would go on
  --results                      nothing is judged: A and B are the .json files of earlier evals, or one file of both
  --prompts before,after         with --results: which prompt of each file, where it has several
  --out FILE                     where the report goes: FILE.html and FILE.json (DATA_DIR/lab/…-compare)
  --show-held-out                tells held-out cases too; no prompt is to be written to fit them

Ends with 0; 1 when B is worse, reads something falsely that A did not, or not all could be compared; 2 when it cannot be
done as asked.`

const text = { type: 'string' } as const
const yes = { type: 'boolean' } as const
/** What is passed on to eval as it was given. */
const judging = {
  models: text,
  cases: text,
  only: text,
  repeats: text,
  parallel: text,
  'max-cost': text,
  recorded: yes,
  record: yes,
  'no-resume': yes,
} as const
const options = { ...judging, results: yes, prompts: text, out: text, 'show-held-out': yes } as const

export interface CompareOptions {
  /** A's and B's prompt are judged; or what was judged before is read. */
  of: { type: 'prompts'; a: string; b: string; judge: EvalOptions } | { type: 'results'; files: FileSide[] }
  /** A file, without .html or .json. */
  out?: string
  showHeldOut: boolean
}

export interface FileSide {
  file: string
  /** Missing: the only one there is. */
  prompt?: string
}

/**
 * Undefined: help is asked for.
 * @throws WrongCommand
 */
export function readCompareOptions(argv: readonly string[]): CompareOptions | undefined {
  const { values, positionals } = readOptions(argv, options)
  if (values.help) return undefined
  const common = { out: values.out?.replace(/\.(html|json)$/, ''), showHeldOut: values['show-held-out'] ?? false }
  const prompts = listOf('prompts', values.prompts)
  const given = Object.entries(values).flatMap(([name, value]) => {
    if (!Object.hasOwn(judging, name) || value === undefined) return []
    return value === true ? [`--${name}`] : [`--${name}=${value}`]
  })
  if (!values.results) {
    const [a, b] = positionals
    if (a === undefined || b === undefined || positionals.length > 2) {
      throw new WrongCommand('compare takes two prompts: npm run lab -- compare A B')
    }
    if (a === b) throw new WrongCommand(`${a} and ${b} are one prompt: name another for B`)
    if (prompts) throw new WrongCommand('--prompts belongs to --results: write the two prompts behind compare')
    const judge = readEvalOptions([`--prompts=${a},${b}`, ...given])
    if (!judge) return undefined
    return { of: { type: 'prompts', a, b, judge }, ...common }
  }
  if (given.length > 0) throw new WrongCommand(`--results judges nothing: ${given.join(' ')} belongs to no result`)
  return { of: { type: 'results', files: filesOf(positionals, prompts) }, ...common }
}

function filesOf(files: readonly string[], prompts: readonly string[] | undefined): FileSide[] {
  const [a, b = a] = files
  if (a === undefined || b === undefined || files.length > 2) {
    throw new WrongCommand('--results takes two files: npm run lab -- compare --results A.json B.json')
  }
  if (prompts && prompts.length > 2) throw new WrongCommand('--prompts takes A’s and B’s: --prompts before,after')
  const [promptA, promptB = promptA] = prompts ?? []
  return [
    { file: a, prompt: promptA },
    { file: b, prompt: promptB },
  ]
}
