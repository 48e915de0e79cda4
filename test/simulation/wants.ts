/**
 * What the model wants of the shop's systems: requests to be recorded beside an answer, or look-ups before it. Drawn by
 * generators of their own, so that a world without such systems is what it always was.
 */
import type { ModelRequest } from '../../src/core/request.ts'
import type { Random } from './random.ts'
import { orders, tasks } from './systems.ts'

/** How often an ask is answered by look-ups, and an answer that resolves comes with requests. */
const [looksUp, recordsIt] = [0.25, 0.4]
/** How often one of them is not as declared. */
const isWrong = 0.08

export interface Wants {
  /** Each has a value of its own, which tells the request wherever it turns up. */
  records: readonly string[]
  /** One of them names an argument that there is not: none can be recorded. */
  notRecordable: boolean
  /** For the JSON of an answer. */
  json: object
}

/** Three at most, about what was asked. */
function valuesFor(covers: readonly string[], random: Random, words: (letter: string, mark: string) => string) {
  if (covers.length === 0) return []
  const count = Number(random.weighted({ 1: 6, 2: 2, 3: 1 }))
  return ['first', 'second', 'third'].slice(0, count).map((letter) => words(letter, random.pick(covers)))
}

/**
 * Requests beside an answer that resolves; undefined when it has none.
 * @param mark of the answer
 */
export function requestsWanted(
  { records = [] }: ModelRequest,
  mark: string,
  covers: readonly string[],
  random: Random,
): Wants | undefined {
  if (records.length === 0 || !random.chance(recordsIt)) return undefined
  // Signs alone: only a customer's own words are recorded, and these are nobody's.
  const signs: Readonly<Record<string, string>> = { first: '→', second: '⇒', third: '⇛' }
  const values = valuesFor(covers, random, (nth, about) => `${signs[nth]} ${about} ${mark}`)
  if (values.length === 0) return undefined
  const wrong = random.chance(isWrong)
  const name = wrong ? 'colour' : 'what'
  const json = { records: values.map((value) => ({ record: tasks.name, arguments: [{ name, value }] })) }
  return { records: values, notRecordable: wrong, json }
}

export interface LooksUp {
  values: readonly string[]
  /** So many are no look-ups of the shop, though they are called like one. */
  wrong: number
  json: object
}

export function lookUpsWanted(
  { lookUps = [] }: ModelRequest,
  covers: readonly string[],
  random: Random,
): LooksUp | undefined {
  if (lookUps.length === 0 || !random.chance(looksUp)) return undefined
  const values = valuesFor(covers, random, (nth, about) => `The ${nth} order of ${about}`)
  if (values.length === 0) return undefined
  const wrong = random.chance(isWrong) ? 1 : 0
  const asked = values.map((value, index) => ({
    look_up: orders.name,
    arguments: [{ name: index < wrong ? 'colour' : 'which', value }],
  }))
  // A name that it made up was never anything to know.
  const more = random.chance(isWrong) ? [{ look_up: 'weather', arguments: [] }] : []
  return { values: values.slice(wrong), wrong, json: { decision: 'look_up', look_ups: [...asked, ...more] } }
}
