/** Plan: every trial of an evaluation, each with the key by which it is found again after an interruption. */
import { createHash } from 'node:crypto'
import type { Prompt } from '../../core/request.ts'
import type { Knowledge } from '../../ports/knowledge.ts'
import type { Model } from '../../ports/model.ts'
import { caseHash, type Case } from '../cases.ts'

export interface PlannedModel {
  /** As it names itself. */
  name: string
  /** One for each repeat: with kept answers each repeat has its own. */
  repeats: readonly Model[]
  /** The offline model: nobody is paid. */
  free: boolean
}

export interface Planned {
  key: string
  prompt: Prompt
  model: PlannedModel
  case: Case
  repeat: number
}

export interface Inputs {
  prompts: readonly Prompt[]
  models: readonly PlannedModel[]
  cases: readonly Case[]
  knowledge: Knowledge
  /** What else the answers depend on, in any words: the shop's hours, say. */
  around: string
}

/** Repeat by repeat and case by case: an evaluation that ends early has the same cases for every prompt and model. */
export function planOf({ prompts, models, cases, knowledge, around }: Inputs): Planned[] {
  const known = hashOf(JSON.stringify(knowledge.passages()))
  const most = Math.max(0, ...models.map(({ repeats }) => repeats.length))
  const repeats = Array.from({ length: most }, (_, index) => index + 1)
  return repeats.flatMap((repeat) =>
    cases.flatMap((one) =>
      prompts.flatMap((prompt) =>
        models.flatMap((model) => {
          if (repeat > model.repeats.length) return []
          const about = [prompt.name, prompt.hash, model.name, one.id, caseHash(one), repeat, known, around]
          return [{ key: hashOf(JSON.stringify(about)), prompt, model, case: one, repeat }]
        }),
      ),
    ),
  )
}

/** The name of all of it together. */
export const nameOf = (plan: readonly Planned[]): string => hashOf(plan.map(({ key }) => key).join())

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
