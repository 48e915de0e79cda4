/**
 * Shapes of what comes from outside, as LINE's events. Zod's own `min` and `max` look at a length before they ask whether
 * there is a text or a list at all: an object made to look as if it had one breaks them with an error that is not zod's.
 * These do not, so that `orNone` holds whatever comes.
 */
import { z } from 'zod'

/** A text of so many UTF-16 units at most. */
export const textUpTo = (most: number) => z.string().refine((text) => text.length <= most, 'too long')

/** One that is not empty. */
export const wordsUpTo = (most: number) => textUpTo(most).refine((text) => text !== '', 'empty')

export const listUpTo = <T extends z.ZodType>(most: number, of: T) =>
  z.array(of).refine((list) => list.length <= most, 'too many')

/** What a message can do without. One that LINE writes otherwise, some day, does not cost the message. */
export const orNone = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)

export const isWellFormed = (text: string): boolean => text.isWellFormed()
