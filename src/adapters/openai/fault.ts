/** Why a try gave no answer, told by type, status and code, never by message: a message may hold a part of the key. */
import { APIConnectionError, APIError } from 'openai'
import { Fault, RequestFault } from '../tries/tries.ts'

/** The endpoint does not take the request as it is; in another form it may. */
export class Refused extends RequestFault {
  override name = 'Refused'
}

/**
 * @param who such as "OpenAI"
 * @param media whether the request held pictures or files
 */
export function faultOf(error: unknown, who: string, media: boolean): Fault {
  // What is no HTTP answer is the network's, or a body that broke off.
  if (!(error instanceof APIError) || error instanceof APIConnectionError || error.status === undefined) {
    return new Fault(`${who} could not be reached`, true)
  }
  const { status } = error
  const said = (why: string) => `${who} answered ${status}: ${why}`
  const known = error.code ? codes[error.code] : undefined
  if (known !== undefined) return ofRequest(error) ? new RequestFault(said(known)) : new Fault(said(known), false)
  if (status === 400 || status === 422) {
    const why = `it does not take the request; check that OPENAI_MODEL names a chat model${media ? orBlind : ''}`
    return isOfFormat(error.param) ? new Refused(said(why)) : new RequestFault(said(why))
  }
  const refusal = status >= 300 && status < 400 ? elsewhere : refusals[status]
  if (refusal !== undefined) return ofRequest(error) ? new RequestFault(said(refusal)) : new Fault(said(refusal), false)
  const again = status === 429 || status === 408 || status === 409 || status >= 500
  const message = `${who} answered ${status}${again ? '' : ' and will not answer otherwise'}`
  return new Fault(message, again, waitOf(error.headers))
}

const ofRequest = ({ status, code }: Pick<APIError, 'status' | 'code'>): boolean =>
  status === 413 || code === 'context_length_exceeded'

const orBlind = ', and set OPENAI_MEDIA=off if it takes no pictures and files'
const elsewhere = 'it leads elsewhere; set OPENAI_BASE_URL to the address it leads to'

const refusals: Record<number, string | undefined> = {
  401: 'the key is refused, or one is wanted; check OPENAI_API_KEY',
  402: 'the account has no credit; look at its billing',
  403: 'the key may not use this model; check OPENAI_API_KEY and OPENAI_MODEL',
  404: 'there is no such model or address; check OPENAI_MODEL, and that OPENAI_BASE_URL is whole (often it ends in /v1)',
  405: 'there is no such address; check that OPENAI_BASE_URL is whole (often it ends in /v1)',
  413: 'the request is too large for it; lower knowledge_budget or history in the prompt’s front matter',
}

/** OpenAI's codes, which others have taken over. */
const codes: Record<string, string | undefined> = {
  insufficient_quota: 'the account has no credit; look at its billing',
  invalid_api_key: 'the key is refused; check OPENAI_API_KEY',
  model_not_found: 'there is no such model for this key; check OPENAI_MODEL',
  context_length_exceeded:
    'the model cannot read so much; lower knowledge_budget or history in the prompt’s front matter, or raise its context',
}

/** Where the endpoint names what it does not take. Most name nothing. */
const isOfFormat = (param: string | null | undefined): boolean =>
  !param || /^(response_format|text\.format)/.test(param)

/** How long to wait (ms). */
function waitOf(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get('retry-after-ms') || Number.NaN)
  if (exact >= 0) return exact
  const after = headers?.get('retry-after')
  if (!after) return undefined
  const seconds = Number(after)
  const wait = Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1_000
  return wait >= 0 ? wait : undefined
}
