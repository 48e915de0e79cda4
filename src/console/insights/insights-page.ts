/** The page of figures: what stands now, what became of turns, how long things took, what it cost, and of what kind it was. */
import { outcomes as outcomeNames, type Insights } from '../../core/insights.ts'
import type { Rate } from '../../core/interval.ts'
import type { Spread } from '../../core/lengths.ts'
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'
import { insightsWords, topicShown } from './insights-words.ts'
import type { Now } from './now.ts'
import { day, languageName, length, money, number, percent, short, tooFew } from './numbers.ts'
import { lengths, type Period } from './period.ts'
import { barsShown, tableOf, tableShown, type TableName } from './table.ts'
import { headOf } from './tabs.ts'

export interface Prices {
  /** Such as `USD`. */
  currency: string
  /** The day they were looked up: `2026-11-02`. */
  asOf: string
}

export interface Only {
  language?: string
  topic?: string
  variant?: string
}

export interface InsightsPage {
  insights: Insights
  now: Now
  at: number
  period: Period
  only: Only
  language: ConsoleLanguage
  prices?: Prices
  /** Owners may take the numbers with them. */
  mayExport: boolean
  /** The pages that look back with it are not there. */
  alone?: boolean
}

export function insightsMain(page: InsightsPage): Html {
  const { insights, language, only, period, alone } = page
  const words = insightsWords[language]
  const filtered = Object.values(only).some((one) => one !== undefined)
  const empty = filtered
    ? html`<p class="empty">${words.noneMatch}</p>`
    : html`<div class="empty">
        <p><b>${words.none.title}</b></p>
        <p>${words.none.text}</p>
      </div>`
  return html`${headOf('insights', language, alone)}${chooser(page)}
    <p class="span">
      ${words.span(day(period.first, language, true), day(period.last, language, true), period.timeZone)}
    </p>
    ${nowShown(page)}${insights.turns === 0 ? empty : html`${tiles(page)}${figures(page)}`}
    ${insights.observed > 0 && html`<p class="span">${words.observed(number(insights.observed, language))}</p>`}
    <p class="span">${words.more}</p>`
}

function chooser({ insights, period, only, language }: InsightsPage): Html {
  const words = insightsWords[language]
  const select = (name: keyof Only, title: string, values: string[], shown: (value: string) => string): Html => {
    const chosen = only[name]
    const all = chosen === undefined || values.includes(chosen) ? values : [...values, chosen]
    return html`<label
      >${title}
      <select name="${name}">
        <option value="">${words.all}</option>
        ${all.filter((value) => value !== '').map((value) => html`<option value="${value}" ${value === chosen && html`selected`}>${shown(value)}</option>`)}
      </select></label
    >`
  }
  const quick = lengths.map((days) => {
    const query = queryOf({ days: String(days) }, only)
    return html`<a href="/console/insights?${query}" ${period.length === days && html`aria-current="true"`}
      >${words.lastDays(days)}</a
    >`
  })
  return html`<form class="chooser" method="get" action="/console/insights">
      <p class="quick" role="group" aria-label="${words.period}">${quick}</p>
      <label>${words.from} <input type="date" name="from" value="${period.first}" max="${period.last}" /></label>
      <label>${words.to} <input type="date" name="to" value="${period.last}" /></label>
      ${select('language', words.language, insights.choices.languages, (tag) => languageName(tag, language))}
      ${select('topic', words.topic, insights.choices.topics, (one) => topicShown(one, language))}
      ${select('variant', words.variant, insights.choices.variants, (one) => one)}
      <button class="plain">${words.show}</button>
    </form>
    ${period.mistaken && html`<p class="flash asked" role="status">${words.mistaken}</p>`}`
}

function nowShown({ now, at, language }: InsightsPage): Html {
  const words = insightsWords[language]
  const since = (time: number | undefined): string | undefined =>
    time === undefined ? undefined : words.oldest(length(Math.max(0, at - time), language))
  const unread = number(now.unread.count, language)
  return html`<section aria-labelledby="now">
    <h2 id="now">${words.now}</h2>
    <dl class="tiles">
      ${tile(words.waitingNow, number(now.waiting.count, language), now.waiting.count > 0 ? since(now.waiting.since) : undefined)}
      ${tile(words.unreadNow, now.unread.more ? words.atLeast(unread) : unread, since(now.unread.since))}
      ${tile(words.questionsNow, number(now.questions, language))}
    </dl>
  </section>`
}

