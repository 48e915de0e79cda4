/** The text of a case file → cases as they are written, each checked by itself: one that is wrong costs no other. */
import { z } from 'zod'
import type { Mistake } from '../adapters/markdown/broken-file.ts'
import { nearest } from '../adapters/markdown/nearest.ts'
import { parseYaml, type LineOf } from '../adapters/markdown/yaml.ts'
import { caseSchema, keysAt, type WrittenCase } from './case-schema.ts'

export const remedies = {
  file: 'A case file is a list: each case begins with "- id:"; see docs/cases.md',
  message: 'Make it a message of its own',
  case: 'A case has id, messages, expect (resolved, needs_info or handoff) and source; see docs/cases.md',
}

/** Nothing but comments is a file without cases. */
const listSchema = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? [] : value),
  z.array(z.unknown(), 'not a list of cases'),
)

/** A remedy, when a word is near that there is. */
export function meant(wrong: string, known: readonly string[]): string | undefined {
  const near = nearest(wrong, known)
  return near === undefined ? undefined : `Did you mean "${near}"?`
}

export interface ParsedCases {
  /** `lineOf` takes paths within the case. */
  cases: { written: WrittenCase; lineOf: LineOf }[]
  mistakes: Mistake[]
}

export function parseCases(file: string, text: string): ParsedCases {
  const parsed = parseYaml({ file, text, firstLine: 1, remedy: () => remedies.file }, listSchema)
  if (!parsed.ok) return { cases: [], mistakes: parsed.mistakes }
  const found: ParsedCases = { cases: [], mistakes: [] }
  for (const [index, value] of parsed.value.entries()) {
    const lineOf: LineOf = (path) => parsed.lineOf([index, ...path])
    const one = caseSchema.safeParse(value, { reportInput: true })
    if (one.success) {
      found.cases.push({ written: one.data, lineOf })
      continue
    }
    const wrongs = wrongsOf(one.error.issues)
    const name = nameOf(value) ?? `case ${index + 1}`
    for (const { path, problem, remedy } of wrongs) {
      found.mistakes.push({ file, line: lineOf(path), problem: `${name}: ${problem}`, remedy })
    }
  }
  return found
}

const named = z.object({ id: z.string().regex(/^[\w-]+$/) })

function nameOf(value: unknown): string | undefined {
  return named.safeParse(value).data?.id
}

interface Wrong {
  path: PropertyKey[]
  problem: string
  remedy: string
  /** The key that was meant by one there is not: that it is missing need not be said. */
  means?: string
}

function wrongsOf(issues: readonly z.core.$ZodIssue[]): Wrong[] {
  const wrongs = issues.flatMap((issue) => wrongOf(issue))
  const meantKeys = new Set(wrongs.flatMap(({ means }) => means ?? []))
  return wrongs.filter(({ path }) => !meantKeys.has(path.join('.')))
}

function wrongOf(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): Wrong[] {
  const path = [...before, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    const place = String(path[0] ?? '')
    const known = keysAt[place] ?? []
    return issue.keys.map((key) => {
      const where = [...path, key]
      if (known.includes(key)) {
        return {
          path: where,
          problem: `"${key}" does not go together with what is beside it`,
          remedy: remedies.message,
        }
      }
      const near = nearest(key, known)
      const means = near === undefined ? undefined : [...path, near].join('.')
      const remedy = meant(key, known) ?? remedies.case
      return { path: where, problem: `there is no key "${key}"`, remedy, means }
    })
  }
  if (issue.code === 'invalid_union') {
    const tried = issue.errors.filter((some) => !some.some(({ code, path }) => code === 'invalid_type' && !path.length))
    const [likeliest] = tried.toSorted((a, b) => a.length - b.length)
    if (likeliest) {
      const keys = likeliest.filter(({ code }) => code === 'unrecognized_keys')
      return (keys.length > 0 ? keys : likeliest).flatMap((inner) => wrongOf(inner, path))
    }
  }
  const where = path.length === 0 ? '' : `${path.join('.')}: `
  if (issue.code === 'invalid_value' && typeof issue.input === 'string') {
    const known = issue.values.map(String)
    const remedy = meant(issue.input, known) ?? `It is one of ${known.join(', ')}`
    return [{ path, problem: `${where}there is no "${issue.input}"`, remedy }]
  }
  return [{ path, problem: `${where}${issue.message.replace(/\.$/, '')}`, remedy: remedies.case }]
}
