/**
 * Prompts from files: `assistant.md` is YAML front matter (the policy, core/policy.ts) between two lines of `---`, and
 * below it the prompt itself, a template (template.ts), which may hold files of the folder partials. What is current is
 * always one reading of all of them: text, policy and hash belong together.
 */
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { notices } from '../../core/notices.ts'
import { policySchema, type PromptPolicy } from '../../core/policy.ts'
import type { Prompt } from '../../core/request.ts'
import type { Prompts } from '../../ports/prompts.ts'
import { BrokenFile, type Mistake } from './broken-file.ts'
import { checkTemplate, type PartialFile, type Partials } from './check-template.ts'
import type { Look } from './folders.ts'
import { nearest } from './nearest.ts'
import { hasPassageTag } from './passage-tag.ts'
import { readText } from './read-file.ts'
import { watchSource, type Watched, type WatchOptions } from './watch.ts'
import { parseYaml, type LineOf } from './yaml.ts'

const whereToFind = 'Set PROMPTS_DIR and PROFILE to a prompt there is, such as prompts and assistant'

/** Letters, digits, `_` and `-` make no path and no option of a command; a name of 60 letters fits into any system. */
export const promptName = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,59}$/u

/**
 * Read once, for what looks and ends.
 * @throws BrokenFile with every mistake in the file
 */
export async function loadPrompts(dir: string, profile: string): Promise<Prompts> {
  const prompt = await readPrompt(dir, profile)
  return { current: () => prompt }
}

/**
 * Read again whenever the file or a partial changes, for what runs. Broken or removed later, the last good one goes on.
 * @throws BrokenFile at the start
 */
export function watchPrompts(dir: string, profile: string, options: WatchOptions): Promise<Watched<Prompt>> {
  return watchSource(
    {
      what: 'prompt',
      folders: promptFolders(dir),
      files: (look) => promptFilesOf(look, dir, profile),
      async read(last?: Prompt) {
        const prompt = await readPrompt(dir, profile)
        return { value: last?.hash === prompt.hash ? last : prompt, mistakes: [] }
      },
    },
    options,
  )
}

/** @throws BrokenFile with every mistake in the file and in the partials it holds */
export async function readPrompt(dir: string, name: string): Promise<Prompt> {
  const file = join(dir, `${name}.md`)
  const [content, partials] = await Promise.all([readText(file, whereToFind), readPartials(dir)])
  return parsePrompt(content, file, name, partials)
}

/** Every file that counts for a prompt, whether it is there or not: its own, and all partials, named by it or not. */
export function promptFilesOf(look: Pick<Look, 'in'>, dir: string, name: string): string[] {
  return [join(dir, `${name}.md`), ...look.in(partialsOf(dir)).filter((file) => file.endsWith('.md'))]
}

/** Where they are. */
export const promptFolders = (dir: string): [string, string] => [dir, partialsOf(dir)]

const partialsOf = (dir: string): string => join(dir, 'partials')

/** The partials that are there. One that cannot be read is a mistake of the prompts that hold it. */
export async function readPartials(dir: string): Promise<Partials> {
  const files = (await partialFiles(dir)).map(async (file): Promise<[string, PartialFile]> => {
    const name = basename(file, '.md')
    try {
      return [name, { file, text: await readText(file, 'Let this user read it, or remove it') }]
    } catch (error) {
      if (error instanceof BrokenFile) return [name, { file, text: '', mistakes: error.mistakes }]
      throw error
    }
  })
  return new Map(await Promise.all(files))
}

/** None where there is no such folder. */
async function partialFiles(dir: string): Promise<string[]> {
  const folder = partialsOf(dir)
  const names = await readdir(folder).catch(() => [])
  const own = names.filter((name) => name.endsWith('.md') && !name.startsWith('.'))
  return own.toSorted().map((name) => join(folder, name))
}

