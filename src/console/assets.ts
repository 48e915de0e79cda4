/**
 * The pages' files, read once: all of `page/`, our colours, and the chart library's. Their address holds a part of their
 * hash, so a browser keeps them until they change.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import type { Context } from 'koa'
import { iconWith } from './nav-icon.ts'

const types: Record<string, string> = { '.css': 'css', '.js': 'text/javascript', '.svg': 'svg' }

const page = join(import.meta.dirname, 'page')
const charts = dirname(createRequire(import.meta.url).resolve('uplot'))

const files: Record<string, string> = {
  'colours.css': join(import.meta.dirname, '..', 'look', 'colours.css'),
  'uPlot.esm.js': join(charts, 'uPlot.esm.js'),
  'uPlot.min.css': join(charts, 'uPlot.min.css'),
  ...Object.fromEntries(
    readdirSync(page)
      .filter((name) => extname(name) in types)
      .map((name) => [name, join(page, name)]),
  ),
}

const assets = new Map(
  Object.entries(files).map(([name, file]) => {
    const content = readFileSync(file, 'utf8')
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 10)
    return [name, { content, type: types[extname(name)] ?? 'txt', hash }]
  }),
)

export const assetUrl = (name: string): string => `/console/page/${name}?${assets.get(name)?.hash ?? ''}`

/** The icon that shows how many wait. It is drawn when it is asked for. */
export const iconUrl = (waiting: number): string => `/console/page/icon-${Math.min(waiting, 100)}.svg`

const kept = 'public, max-age=31536000, immutable'

export function serveAsset(ctx: Context, name: string): void {
  const [, waiting] = /^icon-(\d{1,3})\.svg$/.exec(name) ?? []
  if (waiting !== undefined) {
    ctx.type = 'svg'
    ctx.set('cache-control', 'public, max-age=86400')
    ctx.body = iconWith(Number(waiting))
    return
  }
  const asset = assets.get(name)
  if (!asset) return
  ctx.type = asset.type
  ctx.set('cache-control', ctx.querystring === asset.hash ? kept : 'no-cache')
  // A module that another one imports is asked for without its hash.
  ctx.etag = asset.hash
  ctx.status = 200
  if (ctx.fresh) ctx.status = 304
  else ctx.body = asset.content
}
