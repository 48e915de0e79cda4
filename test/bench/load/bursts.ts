/** A script of customers who write in bursts: the last line of each is the question. */
import type { Sending } from './driver.ts'
import { userIdOf, writer } from './webhooks.ts'

/** What is written, the question last. */
const bursts: readonly (readonly string[])[] = [
  ['Hi!', 'we are coming on sunday with the children', 'are you open in the morning?'],
  ['Hello', 'do you have gluten free bread?'],
  ['how far ahead do I need to order a birthday cake?'],
  ['Hello', 'it is about saturday', 'we come by car', 'is there anywhere to leave it?'],
]
/** Between two lines of a customer (ms), in turn: most within the window, some past it. */
const gaps = [600, 900, 1_300, 2_200]
/** Between the first lines of two customers (ms). */
const apart = 100

/** Who writes what and when, in the order of time. */
export function burstsOf(customers: number): Sending[] {
  const write = writer()
  const lines = Array.from({ length: customers }, (_, customer) => {
    let due = customer * apart
    return (bursts[customer % bursts.length] ?? []).map((text, line) => {
      if (line > 0) due += gaps[(customer + line) % gaps.length] ?? 0
      return { due, make: () => write(userIdOf(customer), text) }
    })
  })
  return lines.flat().toSorted((a, b) => a.due - b.due)
}
