/**
 * Prompts from files: `assistant.md` is YAML front matter (the policy, core/policy.ts) between two lines of `---`, and
 * below it the prompt itself. What is current is always one reading of one file: its text, policy and hash belong together.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { notices } from '../../core/notices.ts'
import { policySchema, type PromptPolicy } from '../../core/policy.ts'
import type { Prompt } from '../../core/request.ts'
import type { Prompts } from '../../ports/prompts.ts'
import { BrokenFile, type Mistake } from './broken-file.ts'
import { readText } from './read-file.ts'
import { watchSource, type Watched, type WatchOptions } from './watch.ts'
import { parseYaml, type LineOf } from './yaml.ts'

const whereToFind = 'Set PROMPTS_DIR and PROFILE to a prompt there is, such as prompts and assistant'

/**
 * Read once, for what looks and ends.
 * @throws BrokenFile with every mistake in the file
 */
export async function loadPrompts(dir: string, profile: string): Promise<Prompts> {
  const prompt = await readPrompt(dir, profile)
  return { current: () => prompt }
}

/**
 * Read again whenever the file changes, for what runs. Broken or removed later, the last good one goes on.
 * @throws BrokenFile at the start
 */
export function watchPrompts(dir: string, profile: string, options: WatchOptions): Promise<Watched<Prompt>> {
  return watchSource(
    {
      what: 'prompt',
      folder: dir,
      files: async () => [join(dir, `${profile}.md`)],
      async read(last?: Prompt) {
        const prompt = await readPrompt(dir, profile)
        return { value: last?.hash === prompt.hash ? last : prompt, mistakes: [] }
      },
    },
    options,
  )
}

async function readPrompt(dir: string, profile: string): Promise<Prompt> {
  const file = join(dir, `${profile}.md`)
  return parsePrompt(await readText(file, whereToFind), file, profile)
}

/** @throws BrokenFile */
export function parsePrompt(content: string, file: string, name: string): Prompt {
  const parts = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m.exec(content)
  if (!parts || parts.index !== 0) {
    const problem = content.startsWith('---') ? 'the front matter is not closed' : 'no front matter'
    const remedy = 'Begin the file with a line ---, the settings, and another line ---'
    throw new BrokenFile([{ file, line: 1, problem, remedy }])
  }
  const [front, yaml = ''] = parts
  const text = content.slice(front.length)
  const policy = parseYaml({ file, text: yaml, firstLine: 2, remedy: remedyOf }, policySchema)
  const mistakes = [
    ...(policy.ok ? topicMistakes(policy.value, file, policy.lineOf) : policy.mistakes),
    ...proseMistakes(text, file, front.split('\n').length),
  ]
  if (!policy.ok || mistakes.length > 0) throw new BrokenFile(mistakes)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { name, text: text.trim(), policy: policy.value, hash }
}

/** A topic that is not listed counts as `other`: as one for people it would never hand anything over. */
function topicMistakes({ topics, always_human }: PromptPolicy, file: string, lineOf: LineOf): Mistake[] {
  const unlisted = always_human.filter((topic) => !topics.includes(topic))
  return unlisted.map((topic) => ({
    file,
    line: lineOf(['always_human']),
    problem: `always_human: ${topic} is not among the topics`,
    remedy: 'Add it to topics',
  }))
}

/** @param firstLine the line of the file on which the prose begins */
function proseMistakes(text: string, file: string, firstLine: number): Mistake[] {
  if (text.trim() === '') {
    return [
      { file, line: firstLine, problem: 'no prompt below the front matter', remedy: 'Write it below the second ---' },
    ]
  }
  const passage = text.split('\n').findIndex((line) => /<\s*\/?\s*passage/i.test(line))
  if (passage === -1) return []
  const remedy = 'Put knowledge into a file under KNOWLEDGE_DIR, and call it “a passage” here'
  return [{ file, line: firstLine + passage, problem: 'a <passage> tag in the prompt itself', remedy }]
}

const lengthOfTime = 'Write a length of time such as 1.5s, 30m or 4h'
const remedies: Record<string, string> = {
  read_on:
    'List any of resolved, handoff, taken and customer, or give such lists under default, text, image and other types of message',
  reading_time: 'Give min, max and per_character, such as {min: 1s, max: 6s, per_character: 40ms}',
  min_confidence: 'Write a number from 0 to 1, such as 0.7',
  topics: 'Write a list of words, such as [hours, orders]',
  always_human: 'Write a list of topics, such as [complaint]',
  quiet: lengthOfTime,
  quiet_media: lengthOfTime,
  at_most: lengthOfTime,
  stale_after: lengthOfTime,
  history: 'Write a number of messages from 0 to 100',
  knowledge_budget: 'Write a number of characters, such as 20000',
  sender_name: 'Write a name of 1 to 20 characters',
  language: 'Write en, ja, zh-TW, th or id',
  match_language: 'Write true or false',
  push: 'Write when_needed or never',
  ask_outcome: 'Write true or false',
  greeting: 'Write true or false',
  on_unfollow: 'Write keep or erase',
  notices: `Give ${Object.keys(notices.en).join(', ')} under en, ja, zh-TW, th or id`,
}

const remedyOf = (setting: string): string =>
  remedies[setting] ?? `Remove it or use one of these: ${Object.keys(policySchema.shape).join(', ')}`
