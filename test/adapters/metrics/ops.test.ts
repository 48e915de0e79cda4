/** The files in ops/ fit the figures there are: a dashboard that loads, alerts that can fire, and a page for each. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '../../../src/adapters/metrics/prometheus.ts'
import { systemClock } from '../../../src/adapters/time/clock.ts'
import { quietLog } from '../../flow/shop.ts'
import { parse, type Family, type Sample } from './exposition.ts'

const readYaml = (file: string): unknown => parseYaml(readFileSync(file, 'utf8'))

const datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') })
const target = z.object({ refId: z.string(), expr: z.string().min(1), legendFormat: z.string(), datasource })
const place = z.object({
  x: z.number().int().min(0).max(23),
  y: z.number().int(),
  w: z.number().int().min(1).max(24),
  h: z.number().int(),
})
const panel = z.discriminatedUnion('type', [
  z.object({ type: z.literal('row'), id: z.number(), title: z.string(), gridPos: place, panels: z.array(z.never()) }),
  z.object({
    type: z.enum(['stat', 'timeseries']),
    id: z.number(),
    title: z.string().min(1),
    description: z.string().min(10),
    gridPos: place,
    datasource,
    targets: z.array(target).min(1),
    fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }),
  }),
])
const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number().min(30),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string(), query: z.unknown() })) }),
  panels: z.array(panel),
})
const dashboard = dashboardSchema.parse(JSON.parse(readFileSync('ops/grafana-dashboard.json', 'utf8')))
const charts = dashboard.panels.flatMap((one) => (one.type === 'row' ? [] : [one]))

const rule = z.strictObject({
  alert: z.string().regex(/^Kidoku[A-Z]\w+$/),
  expr: z.string().min(1),
  for: z.string().regex(/^\d+[smh]$/),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string().min(20), runbook: z.string() }),
})
const alerts = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
  .parse(readYaml('ops/alerts.yaml'))
  .groups.flatMap(({ rules }) => rules)

/** What a scrape gives once everything has been seen at least once. */
async function everything(): Promise<Map<string, Family>> {
  const metrics = createMetrics({ version: '1', store: 'files', clock: systemClock, log: quietLog })
  metrics.count({ type: 'lowered', why: 'no_source' })
  metrics.count({ type: 'deferred', why: 'reserve' })
  metrics.count({ type: 'read', ms: 1 })
  metrics.count({ type: 'asked_model', model: 'm', judged: true, ms: 1, input: 1, output: 1 })
  metrics.count({ type: 'looked_up', lookUp: 'orders', came: 'found', ms: 1 })
  metrics.watch({
    outbox: () => [],
    counts: () => Promise.resolve({ waiting: 0, undelivered: 0, staff: 0, question: 0, suspected: 0 }),
    ready: () => Promise.resolve(true),
    telling: () => [{ where: 'webhook' }],
    breaker: () => ({ state: 'closed' }),
    spend: () => ({ tokens: 1, dollars: 1, limits: { tokens: 2, dollars: 2 } }),
  })
  return parse((await metrics.scrape()).body)
}

const selector = /\b((?:kidoku|process|nodejs)_\w+)(?:\{([^}]*)\})?/g
const matcher = /(\w+)\s*(=~|!=|=)\s*"([^"]*)"/g

/** What an expression asks for that no scrape gives: names, labels, and values that are known beforehand. */
function unknownIn(expr: string, samples: readonly Sample[]): string[] {
  return [...expr.matchAll(selector)].flatMap(([, name = '', matchers = '']) => {
    const named = samples.filter((one) => one.name === name)
    if (named.length === 0) return [name]
    return [...matchers.matchAll(matcher)].flatMap(([, label = '', operator, value = '']) => {
      // Prometheus adds these to every sample.
      if (label === 'instance' || label === 'job') return []
      const values = new Set(named.map(({ labels }) => labels[label]))
      if (values.has(undefined)) return [`${name}{${label}}`]
      const wanted = operator === '=~' ? value.split('|') : [value]
      return wanted.filter((one) => !values.has(one)).map((one) => `${name}{${label}="${one}"}`)
    })
  })
}

const balanced = (expr: string): boolean => {
  const open: string[] = []
  for (const sign of expr.replace(/"[^"]*"/g, '""')) {
    if ('([{'.includes(sign)) open.push(sign)
    else if (')]}'.includes(sign) && '([{'.indexOf(open.pop() ?? '') !== ')]}'.indexOf(sign)) return false
  }
  return open.length === 0
}

