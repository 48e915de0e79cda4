/** The names of the settings, and what in the file `.env` was meant to be one: it would be ignored and believed to work. */
import type { Problem } from './settings.ts'

/** Every setting there is. */
export const settingNames: readonly string[] = [
  'LINE_CHANNEL_SECRET',
  'LINE_CHANNEL_ACCESS_TOKEN',
  'LINE_CHANNEL_ID',
  'LINE_ASSERTION_KEY_FILE',
  'LINE_API_BASE_URL',
  'LINE_DATA_API_BASE_URL',
  'CHANNELS_FILE',
  'MODE',
  'TESTERS',
  'GEMINI_API_KEY',
  'GEMINI_MODEL',
  'GEMINI_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_MODEL',
  'OPENAI_BASE_URL',
  'OPENAI_MEDIA',
  'MODEL',
  'CONSOLE_PASSWORD',
  'NOTIFY_WEBHOOK_URL',
  'NOTIFY_WEBHOOK_FORM',
  'PUBLIC_URL',
  'STAFF_GROUP',
  'STAFF_USERS',
  'STAFF_LANGUAGE',
  'PUSH_DAILY_CAP',
  'MODEL_PRICES',
  'MODEL_PRICES_OF',
  'TOKENS_PER_DAY',
  'SPEND_PER_DAY',
  'JUDGEMENTS_AT_ONCE',
  'PROMPTS_DIR',
  'PROFILE',
  'KNOWLEDGE_DIR',
  'DATA_DIR',
  'KEEP_CONTENT',
  'RETENTION_DAYS',
  'PORT',
  'HOST',
  'SIMULATOR_PORT',
  'METRICS_PORT',
  'LOG_LEVEL',
  'READ_API',
  'DATABASE_URL',
]

/**
 * What in `.env` resembles a setting and is none: the file is ours, so nothing else is meant by it. Only what is a name,
 * or nearly one of ours, is repeated: anything else may be a secret that was pasted there.
 * @param text the file
 * @param names what it sets
 * @param others names that are meant as they are, since `channels.yaml` has them
 */
export function misnamed(text: string, names: readonly string[], others: readonly string[] = []): Problem[] {
  const lines = text.split(/\r?\n/).flatMap((line) => (line.includes('=') ? [] : line.trim().replace(/^export\s+/, '')))
  const known = [...settingNames, ...others]
  return [
    ...names.flatMap((name) => wrongIn(name, known) ?? []),
    ...lines.flatMap((line) => wrongBefore(line, known) ?? []),
  ]
}

/** @param name what stands before a “=” */
function wrongIn(name: string, known: readonly string[]): Problem | undefined {
  if (known.includes(name)) return undefined
  if (name.includes(':')) return wrongBefore(name, known)
  const nearest = nearestTo(name)
  if (nearest.distance <= slips) return meant(name, nearest.setting)
  const kin = settingNames.filter((one) => firstWord(one) === firstWord(name))
  if (!/^\w+$/.test(name) || kin.length === 0) return undefined
  const { setting } = nearestTo(name, kin)
  return { name, problem: 'is not a setting', remedy: `the nearest is ${setting}; write that, or remove it` }
}

/** `RETENTION_DAYS: 90` and the like: a line without a “=” is passed over. */
function wrongBefore(line: string, known: readonly string[]): Problem | undefined {
  const [name] = /^\w+/.exec(line) ?? []
  if (name === undefined) return undefined
  if (known.includes(name)) {
    return { name, problem: 'has no “=” behind it', remedy: `write ${name}=value` }
  }
  const { setting, distance } = nearestTo(name)
  return distance <= slips ? meant(name, setting) : undefined
}

const meant = (name: string, setting: string): Problem => ({
  name,
  problem: 'is not a setting',
  remedy: `did you mean ${setting}?`,
})

/** So many letters may be wrong, missing, too many, or the wrong way round with their neighbour. */
export const slips = 2
const firstWord = (name: string): string => name.toUpperCase().split('_')[0] ?? ''
/** What is left when case, what stands between words and our own name in front do not count. */
const letters = (name: string): string => name.toUpperCase().replace(/^KIDOKU_|[\s_-]/g, '')

/** @returns how many slips lie between, too */
export function nearestTo(
  name: string,
  among: readonly string[] = settingNames,
): { setting: string; distance: number } {
  let nearest = { setting: '', distance: Infinity }
  for (const setting of among) {
    const distance = slipsBetween(letters(name), letters(setting))
    if (distance < nearest.distance) nearest = { setting, distance }
  }
  return nearest
}

/** The fewest slips that make one word of the other (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let [beforeLast, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast?.[j - 2] : undefined
      const replaced = (last?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (last?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (swapped ?? Infinity) + 1))
    }
    ;[beforeLast, last] = [last, row]
  }
  return last?.[b.length] ?? 0
}
