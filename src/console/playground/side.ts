/** One of the two prompts on the page: a file as it is, or its text as it was edited there. */
import type { PromptFiles, ReadPrompt } from '../../ports/prompt-files.ts'
import { most, type SideName, type WrittenPrompt } from './written.ts'

export interface Side {
  name: SideName
  /** The file its text was loaded from; it may be gone. */
  file: string
  text: string
  /** The text is not what stands in the file. */
  edited: boolean
  /** There is no such file. */
  missing: boolean
  tooBig: boolean
  /** Undefined where there is no text. */
  read?: ReadPrompt
}

/**
 * The side as it is to be tried and shown. Edited text stays, whatever is chosen beside it, until it is loaded over.
 * @param load the chosen file takes the place of what is there
 */
export async function sideOf(
  name: SideName,
  { file: chosen, of, text }: WrittenPrompt,
  files: PromptFiles,
  load = false,
): Promise<Side> {
  const was = of === '' ? undefined : await files.read(of)
  const edited = text !== undefined && text !== (contentOf(was) ?? '')
  const other = chosen !== '' && (load || (chosen !== of && !edited))
  const file = other || of === '' ? chosen : of
  const read = file === of ? was : await files.read(file)
  const missing = file !== '' && read === undefined
  if (!edited || other) {
    return { name, file, text: contentOf(read) ?? '', edited: false, missing, tooBig: false, read }
  }
  const tooBig = Buffer.byteLength(text) > most.promptBytes
  return { name, file, text, edited, missing, tooBig, read: tooBig ? undefined : await files.parse(file || name, text) }
}

const contentOf = (read: ReadPrompt | undefined): string | undefined => read?.content
