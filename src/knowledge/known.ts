/** Which questions an existing passage seems to answer already: its title or its other words hold all their words. */
import { terms } from '../adapters/markdown/words.ts'
import { sameQuestion } from '../adapters/markdown/write-passages.ts'
import type { Passage } from '../core/request.ts'

/** @returns for a question the id of such a passage */
export function alreadyAnswered(passages: readonly Passage[]): (question: string) => string | undefined {
  const bySaying = new Map<string, string>()
  const byTerm = new Map<string, Set<string>>()
  for (const { id, title, also } of passages) {
    for (const saying of [title, ...also.split(/[,、，]/)]) {
      const key = sameQuestion(saying)
      if (key !== '' && !bySaying.has(key)) bySaying.set(key, id)
    }
    for (const term of terms(`${title}\n${also}`)) {
      const ids = byTerm.get(term) ?? new Set()
      byTerm.set(term, ids.add(id))
    }
  }
  return (question) => {
    const said = bySaying.get(sameQuestion(question))
    if (said !== undefined) return said
    const words = [...new Set(terms(question))]
    // A word or two may stand anywhere.
    if (words.length < 3) return undefined
    const holding = words.map((word) => byTerm.get(word)).toSorted((a, b) => (a?.size ?? 0) - (b?.size ?? 0))
    const [rarest] = holding
    return rarest && [...rarest].find((id) => holding.every((ids) => ids?.has(id)))
  }
}
