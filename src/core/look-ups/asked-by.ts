/**
 * Who asked for what is recorded: the name that LINE tells of who wrote. It goes to the sink beside the arguments. No model is
 * told of it or can give it, and no rule goes by it: whoever calls themself “the manager” is called so, and no more.
 */
import type { WantedRecord } from './recording.ts'

/** Characters. */
const longest = 100

/** A name from outside as it goes to a sink: one line, without what is not seen or turns the direction of what follows. */
export function plainName(told: string): string {
  const name = told
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(unseen, '')
    .replace(/\s+/gu, ' ')
    .trim()
  return Array.from(name).slice(0, longest).join('').trim()
}

/** Joiners are spelling, and make emoji. */
const unseen = /(?!\u200c|\u200d|\ufe0f)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** @param name of who asked; where it is not known, empty, it is left out as an argument is that was not given */
export const withAskedBy = (wanted: readonly WantedRecord[], name = ''): readonly WantedRecord[] =>
  wanted.map((one) => {
    const { askedBy } = one.declared
    return askedBy === undefined || name === '' ? one : { ...one, given: { ...one.given, [askedBy]: name } }
  })
