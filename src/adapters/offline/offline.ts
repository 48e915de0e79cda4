/**
 * The offline model: no key, no network. It finds the passage that answers and says it word for word; it would rather
 * ask or hand over than be wrong. Its rules and thresholds are explained in docs/decisions/0010-offline-model.md.
 */
import type { Judgement } from '../../core/judgement.ts'
import type { ModelRequest } from '../../core/request.ts'
import type { Knowledge } from '../../ports/knowledge.ts'
import type { Model } from '../../ports/model.ts'
import { handsOver, smallTalk } from './intents.ts'
import { answerWith, askBack, greet, handOver, type About, type Answer } from './judgements.ts'
import { lookUpFor, namesOne, ownOrderOf, tellLookedUp } from './looking-up.ts'
import { fileOf, narrowed, Shelf, type Match } from './match.ts'
import { amounts, hasSubject, numbersIn, readQuestion, type Question } from './question.ts'
import { recordFor } from './recording.ts'
import { languagesOf } from './text.ts'

/** Set on the tuning cases (prompts/cases/{en,ja,zh-TW,th}.yaml), never on the held-out ones. */
const thresholds = {
  /** Share of the question's weight that a passage must hold to answer it. */
  answer: 0.6,
  /** The same when a word of the question is in no passage at all. */
  answerWithUnknown: 0.7,
  /** How many times the score of the next it must have. */
  margin: 1.25,
  /** From this share on, a question back is worth asking. */
  ask: 0.55,
  /** So many words said beside the question that the passage does not hold are another matter, often the real one. */
  beside: 2,
}

/** Of a long burst the newest messages are looked at, and of a long message its beginning (UTF-16 units). */
const mostMessages = 10
const mostUnits = 1_000

/** How many passages the search is asked for. */
const candidates = 30

export function createOffline(knowledge: Knowledge): Model {
  const shelves = new Map<string, Shelf>()
  let shelved = knowledge.passages()
  const shelfOf = (language: string): Shelf => {
    // The shop's files have changed.
    if (knowledge.passages() !== shelved) shelves.clear()
    shelved = knowledge.passages()
    const shelf = shelves.get(language) ?? new Shelf(knowledge.passages(), language)
    shelves.set(language, shelf)
    return shelf
  }
  return {
    name: 'offline',
    takesMedia: false,
    // oxlint-disable-next-line typescript/require-await -- a rejection, not a throw, is what the port promises
    async judge(request, signal) {
      signal.throwIfAborted()
      return { ok: true, text: JSON.stringify(whole(judge(request, knowledge, shelfOf), request)) }
    },
  }
}

/** With all fields that the request's schema has. */
function whole(answer: Answer, { lookUps = [], records = [] }: ModelRequest): Answer {
  return {
    ...answer,
    ...(lookUps.length > 0 && { look_ups: [] }),
    ...(records.length > 0 && { records: [] }),
    ...answer,
  }
}

function judge(request: ModelRequest, knowledge: Knowledge, shelfOf: (language: string) => Shelf): Answer {
  // Nobody asks a question in a thousand words; looking at more would hold up everybody else.
  const open = request.open.slice(-mostMessages).map((text) => text.slice(0, mostUnits))
  const said = open.join('\n')
  const before = request.contents.filter(({ role, note }) => role === 'user' && !note).map(({ text }) => text)
  const languages = languagesOf(withoutMarks(said), before, request.language)
  const about: About = { language: languages[0] ?? 'en', summary: said.slice(0, 500) }

  if (request.looked) return tellLookedUp(request.looked, request, about)
  // "Thanks" after a question of ours answers nothing, and is not to have the question asked again.
  const talk = smallTalk(request.fresh.join('\n')) ?? stickersAlone(request.fresh)
  if (talk) return greet(about, talk)
  // Of how an order of theirs stands a look-up may know; whatever else belongs to a person still does.
  const wanted = handsOver(withoutHowItStands(said), 'own_order') ? undefined : lookUpFor(request, about)
  if (wanted) return wanted
  const person = handsOver(said)
  if (person?.reason === 'own_order') return ownOrderOf(request, about)
  if (person) return handOver(about, person.reason, person.topic)
  const recorded = recordFor(request, about)
  if (recorded) return recorded

  const given = new Set(request.passages.map(({ id }) => id))
  const found = new Set(knowledge.search(said, candidates).map(({ passage }) => passage.id))
  const looks = languages.map((language) => {
    const shelf = shelfOf(language)
    const question = readQuestion(open, language, shelf.vocabulary)
    const matches = narrowed(shelf.match(question), question, shelf)
    return { language, question, matches: matches.filter(({ passage: { id } }) => given.has(id) && found.has(id)) }
  })
  const [best] = looks.toSorted((a, b) => coverageOf(b.matches) - coverageOf(a.matches))
  if (!best) return handOver(about, 'nothing')
  const judgement = weigh(best.question, best.matches, { ...about, language: best.language })
  if (judgement.decision === 'handoff' && namesOne(request)) return ownOrderOf(request, about)
  if (judgement.decision !== 'resolved') return judgement
  const shelf = shelfOf(best.language)
  const beside = Math.min(...judgement.sources.map((id) => shelf.besides(id, best.question)))
  if (beside >= thresholds.beside) return handOver(about, 'more_said')
  return withEarlier(judgement, request, shelf)
}

