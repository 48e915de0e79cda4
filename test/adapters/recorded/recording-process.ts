/** A process that records 25 answers, a few at the same time: `node recording-process.ts FOLDER NAME`. */
import { recorded } from '../../../src/adapters/recorded/recorded.ts'

const [, , folder = '', name = ''] = process.argv
const model = recorded(
  { name: 'counting', takesMedia: false, judge: () => Promise.resolve({ ok: true, text: name }) },
  { folder, mode: 'record', repeat: 1 },
)
const ask = (text: string) =>
  model.judge(
    { system: 's', contents: [{ role: 'user', text }], passages: [], open: [text], fresh: [text] },
    new AbortController().signal,
  )
for (let index = 0; index < 25; index += 5) {
  await Promise.all([0, 1, 2, 3, 4].map((more) => ask(`${name}${index + more}`)))
}
