/** HTML by tagged templates: whatever is put in is escaped, unless it is HTML itself. What customers write stays text. */

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may be put into a template. `undefined` and `false` leave nothing. */
export type Part = Html | string | number | undefined | false | readonly Part[]

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((string, index) => string + written(parts[index])).join(''))
}

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return part.map(written).join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Good inside an element and inside a quoted attribute. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? '')
