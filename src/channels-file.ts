/**
 * `channels.yaml`: several LINE channels in one server. Each entry is made an environment of its own, over what all of
 * them have from the process's, so that the checks and their sentences are those of one channel.
 */
import { readFileSync } from 'node:fs'
import { readEntries, type Entry, type Misfit } from './channel-entries.ts'
import { canBeNone, inherited, inKeys, keyOf, settingOf } from './channel-keys.ts'
import { channelParts, readAddresses, readChannel, readPerChannel, type ChannelSettings } from './channel-settings.ts'
import { readSettings, whereToFind, type Environment, type Problem } from './settings.ts'

/** The file as it was found. */
export type ChannelsFile = { path: string; text: string } | { problems: Problem[] }

/**
 * The file that CHANNELS_FILE names, or the usual one if it is there.
 * @param usual where it is looked for when CHANNELS_FILE is not set
 */
export function openChannels(env: Environment, usual: string): ChannelsFile | undefined {
  const { isSet, text, problems } = readSettings(env)
  const name = 'CHANNELS_FILE'
  const set = text(name)
  if (problems.length > 0) return { problems }
  const path = set ?? usual
  try {
    // Windows editors put a mark in front.
    return { path, text: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') }
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))
    if (absent && !isSet(name)) return undefined
    const problem = absent ? 'names a file that is not there' : 'names a file that cannot be read'
    const remedy = absent
      ? 'write where it is, as seen from the folder kidoku is started in, or remove the setting'
      : 'make it a text file that this user may read'
    return {
      problems: [isSet(name) ? { name, problem, remedy } : { name: usual, problem: 'cannot be read', remedy }],
    }
  }
}

const reference = /\$\{([A-Za-z_]\w*)\}/g

/** The settings that the file names by `${NAME}`. */
export function namesIn(file: ChannelsFile | undefined): string[] {
  return file && 'text' in file ? [...file.text.matchAll(reference)].map(([, name = '']) => name) : []
}

/** @param env what `${NAME}` stands for, and what channels have that their entries leave out */
export function readChannels(
  file: ChannelsFile,
  env: Environment,
): { channels: ChannelSettings[]; problems: Problem[] } {
  if ('problems' in file) return { channels: [], problems: file.problems }
  const { entries, misfits } = readEntries(file.text)
  const read = entries.map((entry) => readEntry(entry, env))
  const found = [...misfits, ...read.flatMap(({ misfits }) => misfits), ...sameKeys(read)]
  const inFile = found
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, about, problem, remedy }) => ({
      name: [line === 0 ? file.path : `${file.path}:${line}`, about].join(' ').trim(),
      problem,
      remedy,
    }))
  return { channels: read.flatMap(({ settings }) => settings ?? []), problems: [...beside(file.path, env), ...inFile] }
}

/** What is wrong in the environment when there is a file. */
function beside(path: string, env: Environment): Problem[] {
  const settings = readSettings(env)
  readAddresses(settings)
  const parts = channelParts.filter(settings.isSet)
  const [name] = parts
  if (name === undefined) return settings.problems
  const others = parts.length === 1 ? '' : ` (and ${parts.slice(1).join(', ')})`
  const remedy = `move that channel into the file; what \${NAME} stands for there needs a name of its own, such as MUGI_CHANNEL_SECRET`
  return [{ name, problem: `is set${others}, and ${path} has the channels`, remedy }, ...settings.problems]
}

interface ReadEntry {
  entry: Entry
  /** What it says itself, as an environment. */
  own: Environment
  settings?: ChannelSettings
  misfits: Misfit[]
}

const title = {
  fits: /^[^\p{Cc}]{1,60}$/u,
  problem: 'is too long',
  remedy: 'write a name of at most 60 characters',
}

