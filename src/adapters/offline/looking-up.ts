/**
 * Look-ups of the offline model: it asks for one where customers plainly ask how something of theirs stands and their words
 * hold its number, asks for the number where it is missing, and says what came of it. Everything else stays a person's.
 */
import type { Argument, DeclaredLookUp, Given } from '../../core/look-ups/declared.ts'
import type { Judgement } from '../../core/judgement.ts'
import type { Looked, ModelRequest } from '../../core/request.ts'
import { alike } from '../../core/written-alike.ts'
import { beforeIn, isForEnds } from './corrected.ts'
import { notToBeTold } from './found.ts'
import { askForNumber, handOver, lookUpFirst, tellFound, type About, type Answer, type Why } from './judgements.ts'
import { asksForTelephone, fits, numbersSaid, type NumbersSaid } from './numbers.ts'
import { everySaying, sayingsIn } from './sayings.ts'
import { another, ofTheNumber, slips } from './standing-words.ts'
import { isAbout, standingOf } from './standing.ts'
import { fold } from './text.ts'

/** Whoever only asks how something stands writes less (UTF-16 units). */
const longest = 1_000
/** So many earlier messages may belong to it. */
const mostBefore = 6

/** What is said, of one look-up: in the new messages, and in those before that belong to them. */
interface Said {
  fresh: NumbersSaid
  earlier: NumbersSaid
  /** Of the messages before, those still open. */
  open: NumbersSaid
  /** Our last words before these. */
  asked: string
  /** Of anything that was said before: an end of a telephone number may be among it. */
  numbersBefore: readonly string[]
}

type Filled = { type: 'filled'; given: Given } | { type: 'missing' | 'several' }

/** What is to be looked up, or asked for before; undefined where nothing is plainly asked that a look-up tells. */
export function lookUpFor(request: ModelRequest, about: About): Answer | undefined {
  const found = (request.lookUps ?? []).flatMap((lookUp) => {
    const filled = filledBy(lookUp, request)
    return filled ? [{ lookUp, filled }] : []
  })
  const named = found.filter(({ filled }) => filled.type !== 'missing')
  const [only, ...others] = named.length > 0 ? named : found
  // It cannot tell which of two systems is meant.
  if (!only || others.length > 0) return undefined
  const { lookUp, filled } = only
  const say = sayingsIn(about.language)
  const { asked } = historyOf(request)
  if (filled.type === 'filled') return lookUpFirst(about, lookUp.name, filled.given)
  if (filled.type === 'several') return askOnce(about, say.oneNumber, asked, 'several_numbers')
  return askOnce(about, say.number(digitsOf(lookUp)), asked, 'no_number')
}

/** Whoever was asked the same just now is not asked again. */
const askOnce = (about: About, reply: string, asked: string, why: Why): Judgement =>
  asked.includes(reply) ? handOver(about, why, ownOrder) : askForNumber(about, reply, why)

/** What came of the look-ups. Where whose it is has to be shown, what does not exist is told like somebody else's. */
export function tellLookedUp({ found, nothing, today }: Looked, request: ModelRequest, about: About): Answer {
  for (const result of nothing) {
    switch (result.type) {
      case 'failed':
        return handOver(about, ['look_up_failed', result.declared.name], ownOrder)
      case 'no_tries_left':
        return handOver(about, ['no_more_tries', result.declared.name], ownOrder)
      case 'refused':
        return handOver(about, ['look_up_refused', result.look_up], ownOrder)
      case 'not_found':
      case 'unproven':
        break
      default:
        return result satisfies never
    }
  }
  const say = sayingsIn(about.language)
  const { texts, asked } = historyOf(request)
  // In whatever words they were asked for it.
  const wasAsked = isQuestionBack(asked) && !request.passages.some(({ text }) => text !== '' && asked.includes(text))
  for (const result of nothing) {
    if (result.type !== 'not_found' && result.type !== 'unproven') continue
    const { name, proof } = result.declared
    if (proof?.by === 'account_link') return handOver(about, ['account_not_linked', name], ownOrder)
    if (wasAsked) return handOver(about, 'still_nothing', ownOrder)
    const why: Why = [proof ? 'shows_nothing' : 'number_found_nothing', name]
    return askForNumber(about, proof ? say.checkNumber(proof.digits) : say.nothingFound, why)
  }
  if (found.length === 0) return handOver(about, 'nothing', ownOrder)
  const why = notToBeTold(found, today, [...texts, ...request.open])
  return why === undefined ? tellFound(about, found) : handOver(about, why, ownOrder)
}

