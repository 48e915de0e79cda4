/** Whether the model can answer: what Google says of the key and the model's name, or that there is no key. */
import { ok, type Finding } from './finding.ts'

/** How Google answered the question for the model, which costs nothing. */
export type ModelSaid =
  | { type: 'answered'; status: number; keyInvalid: boolean; writes: boolean }
  | { type: 'no_answer'; why: string }

const topic = 'Model'
const anotherKey = 'Copy the key again, or make a new one, at https://aistudio.google.com/apikey, into GEMINI_API_KEY'

/**
 * @param channel real customers are answered
 * @param isThere a model is set, but MODEL=offline
 */
export function noModel(channel: boolean, isThere = false): Finding {
  const why = isThere ? 'MODEL=offline' : 'no model is set'
  const found = `${why}: the offline model answers, with passages of the knowledge files word for word`
  if (!channel) return ok(topic, found)
  return {
    level: 'warning',
    topic,
    found,
    why: 'It is for trying: it understands few questions, and hands the others to staff',
    remedy: isThere
      ? 'Take MODEL=offline out of the settings'
      : 'Make a key at https://aistudio.google.com/apikey and set GEMINI_API_KEY to it; docs/models.md names the other ways',
  }
}

/** @param gateway GEMINI_BASE_URL is set: something other than Google may have answered */
export function modelFinding(name: string, said: ModelSaid, gateway: boolean): Finding {
  const why = 'Until it can answer, every customer hears that a person will, and stands under Waiting'
  const problem = (found: string, remedy: string): Finding => ({ level: 'problem', topic, found, why, remedy })
  const unsure = (found: string, remedy: string): Finding => ({ level: 'warning', topic, found, why, remedy })

  if (said.type === 'no_answer') {
    const where = gateway ? 'what is at GEMINI_BASE_URL' : 'https://generativelanguage.googleapis.com'
    return unsure(`Gemini could not be asked: ${said.why}`, `Check that this computer reaches ${where}, and try again`)
  }
  const { status, keyInvalid, writes } = said
  if (status === 200) {
    if (writes) return ok(topic, `${name}; the key is accepted`)
    return problem(`${name} does not write answers`, 'Set GEMINI_MODEL to one that does, such as gemini-3.6-flash')
  }
  if (status === 401 || status === 403 || keyInvalid) return problem(`Google refuses the key (${status})`, anotherKey)
  if (gateway) {
    const found = `GEMINI_BASE_URL does not tell about models (${status}), so key and model could not be checked`
    return unsure(found, 'Write something as a tester, and look whether an answer comes')
  }
  if (status === 404)
    return problem(`there is no model ${name}`, 'Set GEMINI_MODEL to a current one, such as gemini-3.6-flash')
  if (status === 429) {
    const remedy = 'Wait, or look at the limits and the billing of the key’s project in Google AI Studio'
    return unsure('Google says that this key has asked too much (429)', remedy)
  }
  return unsure(`Gemini answered ${status}`, 'Try again in some minutes')
}
