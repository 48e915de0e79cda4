/**
 * Records of the offline model: a plain request, that nobody has to agree to, is recorded in the customer's own words. Nothing
 * is picked out of them, so what they said beside it is not lost.
 */
import { givenFrom, type GivenOrWhy } from '../../core/look-ups/arguments.ts'
import type { DeclaredRecord } from '../../core/look-ups/declared.ts'
import type { ModelRequest } from '../../core/request.ts'
import { smallTalk, withoutGreeting } from './intents.ts'
import { handOver, recordAs, type About, type Answer } from './judgements.ts'
import { deeds, forPerson, helping, questions, requests, wantsWords } from './request-words.ts'
import { fold, sentences } from './text.ts'

/** More than any record takes (UTF-16 units): what is longer is not looked at. */
const longest = 2_000
/** Letters of what is to be done, at least: “please help” names nothing. */
const fewest = { latin: 3, unspaced: 2 }

/** What is to be recorded, or why a person has the request; undefined where nothing is plainly to be done. */
export function recordFor({ records = [], open }: ModelRequest, about: About): Answer | undefined {
  const texts = open.filter((text) => smallTalk(text) === undefined && !/^\[sticker: .*\]$/.test(text))
  const words = texts.join(' ').replace(/\s+/g, ' ').trim()
  const fields = records.flatMap((record) => fieldFor(record, words) ?? [])
  if (fields.length === 0 || words === '') return undefined
  const beginning = texts.join('\n').slice(0, longest)
  const parts = beginning
    .split('\n')
    .flatMap((text) => sentences(text))
    .map((part) =>
      fold(withoutGreeting(part))
        .replace(/^[^\p{L}\p{N}[]+/u, '')
        .trim(),
    )
  const wanted = parts.filter((part) => has(requests, part))
  const namesIt = wanted.some((part) => has(deeds, part)) ? parts : wanted
  if (wanted.length === 0 || !namesIt.some(namesSomething)) return undefined
  const whole = fold(beginning)
  const asksBeside = parts.some((part) => !has(requests, part) && has(questions, part))
  // Nothing but a question in the form of a request: “please tell me when you are open”.
  if (has(wantsWords, whole) && !has(forPerson, whole) && wanted.every((part) => has(wantsWords, part)))
    return undefined
  const isForPerson = asksBeside || has(wantsWords, whole) || has(forPerson, whole) || /\[[a-z]+(?: \d+|:)/.test(whole)
  if (isForPerson) return handOver(about, 'request_for_person', 'request')
  // It cannot tell which of two is meant.
  const [field, ...others] = fields
  if (!field || others.length > 0) return handOver(about, 'request_for_person', 'request')
  if (!field.given.ok) return handOver(about, 'request_too_long', 'request')
  return recordAs(about, field.record.name, { [field.argument]: words }, words)
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

const has = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0

function namesSomething(part: string): boolean {
  const left = part.replace(helping, ' ').replace(/[^\p{L}\p{N}\p{M}]+/gu, '')
  return Array.from(left).length >= (/^[\p{Script=Latin}\p{N}]*$/u.test(left) ? fewest.latin : fewest.unspaced)
}