const ownOrder = 'own_order'

/** A person has it, who is told where it was looked up already. */
export function ownOrderOf(request: ModelRequest, about: About): Judgement {
  const { asked } = historyOf(request)
  const wasLookedUp = (request.lookUps ?? []).some((lookUp) => {
    const digits = digitsOf(lookUp)
    return everySaying.some((say) => asked.includes(digits === undefined ? say.nothingFound : say.checkNumber(digits)))
  })
  return handOver(about, wasLookedUp ? 'still_nothing' : ownOrder, ownOrder)
}

/** Whether a number is written that a look-up which is offered would take: that is no amount of anything. */
export const namesOne = ({ lookUps = [], open }: ModelRequest): boolean =>
  lookUps.some(
    (lookUp) => isAbout(lookUp, open.join('\n')) && numbersIn(lookUp, open.slice(-mostBefore)).fitting.length > 0,
  )

const digitsOf = ({ proof }: DeclaredLookUp): number | undefined =>
  proof?.by === 'last_digits' ? proof.digits : undefined

/** Undefined where the messages do not plainly ask for it. */
function filledBy(lookUp: DeclaredLookUp, request: ModelRequest): Filled | undefined {
  const wanted = lookUp.arguments
  if (wanted.length === 0) return undefined
  const read = (texts: readonly string[]) => numbersIn(lookUp, texts)
  const open = request.open.filter((text) => !isSticker(text))
  if (open.join('\n').length > longest) return undefined
  const { texts, asked } = historyOf(request)
  const all = read(open)
  // That they had it wrong belongs to the number, where we have asked them to check it.
  const now = standingOf(isQuestionBack(asked) ? fold(all.rest).replace(slips, ' ') : all.rest)
  if (!now.plain) return undefined
  let earlier: readonly string[] = open.filter((text) => !request.fresh.includes(text))
  const stillOpen = read(earlier)
  if (!now.asks) {
    // Nothing but what was missing: the question itself was asked before.
    const isPiece = all.fitting.length + all.telephones.length > 0 && isQuestionBack(asked)
    const from = texts.findLastIndex((text) => standingOf(read([text]).rest).asks)
    if (!isPiece || from < 0 || !standingOf(read(texts.slice(from)).rest).plain) return undefined
    earlier = [...texts.slice(from), ...earlier]
  }
  if (!isAbout(lookUp, [...earlier, ...open].join('\n'))) return undefined
  const fresh = read(request.fresh.filter((text) => !isSticker(text)))
  const numbersBefore = [...texts, ...earlier].flatMap((text) => alike(text).match(/\d{4,}/g) ?? [])
  const filled = valuesIn(lookUp, { fresh, earlier: read(earlier), open: stillOpen, asked, numbersBefore })
  if (filled === undefined || filled.type !== 'missing') return filled
  const isOfTheirs = now.own || !now.asks
  return isOfTheirs && !now.ofTheNumber && wanted.every(isNumber) ? filled : undefined
}

const numbersIn = (lookUp: DeclaredLookUp, texts: readonly string[]): NumbersSaid =>
  numbersSaid(texts.join('\n'), (token) => lookUp.arguments.some((argument) => fits(argument, token)))

const isSticker = (text: string): boolean => /^\[sticker: .*\]$/.test(text)

/** The customer's messages since staff had them, without the open ones, and our last words. */
function historyOf({ contents }: ModelRequest): { texts: string[]; asked: string } {
  const before = contents.slice(0, -1)
  const since = before.slice(before.findLastIndex(({ note }) => note) + 1)
  const last = since.at(-1)
  const texts = since.filter(({ role }) => role === 'user').map(({ text }) => text.replace(/^Member \S+: /, ''))
  // What is too long to be looked at hides what came before it too.
  const from = texts.findLastIndex((text) => text.length > longest) + 1
  return { texts: texts.slice(from).slice(-mostBefore), asked: last?.role === 'model' ? last.text : '' }
}

