/**
 * The frame of every report: one file that holds all it needs. It asks nothing of any network, and its content security
 * policy says so to the browser: one style sheet and one script, each by its hash, and nothing else.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html, Html } from '../../console/html.ts'

const read = (...path: string[]): string => readFileSync(join(import.meta.dirname, ...path), 'utf8')
/** In this order: what stands later says it again for its own part. */
const sheets = ['report.css', 'figures.css', 'cases.css', 'beside.css', 'narrow-and-print.css']
const style = [read('..', '..', 'look', 'colours.css'), ...sheets.map((name) => read('page', name))].join('\n')
const script = read('page', 'filter.js')

/** The hash is of every character between the tags: nothing may be written around the content. */
const styleElement = new Html(`<style>${style}</style>`)
const scriptElement = new Html(`<script>${script}</script>`)

const hashOf = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`

const policy = [
  `default-src 'none'`,
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  'img-src data:',
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ')

export interface Frame {
  /** Such as `Evaluation`. */
  kind: string
  title: string
  /** One line under the title. */
  about: Html
  main: Html
}

export function framed({ kind, title, about, main }: Frame): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="content-security-policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · ${kind} · kidoku lab</title>
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <header>
          <p class="kind"><b class="brand">kidoku</b> lab · ${kind}</p>
          <h1>${title}</h1>
          <p class="about">${about}</p>
        </header>
        <main>${main}</main>
        ${scriptElement}
      </body>
    </html> `.text
}
