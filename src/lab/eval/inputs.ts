/**
 * What an evaluation is made of, opened: prompts, models and cases. One that cannot be used is a problem that is said, and
 * the others are there; what makes all of it senseless is thrown.
 */
import { BrokenFile } from '../../adapters/markdown/broken-file.ts'
import type { Prompt } from '../../core/request.ts'
import type { Case } from '../cases.ts'
import { WrongCommand } from '../command.ts'
import type { LabIo } from '../io.ts'
import { checkPrices, openModel, type LabModel } from '../models.ts'
import type { EvalOptions } from './options.ts'

export interface Opened {
  prompts: Prompt[]
  models: LabModel[]
  cases: Case[]
  /** A line each, with where and what. */
  problems: string[]
  /** Filled while it is judged: why an answer that should have been kept is not there. */
  unrecorded: string[]
}

/** @throws WrongCommand, BrokenFile */
export async function openInputs(
  options: EvalOptions,
  io: Pick<LabIo, 'config' | 'openCases' | 'prompt' | 'model'>,
): Promise<Opened> {
  const { recording, resume, repeats } = options
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
  const models = new Map<string, LabModel>()
  for (const spec of options.models ?? [undefined]) {
    try {
      const model = await openModel(spec, io, {
        repeats,
        recording,
        anew: !resume,
        unrecorded: (why) => unrecorded.push(why),
      })
      models.set(model.name, model)
    } catch (error) {
      if (!(error instanceof WrongCommand)) throw error
      problems.push(`model ${spec ?? io.config.model}: ${error.message}`)
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
  if (options.maxCost !== undefined && recording !== 'use') checkPrices(opened.models, io)
  return opened
}
