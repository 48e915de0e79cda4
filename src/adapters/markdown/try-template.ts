/** Writes a prompt with values of each kind when it is read, so that what goes wrong does so then. */
import type { PromptValues } from '../../core/prompt-values.ts'
import type { Mistake } from './broken-file.ts'
import { samplesOf, type Choice, type Samples } from './sample-values.ts'
import { mistakeOf, type TemplateSource, type Writer } from './template.ts'

/** What the model gets whole: in the prompt where that places it, else beside it. */
export const whole = ['passages', 'history'] as const
type Whole = (typeof whole)[number]

/** Samples that are always tried; the others as far as all that is made for them is little enough. */
const [leastSamples, mostMade] = [12, 800_000]

/** What came of one sample; undefined for what was not there to be placed. */
interface Outcome {
  choice: Choice
  empty: boolean
  placed: Record<Whole, boolean | undefined>
}

/**
 * @param named the variables it names, its partials' among them
 * @returns which of `whole` stand in it
 */
export function tryTemplate(
  prompt: TemplateSource,
  partials: ReadonlyMap<string, TemplateSource>,
  { write, made }: Writer,
  { business, named }: { business: Readonly<Record<string, string>>; named: ReadonlySet<string> },
): { ok: true; placed: ReadonlySet<Whole> } | { ok: false; mistakes: Mistake[] } {
  const at = { file: prompt.file, line: prompt.firstLine }
  const samples = samplesOf(business, named, textsIn([prompt, ...partials.values()]))
  const outcomes: Outcome[] = []
  try {
    for (const choice of samples.choices) {
      if (outcomes.length >= leastSamples && made() > mostMade) break
      outcomes.push(outcomeOf(write, samples, choice))
    }
  } catch (error) {
    return { ok: false, mistakes: [mistakeOf(error, prompt, partials)] }
  }
  const when = (outcome: Outcome, isWrong: (other: Outcome) => boolean) =>
    deciding(outcome, samples, (choice) => isWrong(outcomeOf(write, samples, choice)))
  const empty = outcomes.find((outcome) => outcome.empty)
  if (empty) {
    const always = outcomes.every((outcome) => outcome.empty)
    const [problem, remedy] = always
      ? ['no prompt below the front matter', 'Write it below the second ---']
      : [
          `the prompt is empty at times, as when ${when(empty, (other) => other.empty)}`,
          'Write some of it outside of every condition',
        ]
    return { ok: false, mistakes: [{ ...at, problem, remedy }] }
  }
  const mistakes = whole.flatMap((name): Mistake[] => {
    const missing = outcomes.find(({ placed }) => placed[name] === false)
    if (!missing || !outcomes.some(({ placed }) => placed[name])) return []
    const problem = `${name} stands in the prompt at times only, not when ${when(missing, ({ placed }) => placed[name] !== true)}`
    return [{ ...at, problem, remedy: `Write {{ ${name} }} outside of every condition but {% if ${name} %}` }]
  })
  if (mistakes.length > 0) return { ok: false, mistakes }
  return { ok: true, placed: new Set(whole.filter((name) => outcomes.some(({ placed }) => placed[name]))) }
}

function outcomeOf(write: Writer['write'], samples: Samples, choice: Choice): Outcome {
  const values = samples.valuesOf(choice)
  const written = write(values)
  const isPlaced = (name: keyof PromptValues & Whole) =>
    values[name] === '' ? undefined : written.includes(values[name])
  return {
    choice,
    empty: written.replace(/<!--[\s\S]*?(-->|$)/g, '').trim() === '',
    placed: { passages: isPlaced('passages'), history: isPlaced('history') },
  }
}

/** The values of a sample that make it wrong: each that, changed, would put it right; all of them when none alone would. */
function deciding({ choice }: Outcome, { aspects }: Samples, isWrong: (choice: Choice) => boolean): string {
  const told = aspects.map(({ values }, at) => values[choice[at] ?? 0]?.told ?? '')
  const own = told.filter((_, at) =>
    aspects[at]?.values.some((__, value) => value !== choice[at] && !isWrong(choice.with(at, value))),
  )
  return (own.length > 0 ? own : told).join(' and ')
}

/** What stands in quotes in tags: among it is what values are compared with. */
function textsIn(sources: readonly TemplateSource[]): string[] {
  const tags = sources.flatMap(
    ({ text }) => text.match(/\{%-?\s*(?:if|elsif|unless|when|assign|case)\b[^{}]*\}/g) ?? [],
  )
  const texts = tags.flatMap((tag) => Array.from(tag.matchAll(/'([^']*)'|"([^"]*)"/g), ([, a, b]) => a ?? b ?? ''))
  return [...new Set(texts)].filter((text) => text !== '' && text.length <= 40)
}
