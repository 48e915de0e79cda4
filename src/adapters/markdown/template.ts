/**
 * The template language of prompts: Liquid (docs/prompts.md). Here are the parts of it that there are, what a file names,
 * and how it is written with values. What a file may name is said in check-template.ts.
 *
 * Left out is what reads the clock or chance, so that the same values give the same words; what undoes escaping; and
 * what finds a file by a value.
 */
import {
  analyzeSync,
  defaultOperators,
  Liquid,
  LiquidError,
  toValueSync,
  Variable,
  type Context,
  type Template,
} from 'liquidjs'
import type { PromptValues } from '../../core/prompt-values.ts'
import type { Mistake } from './broken-file.ts'
import { withoutPassageTags } from './passage-tag.ts'
import { inWords, longestFile, templateFilters, templateTags } from './template-words.ts'

/** A prompt's prose, or a partial. */
export interface TemplateSource {
  file: string
  text: string
  /** The line of the file on which `text` begins, from 1. */
  firstLine: number
}

export interface Named {
  /** `customer.name`; undefined where a part of it is told by a value. */
  path: string | undefined
  line: number
  /** Written as it is, `{{ customer.name }}`; asked for, `{% if customer.name %}`; or put to another use. */
  place: 'written' | 'asked' | 'other'
}

export interface Rendered {
  /** Undefined where a value tells it. */
  partial: string | undefined
  /** Names of the values that are given to it. */
  gives: string[]
  line: number
}

/** What a file names that is not its own. */
export interface Examined {
  named: Named[]
  rendered: Rendered[]
}

/** Tags within tags. Liquid reads them by calling itself. */
const deepest = 50
/** Characters of tags; to tell the line of each, Liquid counts from the beginning of the file. */
const mostTags = 5_000
/** Characters of a prompt, beside passages and history, which have limits of their own. */
const longestPrompt = 1_000_000
/**
 * Characters and members of lists that may be made on the way, and what a step counts for. Time is no measure: on a busy
 * computer it says nothing of a prompt.
 */
const [mostMade, perStep] = [3_000_000, 20]

/** Looking through a long text is work like making one, and the only such that Liquid does not count. */
function contains(left: unknown, right: unknown, { memoryLimit }: Context): boolean {
  if (Array.isArray(left)) return left.includes(right)
  if (typeof left !== 'string') return false
  memoryLimit.use(left.length)
  return left.includes(typeof right === 'string' ? right : JSON.stringify(right ?? ''))
}

/** @param making told of whatever is made */
function liquid(partials: Readonly<Record<string, string>>, making: (count: number) => void = () => undefined): Liquid {
  const engine = new Liquid({
    operators: { ...defaultOperators, contains },
    // Partials are looked up here alone, never among files.
    templates: { ...partials },
    cache: true,
    strictFilters: true,
    // What is not known is empty, and counts as not there.
    jsTruthy: true,
    parseLimit: longestFile,
    memoryLimit: mostMade,
  })
  for (const name of Object.keys(engine.tags)) if (!templateTags.includes(name)) delete engine.tags[name]
  for (const name of Object.keys(engine.filters)) if (!templateFilters.includes(name)) engine.unregisterFilter(name)
  const { renderer } = engine
  const render = renderer.renderTemplates.bind(renderer)
  const told = new WeakSet<object>()
  renderer.renderTemplates = (templates, context, emitter) => {
    const limit = context.memoryLimit
    if (!told.has(limit)) {
      told.add(limit)
      const use = limit.use.bind(limit)
      limit.use = (count) => {
        making(count)
        use(count)
      }
    }
    limit.use((templates.length + 1) * perStep)
    return render(templates, context, emitter)
  }
  return engine
}

/** Lines and columns are those of the whole file. */
const whole = ({ text, firstLine }: TemplateSource): string => '\n'.repeat(firstLine - 1) + text.trimEnd()

export function examine(source: TemplateSource): { ok: true; value: Examined } | { ok: false; mistakes: Mistake[] } {
  const text = whole(source)
  const { line, problem } = tooMuch(text) ?? {}
  if (line !== undefined && problem !== undefined) {
    return { ok: false, mistakes: [{ file: source.file, line, problem, remedy: 'Write it with fewer' }] }
  }
  try {
    const templates = liquid({}).parse(text, source.file)
    const { globals } = analyzeSync(templates, { partials: false })
    const found = Object.values(globals)
      .flat()
      .toSorted((a, b) => a.location.row - b.location.row || a.location.col - b.location.col)
    const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
    const named = found.map((variable) => namedIn(text, starts, variable))
    return { ok: true, value: { named, rendered: [...renderedBy(templates)] } }
  } catch (error) {
    return { ok: false, mistakes: [mistakeOf(error, source)] }
  }
}

