/**
 * Experiments from `experiments.yaml` beside the prompts:
 *
 *     - name: shorter-replies
 *       variants:
 *         assistant: 9        the prompt's name, and its weight: nine new conversations in ten
 *         shorter: 1
 *     - name: warmer-tone
 *       ended: true           its results stay to be seen; nobody takes part any more
 *       variants: {assistant: 1, warmer: 1}
 *
 * One runs at a time, and only under a profile that is among its variants: that prompt is what the kill switch goes back to.
 * Whatever is wrong here costs the experiment and never an answer: everybody has the shop's own prompt then.
 */
import { join } from 'node:path'
import { z } from 'zod'
import type { Experiment, ListedExperiment } from '../../core/experiment.ts'
import type { Prompt } from '../../core/request.ts'
import { BrokenFile, type Mistake } from './broken-file.ts'
import { nearest } from './nearest.ts'
import { promptFilesOf, promptFolders, promptName, readPrompt } from './prompts.ts'
import { listFiles, readText } from './read-file.ts'
import { watchSource, type Reading, type Watched, type WatchOptions } from './watch.ts'
import { parseYaml, type LineOf } from './yaml.ts'

export interface Experiments {
  /** All that the file tells of, in its order. */
  all: readonly ListedExperiment[]
  /** The one that runs under this profile. */
  running?: Experiment
  /** The prompts of the running one, by name, but for the profile's own. */
  prompts: ReadonlyMap<string, Prompt>
}

const noExperiments: Experiments = { all: [], prompts: new Map() }

const name = z.string().regex(promptName, 'letters, digits, dashes and underscores')
const weight = z.number('a number, such as 1').nonnegative('a weight below zero').max(1_000_000, 'too large a weight')
const fileSchema = z.array(
  z.strictObject({
    name,
    variants: z.record(name, weight).refine((of) => Object.keys(of).length >= 2, 'an experiment needs two prompts'),
    ended: z.boolean().default(false),
  }),
)

const remedies: Record<string, string> = {
  name: 'Give it a name of letters, digits and dashes, such as shorter-replies',
  variants: 'Write prompts and their weights, such as {assistant: 9, shorter: 1}',
  ended: 'Write true or false',
}
const remedy = (path: readonly string[]): string =>
  remedies[path[1] ?? ''] ?? 'Write a list of experiments, each with name and variants; see docs/experiments.md'

