/** Where what a prompt may look up comes from, and where what it may record goes. No system is asked. */
import { ok, type Finding } from './finding.ts'
import { unreadable, type Read, type Serves } from './texts.ts'

export interface NamedSystem {
  kind: 'look-up' | 'record'
  name: string
  /** A file or a host. */
  where: string
  /** Why it would be of no use now. */
  mistakes: readonly { line: number; problem: string; remedy: string }[]
  /** What a file has for customers who ask. */
  seen?: Rows
}

interface Rows {
  rows: number
  /** Numbers of rows. */
  leftOut: readonly number[]
  unproven?: { rows: number; column: string; by: 'last_digits' | 'account_link' }
}

const topic = 'Live systems'

/** @param sample the host of the sample shop, where the simulator plays one */
export function liveSystems(named: Read<readonly NamedSystem[]>, serves: Serves, sample?: string): Finding[] {
  if (!named.ok) return unreadable(topic, named.mistakes, serves)
  return named.value.flatMap(({ kind, name, where, mistakes, seen }): Finding[] => {
    const place = where === sample ? 'the sample shop, which starts with the simulator' : where
    const found = kind === 'look-up' ? `${name} is looked up in ${place}` : `${name} is recorded in ${place}`
    if (mistakes.length === 0) return seen ? rowsFindings(found, seen) : [ok(topic, found)]
    const why = kind === 'look-up' ? 'Until it can be read' : 'Until it can be written'
    return mistakes.map(({ line, problem, remedy }) => ({
      level: 'warning',
      topic,
      found: `${found}, but ${line > 0 ? `its line ${line}` : 'it'} ${problem}`,
      why: `${why}, a person goes on with every customer who needs it`,
      remedy,
    }))
  })
}

/** What a shop would else learn from its customers. */
function rowsFindings(found: string, { rows, leftOut, unproven }: Rows): Finding[] {
  const warning = (of: Omit<Finding, 'level' | 'topic'>): Finding => ({ level: 'warning', topic, ...of })
  const first =
    rows > 0
      ? ok(topic, `${found}: ${counted(rows)} ${rows === 1 ? 'is' : 'are'} read`)
      : warning({
          found: `${found}, which has no row that can be found`,
          why: 'Whatever customers ask for, it does not exist',
          remedy: 'Save your rows there, below the names of the columns',
        })
  const findings = [first]
  if (leftOut.length > 0) {
    const numbers = `${leftOut.slice(0, shown).join(', ')}${leftOut.length > shown ? ' …' : ''}`
    findings.push(
      warning({
        found: `${counted(leftOut.length)} of it ${leftOut.length === 1 ? 'is' : 'are'} left out (${numbers}): more or fewer cells than columns`,
        why: 'What is left out is not found',
        remedy: 'Put what has a comma in it into quotation marks, or save the file from your spreadsheet once more',
      }),
    )
  }
  if (unproven && unproven.rows > 0) {
    const { column, by } = unproven
    const [what, remedy] =
      by === 'last_digits'
        ? [
            'usable number',
            `Write one telephone number into each cell of ${column}, formatted as Text before: else a spreadsheet makes it 9.05E+10`,
          ]
        : ['account', `Write the customer’s account into each cell of ${column}`]
    const has = unproven.rows === 1 ? 'has' : 'have'
    findings.push(
      warning({
        found: `${unproven.rows} of ${counted(rows)} ${has} no ${what} in ${column}: nobody can prove ${unproven.rows === 1 ? 'it' : 'them'}`,
        why: 'Whoever asks for one of them gets no answer from it: a person has to go on',
        remedy,
      }),
    )
  }
  return findings
}

/** So many numbers of rows are told. */
const shown = 10

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`)
