/** Gaps: what went to staff, by topic, with the questions in the customers' own words. */
import { reasonOf, type Reason } from '../../core/insights.ts'
import type { TurnRow } from '../../core/turn-row.ts'
import type { Store } from '../../ports/store.ts'
import { addressOf } from '../addresses.ts'
import { topicShown } from '../insights/insights-words.ts'
import { html, type Html } from '../html.ts'
import { insightsWords } from '../insights/insights-words.ts'
import { number } from '../insights/numbers.ts'
import { lengths, type Period } from '../insights/period.ts'
import { headOf } from '../insights/tabs.ts'
import type { ConsoleLanguage } from '../language.ts'
import { time } from '../time.ts'
import { gapsWords } from './gaps-words.ts'
import { overturnedShown, type Overturned } from './overturned.ts'
import { turnWords } from './turn-words.ts'

export interface Question {
  conversation: string
  turn: string
  at: number
  reason: Reason | undefined
  /** Empty when they were taken back or erased. */
  words: string[]
}

export interface Gap {
  topic: string
  count: number
  /** The newest. */
  questions: Question[]
}

/** So many of each topic are shown, and looked up at a time. */
const newest = 20

/** The most frequent topic first. */
export async function gapsOf(store: Pick<Store, 'eachTurn' | 'load'>, { from, until }: Period): Promise<Gap[]> {
  const topics = new Map<string, { count: number; rows: TurnRow[] }>()
  for (const decision of ['handoff', 'tap'] as const) {
    await store.eachTurn({ from, until, decision }, (row) => {
      // The shop's system failed, and no knowledge is missing.
      if (row.observed || row.lowered === 'not_recorded') return
      const topic = topics.get(row.topic) ?? { count: 0, rows: [] }
      topic.count++
      // They come oldest first, one decision after the other.
      topic.rows.push(row)
      if (topic.rows.length > 4 * newest) topic.rows = newestOf(topic.rows)
      topics.set(row.topic, topic)
    })
  }
  const gaps: Gap[] = []
  for (const [topic, { count, rows }] of topics) {
    const shown = newestOf(rows)
    gaps.push({ topic, count, questions: await Promise.all(shown.map((row) => questionOf(store, row))) })
  }
  return gaps.toSorted((a, b) => b.count - a.count || (a.topic < b.topic ? -1 : 1))
}

const newestOf = (rows: readonly TurnRow[]): TurnRow[] => rows.toSorted((a, b) => b.at - a.at).slice(0, newest)

async function questionOf(store: Pick<Store, 'load'>, row: TurnRow): Promise<Question> {
  const conversation = await store.load(row.conversation)
  const words = conversation ? turnWords(conversation, row.turn, row.messages).asked : []
  return { conversation: row.conversation, turn: row.turn, at: row.at, reason: reasonOf(row), words }
}

export const learnAddress = (conversation: string, turn?: string): string =>
  `${addressOf(conversation)}/learn${turn === undefined ? '' : `?turn=${encodeURIComponent(turn)}`}`

export interface GapsPage {
  gaps: readonly Gap[]
  overturned: Overturned
  token: Html
  period: Period
  now: number
  language: ConsoleLanguage
}

export function gapsMain({ gaps, overturned, token, period, now, language }: GapsPage): Html {
  const words = gapsWords[language]
  const { lastDays, period: periodWord } = insightsWords[language]
  const quick = lengths.map(
    (days) =>
      html`<a href="/console/gaps?days=${days}" ${period.length === days && html`aria-current="true"`}
        >${lastDays(days)}</a
      >`,
  )
  return html`${headOf('gaps', language)}
    <p class="lead">${words.lead}</p>
    <p class="quick" role="group" aria-label="${periodWord}">${quick}</p>
    ${overturnedShown(overturned, now, language, token)}
    ${gaps.length === 0 && overturned.count === 0 ? html`<p class="empty">${words.none}</p>` : gaps.map((gap, index) => gapShown(gap, index === 0, now, language))}`
}

function gapShown({ topic, count, questions }: Gap, open: boolean, now: number, language: ConsoleLanguage): Html {
  const words = gapsWords[language]
  const there = questions.filter((question) => question.words.length > 0)
  const gone = questions.length - there.length
  return html`<details class="gap" ${open && html`open`}>
    <summary>
      <b><bdi>${topicShown(topic, language)}</bdi></b> <span class="number some">${number(count, language)}</span>
      <small
        >${words.handedOver(number(count, language))}${count > questions.length && `, ${words.newest(number(questions.length, language))}`}</small
      >
    </summary>
    <ul>
      ${there.map((question) => questionShown(question, now, language))}
    </ul>
    ${gone > 0 && html`<p class="gone">${there.length === 0 ? words.gone : words.goneMany(number(gone, language))}</p>`}
  </details>`
}

function questionShown(
  { conversation, turn, at, reason, words: said }: Question,
  now: number,
  language: ConsoleLanguage,
): Html {
  const words = gapsWords[language]
  return html`<li>
    <div class="words">${said.map((text) => html`<p class="bubble" dir="auto">${text}</p>`)}</div>
    <p class="marks">
      ${reason && html`<span class="chip">${insightsWords[language].reasons[reason]}</span>`} ${time(at, now)}
      <a href="${addressOf(conversation)}">${words.look}</a>
      <a class="teach" href="${learnAddress(conversation, turn)}">${words.teach}</a>
    </p>
  </li>`
}
