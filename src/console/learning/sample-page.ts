/** The page on which staff judge whether Read was true: one turn at a time, and what came of it. */
import { enough, type Rate } from '../../core/interval.ts'
import { addressOf } from '../addresses.ts'
import { html, type Html } from '../html.ts'
import { day, number, percent } from '../insights/numbers.ts'
import type { Week } from '../insights/period.ts'
import { headOf } from '../insights/tabs.ts'
import type { ConsoleLanguage } from '../language.ts'
import { keyOf, type Drawn } from './sample.ts'
import { sampleWords } from './sample-words.ts'

export interface SamplePage {
  week: Week
  /** The week that is not over yet. */
  current: boolean
  /** The newest first, each with what was graded in it. */
  weeks: readonly { week: Week; rate: Rate | undefined }[]
  all: Rate | undefined
  drawn: readonly Drawn[]
  /** Of the sample, whose words are gone. */
  leftOut: number
  /** The one that was graded just now, which may not be in its row yet. */
  last?: { key: string; grade: 'right' | 'wrong' }
  language: ConsoleLanguage
  token: Html
}

export function sampleMain(page: SamplePage): Html {
  const { language, drawn, last, leftOut, week } = page
  const words = sampleWords[language]
  const graded = drawn.filter(({ row }) => row.grade !== undefined || keyOf(row) === last?.key)
  const next = drawn.find((one) => !graded.includes(one))
  const justNow = last && graded.find(({ row }) => keyOf(row) === last.key)
  return html`${headOf('sample', language)}
    <p class="lead">${words.lead}</p>
    <div class="sample">
      <section class="grading" aria-label="${words.week} ${week.name}">
        ${weekLinks(page)}
        <p class="progress">
          <progress
            value="${graded.length}"
            max="${Math.max(1, drawn.length)}"
            aria-label="${words.progress(number(graded.length, language), number(drawn.length, language))}"
          ></progress>
          ${words.progress(number(graded.length, language), number(drawn.length, language))}
        </p>
        ${justNow && last && undo(justNow, last.grade, page)}
        ${next ? one(next, page) : html`<p class="empty">${drawn.length === 0 && leftOut === 0 ? words.none : words.allDone}</p>`}
        ${leftOut > 0 && html`<p class="span">${words.leftOut(number(leftOut, language))}</p>`}
        ${page.current && drawn.length > 0 && html`<p class="span">${words.thisWeek}</p>`} ${changes(graded, page)}
      </section>
      ${rates(page)}
    </div>`
}

const spanOf = ({ first, last }: Week, language: ConsoleLanguage): string =>
  `${day(first, language)} – ${day(last, language)}`

function weekLinks({ weeks, week, language }: SamplePage): Html {
  const shown = weeks.slice(0, 4)
  return html`<p class="quick" role="group" aria-label="${sampleWords[language].week}">
    ${shown.map(
      ({ week: one }) =>
        html`<a href="/console/sample?week=${one.name}" ${one.name === week.name && html`aria-current="true"`}
          >${spanOf(one, language)}</a
        >`,
    )}
  </p>`
}

function one(drawn: Drawn, page: SamplePage): Html {
  const words = sampleWords[page.language]
  return html`<article class="turn" id="grade">
    <h2 class="hidden">${words.question}</h2>
    <div class="words">
      <p class="by">${words.question}</p>
      ${drawn.asked.map((text) => html`<p class="bubble own" dir="auto">${text}</p>`)}
      <p class="by">${words.answer}</p>
      ${drawn.answered.map((text) => html`<p class="bubble" dir="auto">${text}</p>`)}
    </div>
    <form method="post" action="/console/sample" class="grades">
      ${fields(drawn, page)}
      <button name="grade" value="right" data-key="1" class="good">
        ${words.right} <kbd aria-hidden="true">1</kbd>
      </button>
      <button name="grade" value="wrong" data-key="2" class="bad">
        ${words.wrong} <kbd aria-hidden="true">2</kbd>
      </button>
    </form>
    <p class="hint">${words.keys} <a href="${addressOf(drawn.row.conversation)}">${words.look}</a></p>
  </article>`
}

