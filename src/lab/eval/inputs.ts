/**
 * What an evaluation is made of, opened: prompts, models and cases. One that cannot be used is a problem that is said, and
 * the others are there; what makes all of it senseless is thrown.
 */
import { BrokenFile } from '../../adapters/markdown/broken-file.ts'
import type { Prompt } from '../../core/request.ts'
import type { Model } from '../../ports/model.ts'
import type { Case } from '../cases.ts'
import { WrongCommand } from '../command.ts'
import type { LabIo } from '../io.ts'
import type { EvalOptions } from './options.ts'
import type { PlannedModel } from './plan.ts'

export interface Opened {
  prompts: Prompt[]
  models: PlannedModel[]
  cases: Case[]
  /** A line each, with where and what. */
  problems: string[]
  /** Filled while it is judged: why an answer that should have been kept is not there. */
  unrecorded: string[]
}

/** @throws WrongCommand, BrokenFile */
export async function openInputs(options: EvalOptions, io: LabIo): Promise<Opened> {
  const problems: string[] = []
  const unrecorded: string[] = []
  const loaded = await io.openCases(options.cases)
  problems.push(...loaded.mistakes.map((mistake) => new BrokenFile([mistake]).message))
  const prompts: Prompt[] = []
  for (const name of options.prompts ?? [io.config.profile]) {
    try {
      prompts.push(await io.prompt(name))
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error
      problems.push(...error.message.split('\n'))
    }
  }
  const models = new Map<string, PlannedModel>()
  for (const spec of options.models ?? [undefined]) {
    try {
      const model = await openModel(spec, { options, io, unrecorded })
      models.set(model.name, model)
    } catch (error) {
      problems.push(`model ${spec ?? ''}: ${error instanceof Error ? error.message : 'cannot be used'}`)
    }
  }
  const languages = new Set(loaded.cases.map(({ language }) => language))
  const isWanted = ({ id, language }: Case) =>
    options.only?.some((part) => (languages.has(part) ? language === part : id.includes(part))) ?? true
  const cases = loaded.cases.filter(isWanted)
  if (cases.length === 0 && loaded.cases.length > 0) {
    throw new WrongCommand(`--only ${options.only?.join(',')}: no case has that in its id or as its language`)
  }
  const opened = { prompts, models: [...models.values()], cases, problems, unrecorded }
  if (options.maxCost !== undefined && options.recording !== 'use') checkPrices(opened.models, io)
  return opened
}

async function openModel(
  spec: string | undefined,
  { options, io, unrecorded }: { options: EvalOptions; io: LabIo; unrecorded: string[] },
): Promise<PlannedModel> {
  const { recording, resume } = options
  const open = async (repeat: number): Promise<Model> => {
    const model = await io.model(spec, recording && { mode: recording, repeat, again: !resume })
    return recording === 'use' ? tellingUnrecorded(model, unrecorded) : model
  }
  const first = await open(1)
  const free = (spec ?? io.config.model) === 'offline'
  const others = (options.repeats ?? (free ? 1 : 3)) - 1
  const repeats = [first, ...(await Promise.all(Array.from({ length: others }, (_, index) => open(index + 2))))]
  return { name: first.name, repeats, free }
}

/** That an answer was never kept is no failure of the model: nobody asked it. */
const tellingUnrecorded = (model: Model, unrecorded: string[]): Model => ({
  ...model,
  async judge(request, signal) {
    try {
      return await model.judge(request, signal)
    } catch (error) {
      if (error instanceof Error && error.name === 'NotRecorded') unrecorded.push(error.message)
      throw error
    }
  },
})

function checkPrices(models: readonly PlannedModel[], { config }: LabIo): void {
  const unknown = models.filter(({ name, free }) => !free && !config.modelPrices?.models.has(name))
  if (unknown.length === 0) return
  const names = unknown.map(({ name }) => name)
  throw new WrongCommand(
    `--max-cost needs to know what ${names.join(' and ')} costs: set MODEL_PRICES=${names.map((name) => `${name}=0.30/2.50`).join(',')} ` +
      'with your provider’s prices (US dollars for a million tokens in and out), and MODEL_PRICES_OF to the day you looked them up',
  )
}
