/**
 * The shop's prompt files, for those who write them: `PROMPTS_DIR/*.md`. A new one appears whole or not at all, and takes
 * the place of none that is there.
 */
import { randomUUID } from 'node:crypto'
import { link, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { PromptFiles, ReadPrompt, SavedPrompt } from '../../ports/prompt-files.ts'
import { BrokenFile } from './broken-file.ts'
import { parsePrompt, promptName, readPartials } from './prompts.ts'
import { listFiles, readText, reasonOf } from './read-file.ts'

const ending = '.md'

const whereToFind = 'Set PROMPTS_DIR to the folder of your prompts, such as prompts'

/** Windows has devices of these names, whatever their ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i

export function openPromptFiles(dir: string): PromptFiles {
  const pathOf = (prompt: string): string => join(dir, `${prompt}${ending}`)
  const names = async (): Promise<string[]> =>
    (await listFiles(dir, ending, whereToFind)).map((file) => file.slice(0, -ending.length))

  const parse = async (prompt: string, content: string): Promise<ReadPrompt> => {
    const text = content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
    try {
      return { ok: true, prompt: parsePrompt(text, pathOf(prompt), prompt, await readPartials(dir)), content: text }
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error
      return { ok: false, mistakes: [...error.mistakes], content: text }
    }
  }

  return {
    names,
    parse,

    async read(prompt) {
      // Only what is listed is read: nothing that comes in a form leads out of the folder.
      if (!(await names()).includes(prompt)) return undefined
      let content: string
      try {
        content = await readText(pathOf(prompt), whereToFind)
      } catch (error) {
        if (!(error instanceof BrokenFile)) throw error
        return { ok: false, mistakes: [...error.mistakes] }
      }
      return parse(prompt, content)
    },

    async save(wanted, content): Promise<SavedPrompt> {
      const prompt = wanted.normalize('NFC')
      if (!promptName.test(prompt) || devices.test(prompt)) return { type: 'bad_name' }
      const read = await parse(prompt, content)
      if (!read.ok) return { type: 'mistakes', mistakes: read.mistakes }
      // Some systems tell no case apart: there one would be the other.
      const there = await names().catch(() => [])
      const isTaken = there.some((one) => one.normalize('NFC').toLowerCase() === prompt.toLowerCase())
      if (isTaken) return { type: 'taken' }
      const file = pathOf(prompt)
      try {
        await writeNew(dir, file, ended(read.content))
      } catch (error) {
        const why = reasonOf(error)
        return why === 'EEXIST' ? { type: 'taken' } : { type: 'not_written', file, why }
      }
      // With its last line ended it is another content, and has another hash.
      const written = await parse(prompt, ended(read.content))
      return { type: 'done', file, prompt: written.ok ? written.prompt : read.prompt }
    },
  }
}

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/**
 * Writes it beside first, where no reader takes its name, and gives it its own once it is durable: a link, unlike a
 * rename, is refused where a file is.
 */
async function writeNew(dir: string, file: string, text: string): Promise<void> {
  const temporary = join(dir, `.${randomUUID()}.tmp`)
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(temporary, file)
  } finally {
    await unlink(temporary).catch(() => undefined)
  }
  const folder = await open(dir, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
