/** Ways to read one setting of the environment, each of which says what is wrong with it and never what it was. */
export type Environment = Readonly<Record<string, string | undefined>>

/** It reads as a sentence: name, problem, colon, remedy. */
export interface Problem {
  name: string
  problem: string
  remedy: string
}

const lineConsole = 'copy it from the LINE Developers console,'
export const whereToFind = {
  LINE_CHANNEL_SECRET: `${lineConsole} Basic settings tab, Channel secret`,
  LINE_CHANNEL_ACCESS_TOKEN: `${lineConsole} Messaging API tab, Channel access token`,
  LINE_CHANNEL_ID: `${lineConsole} Basic settings tab, Channel ID`,
  GEMINI_API_KEY: 'copy it from Google AI Studio, https://aistudio.google.com/apikey',
  OPENAI_API_KEY: 'copy it from where the model is offered; for OpenAI itself https://platform.openai.com/api-keys',
}

/** What a value must look like, and what to say when it does not. */
export interface Shape {
  fits: RegExp
  problem: string
  remedy: string
}

const lengths: Partial<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

export type Settings = ReturnType<typeof readSettings>

/** Ways to read one setting each. What is wrong with it goes to `problems`, and it is undefined or the default then. */
export function readSettings(env: Environment) {
  const problems: Problem[] = []
  const wrong = (name: string, problem: string, remedy: string): undefined => {
    problems.push({ name, problem, remedy })
  }
  const isSet = (name: string): boolean => (env[name] ?? '').trim() !== ''

  const text = (name: string, shape?: Shape): string | undefined => {
    const value = env[name]
    if (value === undefined || !isSet(name)) return undefined
    if (/[\r\n]/.test(value)) return wrong(name, 'has a line break in it', 'write it on one line')
    if (/^(["'`]).*\1$|^[“”‘’「].*[“”‘’」]$/.test(value))
      return wrong(name, 'has quotation marks around it', 'remove them')
    if (value !== value.trim()) return wrong(name, 'begins or ends with a space', 'remove the space')
    return !shape || shape.fits.test(value) ? value : wrong(name, shape.problem, shape.remedy)
  }

  /** @param separator what several are separated by; spaces around it do no harm */
  const secret = (name: keyof typeof whereToFind, separator?: string): string | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    const again = whereToFind[name]
    for (const one of separator ? value.split(separator).map((part) => part.trim()) : [value]) {
      if (isPlaceholder(one)) return wrong(name, 'is still the text of an example', again)
      if (/^Bearer\s/i.test(one)) return wrong(name, 'begins with "Bearer"', 'remove that word; it is added by itself')
      if (/\s/.test(one)) return wrong(name, 'has a space in it', again)
      if (/[^\x21-\x7e]|["'`]/.test(one)) return wrong(name, 'has a character in it that no secret has', again)
    }
    return value
  }

  /** @param what such as "a level" */
  const oneOf = <T extends string>(name: string, known: readonly T[], what: string): T | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    const found = known.find((one) => one === value)
    return found ?? wrong(name, `is not ${what}`, `write one of ${known.join(', ')}`)
  }

  /** Several, separated by commas; spaces around them and a comma at the end do no harm. */
  const list = (name: string, shape: Shape): string[] => {
    const parts = (text(name) ?? '').split(',').flatMap((part) => part.trim() || [])
    if (parts.every((part) => shape.fits.test(part))) return [...new Set(parts)]
    wrong(name, shape.problem, shape.remedy)
    return []
  }

  /** A length of time in ms: minutes, hours or days, such as `90m`, `12h` or `30d`. */
  const length = (name: string): number | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    const [, count = '', unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(value) ?? []
    const ms = lengths[unit]
    return ms === undefined
      ? wrong(name, 'is not a length of time', 'write one such as 90m, 12h or 30d (minutes, hours, days)')
      : Number(count) * ms
  }

  /** @param zero where 0 is refused: what to do instead */
  const whole = (name: string, otherwise: number, most: number, zero?: string): number => {
    const value = text(name)
    if (value === undefined) return otherwise
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Infinity
    if (number === 0 && zero !== undefined) wrong(name, 'is 0', zero)
    else if (number <= most) return number
    else {
      const range = `from ${zero === undefined ? 0 : 1} to ${most}`
      wrong(name, 'is not a whole number in its range', `write one ${range}, without spaces or commas`)
    }
    return otherwise
  }

  /** @param after what may follow the host; the LINE SDK drops a path, so its addresses may have none */
  const url = (name: string, protocols: string[], after: 'nothing' | 'path' | 'path and query'): string | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    const form = protocols.map((protocol) => `${protocol}//`).join(' or ')
    const parsed = URL.canParse(value) ? new URL(value) : undefined
    if (!parsed || !protocols.includes(parsed.protocol)) {
      return wrong(
        name,
        `is not an address that begins with ${form}`,
        'write it whole, such as https://shop.example.com',
      )
    }
    if (parsed.username || parsed.password) return wrong(name, 'has a user name or password in it', 'remove them')
    if (after === 'path and query') return value
    if (parsed.search || parsed.hash) return wrong(name, 'has a ? or # in it', 'end it before that')
    const path = parsed.pathname.replace(/\/+$/, '')
    if (after === 'path') return parsed.origin + path
    return path === '' ? parsed.origin : wrong(name, 'has a path', 'end it after the host and port')
  }

  return { problems, wrong, isSet, text, oneOf, list, length, secret, whole, url }
}

/** Where staff reach the server; `/console` is added to it. */
export function readPublicUrl({ url, wrong }: Settings): string | undefined {
  const value = url('PUBLIC_URL', ['https:'], 'path')
  const [page] = /\/(webhook|console)$/.exec(value ?? '') ?? []
  return page === undefined ? value : wrong('PUBLIC_URL', `ends with ${page}`, 'end it before that')
}

export const userIds = {
  fits: /^U[0-9a-f]{32}$/,
  problem: 'holds something that is not a LINE user id (U and 32 digits or letters a to f)',
}

const staffShapes = {
  group: {
    fits: /^C[0-9a-f]{32}$/,
    problem: 'is not the id of a LINE group (C and 32 digits or letters a to f)',
    remedy: 'invite the account to the group and copy the id from the line that kidoku then logs',
  },
  users: { ...userIds, remedy: 'write ids with commas between them; docs/telling.md says how your staff find theirs' },
} satisfies Record<string, Shape>

const webhookForms = ['slack', 'discord'] as const
const staffLanguages = ['en', 'ja', 'zh-TW', 'th'] as const

/** Where and how staff are told. */
export interface StaffSettings {
  notifyWebhookUrl?: string
  /** Missing: told from the address. */
  notifyWebhookForm?: (typeof webhookForms)[number]
  /** The LINE group in which staff talk: never a conversation. Cards go there once the owner has switched that on. */
  staffGroup?: string
  /** Users of LINE who get cards by themselves, once the owner has switched that on. */
  staffUsers: string[]
  /** Missing: the nearest to the prompt's. */
  staffLanguage?: (typeof staffLanguages)[number]
}

export function readStaff({ url, text, list, oneOf, isSet, wrong }: Settings): StaffSettings {
  if (isSet('NOTIFY_WEBHOOK_FORM') && !isSet('NOTIFY_WEBHOOK_URL')) {
    wrong('NOTIFY_WEBHOOK_FORM', 'is set but NOTIFY_WEBHOOK_URL is not', 'set NOTIFY_WEBHOOK_URL too, or remove it')
  }
  return {
    notifyWebhookUrl: url('NOTIFY_WEBHOOK_URL', ['https:', 'http:'], 'path and query'),
    notifyWebhookForm: oneOf('NOTIFY_WEBHOOK_FORM', webhookForms, 'a form of webhook'),
    staffGroup: text('STAFF_GROUP', staffShapes.group),
    staffUsers: list('STAFF_USERS', staffShapes.users),
    staffLanguage: oneOf('STAFF_LANGUAGE', staffLanguages, 'a language that staff are told in'),
  }
}

/** What stands in examples where a value belongs: `<token>`, `your-token`, `paste here`, `xxxx`, `...`, `${TOKEN}`. */
export function isPlaceholder(value: string): boolean {
  return (
    /^<.*>$|^\[.*\]$|^[.…]+$|^[x*]+$|^\$\{\w+\}$/i.test(value) ||
    /^(your|paste|insert|replace|enter|put|fill|change)[-_ ]?(me|it|this|in|here|the|your|with|line|channel|gemini|openai|api|secret|token|key|access|password)/i.test(
      value,
    ) ||
    /^(todo|changeme|placeholder|example|secret|token|password|none|null|undefined)$/i.test(value)
  )
}
