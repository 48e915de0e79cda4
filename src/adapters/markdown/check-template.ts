/**
 * A prompt's template and its partials, checked as far as that can be done before anybody writes: what they name is
 * there, none holds itself, and with values of every kind something comes of it. docs/prompts.md tells authors of it.
 */
import { join, dirname } from 'node:path'
import { promptVariables, type PromptValues } from '../../core/prompt-values.ts'
import type { Mistake } from './broken-file.ts'
import { nearest } from './nearest.ts'
import { hasPassageTag } from './passage-tag.ts'
import { examine, writer, type Examined, type Named, type TemplateSource } from './template.ts'
import { tryTemplate, whole } from './try-template.ts'

/** A file of the folder partials; `mistakes` when it cannot be read. */
export interface PartialFile {
  file: string
  text: string
  mistakes?: readonly Mistake[]
}
export type Partials = ReadonlyMap<string, PartialFile>

export interface CheckedTemplate {
  write(values: PromptValues): string
  /** What is written into it. */
  uses: ReadonlySet<string>
  /** The partials it holds, and those that they hold, by name in order. */
  holds: readonly (readonly [name: string, partial: PartialFile])[]
}

type Given = Readonly<Record<string, string>> | undefined

interface Found {
  /** Undefined when it could not be read; that has been said. */
  examined: Examined | undefined
  source: TemplateSource
  /** By whom it is rendered. */
  calls: { name: string; source: TemplateSource; line: number; gives: readonly string[] }[]
}

/** @param business the front matter's own names; undefined when they could not be read */
export function checkTemplate(
  prompt: TemplateSource,
  business: Given,
  partials: Partials,
): { ok: true; value: CheckedTemplate } | { ok: false; mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  const found = new Map<string, Found>()
  const promptItself: Found = { examined: read(prompt), source: prompt, calls: [] }

  function read(source: TemplateSource): Examined | undefined {
    mistakes.push(...tagMistakes(source))
    const examined = examine(source)
    if (examined.ok) return examined.value
    mistakes.push(...examined.mistakes)
    return undefined
  }

  function follow({ examined, source }: Found, path: readonly string[]): void {
    for (const { partial: name, gives, line } of examined?.rendered ?? []) {
      const at = { file: source.file, line }
      const partial = name === undefined ? undefined : partials.get(name)
      if (name === undefined) {
        mistakes.push({ ...at, problem: 'which partial it is, is told by a value', remedy: namePartial })
      } else if (!partial) {
        mistakes.push({ ...at, problem: `there is no partial ${name}`, remedy: remedyOf(name) })
      } else if (path.includes(name)) {
        const round = [...path.slice(path.indexOf(name)), name].join(' → ')
        mistakes.push({ ...at, problem: `a partial holds itself: ${round}`, remedy: 'Take out one of these' })
      } else {
        const before = found.get(name)
        const its = before ?? readPartial(partial)
        found.set(name, its)
        its.calls.push({ name, source, line, gives })
        if (!before) follow(its, [...path, name])
      }
    }
  }

  function readPartial(partial: PartialFile): Found {
    const source = { file: partial.file, text: partial.text, firstLine: 1 }
    if (!partial.mistakes) return { examined: read(source), source, calls: [] }
    mistakes.push(...partial.mistakes)
    return { examined: undefined, source, calls: [] }
  }

  const remedyOf = (name: string): string => {
    const right = nearest(name, [...partials.keys()])
    const file = join(dirname(prompt.file), 'partials', `${name}.md`)
    return right === undefined ? `Write it as ${file}` : `Did you mean ${right}? Else write it as ${file}`
  }

  follow(promptItself, [])
  const all = [promptItself, ...found.values()]
  for (const one of all) mistakes.push(...nameMistakes(one, business))
  if (mistakes.length > 0) return { ok: false, mistakes: inOrder(mistakes) }

  const sources = new Map([...found].map(([name, { source }]) => [name, source]))
  const uses = new Set(all.flatMap(({ examined }) => examined?.named.flatMap(({ path }) => path ?? []) ?? []))
  const one = writer(prompt, sources)
  const tried = tryTemplate(prompt, sources, one, { business: business ?? {}, named: uses })
  if (!tried.ok) return tried
  // Those that are asked for alone are not in the prompt, but where they always are.
  for (const name of whole) if (!tried.placed.has(name)) uses.delete(name)
  const given = [...uses].filter((path) => isVariable(path, business))
  return {
    ok: true,
    value: {
      write: one.write,
      uses: new Set(given),
      holds: [...found.keys()].toSorted().map((name) => [name, partials.get(name)!] as const),
    },
  }
}

