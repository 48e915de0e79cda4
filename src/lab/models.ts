/** Models that judge, opened as they were named on the command line. */
import { NotRecorded, type Model } from '../ports/model.ts'
import { WrongCommand } from './command.ts'
import type { LabIo, Recording } from './io.ts'

export interface LabModel {
  /** As it names itself. */
  name: string
  /** One for each repeat: with kept answers each repeat has its own. */
  repeats: readonly Model[]
  /** The offline model: nobody is paid. */
  free: boolean
}

export interface OpenModel {
  /** Missing: 3, or 1 for the offline model, which answers the same each time. */
  repeats?: number
  recording?: Recording
  /** Whether, when recording, what is there already is asked for again. */
  anew?: boolean
  /** Told why, where an answer that should have been kept is not there. */
  unrecorded?(why: string): void
}

/**
 * @param spec undefined: what the server answers with
 * @throws WrongCommand when it cannot be asked, with the remedy
 */
export async function openModel(
  spec: string | undefined,
  io: Pick<LabIo, 'config' | 'model'>,
  options: OpenModel,
): Promise<LabModel> {
  const { recording, anew, unrecorded } = options
  const open = async (repeat: number): Promise<Model> => {
    const model = await io.model(spec, recording && { mode: recording, repeat, again: anew })
    return recording === 'use' && unrecorded ? tellingUnrecorded(model, unrecorded) : model
  }
  const first = await open(1)
  const free = (spec ?? io.config.model) === 'offline'
  const others = (options.repeats ?? (free ? 1 : 3)) - 1
  const repeats = [first, ...(await Promise.all(Array.from({ length: others }, (_, index) => open(index + 2))))]
  return { name: first.name, repeats, free }
}

/** That an answer was never kept is no failure of the model: nobody asked it. */
const tellingUnrecorded = (model: Model, unrecorded: (why: string) => void): Model => ({
  ...model,
  async judge(request, signal) {
    try {
      return await model.judge(request, signal)
    } catch (error) {
      if (error instanceof NotRecorded) unrecorded(error.message)
      throw error
    }
  },
})

/**
 * For a limit on cost.
 * @throws WrongCommand when the price of any is not known
 */
export function checkPrices(
  models: readonly Pick<LabModel, 'name' | 'free'>[],
  { config }: Pick<LabIo, 'config'>,
): void {
  const unknown = models.filter(({ name, free }) => !free && !config.modelPrices?.models.has(name))
  if (unknown.length === 0) return
  const names = unknown.map(({ name }) => name)
  throw new WrongCommand(
    `--max-cost needs to know what ${names.join(' and ')} costs: set MODEL_PRICES=${names.map((name) => `${name}=0.30/2.50`).join(',')} ` +
      'with your provider’s prices (US dollars for a million tokens in and out), and MODEL_PRICES_OF to the day you looked them up',
  )
}
