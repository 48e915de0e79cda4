/** Which model is asked: what the settings say, or what somebody at the command line named. Part of the entry. */
import { createGemini } from './adapters/gemini/gemini.ts'
import { createOffline } from './adapters/offline/offline.ts'
import { createOpenai, privateForm } from './adapters/openai/openai.ts'
import { couldSee, headOf } from './adapters/recorded/answer-file.ts'
import { recorded, type RecordedOptions } from './adapters/recorded/recorded.ts'
import { defaultGemini, type Config } from './config.ts'
import type { Knowledge } from './ports/knowledge.ts'
import type { Model } from './ports/model.ts'

/** The model cannot be asked: its message says what to set, or which names there are. */
export class NoSuchModel extends Error {
  override name = 'NoSuchModel'
}

/** What a model can be named by. */
export const modelSpecs = 'gemini, gemini:NAME, openai, openai:NAME or offline'

/**
 * @param spec one of `modelSpecs`; undefined is what the server answers with
 * @param kept where its answers are recorded. The offline model's never are: it costs nothing and answers the same.
 * Where they are only used nobody is asked, so no key is needed.
 * @throws NoSuchModel
 */
export function chooseModel(
  spec: string | undefined,
  config: Config,
  knowledge: Knowledge,
  kept?: RecordedOptions,
): Model {
  const [family = '', ...rest] = (spec ?? config.model).split(':')
  // Names of models have colons too: qwen3:8b.
  const name = rest.join(':')
  const unknown = () => new NoSuchModel(`there is no model “${spec}”: name one of ${modelSpecs}`)
  if (rest.length > 0 && name.trim() === '') throw unknown()
  const asked = rest.length > 0 ? name : undefined
  const isAsked = kept?.mode !== 'use'
  const keep = (model: Model): Model => (kept ? recorded(model, kept) : model)
  switch (family) {
    case 'offline':
      if (asked !== undefined) throw unknown()
      return createOffline(knowledge)
    case 'gemini': {
      if (!config.gemini && isAsked) {
        throw new NoSuchModel(
          'Gemini needs a key: make one at https://aistudio.google.com/apikey and set GEMINI_API_KEY',
        )
      }
      const { apiKey = 'none', baseUrl, model = defaultGemini } = config.gemini ?? {}
      return keep(createGemini({ apiKey, baseUrl, model: asked ?? model }))
    }
    case 'openai': {
      if (!config.openai && isAsked) {
        throw new NoSuchModel('openai needs OPENAI_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL: see docs/models.md')
      }
      const model = asked ?? config.openai?.model
      if (model === undefined) throw new NoSuchModel('openai needs the name of a model: write openai:NAME')
      const takesMedia = config.openai?.takesMedia ?? (kept && couldSee(kept.folder, model)) ?? true
      // Without settings the answers tell what kind of endpoint gave them.
      const tellSchema = config.openai ? undefined : kept && headOf(kept.folder, model)?.form === privateForm
      return keep(createOpenai({ ...config.openai, takesMedia, tellSchema, model }))
    }
    default:
      throw unknown()
  }
}
