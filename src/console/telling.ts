/** How staff are told of hand-offs, for owners: how each way goes, and telling in LINE with its price before it is on. */
import type { Router } from '@koa/router'
import { z } from 'zod'
import { priceOfCard, priceOfMonth } from '../core/card-price.ts'
import type { TurnRow } from '../core/turn-row.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Telling } from '../ports/notifier.ts'
import type { ServiceSwitch } from '../ports/service.ts'
import type { Store } from '../ports/store.ts'
import { stillTold } from './banner.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import type { Pages } from './pages.ts'
import { tellingWords } from './telling-words.ts'
import { time } from './time.ts'

/** What telling in LINE would count: from LINE, now. */
export interface TellingPrice {
  /** Members of the staff's group; missing when no group is set. */
  groupSize?: number
  /** How many users are told by themselves. */
  users: number
  /** This month's messages. */
  quota?: { limit?: number; used: number }
}

export interface TellingParts {
  store: Pick<Store, 'eachTurn'>
  clock: Pick<Clock, 'now'>
  log: Log
  service?: ServiceSwitch
  /** How telling goes, by each way that is on. */
  telling: () => Telling[]
  /** Missing when neither a group nor users are set. */
  price?: () => Promise<TellingPrice>
}

const month = 30 * 24 * 3_600_000
/** What a person is told of. */
const told: ReadonlySet<TurnRow['decision']> = new Set(['handoff', 'tap', 'failed', 'stale'])
const form = z.object({ tell: z.enum(['on', 'off']) })

export function addTelling(router: Router, pages: Pages, parts: TellingParts): void {
  const { store, clock, log, service, telling, price } = parts

  /** Those of the last 30 days that would have been told. */
  const handoffs = async (): Promise<number> => {
    const until = clock.now()
    let count = 0
    await store.eachTurn({ from: until - month, until }, ({ decision, observed }) => {
      if (told.has(decision) && !observed) count += 1
    })
    return count
  }

  router.get('/telling', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    const language = pages.language(ctx)
    const asked = await price?.().catch((error: unknown) => {
      log.warn({ err: error }, 'LINE did not tell what telling staff there costs')
      return 'unknown' as const
    })
    const main = tellingMain({
      language,
      now: clock.now(),
      ways: telling(),
      on: service?.current().tellInLine,
      price: service ? asked : undefined,
      handoffs: await handoffs(),
      token: pages.token(ctx),
    })
    await pages.show(ctx, { title: tellingWords[language].title, main })
  })

  if (!service) return
  router.post('/telling', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    const sent = await pages.form(ctx, form)
    if (!sent) return
    const on = sent.tell === 'on'
    const words = tellingWords[pages.language(ctx)].line
    await service.change({ tellInLine: on ? { by: pages.member(ctx).name, at: clock.now() } : undefined })
    await pages.audit(ctx, on ? 'tell_in_line_on' : 'tell_in_line_off')
    pages.goOn(ctx, '/console/telling', { tone: 'good', text: on ? words.switchedOn : words.switchedOff })
  })
}

interface TellingPage {
  language: ConsoleLanguage
  now: number
  ways: Telling[]
  on: { by: string; at: number } | undefined
  price: TellingPrice | 'unknown' | undefined
  handoffs: number
  token: Html
}

function tellingMain(page: TellingPage): Html {
  const { language, ways, on, price } = page
  const words = tellingWords[language]
  return html`<h1>${words.title}</h1>
    <div class="telling">
      <p>${words.intro}</p>
      ${ways.length === 0 && html`<p class="flash asked">${words.nowhere}</p>`} ${ways.map((way) => wayCard(way, page))}
      ${
        !ways.some(({ where }) => where === 'webhook') &&
        html`<section class="card">
          <h2>${words.where.webhook}</h2>
          <p>${words.webhookOff}</p>
        </section>`
      }
      <section class="card" aria-labelledby="in-line">
        <h2 id="in-line">${words.line.title}</h2>
        ${price === undefined ? html`<p>${words.line.notSet}</p>` : lineSwitch(page, price, on !== undefined)}
      </section>
    </div>`
}

function wayCard({ where, workedAt, failsSince, why }: Telling, { language, now, ways }: TellingPage): Html {
  const words = tellingWords[language]
  const reason = why === undefined || why === '' ? undefined : html`<bdi>${why}</bdi>`
  const at = (ms: number): Html => time(ms, now, 'minutes', language)
  const state =
    failsSince !== undefined
      ? html`<p class="flash bad">${words.fails(at(failsSince), reason, stillTold(ways, language))}</p>`
      : html`<p>${workedAt === undefined ? words.untried : words.works(at(workedAt))}</p>`
  return html`<section class="card">
    <h2>${words.where[where]}</h2>
    ${state}
  </section>`
}

function lineSwitch(page: TellingPage, price: TellingPrice | 'unknown', isOn: boolean): Html {
  const { language, now, on, token } = page
  const words = tellingWords[language].line
  const state = on ? words.on(html`<bdi>${on.by}</bdi>`, time(on.at, now, 'minutes', language)) : words.off
  const button = (tell: 'on' | 'off', label: string): Html =>
    html`<div class="buttons">
      <form method="post" action="/console/telling">
        ${token}<input type="hidden" name="tell" value="${tell}" />
        <button class="${tell === 'on' ? 'main' : 'other'}">${label}</button>
      </form>
    </div>`
  // Nobody switches on what they have not seen the price of.
  return html`<p>${state}</p>
    ${price === 'unknown' ? html`<p class="flash asked">${words.unknown}</p>` : prices(page, price)}
    ${isOn ? button('off', words.switchOff) : price !== 'unknown' && button('on', words.switchOn)}`
}

function prices({ language, handoffs }: TellingPage, { groupSize, users, quota }: TellingPrice): Html {
  const words = tellingWords[language].line
  const card = priceOfCard({ groupSize, users })
  const { messages, left } = priceOfMonth({ card, cards: handoffs, limit: quota?.limit, used: quota?.used ?? 0 })
  const write = (number: number): string => number.toLocaleString(language)
  const limit = quota?.limit
  const sentences = [
    groupSize !== undefined && words.group(groupSize),
    users > 0 && words.users(users),
    groupSize !== undefined && users > 0 && words.both(card),
    words.month(handoffs, write(messages)),
    quota && (limit === undefined ? words.unlimited : words.quota(write(limit), write(quota.used))),
    words.reminders,
  ]
  return html`<ul class="prices">
      ${sentences.map((sentence) => typeof sentence === 'string' && html`<li>${sentence}</li>`)}
    </ul>
    ${left !== undefined && messages > left && html`<p class="flash asked">${words.tooMuch}</p>`}`
}
