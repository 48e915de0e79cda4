/** `npm run knowledge -- import`: a sheet of questions and answers → knowledge files. All of it is written, or nothing. */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, relative } from 'node:path'
import { BrokenFile } from '../adapters/markdown/broken-file.ts'
import { readFolder } from '../adapters/markdown/knowledge.ts'
import { parsePassages } from '../adapters/markdown/passages.ts'
import { knowledgeFile } from '../adapters/markdown/write-passages.ts'
import type { Passage } from '../core/request.ts'
import { languageOf } from './columns.ts'
import { decodeTable, encodings, type Encoding } from './decode.ts'
import { alreadyAnswered } from './known.ts'
import { readQuestions, type Question, type Remark } from './questions.ts'
import { readTable } from './table.ts'

export interface ImportOptions {
  file: string
  knowledgeDir: string
  /** What says which folder that is. Default: `KNOWLEDGE_DIR`. */
  setting?: string
  /** A `.md` file. Missing: one named like the sheet, in `knowledgeDir`. */
  into?: string
  /** Of rows that do not say. */
  language?: string
  encoding?: Encoding
  /** Files that are there are written anew. */
  replace: boolean
  /** Rows that cannot be taken are left out. */
  skip: boolean
}

export interface Imported {
  /** Empty when nothing was written. */
  written: { file: string; passages: number }[]
  /** Why nothing was written, or, when rows were to be skipped, which ones were. */
  mistakes: Remark[]
  notes: Remark[]
  encoding?: Encoding
}

export async function importKnowledge(options: ImportOptions): Promise<Imported> {
  const { file, language, encoding: given, skip, replace, knowledgeDir, setting = 'KNOWLEDGE_DIR' } = options
  const refused = (problem: string, remedy: string, row = 0): Imported => ({
    written: [],
    mistakes: [{ row, problem, remedy }],
    notes: [],
  })
  const bytes = await readFile(file).catch((error: unknown) => error)
  if (!(bytes instanceof Uint8Array)) {
    const code = bytes instanceof Error && 'code' in bytes ? String(bytes.code) : String(bytes)
    return refused(`cannot be read (${code})`, 'Give the CSV file that your spreadsheet saved')
  }
  if (bytes.length === 0) return refused('is empty', 'Save it from your spreadsheet as CSV UTF-8 once more')
  // Workbooks are ZIP archives, which begin with PK.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return refused('is a workbook, not CSV', 'Open it in your spreadsheet and save it as CSV UTF-8')
  }
  const decoded = decodeTable(bytes, given)
  if (!decoded) {
    const choice = `Save it as CSV UTF-8, or say what it is with --encoding: ${encodings.join(', ')}`
    return refused(given ? `is not ${given}` : 'is in an encoding that cannot be told', choice)
  }
  const table = readTable(decoded.text)
  if (!table.ok) return refused(`line ${table.line}: ${table.problem}`, table.remedy)

  const { questions, mistakes, notes } = readQuestions(table.rows, language)
  const { encoding } = decoded
  if (questions.length === 0 || (mistakes.length > 0 && !skip)) return { written: [], mistakes, notes, encoding }

  const into = options.into ?? join(knowledgeDir, `${nameOf(file)}.md`)
  const targets = [...Map.groupBy(questions, (one) => one.language)].map(([tag, its]) => ({
    path: pathFor(into, tag),
    its,
  }))
  const stands = await firstThere(targets.map(({ path }) => path))
  if (stands !== undefined && !replace) {
    return refused(`${stands} is there already`, 'Add --replace to write it anew, or name another file with --into')
  }
  notes.push(...(await knownNotes(knowledgeDir, targets)))
  if (relative(knowledgeDir, dirname(into)) !== '') {
    const remedy = `Put it into ${knowledgeDir}, or set ${setting} to ${dirname(into)}`
    notes.push({ row: 0, problem: `${into} is not in the folder that the assistant reads`, remedy })
  }
  const files = targets.map(({ path, its }) => ({ path, passages: its.length, text: fileText(path, its) }))
  await writeAll(files)
  const written = files.map(({ path, passages }) => ({ file: path, passages }))
  return { written, mistakes, notes, encoding }
}

/** A sheet's name as part of ids: `Our FAQ (2).csv` → `our-faq-2`. What follows a dot is a language there. */
function nameOf(file: string): string {
  const stem = basename(file, extname(file)).normalize('NFKC')
  const tag = extname(stem).slice(1)
  const language = languageOf(tag) === tag ? tag : undefined
  const plain = (language === undefined ? stem : basename(stem, `.${language}`))
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return `${plain || 'faq'}${language === undefined ? '' : `.${language}`}`
}

/** The language stands in the file's name: `faq.md` → `faq.ja.md`. */
function pathFor(into: string, language: string | undefined): string {
  const stem = into.slice(0, -'.md'.length)
  if (language === undefined || stem.endsWith(`.${language}`)) return into
  return `${stem}.${language}.md`
}

function fileText(path: string, questions: readonly Question[]): string {
  const name = basename(path, '.md')
  const text = knowledgeFile(name, questions)
  // What is written has to load: a server that runs reads it at once.
  const { passages, mistakes } = parsePassages(text, path, name)
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
  if (passages.length !== questions.length) throw new Error(`${path}: a row would be lost; nothing was written`)
  return text
}

async function knownNotes(knowledgeDir: string, targets: readonly { path: string; its: readonly Question[] }[]) {
  let passages: readonly Passage[]
  try {
    passages = (await readFolder(knowledgeDir)).passages
  } catch (error) {
    // It may hold nothing yet: the import does not depend on it.
    if (error instanceof BrokenFile) return []
    throw error
  }
  const replaced = new Set(targets.map(({ path }) => basename(path, '.md')))
  const answers = alreadyAnswered(passages.filter(({ id }) => !replaced.has(id.split('#')[0] ?? '')))
  return targets.flatMap(({ its }) =>
    its.flatMap(({ row, question }): Remark[] => {
      const id = answers(question)
      const problem = `“${question}” may be answered already by ${id}`
      return id === undefined ? [] : [{ row, problem, remedy: 'If both say the same, remove one of them' }]
    }),
  )
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined)
    if (found) return path
  }
  return undefined
}

/** Whole or not at all: each beside its place first (a name with a dot in front is not read), then all into place. */
async function writeAll(files: readonly { path: string; text: string }[]): Promise<void> {
  const half = files.map(({ path, text }) => ({ path, text, temporary: `${dirname(path)}/.${randomUUID()}.tmp` }))
  try {
    for (const { path, text, temporary } of half) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(temporary, text, { flush: true })
    }
    for (const { path, temporary } of half) await rename(temporary, path)
  } catch (error) {
    for (const { temporary } of half) await unlink(temporary).catch(() => undefined)
    throw error
  }
}
