/** Somebody at a browser without script: keeps cookies, follows no redirect by itself, sends forms as browsers do. */
import { counter, password, type Counter, type CounterOptions } from './counter.ts'

export interface Answer {
  status: number
  text: string
  headers: Headers
  /** Where it leads. */
  location: string | null
}

type Action = 'take' | 'hand-back' | 'forget'

export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** What is not a page. */
  async fetch(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, { headers: { cookie: this.#cookie(), ...headers }, redirect: 'manual' })
  }

  #cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, { headers })
  }

  async send(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { origin: this.#url, ...headers },
    })
  }

  /** Sends the form of the first such button on a page, as if it were pressed. */
  async press(action: Action, page: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(`/console/${action}`, formOf(action, page), headers)
  }

  async signIn(word = password): Promise<Answer> {
    return this.send('/console/sign-in', { password: word })
  }

  async #ask(path: string, init: RequestInit): Promise<Answer> {
    const cookie = this.#cookie()
    const headers = new Headers(init.headers)
    if (cookie) headers.set('cookie', cookie)
    // Node's fetch says `cors` of itself, and no site; a browser's own form says `same-origin`.
    const response = await fetch(`${this.#url}${path}`, { ...init, headers, redirect: 'manual' })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (/expires=thu, 01 jan 1970/i.test(set)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return { status: response.status, text: await response.text(), headers: response.headers, location }
  }
}

export function formOf(action: Action, page: string): Record<string, string> {
  const [, form = ''] = new RegExp(`action="/console/${action}">([^]*?)</form>`).exec(page) ?? []
  if (form === '') throw new Error(`there is no button for ${action}`)
  const inputs = form.matchAll(/name="(\w+)" value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]))
}

/** A counter, and its owner who has signed in. */
export async function signedIn(options: CounterOptions): Promise<Counter & { owner: Visitor }> {
  const opened = await counter(options)
  const owner = new Visitor(opened.url)
  await owner.signIn()
  return { ...opened, owner }
}
