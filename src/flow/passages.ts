/** Which passages a turn's model request holds: all when they fit the budget, else the best found for the open messages. */
import { plainWords } from '../core/content.ts'
import type { Passage } from '../core/request.ts'
import type { Turn } from '../core/turn.ts'
import type { Knowledge } from '../ports/knowledge.ts'

/** How many passages are looked at when not all fit. */
const candidates = 60

/** @param budget characters of title and text together */
export function choosePassages(knowledge: Knowledge, turn: Turn, budget: number): Passage[] {
  const all = knowledge.passages()
  if (all.reduce((sum, passage) => sum + size(passage), 0) <= budget) return [...all]
  const question = turn.messages.map(plainWords).join('\n')
  const chosen: Passage[] = []
  let left = budget
  for (const { passage } of knowledge.search(question, candidates)) {
    if (size(passage) > left) continue
    chosen.push(passage)
    left -= size(passage)
  }
  return chosen
}

const size = (passage: Passage): number => passage.title.length + passage.text.length