/** Read once, for what looks and ends. Missing is no mistake: then there is none. */
export async function readExperiments(
  dir: string,
  profile: string,
  last: Experiments = noExperiments,
): Promise<Reading<Experiments>> {
  const file = join(dir, 'experiments.yaml')
  const text = await readText(file, 'Make it a text file').catch((error: unknown) => {
    if (error instanceof BrokenFile && error.mistakes.some(({ code }) => code === 'ENOENT')) return ''
    throw error
  })
  // Nothing but remarks is no experiment.
  if (/^(\s*(#.*)?\n?)*$/.test(text)) return { value: noExperiments, mistakes: [] }
  const parsed = parseYaml({ file, text, firstLine: 1, remedy: (_, path) => remedy(path) }, fileSchema)
  if (!parsed.ok) throw new BrokenFile(parsed.mistakes)
  const all = parsed.value.map(({ name: of, ended, variants }) => ({
    name: of,
    ended,
    variants: Object.entries(variants).map(([prompt, weightOf]) => ({ prompt, weight: weightOf })),
  }))
  const wrong = mistakesIn(all, profile, file, parsed.lineOf)
  if (wrong.length > 0) throw new BrokenFile(wrong)
  const index = all.findIndex((one) => runsUnder(one, profile))
  const running = all[index]
  const mistakes = await strangers(all, { dir, profile, file, lineOf: parsed.lineOf })
  if (!running) return { value: { ...noExperiments, all }, mistakes }
  const names = await promptNames(dir)
  const prompts = new Map<string, Prompt>()
  for (const { prompt } of running.variants) {
    if (prompt === profile) continue
    try {
      prompts.set(prompt, await readPrompt(dir, prompt))
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error
      mistakes.push(
        ...error.mistakes.map((one) =>
          missing(one, { prompt, file, line: parsed.lineOf([index, 'variants', prompt]), names }),
        ),
      )
      const before = last.prompts.get(prompt)
      // Without it its customers would be talked to in another voice; with none at all there is no experiment.
      if (before) prompts.set(prompt, before)
    }
  }
  const { name: of, variants } = running
  const whole = variants.every(({ prompt }) => prompt === profile || prompts.has(prompt))
  return { value: { all, prompts, ...(whole ? { running: { name: of, variants } } : {}) }, mistakes }
}

interface Where {
  dir: string
  profile: string
  file: string
  lineOf: LineOf
}

/** One that runs under no profile of ours may be meant for it: a prompt's name may be misspelt. */
async function strangers(all: Experiments['all'], { dir, profile, file, lineOf }: Where): Promise<Mistake[]> {
  const names = await promptNames(dir)
  return all.flatMap((one, index) => {
    if (one.ended || runsUnder(one, profile)) return []
    return one.variants
      .filter(({ prompt }) => !names.includes(prompt))
      .map(({ prompt }) => noPrompt(prompt, file, lineOf([index, 'variants', prompt]), names))
  })
}

const promptNames = async (dir: string): Promise<string[]> =>
  (await listFiles(dir, '.md', 'Set PROMPTS_DIR to a folder with prompts')).map((file) => file.slice(0, -'.md'.length))

function noPrompt(prompt: string, file: string, line: number, names: readonly string[]): Mistake {
  const near = nearest(prompt, names)
  const remedy = near === undefined ? `Write ${prompt}.md beside it, or remove it here` : `Did you mean ${near}?`
  return { file, line, problem: `there is no prompt ${prompt}`, remedy }
}

const runsUnder = ({ ended, variants }: Experiments['all'][number], profile: string): boolean =>
  !ended && variants.some(({ prompt }) => prompt === profile)

/** A file that is not there is named where it is asked for. */
function missing(mistake: Mistake, asked: { prompt: string; file: string; line: number; names: string[] }): Mistake {
  const { prompt, file, line, names } = asked
  return mistake.code === 'ENOENT' ? noPrompt(prompt, file, line, names) : mistake
}

function mistakesIn(all: Experiments['all'], profile: string, file: string, lineOf: LineOf): Mistake[] {
  const mistakes: Mistake[] = []
  const names = new Map<string, number>()
  let first: number | undefined
  for (const [index, one] of all.entries()) {
    const line = lineOf([index])
    const taken = names.get(one.name)
    if (taken !== undefined) {
      const problem = `the name ${one.name} is taken by line ${taken}`
      mistakes.push({ file, line, problem, remedy: 'Give this one another name: results are told apart by it' })
    }
    names.set(one.name, taken ?? line)
    if (one.variants.every(({ weight: of }) => of === 0)) {
      const problem = `${one.name}: all weights are zero`
      mistakes.push({
        file,
        line: lineOf([index, 'variants']),
        problem,
        remedy: 'Give one of them a weight, such as 1',
      })
    }
    if (!runsUnder(one, profile)) continue
    if (first !== undefined) {
      const problem = `${one.name} and that of line ${first} would both run`
      mistakes.push({ file, line, problem, remedy: 'Write ended: true under one of them' })
    }
    first ??= line
  }
  return mistakes
}

/** Read again whenever the file, or a prompt or partial it names, changes. Never throws: without it nothing runs. */
export function watchExperiments(dir: string, profile: string, options: WatchOptions): Promise<Watched<Experiments>> {
  let names: string[] = []
  return watchSource(
    {
      what: 'experiment',
      folders: promptFolders(dir),
      without: noExperiments,
      files(look) {
        const prompts = names.flatMap((one) => promptFilesOf(look, dir, one))
        return [...new Set([join(dir, 'experiments.yaml'), ...prompts])]
      },
      async read(last?: Experiments) {
        const reading = await readExperiments(dir, profile, last)
        const { all } = reading.value
        names = [
          ...new Set(
            all.filter((one) => runsUnder(one, profile)).flatMap(({ variants }) => variants.map((v) => v.prompt)),
          ),
        ]
        return last && same(last, reading.value) ? { ...reading, value: last } : reading
      },
    },
    options,
  )
}

function same(a: Experiments, b: Experiments): boolean {
  const told = ({ all, running, prompts }: Experiments): string =>
    JSON.stringify([all, running, [...prompts].map(([of, { hash }]) => [of, hash])])
  return told(a) === told(b)
}
