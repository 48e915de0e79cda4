/** Whether a text names an id: LINE's ids are long, but those of a test or a simulator may begin another's. */
const letter = /[0-9A-Za-z]/

export function namesAny(text: string, ids: readonly string[]): boolean {
  return ids.some((id) => placesOf(text, id).length > 0)
}

/** The text with each of these ids replaced. */
export function withoutNames(text: string, ids: readonly string[], instead: string): string {
  let rest = text
  for (const id of ids) {
    for (const at of placesOf(rest, id).toReversed()) rest = rest.slice(0, at) + instead + rest.slice(at + id.length)
  }
  return rest
}

function placesOf(text: string, id: string): number[] {
  const places: number[] = []
  if (id === '') return places
  for (let at = text.indexOf(id); at !== -1; at = text.indexOf(id, at + 1)) {
    if (!letter.test(text.charAt(at - 1)) && !letter.test(text.charAt(at + id.length))) places.push(at)
  }
  return places
}