function readEntry(entry: Entry, env: Environment): ReadEntry {
  const { name, line, values } = entry
  const has = (setting: string): boolean => values.has(keyOf(setting))
  const own: Record<string, string> = {}
  const unread: string[] = []
  const misfits: Misfit[] = []
  for (const [key, { text, line }] of values) {
    const filled = fillIn(text, env)
    if ('value' in filled) own[settingOf(key)] = filled.value === 'none' && canBeNone(key) ? '' : filled.value
    else misfits.push({ line, about: `${name}.${key}`, ...filled })
    // What could not be filled in, and what is empty (which is told already), is not missing besides.
    if (!('value' in filled) || filled.value === '') unread.push(settingOf(key))
  }
  const given = inherited.filter((setting) => !has(setting) && !belongsToOther(setting, has, env))
  const settings = readSettings({ ...Object.fromEntries(given.map((setting) => [setting, env[setting]])), ...own })
  const channel = readChannel(settings, true)
  const perChannel = readPerChannel(settings)
  const shown = settings.text('CHANNEL_NAME', title) ?? name
  for (const wrong of settings.problems) {
    const told = `${wrong.name} ${wrong.problem} ${wrong.remedy}`.split(/\W+/)
    // What is wrong in the environment is told once, of the environment.
    const theirs = given.includes(wrong.name) && settings.isSet(wrong.name)
    if (theirs || unread.some((setting) => told.includes(setting))) continue
    const key = keyOf(wrong.name)
    const at = values.get(key)?.line ?? line
    misfits.push({ line: at, about: `${name}.${key}`, problem: inKeys(wrong.problem), remedy: inKeys(wrong.remedy) })
  }
  return { entry, own, misfits, settings: channel && { name, title: shown, channel, ...perChannel } }
}

/** Whether what the environment has belongs to another setting of it, in place of which the entry has its own. */
function belongsToOther(setting: string, has: (setting: string) => boolean, env: Environment): boolean {
  if (setting === 'NOTIFY_WEBHOOK_FORM') return has('NOTIFY_WEBHOOK_URL')
  // Who lists testers and sets no mode believes that nobody else is answered.
  return setting === 'MODE' && env['MODE'] === 'on' && has('TESTERS')
}

/** A value with what each `${NAME}` stands for; what is wrong is told by the name, and never by a value. */
function fillIn(text: string, env: Environment): { value: string } | Pick<Problem, 'problem' | 'remedy'> {
  const bare = text.split(',').some((part) => /^\s*\$[A-Za-z_]\w*\s*$/.test(part))
  if (bare || text.replace(reference, '').includes('${')) {
    const remedy = 'write it with braces and a name of letters, digits and _, as in ${MUGI_CHANNEL_SECRET}'
    return { problem: 'has a $ that names no setting', remedy }
  }
  const names = [...new Set([...text.matchAll(reference)].map(([, name = '']) => name))]
  const missing = names.filter((name) => (env[name] ?? '').trim() === '')
  if (missing.length > 0) {
    const [verb, it] = missing.length === 1 ? ['is', 'it'] : ['are', 'them']
    const remedy = `set ${it} in the environment or in .env, or correct the name`
    return { problem: `needs ${missing.join(' and ')}, which ${verb} not set`, remedy }
  }
  return { value: text.replace(reference, (_, name: string) => env[name] ?? '') }
}

/** Two channels with one secret, token or id: a copy that was not finished. */
function sameKeys(read: readonly ReadEntry[]): Misfit[] {
  const first = new Map<string, { name: string; line: number }>()
  return read.flatMap(({ entry: { name, values }, own, misfits }) =>
    (['LINE_CHANNEL_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN', 'LINE_CHANNEL_ID'] as const).flatMap((setting) => {
      const about = `${name}.${keyOf(setting)}`
      const line = values.get(keyOf(setting))?.line ?? 0
      if (misfits.some((misfit) => misfit.about === about)) return []
      const parts = new Set((own[setting] ?? '').split(',').flatMap((part) => part.trim() || []))
      const before = [...parts].flatMap((part) => first.get(`${setting} ${part}`) ?? [])[0]
      for (const part of parts) if (!first.has(`${setting} ${part}`)) first.set(`${setting} ${part}`, { name, line })
      if (!before) return []
      const problem = `is the same as ${before.name}.${keyOf(setting)} on line ${before.line}`
      return { line, about, problem, remedy: whereToFind[setting] }
    }),
  )
}
