/**
 * Answers that did not do: what was resolved, and was not, by what happened since. Each can be kept as a case with one
 * press, so that no prompt makes the same mistake unseen.
 */
import { isOverturned } from '../../core/insights.ts'
import type { TurnRow } from '../../core/turn-row.ts'
import type { Store } from '../../ports/store.ts'
import { addressOf } from '../addresses.ts'
import { html, type Html } from '../html.ts'
import { number } from '../insights/numbers.ts'
import type { Period } from '../insights/period.ts'
import type { ConsoleLanguage } from '../language.ts'
import { time } from '../time.ts'
import { gapsWords } from './gaps-words.ts'
import { turnWords } from './turn-words.ts'

export interface OverturnedTurn {
  row: TurnRow
  asked: string[]
  answered: string[]
}

export interface Overturned {
  count: number
  /** The newest whose words are still there. */
  turns: OverturnedTurn[]
}

const newest = 20

export async function overturnedOf(
  store: Pick<Store, 'eachTurn' | 'load'>,
  { from, until }: Period,
): Promise<Overturned> {
  let count = 0
  let rows: TurnRow[] = []
  await store.eachTurn({ from, until, decision: 'resolved' }, (row) => {
    if (row.observed || !isOverturned(row)) return
    count++
    rows.push(row)
    if (rows.length > 4 * newest) rows = rows.slice(-newest)
  })
  const looked = await Promise.all(
    rows
      .slice(-newest)
      .toReversed()
      .map(async (row): Promise<OverturnedTurn> => {
        const conversation = await store.load(row.conversation)
        const { asked = [], answered = [] } = conversation ? turnWords(conversation, row.turn, row.messages) : {}
        return { row, asked, answered }
      }),
  )
  return { count, turns: looked.filter(({ asked }) => asked.length > 0) }
}

export function overturnedShown(
  { count, turns }: Overturned,
  now: number,
  language: ConsoleLanguage,
  token: Html,
): Html | false {
  const words = gapsWords[language].overturned
  return (
    count > 0 &&
    html`<details class="gap" id="overturned" open>
      <summary>
        <b>${words.title}</b> <span class="number some">${number(count, language)}</span>
        <small>${words.lead}</small>
      </summary>
      <ul>
        ${turns.map((one) => turnShown(one, now, language, token))}
      </ul>
      ${turns.length < count && html`<p class="gone">${words.newest(number(turns.length, language))}</p>`}
    </details>`
  )
}

function turnShown(
  { row, asked, answered }: OverturnedTurn,
  now: number,
  language: ConsoleLanguage,
  token: Html,
): Html {
  const words = gapsWords[language].overturned
  const at = addressOf(row.conversation)
  return html`<li>
    <div class="words">
      ${asked.map((text) => html`<p class="bubble own" dir="auto">${text}</p>`)}
      ${answered.map((text) => html`<p class="bubble" dir="auto">${text}</p>`)}
    </div>
    <p class="marks">
      <span class="chip">${row.solved === false ? words.notSolved : words.cameBack}</span> ${time(row.at, now)}
      <a href="${at}">${gapsWords[language].look}</a>
    </p>
    <form method="post" action="${at}/keep-case" class="buttons keep-case">
      ${token}<input type="hidden" name="turn" value="${row.turn}" />
      <span>${words.should}</span>
      <button class="plain" name="expect" value="handoff">${words.handoff}</button>
      <button class="plain" name="expect" value="needs_info">${words.needsInfo}</button>
      <a href="${at}/case?turn=${encodeURIComponent(row.turn)}">${words.other}</a>
    </form>
  </li>`
}
