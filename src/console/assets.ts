/** The pages' files, read once. Their address holds a part of their hash, so a browser keeps them until they change. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Context } from 'koa'

const types: Record<string, string> = { '.css': 'css', '.js': 'text/javascript', '.svg': 'svg' }

/** The colours are those of all our pages. */
const files = {
  'colours.css': join(import.meta.dirname, '..', 'look', 'colours.css'),
  ...Object.fromEntries(
    ['style.css', 'conversation.css', 'live.js', 'icon.svg'].map((name) => [
      name,
      join(import.meta.dirname, 'page', name),
    ]),
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

export function serveAsset(ctx: Context, name: string): void {
  const asset = assets.get(name)
  if (!asset) return
  ctx.type = asset.type
  ctx.set('cache-control', ctx.querystring === asset.hash ? 'public, max-age=31536000, immutable' : 'no-cache')
  ctx.body = asset.content
}
