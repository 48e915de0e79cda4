/** The files that are broken now, as somebody is told of them: since when, and in which words. */
import type { BrokenSource } from '../../ports/sources.ts'
import { asSentence, type Mistake } from './broken-file.ts'

/** Brings the list of broken files up to date; tells which are newly so, or in another way, and which no more. */
export function noteBroken(broken: Map<string, BrokenSource>, mistakes: readonly Mistake[], now: number) {
  const byFile = Map.groupBy(mistakes, ({ file }) => file)
  const mended = [...broken.keys()].filter((file) => !byFile.has(file))
  for (const file of mended) broken.delete(file)
  const news: BrokenSource[] = []
  for (const [file, its] of byFile) {
    const why = its.map(inWords).join('\n')
    const before = broken.get(file)
    if (before?.why === why) continue
    const one = { file, why, since: before?.since ?? now }
    broken.set(file, one)
    news.push(one)
  }
  return { broken: news, mended }
}

const inWords = ({ line, problem, remedy }: Mistake): string =>
  `${line > 0 ? `line ${line}: ` : ''}${problem}. ${asSentence(remedy)}`
