/**
 * Whether a text names an id, as it is or as an address writes it (`%3A` for a colon, `%253A` for one within another
 * address). LINE's ids are long, but those of a test or a simulator may begin another's.
 */
const letter = /[0-9A-Za-z]/
/** What an address writes for a sign that is neither letter nor digit. */
const escapedSign = /%(?:25)*[0-9A-Fa-f]{2}$/
/** The id of the account stands in front of each of its conversations: it is not what they are about. */
const conversationOf = /^(?::|%(?:25)*3A)(?:user|group|room|account)(?::|%)/i

export function namesAny(text: string, ids: readonly string[]): boolean {
  return formsOf(ids).some((id) => placesOf(text, id).length > 0)
}

/** The text with each of these ids replaced. */
export function withoutNames(text: string, ids: readonly string[], instead: string): string {
  let rest = text
  for (const id of formsOf(ids)) {
    for (const at of placesOf(rest, id).toReversed()) rest = rest.slice(0, at) + instead + rest.slice(at + id.length)
  }
  return rest
}

/** What stands where a forgotten customer's id stood. */
const nobody = '(forgotten)'

/** A line of the audit without these ids, in its values alone, so that it stays one; the same line when it names none. */
export function withoutForgotten<Line extends { conversation?: string; detail?: string }>(
  line: Line,
  ids: readonly string[],
): Line {
  const { conversation, detail } = line
  const after = {
    ...line,
    ...(conversation !== undefined && { conversation: withoutNames(conversation, ids, nobody) }),
    ...(detail !== undefined && { detail: withoutNames(detail, ids, nobody) }),
  }
  return after.conversation === conversation && after.detail === detail ? line : after
}

/** Whether what stands in front of an id, its last signs, cannot be part of it. */
export const mayStandBefore = (before: string): boolean => !letter.test(before.at(-1) ?? '') || escapedSign.test(before)

/** Longest first: a conversation's id holds that of its chat. */
export function formsOf(ids: readonly string[]): string[] {
  const once = ids.map((id) => encodeURIComponent(id))
  const forms = new Set([...ids, ...once, ...once.map((id) => encodeURIComponent(id))])
  return [...forms].filter((id) => id !== '').toSorted((a, b) => b.length - a.length)
}

/** The longest of `%25253A`, more than anybody writes. */
const longestSign = 12

function placesOf(text: string, id: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(id); at !== -1; at = text.indexOf(id, at + 1)) {
    const end = at + id.length
    if (!mayStandBefore(text.slice(Math.max(0, at - longestSign), at)) || letter.test(text.charAt(end))) continue
    if (!conversationOf.test(text.slice(end, end + 2 * longestSign))) places.push(at)
  }
  return places
}