const fields = ({ row }: Drawn, { week, token }: SamplePage): Html =>
  html`${token}<input type="hidden" name="conversation" value="${row.conversation}" /><input
      type="hidden"
      name="turn"
      value="${row.turn}"
    /><input type="hidden" name="week" value="${week.name}" />`

const other = { right: 'wrong', wrong: 'right' } as const

function undo(drawn: Drawn, grade: 'right' | 'wrong', page: SamplePage): Html {
  const words = sampleWords[page.language]
  return html`<form method="post" action="/console/sample" class="flash undo ${grade === 'right' ? 'good' : 'bad'}">
    ${fields(drawn, page)}
    <span role="status">${words.was[grade]}</span>
    <button class="plain" name="grade" value="${other[grade]}">${words.instead[other[grade]]}</button>
  </form>`
}

function changes(graded: readonly Drawn[], page: SamplePage): Html | false {
  const words = sampleWords[page.language]
  const { last } = page
  return (
    graded.length > 0 &&
    html`<details>
      <summary>${words.change} (${number(graded.length, page.language)})</summary>
      <ul class="changes">
        ${graded.map((drawn) => {
          const grade = keyOf(drawn.row) === last?.key ? last.grade : (drawn.row.grade ?? 'right')
          return html`<li>
            <p dir="auto">${drawn.asked.join(' ').slice(0, 160).toWellFormed()}</p>
            <form method="post" action="/console/sample">
              ${fields(drawn, page)}
              <span class="chip ${grade === 'right' ? 'good' : 'bad'}">${words[grade]}</span>
              <button class="plain" name="grade" value="${other[grade]}">${words.instead[other[grade]]}</button>
            </form>
          </li>`
        })}
      </ul>
    </details>`
  )
}

/** Below enough no rate is told, only how far off it may be. */
function rates({ weeks, all, language }: SamplePage): Html {
  const words = sampleWords[language]
  const rows = weeks.filter(({ rate }) => rate !== undefined)
  return html`<section class="figure rates" aria-labelledby="rate">
    <h2 id="rate">${words.rate}: ${words.lastWeeks(number(weeks.length, language))}</h2>
    ${all ? overall(all, language) : html`<p class="gone">${words.nothingGraded}</p>`}
    ${
      rows.length > 0 &&
      html`<h3>${words.weeks}</h3>
        <div class="scrolls" tabindex="0" role="group" aria-label="${words.weeks}">
          <table>
            <thead>
              <tr>
                <th scope="col">${words.week}</th>
                <th scope="col">${words.graded}</th>
                <th scope="col">${words.wrongs}</th>
                <th scope="col">${words.rateOf}</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                ({ week, rate }) =>
                  html`<tr>
                    <th scope="row">${spanOf(week, language)}</th>
                    <td>${number(rate?.n ?? 0, language)}</td>
                    <td>${number(rate?.count ?? 0, language)}</td>
                    <td>${rate && intervalShown(rate, language)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`
    }
  </section>`
}

function overall(rate: Rate, language: ConsoleLanguage): Html {
  const words = sampleWords[language]
  const few = rate.n < enough
  return html`<p class="big">
      ${few ? words.counted(number(rate.count, language), number(rate.n, language)) : percent(rate.rate, language)}
    </p>
    <p>
      ${few ? words.tooFew(number(rate.n, language)) : words.counted(number(rate.count, language), number(rate.n, language))}
    </p>
    <p>${words.between(percent(rate.low, language), percent(rate.high, language))}</p>`
}

function intervalShown(rate: Rate, language: ConsoleLanguage): string {
  const span = `${percent(rate.low, language)}–${percent(rate.high, language)}`
  return rate.n < enough ? span : `${percent(rate.rate, language)} (${span})`
}