describe('the dashboard', () => {
  test('asks only for what /metrics tells', async () => {
    const samples = [...(await everything()).values()].flatMap((family) => family.samples)
    for (const { title, targets } of charts) {
      for (const { expr } of targets) {
        expect({ title, unknown: unknownIn(expr, samples), balanced: balanced(expr) }).toEqual({
          title,
          unknown: [],
          balanced: true,
        })
        expect(expr).toMatch(/\b(kidoku|process|nodejs)_/)
      }
    }
  })

  test('shows every figure of ours', async () => {
    const shown = charts.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join(' ')
    const names = [...(await everything()).keys()].filter((name) => name.startsWith('kidoku_'))
    expect(names.filter((name) => !shown.includes(name))).toEqual(['kidoku_info'])
  })

  test('loads: ids and queries of a panel are its own, nothing lies on another, Prometheus can be chosen', () => {
    const ids = dashboard.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { targets } of charts) {
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length)
    }
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(cells.every((cell) => Number(cell.split(',')[0]) < 24)).toBe(true)
    expect(dashboard.templating.list).toMatchObject([
      { name: 'datasource', type: 'datasource', query: 'prometheus' },
      { name: 'instance', type: 'query', query: { query: 'label_values(kidoku_info, instance)' } },
    ])
  })
})

describe('the alerts', () => {
  test('ask only for what /metrics tells, with labels that are there from the start: a first sight is no increase', async () => {
    const metrics = createMetrics({ version: '1', store: 'files', clock: systemClock, log: quietLog })
    const fresh = [...parse((await metrics.scrape()).body).values()].flatMap((family) => family.samples)
    const all = [...(await everything()).values()]
    const samples = all.flatMap((family) => family.samples)
    // A gauge is looked at, and needs no sight before.
    const gauges = all.filter(({ type }) => type === 'gauge').flatMap((family) => family.samples)
    for (const { alert, expr } of alerts) {
      const known = /increase|rate/.test(expr) ? [...fresh, ...gauges] : samples
      const unknown = unknownIn(expr, known)
      expect({ alert, unknown, balanced: balanced(expr) }).toEqual({ alert, unknown: [], balanced: true })
    }
  })

  test('call nobody for a model that is only waiting to be tried: half-open lasts until somebody writes', () => {
    const { expr = '' } = alerts.find(({ alert }) => alert === 'KidokuModelDown') ?? {}
    const [open, tried, ...more] = expr.split(/\s+or\s+/)
    expect(open).toBe('kidoku_model_breaker == 2')
    expect(tried).toMatch(/^\(kidoku_model_breaker == 1\s+and on \(instance\) sum by \(instance\)/)
    expect(tried).toContain('increase(kidoku_turns_total[15m])) > 0')
    expect(more).toEqual([])
  })

  test('tell of every way in which LINE did not get its 200 through a fault of ours', () => {
    const { expr = '' } = alerts.find(({ alert }) => alert === 'KidokuWebhooksNotStored') ?? {}
    expect(expr).toContain('status=~"500|503"')
  })

  test('are few, each once, and each leads to its paragraph in docs/metrics.md', () => {
    const headings = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^### (\w+)\n(.+(?:\n.+)*)/gm)]
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
    expect(alerts.length).toBeLessThan(16)
    expect(headings.map(([, heading]) => heading)).toEqual(alerts.map(({ alert }) => alert))
    for (const { alert, annotations } of alerts) {
      expect(annotations.runbook).toBe(`docs/metrics.md#${alert.toLowerCase()}`)
      const [, , text = ''] = headings.find(([, heading]) => heading === alert) ?? []
      expect(text).toMatch(/\*\*Why:\*\*[^]*\*\*What to\s+do:\*\*/)
    }
  })
})

test('docs/metrics.md has a line for every figure, with its labels, and for none that is not there', async () => {
  const families = await everything()
  const rows = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(kidoku_\w+)(?:\{([\w,]+)\})?` \|/gm)]
  const documented = new Map(rows.map(([, name = '', labels = '']) => [name, labels.split(',').filter(Boolean)]))
  const told = [...families.values()].filter(({ name }) => name.startsWith('kidoku_'))
  expect([...documented.keys()].toSorted()).toEqual(told.map(({ name }) => name).toSorted())
  for (const { name, samples } of told) {
    const labels = new Set(samples.flatMap((one) => Object.keys(one.labels)))
    labels.delete('le')
    expect({ name, labels: [...labels].toSorted() }).toEqual({ name, labels: documented.get(name)?.toSorted() })
  }
})

test('the example for Prometheus asks where METRICS_PORT is in the docs, under the name the alerts know', () => {
  const config = z
    .object({
      rule_files: z.array(z.literal('alerts.yaml')),
      scrape_configs: z.tuple([
        z.object({ job_name: z.string(), static_configs: z.tuple([z.object({ targets: z.array(z.string()) })]) }),
      ]),
    })
    .parse(readYaml('ops/prometheus.yaml'))
  const [{ job_name: job, static_configs: configs }] = config.scrape_configs
  expect(configs[0].targets).toEqual(['127.0.0.1:9464'])
  expect(readFileSync('docs/metrics.md', 'utf8')).toContain('METRICS_PORT=9464')
  expect(alerts.some(({ expr }) => expr.includes(`job="${job}"`))).toBe(true)
})
