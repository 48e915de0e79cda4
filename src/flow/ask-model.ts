/**
 * Asks a model once for a turn: unusable output, a record that is not as declared, and a reply in another language get one
 * more try. Whatever comes back is parsed, never cast.
 */
import { wordsOf } from '../core/content.ts'
import type { Verdict } from '../core/decide.ts'
import type { Judgement, Usage } from '../core/judgement.ts'
import { isInLanguage, languageNames, languageWanted, type SureLanguage } from '../core/language.ts'
import { parseAnswer } from '../core/look-ups/answer.ts'
import type { Refused, Wanted } from '../core/look-ups/asking.ts'
import { refusedInWords, type WantedRecord } from '../core/look-ups/recording.ts'
import type { ModelRequest } from '../core/request.ts'
import { ModelUnavailable, NotAsked, type ModelAnswer } from '../ports/model.ts'
import type { JudgeParts, Judging } from './ways.ts'

/** Unusable output is asked for once more. */
const outputs = 2

export type Judged =
  | (Stands & { ok: true; usage?: Usage })
  /** `spared`: the model was not even asked. */
  | { ok: false; why: string; usage?: Usage; spared?: true }

/** What of a verdict the model says. */
type Stands = Pick<Verdict, 'judgement' | 'records' | 'notRecordable'>

/** What it wants to know first. */
export interface Wants {
  ok: 'wants'
  wanted: readonly Wanted[]
  refused: readonly Refused[]
  usage?: Usage
}

/** An answer that is usable, though not in the right language: better than none. */
export interface Answers {
  usable?: Judged & { ok: true }
  /** What all answers so far took. */
  usage?: Usage
}

export async function askModel(
  parts: JudgeParts,
  first: ModelRequest,
  { judging, answers, hasFullTime }: { judging: Judging; answers: Answers; hasFullTime: boolean },
  signal: AbortSignal,
): Promise<Judged | Wants> {
  const { id: conversation } = judging.conversation
  let request = first
  let { usage } = answers
  let why = 'no answer'
  // What it wanted to be recorded once it may not leave out again: its words may still say that it is.
  let before: Stands['records']
  let wasRefused = false
  for (let output = 1; output <= outputs; output += 1) {
    let answer: ModelAnswer
    try {
      // What the first took of the time the second has not.
      answer = await parts.model.judge(request, signal, { conversation, hasFullTime: hasFullTime && output === 1 })
    } catch (error) {
      if (signal.aborted) throw error
      if (error instanceof NotAsked && output === 1 && !first.looked)
        return { ok: false, why: error.message, spared: true }
      const known = error instanceof ModelUnavailable
      if (!known) parts.log.warn({ err: error, model: parts.model.name }, 'the model failed')
      return answers.usable ?? { ok: false, why: known ? error.message : 'the model failed', usage }
    }
    parts.spending?.spent(parts.model.name, answer.usage, conversation)
    usage = add(usage, answer.usage)
    answers.usage = usage
    const parsed = answer.ok ? parseAnswer(answer.text, request) : answer
    if (parsed.ok && 'wanted' in parsed) {
      const { wanted, refused } = parsed
      return { ok: 'wants', wanted, refused, usage }
    }
    if (parsed.ok && 'judgement' in parsed) {
      const { judgement, records, refused } = parsed
      const lost =
        leavesOut(judgement, records, before) || (wasRefused && records.length === 0 && isResolved(judgement))
      const judged = { ok: true as const, judgement, records, notRecordable: refused.length > 0 || lost, usage }
      if (refused.length > 0 && output < outputs) {
        parts.log.warn({ refused, model: parts.model.name }, 'a record is wanted that is not as declared')
        wasRefused = true
        request = { ...first, system: `${first.system}\n\n${refusedInWords(refused)}` }
        continue
      }
      const wanted = otherLanguage(judgement, judging)
      if (wanted === undefined) return lost && answers.usable ? answers.usable : judged
      parts.log.warn(
        { wanted, output, model: parts.model.name },
        'the reply is in another language than the customer’s',
      )
      answers.usable ??= judged
      before = records
      request = { ...first, system: `${first.system}\n\nWrite \`reply\` in ${languageNames[wanted]}.` }
      continue
    }
    why = 'why' in parsed ? parsed.why : why
    parts.log.debug({ why, output, model: parts.model.name }, 'the model gave nothing usable')
  }
  return answers.usable ?? { ok: false, why, usage }
}

const isResolved = ({ decision }: Judgement): boolean => decision === 'resolved'

/** Asked for the same in another language, it has something else recorded, or nothing. */
const leavesOut = (judgement: Judgement, records: readonly WantedRecord[], before: Stands['records']): boolean =>
  isResolved(judgement) && before !== undefined && JSON.stringify(records) !== JSON.stringify(before)

/**
 * The language the reply should have been in; undefined when it is, or when nobody can tell. Of a burst in several
 * languages any will do.
 */
function otherLanguage({ decision, reply, language }: Judgement, { turn, policy }: Judging): SureLanguage | undefined {
  if (decision === 'handoff' || !policy.match_language) return undefined
  const words = turn.fresh.map((message) => wordsOf(message.content)).filter((text) => text !== '')
  const wanted = words.flatMap((text) => languageWanted(text, language) ?? [])
  return wanted.some((one) => isInLanguage(reply, one)) ? undefined : wanted.at(-1)
}

function add(a: Usage | undefined, b: Usage | undefined): Usage | undefined {
  if (!a || !b) return a ?? b
  return { input: a.input + b.input, output: a.output + b.output }
}
