/** Rows of a sheet → questions with their answers, and what is wrong with the others. */
import { sameQuestion, type Draft } from '../adapters/markdown/write-passages.ts'
import { languageOf, placesOf, type Column, type Places } from './columns.ts'

export interface Question extends Draft {
  row: number
  /** A tag such as `ja`; missing when nothing told. */
  language?: string
}

/** One line for a person, about one row; row 0 is the whole file. */
export interface Remark {
  row: number
  problem: string
  remedy: string
}

export interface Questions {
  questions: Question[]
  /** Rows that cannot be taken. */
  mistakes: Remark[]
  /** What was taken all the same, and a person should look at. */
  notes: Remark[]
}

/** A LINE text message holds so many characters. */
const lineLimit = 5_000

const nameThem = 'Name the columns question and answer in the first row'

/** @param language of rows that do not say */
export function readQuestions(rows: readonly string[][], language?: string): Questions {
  const found: Questions = { questions: [], mistakes: [], notes: [] }
  const header = placesOf(rows[0] ?? [])
  const named = header.question !== undefined || header.answer !== undefined
  const places: Places = named ? header : { question: 0, answer: 1 }
  const missing = (['question', 'answer'] as const).find((column) => places[column] === undefined)
  const filled = rows.map((cells, index) => ({ cells, row: index + 1 })).filter(({ cells }) => cells.some(isFilled))
  const body = filled.slice(named ? 1 : 0)
  if (missing) {
    found.mistakes.push({ row: 1, problem: `there is no column for the ${missing}`, remedy: nameThem })
  } else if (!named && body.some(({ cells }) => cells.slice(2).some(isFilled))) {
    found.mistakes.push({
      row: 1,
      problem: 'more than two columns, and nothing says what is in them',
      remedy: nameThem,
    })
  } else if (body.length === 0) {
    const remedy = 'Write a question and its answer in each row'
    found.mistakes.push({ row: 0, problem: 'holds no questions', remedy })
  } else {
    const taken = new Map<string, Question>()
    for (const { cells, row } of body) readRow(cells, row, places, language, taken, found)
  }
  return found
}

const isFilled = (cell: string): boolean => cell.trim() !== ''

function readRow(
  cells: readonly string[],
  row: number,
  places: Places,
  fallback: string | undefined,
  taken: Map<string, Question>,
  { questions, mistakes, notes }: Questions,
): void {
  const cell = (column: Column): string => cells[places[column] ?? Infinity]?.trim() ?? ''
  const wrong = (problem: string, remedy: string) => void mistakes.push({ row, problem, remedy })
  const [question, answer] = [cell('question'), cell('answer')]
  if (question === '') return wrong('no question', 'Write it, or remove the row')
  if (answer === '') return wrong('no answer', 'Write it, or remove the row')
  if (!/[\p{L}\p{N}]/u.test(question)) return wrong('a question without a word', 'Write it in words')
  const told = cell('language')
  const language = told === '' ? fallback : languageOf(told)
  if (told !== '' && language === undefined) {
    return wrong(`“${told}” is not a language`, 'Write one such as en, ja, zh-TW, th or id')
  }
  const one: Question = {
    row,
    question,
    answer,
    title: cell('title') || undefined,
    also: [...wordsIn(cell('also')), ...wordsIn(cell('topic'))],
    language,
  }
  const key = `${language} ${sameQuestion(question)}`
  const before = taken.get(key)
  if (before && before.answer === answer) {
    notes.push({ row, problem: `the same as row ${before.row}`, remedy: 'It is taken once' })
  } else if (before) {
    wrong(`the question of row ${before.row} again, with another answer`, 'Leave one of the two')
  } else {
    taken.set(key, one)
    questions.push(one)
    lookAtAnswer(one, notes)
  }
}

const wordsIn = (cell: string): string[] => cell.split(/[,、，;；\n]+/).flatMap((word) => word.trim() || [])

/** Customers see an answer as it stands: LINE shows no markup. */
function lookAtAnswer({ row, answer }: Question, notes: Remark[]): void {
  const note = (problem: string, remedy: string) => void notes.push({ row, problem, remedy })
  const asItStands = 'Customers see it as it stands; write plain text'
  if (/<\/?[a-z][^>]*>|<!--/i.test(answer)) note('HTML in the answer', asItStands)
  else if (/^#{1,6}[ \t]|\*\*[^*\n]+\*\*|\]\(https?:/m.test(answer)) note('Markdown in the answer', asItStands)
  if (answer.length > lineLimit) {
    note(`an answer of ${answer.length} characters`, `A LINE message holds ${lineLimit}; make several questions of it`)
  }
}
