/** The options of `npm run lab -- eval`. */
import { dollars, listOf, readOptions, wholeNumber, WrongCommand } from '../command.ts'
import type { Recording } from '../io.ts'

/** Of whatever judges cases. */
export const judgingUsage = `  --models offline,gemini:NAME   offline, gemini, gemini:NAME, openai, openai:NAME
  --cases DIR                    a folder of cases
  --only refund,ja               only cases whose id has this part, or of this language
  --repeats 3                    how often each case is judged; models vary (offline 1, others 3)
  --parallel 4                   how many are judged at the same time
  --max-cost 2.00                stops before it has cost more (US dollars, by MODEL_PRICES)
  --recorded                     answers that were kept before, and no call to any model`

export const evalUsage = `npm run lab -- eval [options]

Judges cases as the server judges customers' messages, and tells how many decisions are right.
Nothing is sent to anybody. Without options: the shop's prompt (PROFILE), the configured model
(without a key the offline one), all its cases.

  --prompts assistant,careful    prompts to judge by: names of files in PROMPTS_DIR, without .md
${judgingUsage}
  --record                       keeps the models' answers for --recorded; with --no-resume all anew
  --baseline FILE                the .json of an earlier eval: ends with 1 when this one is worse
  --max-false-reads 0            ends with 1 when there are more false reads than that
  --out FILE                     where the report goes: FILE.html and FILE.json
  --no-resume                    begins anew, where an interrupted run would go on
  --show-held-out                tells held-out cases too; no prompt is to be written to fit them

Ends with 0; 1 when a gate is broken or something could not be judged; 2 when it cannot be done as
asked.`

const options = {
  prompts: { type: 'string' },
  models: { type: 'string' },
  cases: { type: 'string' },
  only: { type: 'string' },
  repeats: { type: 'string' },
  parallel: { type: 'string' },
  'max-cost': { type: 'string' },
  recorded: { type: 'boolean' },
  record: { type: 'boolean' },
  baseline: { type: 'string' },
  'max-false-reads': { type: 'string' },
  out: { type: 'string' },
  'no-resume': { type: 'boolean' },
  'show-held-out': { type: 'boolean' },
} as const

export interface EvalOptions {
  prompts?: string[]
  models?: string[]
  /** A folder. */
  cases?: string
  /** Parts of ids, or languages; missing: all. */
  only?: string[]
  repeats?: number
  parallel: number
  /** US dollars. */
  maxCost?: number
  recording?: Recording
  /** A file. */
  baseline?: string
  maxFalseReads?: number
  /** A file, without .html or .json. */
  out?: string
  resume: boolean
  showHeldOut: boolean
}

/**
 * Undefined: help is asked for.
 * @throws WrongCommand
 */
export function readEvalOptions(argv: readonly string[]): EvalOptions | undefined {
  const { values, positionals } = readOptions(argv, options)
  if (values.help) return undefined
  if (positionals.length > 0) {
    throw new WrongCommand(`eval takes options only: ${positionals.join(' ')} belongs to none`)
  }
  if (values.recorded && values.record) {
    throw new WrongCommand('--recorded asks no model, so there is nothing to --record: give one of them')
  }
  return {
    prompts: listOf('prompts', values.prompts),
    models: listOf('models', values.models),
    cases: values.cases,
    only: listOf('only', values.only),
    repeats: wholeNumber('repeats', values.repeats, 1),
    parallel: wholeNumber('parallel', values.parallel, 1) ?? 4,
    maxCost: dollars('max-cost', values['max-cost']),
    recording: values.recorded ? 'use' : values.record ? 'record' : undefined,
    baseline: values.baseline,
    maxFalseReads: wholeNumber('max-false-reads', values['max-false-reads'], 0),
    out: values.out?.replace(/\.(html|json)$/, ''),
    resume: !values['no-resume'],
    showHeldOut: values['show-held-out'] ?? false,
  }
}