/** What would take Liquid too long to read. */
function tooMuch(text: string): { line: number; problem: string } | undefined {
  let [depth, characters] = [0, 0]
  for (const { 0: tag, index } of text.matchAll(/\{[{%][^{}]*\}/g)) {
    characters += tag.length
    if (/^\{%-?\s*(case|capture|comment|for|if|unless)\b/.test(tag)) depth += 1
    if (/^\{%-?\s*end/.test(tag)) depth -= 1
    const line = () => text.slice(0, index).split('\n').length
    if (depth > deepest) return { line: line(), problem: `more than ${deepest} tags stand one in another` }
    if (characters > mostTags) return { line: line(), problem: `its tags have more than ${mostTags} characters` }
  }
  return undefined
}

/** @param starts of each line */
function namedIn(text: string, starts: readonly number[], { segments, location }: Variable): Named {
  const known = segments.filter((segment) => !(segment instanceof Variable))
  const path = known.length === segments.length ? known.join('.') : undefined
  const at = (starts[location.row - 1] ?? 0) + location.col - 1
  const before = text.slice(Math.max(text.lastIndexOf('{%', at), text.lastIndexOf('{{', at)), at)
  const after = text.slice(at, text.indexOf('}}', at) + 2)
  if (/^\{%-?\s*(if|elsif|unless)\b/.test(before)) return { path, line: location.row, place: 'asked' }
  const isWritten = /^\{\{-?\s*$/.test(before) && /^[\w.]+\s*-?\}\}/.test(after)
  return { path, line: location.row, place: isWritten ? 'written' : 'other' }
}

function* renderedBy(templates: readonly Template[]): Generator<Rendered> {
  for (const template of templates) {
    if ('name' in template && template.name === 'render') {
      const scope = template.partialScope?.()
      const gives = Array.from(scope?.scope ?? [], (one) => (typeof one === 'string' ? one : one[0]))
      yield { partial: scope?.name, gives, line: template.token.getPosition()[0] ?? 0 }
    } else if (template.children) {
      yield* renderedBy(toValueSync(template.children(false, true)))
    }
  }
}

export interface Writer {
  write(values: PromptValues): string
  /** All that was made by it so far, in the measure of `mostMade`. */
  made(): number
}

/**
 * @param partials all that it renders, by name, examined and without a cycle
 * @returns writes it; it throws when its loops are too long for these values
 */
export function writer(source: TemplateSource, partials: ReadonlyMap<string, TemplateSource>): Writer {
  let made = 0
  const texts = Object.fromEntries([...partials].map(([name, partial]) => [name, whole(partial)]))
  const engine = liquid(texts, (count) => (made += count))
  const templates = engine.parse(whole(source), source.file)
  const write = (values: PromptValues): string => {
    // As globals, since a partial sees nothing else but what it is given.
    const written: unknown = engine.renderSync(templates, {}, { globals: values })
    if (typeof written !== 'string') throw new Error('a template gave no text')
    const theirs = values.passages.length + values.history.length
    if (written.length > longestPrompt + 2 * theirs) throw new Error('text limit exceeded')
    return withoutTags(written, values.passages).trim()
  }
  return { write, made: () => made }
}

/** Only the passages themselves are passages, however a tag came about of values put together. */
function withoutTags(written: string, passages: string): string {
  const parts = passages === '' ? [written] : written.split(passages)
  return parts.map(withoutPassageTags).join(passages)
}

/**
 * What Liquid says of a file, in words that say what to do.
 * @param partials by name, which is what Liquid calls them
 */
export function mistakeOf(
  error: unknown,
  { file, firstLine }: TemplateSource,
  partials: ReadonlyMap<string, TemplateSource> = new Map(),
): Mistake {
  if (!(error instanceof LiquidError)) {
    return { file, line: firstLine, ...inWords(error instanceof Error ? error.message : String(error)) }
  }
  const said = error.originalError?.message ?? error.message.replace(/(, file:[^\n]*)?, line:\d+, col:\d+$/, '')
  const where = partials.get(error.token.file ?? '')?.file ?? file
  return { file: where, line: error.token.getPosition()[0] ?? firstLine, ...inWords(said.replace(/\s+/g, ' ')) }
}