const namePartial = "Write its name in quotes: {% render 'tone' %}"

/** By file as they were found, and by line within one. */
function inOrder(mistakes: readonly Mistake[]): Mistake[] {
  const files = [...new Set(mistakes.map(({ file }) => file))]
  return mistakes.toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line)
}

function tagMistakes({ file, text, firstLine }: TemplateSource): Mistake[] {
  const at = text.split('\n').findIndex(hasPassageTag)
  if (at === -1) return []
  const remedy = 'Put knowledge into a file under KNOWLEDGE_DIR, and call it “a passage” here'
  return [{ file, line: firstLine + at, problem: 'a <passage> tag in the prompt itself', remedy }]
}

const isVariable = (path: string, business: Given): boolean =>
  promptVariables.some((name) => name === path) ||
  (path.startsWith('business.') && (!business || Object.hasOwn(business, path.slice('business.'.length))))

/** Of a file whose names are all wrong, the first ones say enough. */
const most = 20

const roots = new Set(['business', ...promptVariables.map((name) => name.split('.')[0])])

function nameMistakes({ examined, source, calls }: Found, business: Given): Mistake[] {
  const { file } = source
  const told = new Set<string>()
  const named = examined?.named.flatMap((one): Mistake[] => {
    const [root = ''] = one.path?.split('.') ?? []
    if (one.path === undefined || roots.has(root)) return variableMistakes(one, file, business)
    // It may be given where the partial is rendered.
    const without = calls.filter(({ gives }) => !gives.includes(root))
    if (without.length === calls.length) return variableMistakes(one, file, business)
    if (told.has(root)) return []
    told.add(root)
    return without.map((call) => ({
      file: call.source.file,
      line: call.line,
      problem: `${root} is not given to ${call.name}, which names it (${file}:${one.line})`,
      remedy: `Write {% render '${call.name}', ${root}: '…' %}`,
    }))
  })
  const covered = calls.flatMap(({ source: by, line, gives }) =>
    gives
      .filter((name) => roots.has(name))
      .map((name) => ({
        file: by.file,
        line,
        problem: `${name} is a variable already, and known to the partial`,
        remedy: 'Give it under another name, or leave it out',
      })),
  )
  return [...(named ?? []).slice(0, most), ...covered]
}

/** How a variable may stand. */
function variableMistakes({ path, line, place }: Named, file: string, business: Given): Mistake[] {
  if (path === undefined) {
    const remedy = 'Write the name itself, such as business.name'
    return [{ file, line, problem: 'which variable it is, is told by a value', remedy }]
  }
  if (isVariable(path, business)) {
    if (path === 'office' && place !== 'asked') {
      const remedy = 'Ask for it, {% if office %}, or write office.open, office.opens or office.hours'
      return [{ file, line, problem: 'office is several things', remedy }]
    }
    if ((path === 'passages' || path === 'history') && place === 'other') {
      const remedy = `Write {{ ${path} }} with nothing else in the braces, or ask for it: {% if ${path} %}`
      return [{ file, line, problem: `${path} is given to the model whole or not at all`, remedy }]
    }
    return []
  }
  const own = Object.keys(business ?? {}).map((name) => `business.${name}`)
  const right = nearest(path, [...promptVariables, ...own])
  const meant = right === undefined ? '' : `Did you mean ${right}? `
  if (path === 'business' || path.startsWith('business.')) {
    const problem =
      path === 'business' ? 'business is several things' : `${path} is not among business in the front matter`
    const remedy = path === 'business' ? 'Write one of them, such as business.name' : 'Add it there, or correct it here'
    return [{ file, line, problem, remedy: own.length > 0 ? meant + remedy : remedy }]
  }
  const use = right === undefined ? `Use one of these: ${[...promptVariables, ...own].join(', ')}` : listed
  return [{ file, line, problem: `${path} is not a variable`, remedy: meant + use }]
}

const listed = 'docs/prompts.md lists them all'