/** @throws BrokenFile */
export function parsePrompt(content: string, file: string, name: string, partials: Partials = new Map()): Prompt {
  const parts = frontMatter.exec(content)
  if (!parts || parts.index !== 0) {
    const problem = content.startsWith('---') ? 'the front matter is not closed' : 'no front matter'
    const remedy = 'Begin the file with a line ---, the settings, and another line ---'
    throw new BrokenFile([{ file, line: 1, problem, remedy }])
  }
  const [front, yaml = ''] = parts
  const text = content.slice(front.length)
  const policy = parseYaml({ file, text: yaml, firstLine: 2, remedy: remedyOf }, policySchema)
  const prose = { file, text, firstLine: front.split('\n').length }
  const template = checkTemplate(prose, policy.ok ? policy.value.business : undefined, partials)
  const mistakes = [
    ...(policy.ok ? policyMistakes(policy.value, file, policy.lineOf) : policy.mistakes),
    ...(template.ok ? [] : template.mistakes),
  ]
  if (!policy.ok || !template.ok || mistakes.length > 0) throw new BrokenFile(mistakes)
  const { write, uses, holds } = template.value
  const prompt = { name, text: text.trim(), write, uses, policy: policy.value, hash: hashOf(content, holds) }
  linesOf.set(prompt, policy.lineOf)
  return prompt
}

/** A prompt is a value of the core, which knows of no lines. */
const linesOf = new WeakMap<Prompt, LineOf>()

/** Where a prompt's settings stand in its file; of one that was read from none, on no line. */
export const settingsOf = (prompt: Prompt): LineOf => linesOf.get(prompt) ?? (() => 0)

const frontMatter = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m

/** Of all that is judged by. Without partials it is that of the file alone. */
function hashOf(content: string, holds: readonly (readonly [string, PartialFile])[]): string {
  const hash = createHash('sha256').update(content)
  for (const [name, { text }] of holds) hash.update(`\0${name}\0${text}`)
  return hash.digest('hex').slice(0, 12)
}

function policyMistakes(policy: PromptPolicy, file: string, lineOf: LineOf): Mistake[] {
  const tagged = Object.entries(policy.business).filter(([, value]) => hasPassageTag(value))
  const tags = tagged.map(([name]) => ({
    file,
    line: lineOf(['business', name]),
    problem: `business.${name}: a <passage> tag`,
    remedy: 'Put knowledge into a file under KNOWLEDGE_DIR',
  }))
  return [...topicMistakes(policy, file, lineOf), ...tags]
}

/** A topic that is not listed counts as `other`: as one for people it would never hand anything over. */
function topicMistakes(policy: PromptPolicy, file: string, lineOf: LineOf): Mistake[] {
  return (['always_human', 'live_topics'] as const).flatMap((setting) =>
    policy[setting]
      .filter((topic) => !policy.topics.includes(topic))
      .map((topic) => ({
        file,
        line: lineOf([setting]),
        problem: `${setting}: ${topic} is not among the topics`,
        remedy: 'Add it to topics',
      })),
  )
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
  business: 'Give names and texts, such as {name: Mugi Bakery, town: Kaede City}; a number stands in quotes',
  time_zone: 'Write the name of a time zone, such as Asia/Tokyo or Asia/Taipei',
  history: 'Write a number of messages from 0 to 100',
  knowledge_budget: 'Write a number of characters, such as 20000',
  sender_name: 'Write a name of 1 to 20 characters',
  language: 'Write en, ja, zh-TW, th or id',
  match_language: 'Write true or false',
  push: 'Write when_needed or never',
  ask_outcome: 'Write true or false',
  greeting: 'Write true or false',
  on_unfollow: 'Write keep or erase',
  look_ups: 'List the look-ups of lookups.yaml that it may use, such as [orders]',
  records: 'List the records of lookups.yaml that it may make, such as [tasks]',
  live_topics: 'Write a list of topics, such as [order_status]',
  notices: `Give ${Object.keys(notices.en).join(', ')} under en, ja, zh-TW, th or id`,
}

function remedyOf(setting: string): string {
  const known = remedies[setting]
  if (known !== undefined) return known
  const all = Object.keys(policySchema.shape)
  const near = nearest(setting, all)
  return near === undefined ? `Remove it or use one of these: ${all.join(', ')}` : `Did you mean ${near}?`
}