/** Politely that asks how something stands; in other forms it is a complaint. */
const withoutHowItStands = (text: string): string => text.replace(/どうなって(?:い|おり)ます(?:か|でしょうか)/g, ' ')

/** What LINE tells of stickers and places is in English, whoever sends them. */
const withoutMarks = (text: string): string => text.replace(/\[(?:sticker|location): [^\]]*\]/g, ' ')

/** A sticker alone asks nothing: one of its keywords may say that it thanks, else it greets. */
function stickersAlone(fresh: readonly string[]): 'thanks' | 'greeting' | undefined {
  if (fresh.length === 0 || withoutMarks(fresh.join('')).trim() !== '') return undefined
  const words = fresh.flatMap((text) => text.replace(/^\[sticker: (.*)\]$/, '$1').split(','))
  if (fresh.some((text) => !text.startsWith('[sticker:'))) return undefined
  return words.some((word) => smallTalk(word) === 'thanks') ? 'thanks' : 'greeting'
}

/** An answer covers all open messages or it does not resolve: what was asked about earlier and is not served by it is asked again. */
function withEarlier(judgement: Judgement, { open, fresh }: ModelRequest, shelf: Shelf): Judgement {
  const { language } = judgement
  for (const message of open.filter((one) => !fresh.includes(one))) {
    const question = readQuestion([message], language, shelf.vocabulary)
    if (judgement.sources.some((id) => shelf.serves(id, question))) continue
    const titles = shelf
      .match(question)
      .slice(0, 2)
      .map(({ passage }) => passage.title)
    const about = { language, summary: judgement.summary }
    const again = askBack(about, titles, 'earlier_open')
    return { ...again, reply: `${judgement.reply}\n\n${again.reply}` }
  }
  return judgement
}

const coverageOf = (matches: readonly Match[]): number => matches[0]?.coverage ?? 0

/** Answer, question back or hand-off, by how well the best passage holds the question. */
function weigh({ asked }: Question, matches: readonly Match[], about: About): Judgement {
  const [first, ...others] = matches
  const titles = matches.slice(0, 2).map(({ passage }) => passage.title)
  if (!hasSubject(asked)) return askBack(about, titles, 'no_subject')
  if (!first) return handOver(about, 'no_passage')
  const amount = amounts(about.summary.replace(/\[location: .*\]/g, '')).find(
    (number) => !numbersIn(first.passage.text).includes(number),
  )
  if (amount !== undefined) return handOver(about, ['amount', String(amount)])

  const unknown = asked.some(({ kind, known }) => kind === 'subject' && !known)
  if (first.coverage >= (unknown ? thresholds.answerWithUnknown : thresholds.answer)) {
    const rivals = others.filter((match) => first.score < thresholds.margin * match.score)
    // Weekdays or weekend? Where two passages of one file answer alike, both are said.
    const twins = rivals.filter((match) => match.coverage === first.coverage && fileOf(match) === fileOf(first))
    if (rivals.length === 0 || (rivals.length === 1 && twins.length === 1)) {
      const passages = [first, ...twins].map(({ passage }) => passage)
      return answerWith(about, passages, first.coverage)
    }
  }
  if (first.coverage >= thresholds.ask && !unknown) return askBack(about, titles, 'several')
  return handOver(about, 'not_all')
}
