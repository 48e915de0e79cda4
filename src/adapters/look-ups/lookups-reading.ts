/** Ways to read what is written in `lookups.yaml`. What is wrong goes to `mistakes`, and the value is undefined then. */
import type { Mistake } from '../markdown/broken-file.ts'
import { nearest } from '../markdown/nearest.ts'
import type { Written } from './lookups-yaml.ts'

/** What `${NAME}` stands for. Only what somebody has written there is ever asked for. */
export type Variable = (name: string) => string | undefined

/** Where something stands, or should. */
export interface Place {
  /** `look_ups.orders.csv`; `''` for the whole file. */
  about: string
  line: number
  /** Missing: it is not there. */
  written?: Written
}

export interface Named extends Place {
  name: string
}

/** What may be repeated: anything else may be a secret on the wrong line. */
const word = /^[\p{L}_][\p{L}\p{N}_-]{0,30}$/u
const reference = /\$\{([A-Za-z_]\w*)\}/g
/** As it looks when nothing more than a name was left out: `$TOKEN`. */
const bare = /(^|\s)\$[A-Za-z_]\w*(\s|$)/

/** Where the shop is that is played beside the simulator. */
export const sampleShop = 'SAMPLE_SHOP'

/** What `${NAME}` stands for while that shop is there. */
export const withSampleShop =
  (url: string, variable?: Variable): Variable =>
  (name) =>
    name === sampleShop ? url : variable?.(name)

export type Reading = ReturnType<typeof startReading>

/**
 * @param file as mistakes call it
 * @param variable what `${NAME}` stands for
 */
export function startReading(file: string, variable: Variable) {
  const mistakes: Mistake[] = []
  const wrong = ({ about, line }: Place, problem: string, remedy: string): undefined => {
    mistakes.push({ file, line, problem: `${about} ${problem}`.trim(), remedy })
  }

  /** What stands below a place, by its names. */
  const named = (place: Place, remedy: string): Named[] | undefined => {
    const { about, written } = place
    if (!written) return wrong(place, 'is missing', remedy)
    if (written.type === 'text' && written.text === '') return wrong(place, 'has nothing behind it', remedy)
    if (written.type !== 'map') return wrong(place, `is a ${written.type} by itself`, remedy)
    return written.entries.map(({ key, line, value }) => {
      const shown = word.test(key) ? key : '(a key)'
      return { about: about === '' ? shown : `${about}.${shown}`, line, written: value, name: key }
    })
  }

  /** The same where the names are known; each of them has a place, whether it is there or not. */
  const fields = <K extends string>(
    place: Place,
    known: readonly K[],
    remedy = `write ${known.join(', ')} below it`,
  ): ((key: K) => Place) | undefined => {
    const found = named(place, remedy)
    if (!found) return undefined
    const isKnown = (name: string): boolean => known.some((one) => one === name)
    for (const one of found) {
      if (!isKnown(one.name)) {
        const meant = word.test(one.name) ? nearest(one.name.toLowerCase().replaceAll('-', '_'), known) : undefined
        wrong(
          one,
          'is not known here',
          meant === undefined ? `what can stand here: ${known.join(', ')}` : `did you mean ${meant}?`,
        )
      }
    }
    const missing = (key: K): Place => ({ about: place.about === '' ? key : `${place.about}.${key}`, line: place.line })
    return (key) => found.find(({ name }) => name === key) ?? missing(key)
  }

  /** @param most characters */
  const text = (place: Place, remedy: string, most = 500): string | undefined => {
    const { written } = place
    if (!written) return wrong(place, 'is missing', remedy)
    if (written.type === 'list') {
      return wrong(place, 'is a list', `${remedy}; what begins with [ needs quotation marks around it`)
    }
    if (written.type === 'map') {
      return wrong(place, 'holds settings of its own', `${remedy}; what begins with { needs quotation marks around it`)
    }
    const value = written.text.trim()
    if (value === '') return wrong(place, 'has nothing behind it', remedy)
    if (value.length > most) return wrong(place, 'is too long', `write at most ${most} characters`)
    return value
  }

  /** A list of texts, of which one alone needs no brackets. */
  const list = (place: Place, remedy: string, most = 30): { text: string; place: Place }[] | undefined => {
    const { about, written } = place
    if (written?.type === 'list' && written.items.length === 0) return wrong(place, 'is empty', remedy)
    if (written?.type === 'list' && written.items.length > most) {
      return wrong(place, `holds ${written.items.length}`, `${most} can stand there`)
    }
    const items = written?.type === 'list' ? written.items : [written]
    const read = items.map((item) => {
      const own = { about, line: item?.line ?? place.line, written: item }
      return { text: text(own, remedy, 200), place: own }
    })
    return read.flatMap(({ text, place }) => (text === undefined ? [] : { text, place }))
  }

  /** Undefined when it is not there. */
  const whole = (place: Place, least: number, most: number): number | undefined => {
    const remedy = `write a whole number from ${least} to ${most}`
    const value = place.written && text(place, remedy)
    if (value === undefined) return undefined
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
    return number >= least && number <= most ? number : wrong(place, 'is not a number in its range', remedy)
  }

  /** A value with what each `${NAME}` stands for; what is wrong is told by the name, and never by a value. */
  const filled = (place: Place, value: string): string | undefined => {
    if (bare.test(value) || value.replace(reference, '').includes('${')) {
      const remedy = 'write it with braces and a name of letters, digits and _, as in ${STOCK_TOKEN}'
      return wrong(place, 'has a $ that names no setting', remedy)
    }
    const names = [...new Set([...value.matchAll(reference)].map(([, name = '']) => name))]
    const set = new Map(names.map((name) => [name, (variable(name) ?? '').trim()]))
    const missing = names.filter((name) => set.get(name) === '')
    if (missing.length === 0) return value.replace(reference, (_, name: string) => set.get(name) ?? '')
    if (missing.includes(sampleShop)) {
      return wrong(place, `needs ${sampleShop}, which is there only while the simulator plays LINE`, ownSystem)
    }
    const [verb, it] = missing.length === 1 ? ['is', 'it'] : ['are', 'them']
    const remedy = `set ${it} in the environment or in .env, or correct the name`
    return wrong(place, `needs ${missing.join(' and ')}, which ${verb} not set`, remedy)
  }

  return { file, variable, mistakes, wrong, named, fields, text, list, whole, filled }
}

const ownSystem =
  'declare a system of your own in place of the sample, as docs/look-ups.md shows, or take it out of the prompt'

/** Whether a text has `${NAME}` in it. */
export const refers = (text: string): boolean => text.search(reference) !== -1
