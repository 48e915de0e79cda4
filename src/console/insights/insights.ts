/** /console/insights: the figures that owners look at, and each of them as CSV. */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { silentAfter, startCounting, type Insights } from '../../core/insights.ts'
import type { ModelPrice } from '../../core/model-price.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OfficeHours } from '../../ports/office-hours.ts'
import type { Store } from '../../ports/store.ts'
import type { Pages } from '../pages.ts'
import { csvOf } from './csv.ts'
import { insightsMain, type Only, type Prices } from './insights-page.ts'
import { unreadNow } from './now.ts'
import { periodOf, serverZone, type Period } from './period.ts'
import { tableOf, tables } from './table.ts'
import { titleOf } from './tabs.ts'

export interface InsightsParts {
  store: Pick<Store, 'eachTurn' | 'counts' | 'list'>
  clock: Clock
  /** Where days begin and end. Missing: the server's time zone. */
  hours?: OfficeHours
  /** What a million tokens of each model cost. Missing: tokens are shown, and no cost. */
  prices?: Prices & { models: ReadonlyMap<string, ModelPrice> }
  /** Nothing is taught here: the pages for that are missing. */
  alone?: boolean
}

/** Figures are good for this long (ms), so that going to and fro does not count a million rows each time. */
const fresh = 30_000
const kept = 8

export function addInsights(router: Router, pages: Pages, parts: InsightsParts): void {
  const { store, clock, hours, prices, alone } = parts
  const counted = new Map<string, { at: number; insights: Promise<Insights> }>()

  const count = async (period: Period, only: Only, now: number): Promise<Insights> => {
    const { from, until, days } = period
    const counting = startCounting({ days, until, now, only, prices: prices?.models })
    await store.eachTurn({ from, until: Math.min(until + silentAfter, now + 1) }, (row) => counting.add(row))
    return counting.insights()
  }

  const insightsFor = (period: Period, only: Only, now: number): Promise<Insights> => {
    const key = JSON.stringify([period.first, period.last, period.timeZone, only.language, only.topic, only.variant])
    const known = counted.get(key)
    if (known && now - known.at < fresh && now >= known.at) return known.insights
    const insights = count(period, only, now)
    counted.delete(key)
    counted.set(key, { at: now, insights })
    insights.catch(() => counted.delete(key))
    for (const oldest of counted.keys()) {
      if (counted.size <= kept) break
      counted.delete(oldest)
    }
    return insights
  }

  const asked = (ctx: Context, now: number): { period: Period; only: Only } => {
    const one = (name: string): string | undefined => {
      const value = ctx.query[name]
      return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
    }
    const zone = hours?.at(now)?.timeZone ?? serverZone()
    const period = periodOf({ days: one('days'), from: one('from'), to: one('to') }, now, zone)
    return { period, only: { language: one('language'), topic: one('topic'), variant: one('variant') } }
  }

  router.get('/insights', async (ctx) => {
    const now = clock.now()
    const language = pages.language(ctx)
    const { period, only } = asked(ctx, now)
    const [insights, unread] = await Promise.all([insightsFor(period, only, now), unreadNow(store)])
    const mayExport = pages.member(ctx).role === 'owner'
    await pages.show(ctx, {
      title: titleOf('insights', language),
      main: insightsMain({ insights, now: unread, at: now, period, only, language, prices, mayExport, alone }),
      scripts: ['charts.js'],
      styles: ['uPlot.min.css', 'insights.css'],
    })
  })

  router.get('/insights.csv', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    const now = clock.now()
    const { period, only } = asked(ctx, now)
    const name = tables.find((one) => one === ctx.query['table']) ?? 'outcomes'
    const table = tableOf(name, await insightsFor(period, only, now), pages.language(ctx), prices !== undefined)
    await pages.audit(ctx, 'figures_exported', { detail: `${name} ${period.first} ${period.last}` })
    ctx.type = 'text/csv; charset=utf-8'
    ctx.attachment(`kidoku-${name}-${period.first}-${period.last}.csv`)
    ctx.body = csvOf(table)
  })
}
