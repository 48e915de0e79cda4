/** Which models can be asked, and which of them answers customers. */
import type { Settings, Shape } from './settings.ts'

/** `openai` is any endpoint that speaks the OpenAI chat form, private ones too. */
export const modelFamilies = ['gemini', 'openai', 'offline'] as const
export type ModelFamily = (typeof modelFamilies)[number]

export interface OpenaiSettings {
  /** Missing: the endpoint wants none. */
  apiKey?: string
  model: string
  /** With its version, such as `http://127.0.0.1:11434/v1`. Missing: OpenAI's. */
  baseUrl?: string
  /** Whether it can be shown pictures and files. */
  takesMedia: boolean
}

export interface ModelSettings {
  /** What answers customers; its settings are there. */
  model: ModelFamily
  gemini?: { apiKey: string; model: string; baseUrl?: string }
  openai?: OpenaiSettings
  /** `OPENAI_API_KEY` stands alone: many have it in their environment for other programs. */
  keyLeftAlone?: true
}

export const defaultGemini = 'gemini-3.6-flash'

const notName = 'is not the name of a model'
const shapes = {
  gemini: { fits: /^[\w./-]+$/, problem: notName, remedy: `write one such as ${defaultGemini}` },
  openai: {
    fits: /^[\w./:@+-]+$/,
    problem: notName,
    remedy: 'write it as the endpoint calls it, such as gpt-5-mini or qwen3:8b',
  },
} satisfies Record<string, Shape>

export function readModels(settings: Settings): ModelSettings {
  const { oneOf, wrong, isSet } = settings
  const chosen = oneOf('MODEL', modelFamilies, 'a model that can answer')
  const gemini = readGemini(settings)
  const openai = readOpenai(settings, chosen)
  const hasGemini = isSet('GEMINI_API_KEY')
  const hasOpenai = isSet('OPENAI_MODEL') || isSet('OPENAI_BASE_URL')
  const leftAlone = isSet('OPENAI_API_KEY') && !hasOpenai && chosen !== 'openai'
  if (chosen === undefined && !isSet('MODEL') && hasGemini && hasOpenai) {
    const remedy = 'write MODEL=gemini or MODEL=openai, which of them answers your customers'
    wrong('MODEL', 'is missing, and both Gemini and an OpenAI endpoint are set', remedy)
  }
  if (chosen === 'gemini' && !hasGemini) {
    wrong('GEMINI_API_KEY', 'is missing, which MODEL=gemini needs', 'make one at https://aistudio.google.com/apikey')
  }
  const model = chosen ?? (gemini ? 'gemini' : openai ? 'openai' : 'offline')
  return { model, gemini, openai, ...(leftAlone ? { keyLeftAlone: true } : {}) }
}

function readGemini({ secret, text, url }: Settings): ModelSettings['gemini'] {
  const apiKey = secret('GEMINI_API_KEY')
  const model = text('GEMINI_MODEL', shapes.gemini) ?? defaultGemini
  const baseUrl = url('GEMINI_BASE_URL', ['https:', 'http:'], 'path')
  return apiKey === undefined ? undefined : { apiKey, model, baseUrl }
}

/** @param chosen where another model answers, a key in the environment that is meant for other programs does no harm */
function readOpenai(
  { secret, text, url, oneOf, isSet, wrong }: Settings,
  chosen: ModelFamily | undefined,
): OpenaiSettings | undefined {
  const apiKey = secret('OPENAI_API_KEY')
  const baseUrl = url('OPENAI_BASE_URL', ['https:', 'http:'], 'path')
  const model = text('OPENAI_MODEL', shapes.openai)
  const media = oneOf('OPENAI_MEDIA', ['on', 'off'], 'on or off')
  const isThere = isSet('OPENAI_API_KEY') || isSet('OPENAI_BASE_URL')
  const isWanted = chosen === 'openai' || (chosen === undefined && isSet('OPENAI_BASE_URL'))
  if (!isThere && (chosen === 'openai' || isSet('OPENAI_MODEL'))) {
    const by = chosen === 'openai' ? 'MODEL=openai needs' : 'OPENAI_MODEL is for'
    const remedy =
      'copy it from https://platform.openai.com/api-keys, or set OPENAI_BASE_URL to an endpoint of your own'
    wrong('OPENAI_API_KEY', `is missing, which ${by}`, remedy)
  }
  if (isThere && isWanted && !isSet('OPENAI_MODEL')) {
    const remedy = 'write the model’s name, or MODEL=offline (or gemini) when the key is meant for another program'
    wrong('OPENAI_MODEL', 'is missing, which OPENAI_API_KEY and OPENAI_BASE_URL need', remedy)
  }
  if (!isThere || model === undefined) return undefined
  // A private model that sees nothing may answer as if it had seen: only a setting can tell.
  return { apiKey, model, baseUrl, takesMedia: media === undefined ? baseUrl === undefined : media === 'on' }
}