const tile = (title: string, value: string, ...more: (string | undefined)[]): Html =>
  html`<div>
    <dt>${title}</dt>
    <dd><b>${value}</b>${more.map((one) => one !== undefined && html`<small>${one}</small>`)}</dd>
  </div>`

function tiles({ insights, language, prices }: InsightsPage): Html {
  const words = insightsWords[language]
  const { turns, outcomes, answered, read, taken, done, silent, returned, notSolved, input, output, cost, unpriced } =
    insights
  const share = (count: number): [string, string] => [
    number(count, language),
    `${words.of(number(count, language), number(turns, language))} · ${percent(count / turns, language)}`,
  ]
  const spread = ({ n, median, p90 }: Spread): string[] =>
    median === undefined || p90 === undefined
      ? ['–', words.nothingYet]
      : [length(median, language), words.ninety(length(p90, language)), words.counted(number(n, language))]
  const timed = (title: string, one: Spread): Html => {
    const [value = '', ...more] = spread(one)
    return tile(title, value, ...more)
  }
  const rated = (title: string, rate: Rate | undefined): Html =>
    rate ? tile(title, ...rateShown(rate, language)) : tile(title, '–', words.nothingYet)
  const spent =
    prices && cost !== undefined
      ? tile(
          words.cost,
          `≈ ${money(cost, prices.currency, language)}`,
          words.costFrom(day(prices.asOf, language, true)),
          unpriced > 0 ? words.unpriced(short(unpriced, language)) : undefined,
        )
      : undefined
  return html`<dl class="tiles">
    ${tile(words.turns, number(turns, language))}
    ${outcomeNames.map((name) => tile(words.outcomes[name], ...share(outcomes[name])))}
    ${timed(words.answerTime, answered)} ${timed(words.readTime, read)} ${timed(words.takeTime, taken)}
    ${timed(words.doneTime, done)} ${rated(words.silent, silent)} ${rated(words.returned, returned)}
    ${rated(words.notSolved, notSolved)}
    ${tile(words.tokens, short(input + output, language), words.inOut(short(input, language), short(output, language)), prices ? undefined : words.noPrices)}
    ${spent}
  </dl>`
}

/** Never a percentage without its n, and of few no percentage at all. */
export function rateShown(rate: Rate, language: ConsoleLanguage): [string, string, string] {
  const words = insightsWords[language]
  const counted = words.of(number(rate.count, language), number(rate.n, language))
  const between = words.between(percent(rate.low, language), percent(rate.high, language))
  return tooFew(rate) ? [counted, words.tooFew, between] : [percent(rate.rate, language), counted, between]
}

function figures(page: InsightsPage): Html {
  const { insights, language, prices } = page
  const words = insightsWords[language]
  const shown = { language, money: prices && ((value: number) => money(value, prices.currency, language)) }
  const figure = (name: TableName, drawn: 'stack' | 'lines' | 'bars', parts: readonly string[] = []): Html => {
    const table = tableOf(name, insights, language, prices !== undefined)
    if (table.rows.length === 0) return html``
    const chart =
      drawn === 'bars'
        ? barsShown(table, language, parts)
        : html`<div class="plot" data-chart="${drawn}" data-table="table-${name}" aria-hidden="true"></div>`
    return html`<section class="figure" aria-labelledby="figure-${name}">
      <header>
        <h2 id="figure-${name}">${table.title}</h2>
        ${page.mayExport && html`<a href="/console/insights.csv?${csvQuery(page, name)}" aria-label="${words.csvOf(table.title)}" download>${words.csv}</a>`}
      </header>
      ${chart}
      <details>
        <summary>${words.table}</summary>
        ${tableShown(table, shown)}
      </details>
    </section>`
  }
  const outcomes = ['assistant', 'unsolved', 'question', 'staff', 'untaken', 'failed']
  return html`<div class="figures">
    ${figure('outcomes', 'stack')} ${figure('answer', 'lines')} ${figure('read', 'lines')} ${figure('reasons', 'bars')}
    ${figure('topics', 'bars', outcomes)} ${figure('languages', 'bars', outcomes)}
    ${figure('variants', 'bars', outcomes)} ${insights.input + insights.output > 0 && figure('tokens', 'stack')}
  </div>`
}

function queryOf(period: Record<string, string>, only: Only): string {
  const chosen = Object.entries(only).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new URLSearchParams([...Object.entries(period), ...chosen]).toString()
}

const csvQuery = ({ period, only }: InsightsPage, table: TableName): string =>
  queryOf({ table, from: period.first, to: period.last }, only)
