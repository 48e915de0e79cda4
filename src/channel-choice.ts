/** `--channel NAME`: which of several channels a command works with. */
import { resolve } from 'node:path'
import type { ChannelSettings, Config } from './config.ts'
import { nearestTo, slips } from './setting-names.ts'

type Served = Extract<Config, { mode: 'line' }>

/** The settings of one of several channels, as they would be if it were alone. */
const alone = (config: Served, own: ChannelSettings): Served => ({ ...config, ...own, channels: undefined })

/** The words of a command without `--channel NAME` among them, and that name. */
export type Words = { ok: true; rest: string[]; name?: string } | { ok: false; why: string }

const option = /^--channel(?:=(.*))?$/s

export function takeChannel(words: readonly string[]): Words {
  const places = words.flatMap((word, at) => (option.test(word) ? [at] : []))
  const [at] = places
  if (at === undefined) return { ok: true, rest: [...words] }
  if (places.length > 1) return { ok: false, why: '--channel is there twice: one channel at a time' }
  const behind = option.exec(words[at] ?? '')?.[1]
  const name = behind ?? words[at + 1]
  if (!name || name.startsWith('-')) return { ok: false, why: '--channel needs the name of a channel behind it' }
  return { ok: true, rest: words.toSpliced(at, behind === undefined ? 2 : 1), name }
}

/** What of a channel's settings a command may go by. */
type Part = 'promptsDir' | 'profile' | 'knowledgeDir'

export type Chosen = { ok: true; config: Config; channel?: ChannelSettings } | { ok: false; why: string }

/**
 * The settings that a command works with.
 * @param name as it was asked for
 * @param by where all channels have the same of these, none has to be named
 */
export function chooseChannel(config: Config, name: string | undefined, by: readonly Part[]): Chosen {
  const channels = config.mode === 'line' ? config.channels : undefined
  if (config.mode !== 'line' || !channels) {
    const why = '--channel is for several channels in channels.yaml (docs/channels.md): leave it out'
    return name === undefined ? { ok: true, config } : { ok: false, why }
  }
  const channel = channels.find((one) => one.name === name)
  if (channel) return { ok: true, config: alone(config, channel), channel }
  const all = channels.map((one) => one.name)
  if (name !== undefined) {
    const { setting, distance } = nearestTo(name, all)
    const meant = distance <= slips ? `did you mean ${setting}?` : `there are ${listed(all)}`
    return { ok: false, why: `there is no channel ${name}: ${meant}` }
  }
  const [first] = channels
  // Paths that lead to one place are one.
  const ways = new Set(channels.map((one) => JSON.stringify(by.map((part) => resolve(one[part])))))
  if (first && ways.size === 1) return { ok: true, config: alone(config, first) }
  const what = by.includes('promptsDir') ? 'prompts or texts' : 'texts'
  return { ok: false, why: `the channels have different ${what}: name one with --channel, of ${listed(all)}` }
}

/** As many names as can be read at a glance. */
const listed = (names: readonly string[], most = 20): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
