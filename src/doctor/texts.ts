/** Whether the shop's own texts can be read: the prompt and the knowledge. And whether they are the shop's own. */
import type { Passage, Prompt } from '../core/request.ts'
import { ok, type Finding } from './finding.ts'

/** What was read, or the words of what is wrong with it, a mistake a line. */
export type Read<T> = { ok: true; value: T } | { ok: false; mistakes: string }

/** How many channels with real customers are set. */
export type Serves = 'none' | 'one' | 'several'

/** What was wrong with what could not be read, a mistake each. */
export function unreadable(topic: string, mistakes: string, serves: Serves): Finding[] {
  const why = serves === 'several' ? notServed : 'kidoku does not start with a text that it cannot read'
  return mistakes.split('\n').map((found) => ({ level: 'problem', topic, found, why }))
}

/**
 * @param hours the file of the office hours; none is no mistake
 * @param folder where the knowledge was read
 */
export function texts(
  prompt: Read<Prompt>,
  passages: Read<readonly Passage[]>,
  hours: Read<string | undefined>,
  folder: string,
  serves: Serves,
): Finding[] {
  const broken = (topic: string, mistakes: string): Finding[] => unreadable(topic, mistakes, serves)
  const findings = [
    ...(prompt.ok ? [ok('Prompt', `${prompt.value.name}.md is read`)] : broken('Prompt', prompt.mistakes)),
    ...(passages.ok
      ? [ok('Knowledge', `${passages.value.length} passages of ${folder} are read`)]
      : broken('Knowledge', passages.mistakes)),
    ...(hours.ok ? [ok('Office hours', toldOf(hours.value))] : broken('Office hours', hours.mistakes)),
  ]
  const sample =
    (prompt.ok && wordsOf(prompt.value).some((text) => text.includes(samplePrompt))) ||
    (passages.ok && passages.value.some(({ text }) => text.includes(sampleWord)))
  if (serves === 'none' || !sample) return findings
  return [
    ...findings,
    {
      level: 'warning',
      topic: 'Your own texts',
      found: 'the sample bakery “Mugi” is still in the prompt or the knowledge',
      why: 'Your customers would hear its opening hours and prices',
      remedy: 'Put your shop’s texts into KNOWLEDGE_DIR and your shop’s name into the prompt (docs/set-up.md, step 5)',
    },
  ]
}

const toldOf = (file: string | undefined): string =>
  file === undefined ? 'none are written down: customers are not told when a person is there' : `${file} is read`

/** What customers may hear of a prompt: its own text, and what that calls business. */
const wordsOf = ({ text, policy }: Prompt): string[] => [text, ...Object.values(policy.business)]

/** The shop that is shipped for trying. */
const [samplePrompt, sampleWord] = ['Mugi Bakery', 'Mugi']

const notServed =
  'A channel whose texts cannot be read when kidoku starts is not served: its customers get no answer until the texts are mended and kidoku is restarted'

/**
 * The same texts once more, of another channel: what is wrong with them was told of the first.
 * @param title the first one's
 */
export function asThoseOf(title: string, findings: readonly Finding[]): Finding[] {
  const wrong = findings.filter(({ level }) => level !== 'ok')
  const level = wrong.some((one) => one.level === 'problem') ? 'problem' : 'warning'
  const same: Finding = {
    level,
    topic: 'Texts',
    found: `they are those of ${title}, where it is said what is wrong with them`,
    why: 'Both channels have the same prompt and knowledge',
    remedy: 'Mend them once, for both',
  }
  return [...findings.filter((one) => one.level === 'ok'), ...(wrong.length > 0 ? [same] : [])]
}
