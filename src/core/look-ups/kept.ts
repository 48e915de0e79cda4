/** What a past turn looked up, as its ledger has kept it: what is judged once more finds it there, and asks nobody. */
import type { Conversation } from '../conversation.ts'
import type { Fact } from '../facts.ts'
import type { Given } from './declared.ts'
import type { LookedUp } from './looked-up.ts'

/** Those of a judgement. Once the words of the turn are gone nothing is known of them. */
export function keptOf(fact: Fact | undefined, { judged }: Pick<Conversation, 'judged'>): LookedUp[] {
  if (fact?.type !== 'judged') return []
  const facts = fact.lookUps ?? []
  const ofTurn = judged.filter(({ turn }) => turn === fact.turn)
  const texts = ofTurn.findLast(({ lookUps }) => lookUps?.length === facts.length)?.lookUps ?? []
  return facts.flatMap((one, index) => {
    const text = texts[index]
    return text ? [{ fact: one, text }] : []
  })
}

/** The same question, in any case and width, as a list is searched too. */
export const isSame = (a: Given, b: Given): boolean => written(a) === written(b)

const written = (given: Given): string =>
  JSON.stringify(
    Object.entries(given)
      .map(([name, value]): [string, string] => [name, value.normalize('NFKC').trim().toLowerCase()])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
