import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { BrokenFile } from '../../../src/adapters/markdown/broken-file.ts'
import { openFolders } from '../../../src/adapters/markdown/folders.ts'
import {
  loadPrompts,
  parsePrompt,
  settingsOf,
  promptFilesOf,
  promptFolders,
  readPrompt,
} from '../../../src/adapters/markdown/prompts.ts'
import { sampleValues } from '../../../src/adapters/markdown/sample-values.ts'
import { policySchema } from '../../../src/core/policy.ts'
import { quietLog } from '../../flow/shop.ts'

function mistakes(content: string): string[] {
  try {
    parsePrompt(content, 'prompts/a.md', 'a')
  } catch (error) {
    if (error instanceof BrokenFile) return error.message.split('\n')
    throw error
  }
  return []
}

test('a prompt is its prose, its policy with every default, and the hash of the whole file', () => {
  const content = '---\nmin_confidence: 0.8\nquiet: 2s\ntopics: [hours]\n---\n\nBe kind.\n'
  const prompt = parsePrompt(content, 'a.md', 'a')
  expect(prompt).toMatchObject({
    name: 'a',
    text: 'Be kind.',
    hash: createHash('sha256').update(content).digest('hex').slice(0, 12),
    policy: {
      min_confidence: 0.8,
      quiet: 2_000,
      at_most: 6_000,
      read_on: { default: ['resolved', 'handoff'] },
      topics: ['hours'],
    },
  })
})

test('empty front matter is all defaults', () => {
  expect(parsePrompt('---\n---\nBe kind.', 'a.md', 'a').policy.min_confidence).toBe(0.7)
})

test('every mistake is named with file, line and remedy', () => {
  const content =
    '---\nmin_confidence: 3\nread_onn: x\nquiet: 3\nnotices:\n  de: { handoff: Danke }\n---\n\n<passage id="x">no</passage>\n'
  expect(mistakes(content)).toEqual([
    expect.stringMatching(/^prompts\/a\.md:2: min_confidence: .*from 0 to 1/),
    expect.stringMatching(/^prompts\/a\.md:4: quiet: .*1\.5s/),
    expect.stringMatching(/^prompts\/a\.md:6: notices\.de is not a setting\. .*zh-TW/),
    expect.stringMatching(/^prompts\/a\.md:3: read_onn is not a setting\. .*read_on/),
    expect.stringMatching(/^prompts\/a\.md:9: a <passage> tag/),
  ])
})

test.each([
  ['no front matter', 'Be kind.', /:1: no front matter/],
  ['front matter that does not end', '---\nmin_confidence: 1\nBe kind.', /:1: the front matter is not closed/],
  ['front matter that is no YAML', '---\ntopics: [a\n---\nBe kind.', /:\d: not YAML/],
  ['no prose', '---\n---\n \n', /:3: no prompt/],
  [
    'a topic for people that is not among the topics',
    '---\ntopics: [hours]\nalways_human: [complaint]\n---\nx',
    /:3: always_human: .*complaint.*Add it to topics/,
  ],
  [
    'look-ups that are no list',
    '---\nlook_ups: orders\n---\nx',
    /:2: look_ups: .*lookups\.yaml that it may use, such as/,
  ],
  ['a record without a name', '---\nrecords: [""]\n---\nx', /:2: records\b.*lookups\.yaml that it may make, such as/],
])('%s is a mistake', (_, content, message) => {
  expect(mistakes(content)).toEqual([expect.stringMatching(message)])
})

test('where a setting stands is known of a prompt that was read', () => {
  const prompt = parsePrompt('---\nhistory: 3\nlook_ups:\n  - orders\n  - stock\n---\nx', 'a.md', 'a')
  expect([['look_ups', 0], ['look_ups', 1], ['records']].map(settingsOf(prompt))).toEqual([4, 5, 2])
  expect(settingsOf({ ...prompt })(['look_ups'])).toBe(0)
})

test('a prompt that is not there names the settings', async () => {
  await expect(loadPrompts('prompts', 'nobody')).rejects.toThrow(
    /nobody\.md: cannot be read \(ENOENT\).*PROMPTS_DIR and PROFILE/,
  )
})

test('the shipped prompt loads, and its topics for people are told to the model', async () => {
  const prompt = (await loadPrompts('prompts', 'assistant')).current()
  for (const topic of prompt.policy.always_human) expect(prompt.text).toContain(`\`${topic}\``)
  expect(await readFile('prompts/assistant.md', 'utf8')).toContain(prompt.text)
})

describe('the shipped prompts', () => {
  const shipped = ['assistant', 'order-tracking', 'tasks', 'teaching']

  test.each(shipped)('%s takes the shop from its front matter alone', async (name) => {
    const prompt = await readPrompt('prompts', name)
    const other = { name: 'Hana Flowers', kind: 'a flower shop', place: 'Taipei' }
    expect(Object.keys(prompt.policy.business)).toEqual(Object.keys(other))
    const written = prompt.write(sampleValues(other)[0]!)
    expect(written).toContain('Hana Flowers, a flower shop in Taipei')
    expect(written).not.toMatch(/Mugi|Minato|Kotori|Kaede|\{[{%]/)
  })

  test('only the one for opening hours knows what day it is, in a time zone of its own', async () => {
    const prompts = await Promise.all(shipped.map((name) => readPrompt('prompts', name)))
    expect(prompts.filter(({ uses }) => uses.has('now')).map(({ name }) => name)).toEqual(['assistant'])
    expect(prompts[0]?.policy.time_zone).toBe('Asia/Tokyo')
  })

  test('hold every partial that ships, and count it as a file of theirs', async () => {
    const texts = await Promise.all(shipped.map((name) => readFile(`prompts/${name}.md`, 'utf8')))
    const folders = openFolders({ log: quietLog })
    onTestFinished(folders.close)
    const look = await folders.follow(promptFolders('prompts'), () => {}).look()
    const files = promptFilesOf(look, 'prompts', 'assistant')
    expect(files[0]).toBe(join('prompts', 'assistant.md'))
    expect(files.slice(1).map((file) => basename(file))).toEqual(await readdir('prompts/partials'))
    for (const file of files.slice(1)) expect(texts.join()).toContain(`{% render '${basename(file, '.md')}'`)
  })
})

test('every setting of the front matter has a line in docs/policy.md', async () => {
  const page = await readFile('docs/policy.md', 'utf8')
  for (const name of Object.keys(policySchema.shape)) expect(page).toContain(`\`${name}\``)
})
