/** Plan: every trial of an evaluation, each with the key by which it is found again after an interruption. */
import { createHash } from 'node:crypto'
import type { Prompt } from '../../core/request.ts'
import type { Knowledge } from '../../ports/knowledge.ts'
import type { DeclaredSystems } from '../case-systems.ts'
import { caseHash, type Case } from '../cases.ts'
import type { CaseToJudge, Moment } from '../judge-case.ts'
import type { LabModel } from '../models.ts'

export interface Planned extends CaseToJudge {
  key: string
}

export interface Inputs {
  prompts: readonly Prompt[]
  models: readonly LabModel[]
  cases: readonly Case[]
  knowledge: Knowledge
  systems: DeclaredSystems
  /** When a case is judged, and how the shop's hours stand then. */
  moment(one: Case, prompt: Prompt): Moment
  /** What else the answers depend on: whether they are kept ones, say. */
  recording?: string
}

/** Repeat by repeat and case by case: an evaluation that ends early has the same cases for every prompt and model. */
export function planOf({ prompts, models, cases, knowledge, systems, moment, recording }: Inputs): Planned[] {
  const known = hashOf(JSON.stringify(knowledge.passages()))
  const most = Math.max(0, ...models.map(({ repeats }) => repeats.length))
  const repeats = Array.from({ length: most }, (_, index) => index + 1)
  const told = new Map(prompts.map((prompt) => [prompt, toldTo(prompt, systems)]))
  return repeats.flatMap((repeat) =>
    cases.flatMap((one) =>
      prompts.flatMap((prompt) => {
        const around = [caseHash(one), moment(one, prompt), known, told.get(prompt), recording ?? null]
        return models.flatMap((model) => {
          if (repeat > model.repeats.length) return []
          const about = [prompt.name, prompt.hash, model.name, one.id, repeat, around]
          return [{ key: hashOf(JSON.stringify(about)), prompt, model, case: one, repeat }]
        })
      }),
    ),
  )
}

/** What a model is told that can be looked up and recorded. */
function toldTo({ policy }: Prompt, { lookUps, records }: DeclaredSystems): string {
  const named = [
    ...policy.look_ups.map((name) => lookUps.get(name)),
    ...policy.records.map((name) => records.get(name)),
  ]
  return hashOf(JSON.stringify(named, (_, value: unknown) => (value instanceof RegExp ? value.source : value)))
}

/** The name of all of it together. */
export const nameOf = (plan: readonly Planned[]): string => hashOf(plan.map(({ key }) => key).join())

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