const isQuestionBack = (asked: string): boolean => asksForTelephone(asked) || ofTheNumber.test(fold(asked))

/** Something that customers are asked for as a number: not their name. */
const isNumber = ({ name, about }: Argument): boolean =>
  ofTheNumber.test(fold(about)) || /(?:^|_)(?:number|no|nr|num|id|code)(?:_|$)/.test(name)

function valuesIn(lookUp: DeclaredLookUp, said: Said): Filled | undefined {
  const [argument, ...others] = lookUp.arguments
  if (argument && others.length === 0) return oneIn(lookUp, argument, said)
  const each = lookUp.arguments.map((one): readonly string[] => {
    const fresh = said.fresh.fitting.filter((token) => fits(one, token))
    return fresh.length > 0 ? fresh : said.earlier.fitting.filter((token) => fits(one, token))
  })
  if (each.some((tokens) => tokens.length > 1)) return { type: 'several' }
  const values = each.flatMap((tokens) => tokens)
  // What is missing of several is not asked for: there is no fixed sentence for it.
  if (values.length < each.length) return undefined
  if (new Set(values).size < values.length) return { type: 'several' }
  return { type: 'filled', given: Object.fromEntries(lookUp.arguments.map(({ name }, at) => [name, values[at] ?? ''])) }
}

function oneIn(lookUp: DeclaredLookUp, { name }: Argument, said: Said): Filled | undefined {
  const { fresh, earlier, open, asked, numbersBefore } = said
  const digits = digitsOf(lookUp)
  const isEnd = (token: string): boolean => digits !== undefined && new RegExp(`^\\d{${digits}}$`).test(token)
  const fill = (value: string): Filled => ({ type: 'filled', given: { [name]: value } })
  const wasAsked = asksForTelephone(asked)
  const before = beforeIn(earlier, { digits, isEnd, wasPair: wasAsked })
  const [first, second, ...more] = fresh.fitting
  if (first === undefined) {
    const [only, ...others] = before.numbers
    return only === undefined ? { type: 'missing' } : others.length > 0 ? { type: 'several' } : fill(only)
  }
  if (second === undefined) {
    const [only, ...others] = before.numbers.filter((token) => token !== first)
    // One answer closes all that is open: of two that are asked about, one would be left out.
    const isBeside = another.test(fold(fresh.rest)) || standingOf(fresh.rest).asks
    if (isBeside && open.fitting.some((token) => token !== first)) return undefined
    // An open message has been asked about, also where the prompt has the history elsewhere.
    const mayProve = asked === '' ? open.fitting.length > 0 : wasAsked
    if (only === undefined || !isEnd(first) || !mayProve || fresh.named.includes(first)) return fill(first)
    if (others.length > 0) return { type: 'several' }
    return fill(isForEnds(first, only, before.ends) ? only : first)
  }
  // The second by itself, or both as they were asked for. Were it an order too, it would be no proof of the first, and as
  // there is no other nothing is shown.
  const mayBePair = more.length === 0 && isEnd(second) && !fresh.named.includes(second)
  if (!mayBePair) return { type: 'several' }
  const provesNothingYet = numbersBefore.every((one) => wasAsked && before.numbers.includes(one))
  const isAgain = wasAsked && before.ends.length > 0 && isForEnds(second, first, before.ends)
  const isPair = isAgain || (before.ends.length === 0 && provesNothingYet)
  const isAsked = wasAsked && bothAlone.test(fold(fresh.rest))
  return isPair && (isAsked || fresh.apart.includes(second)) ? fill(first) : { type: 'several' }
}

/** Nothing beside two numbers but politeness. */
const bothAlone =
  /^(?:sorry|すみません|抱歉|不好意思|ขอโทษ(?:ค่ะ|ครับ)?)?[\s\p{P}と和跟]*(?:(?:and|กับ|และ|です|でした|是|ค่ะ|ครับ)[\s\p{P}]*)*$/u
