/** The shop's prompts with other times in their policy. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promptsWithoutHours } from '../../process/shop.ts'

/**
 * As they ship; every message a turn of its own; or a window that stays open for longer than a run lasts: everybody is
 * still writing, as in the first seconds after an announcement to all customers.
 */
export type Window = 'shipped' | 'off' | 'open'

const times: Record<Window, string[]> = {
  shipped: [],
  off: ['quiet: 0s', 'at_most: 0s'],
  open: ['quiet: 10s', 'at_most: 15s'],
}
/** How long a window that is open stays so (s): a run with it is shorter. */
export const openFor = 10

/** @returns a folder for PROMPTS_DIR, which is the caller's to remove */
export async function promptsWith(window: Window): Promise<string> {
  const folder = await promptsWithoutHours()
  const file = join(folder, 'assistant.md')
  const prompt = await readFile(file, 'utf8')
  if (!prompt.startsWith('---\n')) throw new Error('the prompt has no front matter')
  await writeFile(file, ['---', ...times[window], prompt.slice('---\n'.length)].join('\n'))
  return folder
}
