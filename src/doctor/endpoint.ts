/** Whether an endpoint of the OpenAI chat form can answer: what it says of its models. */
import type { OpenaiSettings } from '../config.ts'
import { ok, type Finding } from './finding.ts'

/** `models`: those it lists, when it tells. */
export type EndpointSaid =
  | { type: 'answered'; status: number; models: string[] | undefined }
  | { type: 'no_answer'; why: string }

const topic = 'Model'
const tryIt = 'Write something as a tester, and look whether an answer comes'

export function endpointFinding(settings: OpenaiSettings, said: EndpointSaid): Finding {
  const { apiKey, baseUrl, model, takesMedia } = settings
  const why = 'Until it can answer, every customer hears that a person will, and stands under Waiting'
  const problem = (found: string, remedy: string): Finding => ({ level: 'problem', topic, found, why, remedy })
  const unsure = (found: string, remedy: string): Finding => ({ level: 'warning', topic, found, why, remedy })
  const isPrivate = baseUrl !== undefined
  const who = isPrivate ? 'what is at OPENAI_BASE_URL' : 'OpenAI'

  if (said.type === 'no_answer') {
    const remedy = isPrivate
      ? 'Check that it runs, that OPENAI_BASE_URL is its address, and that this computer reaches it'
      : 'Check that this computer reaches https://api.openai.com, and try again'
    return unsure(`${who} could not be asked: ${said.why}`, remedy)
  }
  const { status, models } = said
  if (status === 401 || status === 403) {
    const found = apiKey === undefined ? `${who} wants a key (${status})` : `${who} refuses the key (${status})`
    return problem(found, 'Copy the key again, from where the model is offered, into OPENAI_API_KEY')
  }
  if (status === 200 && models) {
    // Ollama calls a model without a version `…:latest`.
    const isListed = models.includes(model) || models.includes(`${model}:latest`)
    if (isListed) return ok(topic, `${model}; ${who} has it${takesMedia ? '' : seesNothing}`)
    if (!isPrivate) return problem(`OpenAI has no model ${model} for this key`, 'Set OPENAI_MODEL to one that it has')
    return unsure(`${who} does not list ${model}`, `Set OPENAI_MODEL to what it lists. ${tryIt}`)
  }
  if (status === 429) return unsure(`${who} says that it is asked too much (429)`, 'Wait, or look at your plan there')
  const found = `${who} does not tell about models (${status}), so key and model could not be checked`
  return unsure(found, `Check that OPENAI_BASE_URL is whole (often it ends in /v1). ${tryIt}`)
}

const seesNothing = '; pictures, voice messages and files go to staff (OPENAI_MEDIA)'
