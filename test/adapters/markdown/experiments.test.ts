/** experiments.yaml: what runs, and what is said of each mistake; nothing wrong in it ever costs an answer. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BrokenFile } from '../../../src/adapters/markdown/broken-file.ts'
import { readExperiments, watchExperiments, type Experiments } from '../../../src/adapters/markdown/experiments.ts'
import type { Watched } from '../../../src/adapters/markdown/watch.ts'
import { quietLog } from '../../flow/shop.ts'

let dir: string
let watched: Watched<Experiments> | undefined
const put = (name: string, text: string) => writeFile(join(dir, name), text)
const prompt = (words: string) => `---\nmin_confidence: 0.7\n---\n${words}\n`
const running = '- name: length\n  variants: {assistant: 9, shorter: 1}\n'

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kidoku-experiments-'))
  await put('assistant.md', prompt('Be kind.'))
  await put('shorter.md', prompt('Be short.'))
})
afterEach(async () => {
  await watched?.close()
  watched = undefined
  await rm(dir, { recursive: true })
})

const mistakes = async (yaml: string, profile = 'assistant'): Promise<string> => {
  await put('experiments.yaml', yaml)
  try {
    const { mistakes: found } = await readExperiments(dir, profile)
    return found
      .map(({ file, line, problem, remedy }) => `${file}:${line}: ${problem}. ${remedy}.`)
      .join('\n')
      .replaceAll(`${dir}/`, '')
  } catch (error) {
    if (error instanceof BrokenFile) return error.message.replaceAll(`${dir}/`, '')
    throw error
  }
}

describe('the file', () => {
  test('without one, or with nothing but remarks in it, none runs', async () => {
    expect((await readExperiments(dir, 'assistant')).value.running).toBeUndefined()
    await put('experiments.yaml', '# none at present\n\n')
    expect((await readExperiments(dir, 'assistant')).value).toMatchObject({ all: [] })
  })

  test('names prompts and their weights; the other prompt is read with it', async () => {
    await put('experiments.yaml', running)
    const { value } = await readExperiments(dir, 'assistant')
    expect(value.running).toEqual({
      name: 'length',
      variants: [
        { prompt: 'assistant', weight: 9 },
        { prompt: 'shorter', weight: 1 },
      ],
    })
    expect(value.prompts.get('shorter')?.text).toBe('Be short.')
  })

  test('runs only under a profile that is among its variants, and not once it is ended', async () => {
    await put('experiments.yaml', running)
    expect((await readExperiments(dir, 'teaching')).value.running).toBeUndefined()
    await put('experiments.yaml', `${running}  ended: true\n`)
    expect((await readExperiments(dir, 'assistant')).value).toMatchObject({ all: [{ name: 'length', ended: true }] })
    expect((await readExperiments(dir, 'assistant')).value.running).toBeUndefined()
  })

  test.each([
    [
      'a weight below zero',
      '- name: length\n  variants:\n    assistant: 9\n    shorter: -1\n',
      'experiments.yaml:4: variants.shorter: a weight below zero. Write prompts and their weights, such as {assistant: 9, shorter: 1}.',
    ],
    [
      'a weight in words',
      '- name: length\n  variants: {assistant: 9, shorter: few}\n',
      'experiments.yaml:2: variants.shorter: a number, such as 1. Write prompts and their weights, such as {assistant: 9, shorter: 1}.',
    ],
    [
      'nothing but zeros',
      '- name: length\n  variants: {assistant: 0, shorter: 0}\n',
      'experiments.yaml:2: length: all weights are zero. Give one of them a weight, such as 1.',
    ],
    [
      'one prompt alone',
      '- name: length\n  variants: {assistant: 1}\n',
      'experiments.yaml:2: variants: an experiment needs two prompts. Write prompts and their weights, such as {assistant: 9, shorter: 1}.',
    ],
    [
      'a prompt that is not there',
      '- name: length\n  variants:\n    assistant: 1\n    shortre: 1\n',
      'experiments.yaml:4: there is no prompt shortre. Did you mean shorter?',
    ],
    [
      'the shop’s own prompt misspelt',
      '- name: length\n  variants:\n    asistant: 9\n    shorter: 1\n',
      'experiments.yaml:3: there is no prompt asistant. Did you mean assistant?',
    ],
    [
      'two of one name',
      `${running}- name: length\n  ended: true\n  variants: {assistant: 1, shorter: 1}\n`,
      'experiments.yaml:3: the name length is taken by line 1. Give this one another name: results are told apart by it.',
    ],
    [
      'two that would run at once',
      `${running}- name: tone\n  variants: {assistant: 1, shorter: 1}\n`,
      'experiments.yaml:3: tone and that of line 1 would both run. Write ended: true under one of them.',
    ],
    [
      'a misspelt setting',
      '- name: length\n  variant: {assistant: 1, shorter: 1}\n',
      /experiments\.yaml:2: variant is not a setting\. Write a list of experiments/,
    ],
    [
      'a text that begins with a star',
      '- name: *wow*\n  variants: {assistant: 1, shorter: 1}\n',
      'experiments.yaml:1: *wow* begins with a star, which in YAML names something written before. Put quotation marks around the text.',
    ],
    [
      'lines that name each other a thousand times',
      '- &a [x,x,x,x,x,x,x,x,x,x]\n- &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n- &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n- [*c,*c,*c]\n',
      /experiments\.yaml:1: not YAML: Excessive alias count/,
    ],
    ['no list', 'name: length\n', /experiments\.yaml:1: Invalid input: expected array/],
  ])('%s is told with its line', async (_, yaml, message) => {
    expect(await mistakes(yaml)).toMatch(message)
  })

  test('a prompt with a mistake of its own is told by its own file and line, and the experiment does not run', async () => {
    await put('shorter.md', '---\nmin_confidence: 7\n---\nBe short.\n')
    expect(await mistakes(running)).toMatch(/^shorter\.md:2: min_confidence/)
    expect((await readExperiments(dir, 'assistant')).value.running).toBeUndefined()
  })
})

describe('while the server runs', () => {
  const changed = (until: () => boolean) =>
    new Promise<void>((resolve) => {
      const end = watched!.onChange(() => {
        if (!until()) return
        end()
        resolve()
      })
      if (until()) resolve()
    })
  const open = async () => (watched = await watchExperiments(dir, 'assistant', { log: quietLog, lookEvery: 100 }))

  test('a file that is broken at the start costs the experiment and not the start; mended, it runs', async () => {
    await put('experiments.yaml', '- name: length\n  variants: {assistant: 9, shorter: -1}\n')
    await open()
    expect(watched!.current().running).toBeUndefined()
    expect(watched!.broken()).toMatchObject([{ why: expect.stringContaining('a weight below zero') }])
    await put('experiments.yaml', running)
    await changed(() => watched!.current().running !== undefined)
    expect(watched!.broken()).toEqual([])
  })

  test('it begins, follows its prompts, goes on with the last good one of a broken prompt, and ends', async () => {
    await open()
    await put('experiments.yaml', running)
    await changed(() => watched!.current().running !== undefined)
    await put('shorter.md', prompt('Be very short.'))
    await changed(() => watched!.current().prompts.get('shorter')?.text === 'Be very short.')
    await put('shorter.md', 'no front matter')
    await changed(() => watched!.broken().length > 0)
    expect(watched!.current().running).toBeDefined()
    expect(watched!.current().prompts.get('shorter')?.text).toBe('Be very short.')
    await rm(join(dir, 'experiments.yaml'))
    await changed(() => watched!.current().running === undefined)
  })
})
