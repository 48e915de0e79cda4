/**
 * Marks: what tells, wherever words turn up, whose they are. They are made of symbols alone, so that they change neither
 * the language of a text, nor whether it stands for a button, nor whether it holds a number.
 *
 *   «☱·☲☳»   the 19th message of customer 1
 *   ‹☱·☲☳›   the answer to the 19th ask about customer 1
 */
const first = 0x2630
const digits = (count: number): string =>
  Array.from(count.toString(8), (digit) => String.fromCodePoint(first + Number(digit))).join('')
const numberOf = (text: string): number =>
  Number.parseInt(Array.from(text, (one) => (one.codePointAt(0) ?? 0) - first).join(''), 8)

export const messageMark = (customer: number, count: number): string => `«${digits(customer)}·${digits(count)}»`
export const answerMark = (customer: number, count: number): string => `‹${digits(customer)}·${digits(count)}›`

const message = /«[☰-☷]+·[☰-☷]+»/g
const answer = /‹[☰-☷]+·[☰-☷]+›/g
export const messageMarks = (text: string): string[] => [...new Set(text.match(message) ?? [])]
/** Each once: that several requests of one answer are recorded is told in one message. */
export const answerMarks = (text: string): string[] => [...new Set(text.match(answer) ?? [])]

/** Whose it is. */
export const customerOf = (mark: string): number => numberOf(mark.slice(1, mark.indexOf('·')))

/** For people: `m19`, `a19`. */
export const readable = (text: string): string =>
  text
    .replace(message, (mark) => `m${numberOf(mark.slice(mark.indexOf('·') + 1, -1))}`)
    .replace(answer, (mark) => `a${numberOf(mark.slice(mark.indexOf('·') + 1, -1))}`)
