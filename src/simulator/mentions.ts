/** Who a text in a group mentions. LINE tells it by place and length, counted in UTF-16 units. */
import { z } from 'zod'

/** `isSelf`: it is the account that gets the webhook. The user id is left out for those who have not agreed to it. */
export const Mention = z.object({
  mentionees: z.array(
    z.union([
      z.object({ type: z.literal('all'), index: z.number(), length: z.number() }),
      z.object({
        type: z.literal('user'),
        index: z.number(),
        length: z.number(),
        userId: z.string().optional(),
        isSelf: z.boolean().optional(),
      }),
    ]),
  ),
})
export type Mention = z.infer<typeof Mention>

export interface Person {
  userId: string
  name: string
  isSelf: boolean
}

/**
 * The mentions that stand in a text: everybody by "@" and the whole name. The account also by the first words of its
 * name ("@Mugi" for "Mugi Bakery & Café"), because a person who tries the simulator types that.
 */
export function mentionIn(text: string, people: readonly Person[]): Mention | undefined {
  const names = people
    .flatMap((person) => namesOf(person).map((name) => ({ ...person, name: `@${name}` })))
    .toSorted((a, b) => b.name.length - a.name.length)
  const mentionees: Mention['mentionees'] = []
  for (let index = text.indexOf('@'); index >= 0; index = text.indexOf('@', index + 1)) {
    // In "mugi@example" nobody is mentioned.
    if (LETTER.test(text.charAt(index - 1))) continue
    const found = names.find(({ name }) => startsWithName(text.slice(index), name))
    if (!found) continue
    const { userId, isSelf, name } = found
    mentionees.push({ type: 'user', index, length: name.length, userId, isSelf })
  }
  return mentionees.length > 0 ? { mentionees } : undefined
}

/** The text with the account mentioned: where its name stands already, else put in front. */
export function withMention(text: string, account: Person): { text: string; mention: Mention } {
  const mention = mentionIn(text, [account])
  if (mention) return { text, mention }
  const named = `@${account.name} ${text}`
  return { text: named, mention: mentionIn(named, [account]) ?? { mentionees: [] } }
}

function namesOf({ name, isSelf }: Person): string[] {
  if (!isSelf) return [name]
  const words = name.split(' ')
  return words
    .map((_word, index) => words.slice(0, index + 1).join(' '))
    .filter((start) => /[\p{L}\p{N}]$/u.test(start))
}

/** Of a script that writes words apart. */
const LETTER = /[\p{Script=Latin}\p{N}]/u

/** "@Ann" does not stand in "@Anna". */
function startsWithName(text: string, name: string): boolean {
  if (!text.toLowerCase().startsWith(name.toLowerCase())) return false
  return !LETTER.test(text.charAt(name.length))
}
