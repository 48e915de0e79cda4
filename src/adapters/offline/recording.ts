/**
 * Records of the offline model: a plain request, that nobody has to agree to, is recorded in the customer's own words. Nothing
 * is picked out of them, so what they said beside it is not lost.
 */
import { givenFrom, type GivenOrWhy } from '../../core/look-ups/arguments.ts'
import type { DeclaredRecord } from '../../core/look-ups/declared.ts'
import type { ModelRequest } from '../../core/request.ts'
import { smallTalk, withoutGreeting } from './intents.ts'
import { askForFacts, handOver, recordAs, type About, type Answer } from './judgements.ts'
import {
  conditions,
  deeds,
  forPerson,
  helping,
  questions,
  requests,
  unsure,
  wantsWords,
  wishes,
} from './request-words.ts'
import { isSeveral, saysTooLittle } from './said-enough.ts'
import { fold, sentences } from './text.ts'

/** More than any record takes (UTF-16 units): what is longer is not looked at. */
const longest = 2_000
/** Letters of what is to be done, at least: “please help” names nothing. */
const fewest = { latin: 3, unspaced: 2 }

/** What is to be recorded, or why a person has the request; undefined where nothing is plainly to be done. */
export function recordFor({ records = [], open, fresh }: ModelRequest, about: About): Answer | undefined {
  const texts = open.filter(saysMore)
  const words = texts.join(' ').replace(/\s+/g, ' ').trim()
  const fields = records.flatMap((record) => fieldFor(record, words) ?? [])
  if (fields.length === 0 || words === '') return undefined
  const beginning = texts.join('\n').slice(0, longest)
  const parts = partsOf(beginning)
  const asked = parts.filter((part) => has(requests, part))
  const wanted = asked.length > 0 ? asked : wishedFor(parts)
  const namesIt = wanted.some((part) => has(deeds, part)) ? parts : wanted
  if (wanted.length === 0 || !namesIt.some(namesSomething)) return undefined
  const whole = fold(beginning)
  const asksBeside = parts.some((part) => !wanted.includes(part) && has(questions, part))
  // Nothing but a question in the form of a request: “please tell me when you are open”.
  if (has(wantsWords, whole) && !has(forPerson, whole) && wanted.every((part) => has(wantsWords, part)))
    return undefined
  const isForPerson = asksBeside || has(wantsWords, whole) || has(forPerson, whole) || /\[[a-z]+(?: \d+|:)/.test(whole)
  if (isForPerson) return handOver(about, 'request_for_person', 'request')
  // It cannot tell which of two is meant.
  const [field, ...others] = fields
  if (!field || others.length > 0) return handOver(about, 'request_for_person', 'request')
  if (!field.given.ok) return handOver(about, 'request_too_long', 'request')
  // An open message that is not new has been asked about: what is new answers that, or is another request.
  const answer = texts.filter((text) => fresh.includes(text))
  const before = texts.filter((text) => !fresh.includes(text))
  if (areSeveral(answer, before)) return handOver(about, 'several_requests', 'request')
  if (has(unsure, whole) || has(conditions, whole)) return handOver(about, 'request_for_person', 'request')
  if (saysTooLittle(beginning))
    return before.length > 0 ? handOver(about, 'still_too_little', 'request') : askForFacts(about)
  return recordAs(about, field.record.name, { [field.argument]: words }, words)
}

function areSeveral(now: readonly string[], before: readonly string[]): boolean {
  const parts = partsOf(now.join('\n'))
  const asksAgain = parts.some((part) => has(deeds, part)) && partsOf(before.join('\n')).some(isWish)
  return asksAgain || isSeveral(parts, namesSomething, before.length > 0)
}

/** A record whose one argument, of those that it needs, takes any words: these as well, or they are only too long. */
function fieldFor(
  record: DeclaredRecord,
  words: string,
): { record: DeclaredRecord; argument: string; given: GivenOrWhy } | undefined {
  const [needed, ...others] = record.arguments.filter(({ optional }) => !optional)
  if (!needed || others.length > 0) return undefined
  const given = givenFrom(record, [{ name: needed.name, value: words }])
  return given.ok || given.why === 'too_long' ? { record, argument: needed.name, given } : undefined
}

const saysMore = (text: string): boolean => smallTalk(text) === undefined && !/^\[sticker: .*\]$/.test(text)

/** Its sentences, folded. */
const partsOf = (text: string): string[] =>
  text
    .split('\n')
    .flatMap((line) => sentences(line))
    .map((part) =>
      fold(withoutGreeting(part))
        .replace(/^[^\p{L}\p{N}[]+/u, '')
        .trim(),
    )

/** What nobody is asked for is only taken where it comes first: behind a story it may be a part of that. */
const wishedFor = ([first = '']: readonly string[]): string[] =>
  has(wishes, first) && !has(questions, first) && !has(forPerson, first) ? [first] : []

/** One that could stand by itself. */
const isWish = (part: string): boolean => has(requests, part) && has(deeds, part)

const has = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0

function namesSomething(part: string): boolean {
  const left = part.replace(helping, ' ').replace(/[^\p{L}\p{N}\p{M}]+/gu, '')
  return Array.from(left).length >= (/^[\p{Script=Latin}\p{N}]*$/u.test(left) ? fewest.latin : fewest.unspaced)
}
