/** Which passages a turn's model request holds: all when they fit the budget, else the best found for the open messages. */
import { plainWords } from '../core/content.ts'
import type { Looks, Passage } from '../core/request.ts'
import type { Turn } from '../core/turn.ts'
import type { Knowledge } from '../ports/knowledge.ts'

/** How many passages are looked at when not all fit. */
const candidates = 60
/** So much of a text file is searched for (characters). */
const fileWords = 2_000

/**
 * What a picture or a voice message asks is in no words yet: what is left of the budget is then filled with the others.
 * @param budget characters of title and text together
 * @param looks what the turn's pictures, recordings and files hold
 */
export function choosePassages(knowledge: Knowledge, turn: Turn, budget: number, looks: Looks): Passage[] {
  const all = knowledge.passages()
  if (all.reduce((sum, passage) => sum + size(passage), 0) <= budget) return [...all]
  const seen = [...looks.values()]
  const written = seen.flatMap((look) => (look.type === 'text' ? [look.text.slice(0, fileWords)] : []))
  const question = [...turn.messages.map(plainWords), ...written].join('\n')
  const found = knowledge.search(question, candidates).map(({ passage }) => passage)
  const others = seen.some((look) => look.type === 'inline') ? all.filter((passage) => !found.includes(passage)) : []
  const chosen: Passage[] = []
  let left = budget
  for (const passage of [...found, ...others]) {
    if (size(passage) > left) continue
    chosen.push(passage)
    left -= size(passage)
  }
  return chosen
}

const size = (passage: Passage): number => passage.title.length + passage.text.length
