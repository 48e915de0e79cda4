/**
 * Cases: what customers write, and the decision that is right. A file of them is `<language>.yaml`; those in
 * `held-out.<language>.yaml` were written before any threshold was set and are never used to set one.
 *
 *     - id: en-hours-followup
 *       history:                                   what was said before, oldest first
 *         - {from: customer, text: 'when do you open?'}
 *         - {from: assistant, text: 'From Tuesday to Friday …'}
 *       messages: ['ok thx', 'and on saturday?']   the open messages
 *       expect: resolved
 *       source: hours.en#weekend                   or a list, of which one is enough
 */
import { join } from 'node:path'
import { z } from 'zod'
import { BrokenFile, type Mistake } from '../adapters/markdown/broken-file.ts'
import { listFiles, readText } from '../adapters/markdown/read-file.ts'
import { parseYaml, type LineOf } from '../adapters/markdown/yaml.ts'
import { decisions } from '../core/judgement.ts'

const id = z.string().regex(/^[\w-]+$/, 'letters, digits and dashes')
const text = z.string().trim().min(1)

const caseSchema = z
  .strictObject({
    id,
    history: z.array(z.strictObject({ from: z.enum(['customer', 'assistant']), text })).default([]),
    messages: z.array(text).min(1),
    expect: z.enum(decisions),
    source: z.union([text.transform((one) => [one]), z.array(text).min(1)]).default([]),
    small_talk: z.boolean().default(false),
  })
  .refine((one) => one.expect !== 'resolved' || one.small_talk || one.source.length > 0, {
    message: 'a resolved case needs a source, or small_talk: true',
  })
  .refine((one) => one.expect === 'resolved' || (one.source.length === 0 && !one.small_talk), {
    message: 'only a resolved case has a source or small_talk',
  })

export type Case = z.infer<typeof caseSchema> & {
  /** From the file's name, such as `zh-TW`. */
  language: string
  heldOut: boolean
}

const remedy = 'A case has id, messages, expect (resolved, needs_info or handoff) and source; see src/lab/cases.ts'

/**
 * Reads all cases of a folder.
 * @param passages ids there are: a source that names none of them is a mistake
 * @throws BrokenFile with every mistake
 */
export async function loadCases(dir: string, passages: ReadonlySet<string>): Promise<Case[]> {
  const cases: Case[] = []
  const mistakes: Mistake[] = []
  const taken = new Map<string, string>()
  for (const name of await listFiles(dir, '.yaml', 'Name a folder with cases, such as prompts/cases')) {
    const file = join(dir, name)
    const text = await readText(file, remedy)
    const parsed = parseYaml({ file, text, firstLine: 1, remedy: () => remedy }, z.array(caseSchema))
    if (!parsed.ok) {
      mistakes.push(...parsed.mistakes)
      continue
    }
    const language = name.replace(/^(held-out|learned)\./, '').replace(/\.yaml$/, '')
    const heldOut = name.startsWith('held-out.')
    for (const [index, one] of parsed.value.entries()) {
      mistakes.push(...checkAgainst(one, index, { file, lineOf: parsed.lineOf, taken, passages }))
      cases.push({ ...one, language, heldOut })
    }
  }
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
  return cases
}

interface Around {
  file: string
  lineOf: LineOf
  /** Ids so far, and where. */
  taken: Map<string, string>
  passages: ReadonlySet<string>
}

function checkAgainst(one: z.infer<typeof caseSchema>, index: number, around: Around): Mistake[] {
  const { file, lineOf, taken, passages } = around
  const mistakes: Mistake[] = []
  const line = lineOf([index])
  const first = taken.get(one.id)
  if (first !== undefined) {
    mistakes.push({ file, line, problem: `the id ${one.id} is taken by ${first}`, remedy: 'Give this case another id' })
  }
  taken.set(one.id, first ?? `${file}:${line}`)
  for (const source of one.source.filter((source) => !passages.has(source))) {
    const problem = `there is no passage ${source}`
    mistakes.push({ file, line: lineOf([index, 'source']), problem, remedy: 'Name a passage such as hours.en#weekend' })
  }
  return mistakes
}
