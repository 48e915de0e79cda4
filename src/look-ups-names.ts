/** The variables that `lookups.yaml` takes from the environment, in each folder of prompts: they are no misspelt settings. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn, readChannels, type ChannelsFile } from './channels-file.ts'
import { readPerChannel } from './channel-settings.ts'
import { readSettings, type Environment } from './settings.ts'

/** @param file where there are several channels */
export function namesInLookUps(env: Environment, file?: ChannelsFile): string[] {
  const { promptsDir } = readPerChannel(readSettings(env))
  const channels = file ? readChannels(file, env).channels : []
  const folders = new Set([promptsDir, ...channels.map((one) => one.promptsDir)])
  return [...folders].flatMap((folder) => {
    const path = join(folder, 'lookups.yaml')
    return namesIn({ path, text: textOf(path) })
  })
}

/** What cannot be read is told of where it is used. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
