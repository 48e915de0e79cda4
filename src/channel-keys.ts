/** What an entry of `channels.yaml` can hold, each key with the setting of the environment that says the same. */
import { nearestTo, settingNames, slips } from './setting-names.ts'
import type { Problem } from './settings.ts'

const settingOfKey: Readonly<Record<string, string>> = {
  // No setting: one channel alone has no need of a name.
  name: 'CHANNEL_NAME',
  secret: 'LINE_CHANNEL_SECRET',
  token: 'LINE_CHANNEL_ACCESS_TOKEN',
  channel_id: 'LINE_CHANNEL_ID',
  assertion_key_file: 'LINE_ASSERTION_KEY_FILE',
  api_base_url: 'LINE_API_BASE_URL',
  data_api_base_url: 'LINE_DATA_API_BASE_URL',
  profile: 'PROFILE',
  prompts: 'PROMPTS_DIR',
  knowledge: 'KNOWLEDGE_DIR',
  mode: 'MODE',
  testers: 'TESTERS',
  staff_group: 'STAFF_GROUP',
  staff_users: 'STAFF_USERS',
  staff_language: 'STAFF_LANGUAGE',
  notify_webhook_url: 'NOTIFY_WEBHOOK_URL',
  notify_webhook_form: 'NOTIFY_WEBHOOK_FORM',
  push_daily_cap: 'PUSH_DAILY_CAP',
  read_api: 'READ_API',
}
export const channelKeys: readonly string[] = Object.keys(settingOfKey)
const keyOfSetting = new Map(Object.entries(settingOfKey).map(([key, setting]) => [setting, key]))

/** The keys behind which several can stand. */
const several = ['secret', 'testers', 'staff_users']
/** The keys that can say `none`, where the environment has something for all channels. */
const dispensable = ['staff_group', 'staff_users', 'notify_webhook_url']

export const isKey = (word: string): boolean => channelKeys.includes(word)
export const takesSeveral = (key: string): boolean => several.includes(key)
export const canBeNone = (key: string): boolean => dispensable.includes(key)
export const settingOf = (key: string): string => settingOfKey[key] ?? key
export const keyOf = (setting: string): string => keyOfSetting.get(setting) ?? setting

/** What an entry has from the environment where it says nothing. */
export const inherited = Object.values(settingOfKey).filter(
  (name) => !/^LINE_(CHANNEL|ASSERTION)_|^CHANNEL_/.test(name),
)

/** A sentence about settings of the environment, as one about keys: `MODE=testers` is `mode: testers` here. */
export const inKeys = (sentence: string): string =>
  sentence.replace(/\b([A-Z][A-Z_]+)\b(=?)/g, (all, setting: string, equals: string) => {
    const key = keyOfSetting.get(setting)
    return key === undefined ? all : `${key}${equals && ': '}`
  })

/** What is wrong with a key that there is not, with what was meant. */
export function unknownKey(word: string): Pick<Problem, 'problem' | 'remedy'> {
  const setting = word.toUpperCase().replaceAll('-', '_')
  if (settingNames.includes(setting) && !keyOfSetting.has(setting)) {
    const remedy = `set ${setting} in the environment or in .env, and remove it here`
    return { problem: 'is not a setting of one channel, but of all', remedy }
  }
  const problem = 'is not a setting of a channel'
  const nearest = nearestTo(word, channelKeys)
  const words = word.toLowerCase().split(/[\s_-]+/)
  const meant =
    keyOfSetting.get(setting) ??
    (nearest.distance <= slips
      ? nearest.setting
      : channelKeys.find((key) => key.split('_').every((one) => words.includes(one))))
  return meant === undefined
    ? { problem, remedy: `the nearest is ${nearest.setting}; docs/channels.md has them all` }
    : { problem, remedy: `did you mean ${meant}?` }
}
