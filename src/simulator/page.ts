/** The page's files: ours from `page/`, preact and htm straight from node_modules, no build step. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import helmet from 'koa-helmet'
import type { Middleware } from 'koa'

const require = createRequire(import.meta.url)
const FOLDER = join(import.meta.dirname, 'page')
/** The colours are those of all our pages. */
const COLOURS = join(import.meta.dirname, '..', 'look', 'colours.css')

/** What the page's import map (in index.html) calls by name. */
const VENDOR: Record<string, string> = {
  'preact.js': require.resolve('preact'),
  'preact-hooks.js': require.resolve('preact/hooks'),
  'htm.js': join(dirname(require.resolve('htm')), 'htm.mjs'),
  'htm-preact.js': join(dirname(require.resolve('htm/preact')), 'index.mjs'),
}

const TYPES: Record<string, string> = { '.html': 'html', '.js': 'text/javascript', '.css': 'css', '.svg': 'svg' }

export function servePage(): Middleware {
  return async (ctx, next) => {
    const found = ctx.method === 'GET' ? fileFor(ctx.path) : undefined
    if (found) {
      ctx.type = found.type
      ctx.set('cache-control', 'no-cache')
      ctx.body = found.content
    } else await next()
  }
}

const ALIASES: Record<string, string> = { '/': '/index.html', '/favicon.ico': '/icon.svg' }
/** What plays OA Manager is the same page: all chats, or one. */
const OA_MANAGER = /^\/oa(\/[^/]*)?$/

function fileFor(path: string): { type: string; content: string } | undefined {
  const [, folder, name = ''] =
    /^\/(vendor\/)?([a-z-]+\.[a-z]+)$/.exec(OA_MANAGER.test(path) ? '/index.html' : (ALIASES[path] ?? path)) ?? []
  const file = folder ? VENDOR[name] : name === 'colours.css' ? COLOURS : join(FOLDER, name)
  const type = TYPES[extname(name)]
  const content = file && type && readIfThere(file)
  return type && content ? { type, content } : undefined
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Scripts only from here, plus the import map, which must be inline and is let in by its hash. */
export function pageHeaders(): Middleware {
  const html = readIfThere(join(FOLDER, 'index.html')) ?? ''
  const importMap = /<script type="importmap">([^]*?)<\/script>/.exec(html)?.[1] ?? ''
  const hash = `'sha256-${createHash('sha256').update(importMap).digest('base64')}'`
  const self = ["'self'"]
  const none = ["'none'"]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: ["'self'", hash],
        styleSrc: self,
        // A bot's cards may show pictures from anywhere, over https only as in LINE.
        imgSrc: ["'self'", 'https:'],
        // A chosen sound or film is looked at before it is sent: how long it is.
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: self,
        baseUri: none,
        formAction: none,
        frameAncestors: none,
      },
    },
    // It is served over plain HTTP on the person's own machine; a browser complains of these there.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })
}
