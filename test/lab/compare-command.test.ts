/** `npm run lab -- compare` as a process: what it ends with, what it says first, and what it writes. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCompareOptions } from '../../src/lab/compare/options.ts'
import { resultSchema, type Result } from '../../src/lab/trial.ts'
import { caseFile, goodProse, handoff, promptFile, resolved, runLab, type Asked, type LabRun, useLab } from './lab.ts'

const ids = Array.from({ length: 6 }, (_, index) => index + 1)
const cases = caseFile(
  ...ids.map((id): [string, string] => [`hours-${id}`, 'resolved']),
  ...ids.map((id): [string, string] => [`refund-${id}`, 'handoff']),
)
const keenProse = 'You are the assistant of a bakery. Answer everything yourself.'

/** A model that does what the prompt says: only the good one gives refunds to a person. */
const obedient = ({ system, open }: Asked) =>
  open.includes('refund') && system.includes('gets a person') ? handoff : resolved

const prompts = { 'assistant.md': promptFile(goodProse), 'keen.md': promptFile(keenProse) }
const lab = useLab({ prompts, cases }, obedient)

const out = () => join(lab.folder, 'report')
const run = (...args: string[]): Promise<LabRun> => runLab(['compare', '--out', out(), ...args], lab.settings)
const read = async (file: string): Promise<Result> => resultSchema.parse(JSON.parse(await readFile(file, 'utf8')))

describe('two prompts', () => {
  test('of which B reads falsely: the cases are named first, then the verdict, and it ends with 1', async () => {
    const ran = await run('assistant', 'keen', '--repeats', '1')
    const lines = ran.out.split('\n')
    const first = lines.findIndex((line) => line.startsWith('6 new false reads'))
    expect(lines.slice(first + 1, first + 7)).toEqual(ids.map((id) => `  refund-${id}`))
    expect(lines[first + 7]).toMatch(/^B is worse: false reads in 6 of 12 cases, with A in 0 .* p = 0\.031/)
    expect(ran.out).toContain('It ends with 1: B reads falsely what A did not, and B is worse')
    expect(ran.code).toBe(1)
    expect(lab.gemini.asked).toHaveLength(24)
  })

  test('the other way round B is better, and it ends with 0', async () => {
    const ran = await run('keen', 'assistant', '--repeats', '1')
    expect(ran.out).toMatch(/^B is better: right in 12 of 12 cases, with A in 6/m)
    expect(ran.out).not.toContain('new false read')
    expect(ran.code).toBe(0)
  })

  test('are written down: a report, and a result that can be compared again without asking anybody', async () => {
    await run('assistant', 'keen', '--repeats', '1')
    const result = await read(`${out()}.json`)
    expect(result.prompts.map(({ name }) => name)).toEqual(['assistant', 'keen'])
    expect(await readFile(`${out()}.html`, 'utf8')).toContain('refund-3')

    const again = await runLab(
      ['compare', '--results', `${out()}.json`, '--prompts', 'keen,assistant', '--out', join(lab.folder, 'again')],
      lab.settings,
    )
    expect(again.out).toMatch(/^B is better/m)
    expect(again.code).toBe(0)
    expect(lab.gemini.asked).toHaveLength(24)
    expect(await readFile(join(lab.folder, 'again.html'), 'utf8')).toContain('refund-3')
  })
})

describe('two results', () => {
  const evaluated = async (prompt: string): Promise<string> => {
    const base = join(lab.folder, prompt)
    await runLab(['eval', '--prompts', prompt, '--repeats', '1', '--out', base], lab.settings)
    return `${base}.json`
  }

  test('of one prompt each are compared as they are', async () => {
    const files = [await evaluated('assistant'), await evaluated('keen')]
    const ran = await run('--results', ...files)
    expect(ran.out).toMatch(/^B is worse: false reads in 6 of 12 cases/m)
    expect(ran.code).toBe(1)
  })

  test('a case that was changed in between is left out, and that is said', async () => {
    const before = await evaluated('assistant')
    const changed = cases.replace('refund-1, please', 'refund-1, quickly')
    await writeFile(join(lab.folder, 'prompts', 'cases', 'en.yaml'), changed)
    const ran = await run('--results', before, await evaluated('keen'))
    expect(ran.out).toContain('! case refund-1 was changed between the two results, and is left out')
    expect(ran.out).toMatch(/^5 new false reads/m)
  })
})

describe('what cannot be done', () => {
  test.for([
    [['assistant', 'kean'], 'there is no kean to compare'],
    [['--results', 'nowhere.json', 'there.json'], 'is not there'],
    [['assistant'], 'compare takes two prompts'],
  ] as const)('%j: ends with 2, and says why', async ([args, why]) => {
    const ran = await run(...args)
    expect(ran.said).toContain(why)
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(lab.gemini.asked).toEqual([])
  })

  test.for([
    [['assistant', 'keen', 'third'], 'compare takes two prompts'],
    [['assistant', 'assistant'], 'are one prompt'],
    [['assistant', 'keen', '--prompts', 'a,b'], '--prompts belongs to --results'],
    [['--results'], '--results takes two files'],
    [['--results', 'a', 'b', 'c'], '--results takes two files'],
    [['--results', 'a', 'b', '--prompts', 'a,b,c'], '--prompts takes A’s and B’s'],
    [['--results', 'a.json', 'b.json', '--repeats', '3'], '--results judges nothing: --repeats=3'],
    [['assistant', 'keen', '--repeat', '3'], "Unknown option '--repeat'"],
    [['assistant', 'keen', '--repeats', 'x'], '--repeats x is not a whole number'],
  ] as const)('%j: %s', ([args, why]) => {
    expect(() => readCompareOptions([...args])).toThrow(why)
  })

  test('a file with several prompts: which of them is asked for by name', async () => {
    await run('assistant', 'keen', '--repeats', '1')
    const [two, none] = await Promise.all([
      run('--results', `${out()}.json`),
      run('--results', `${out()}.json`, '--prompts', 'assistant,other'),
    ])
    expect(two).toMatchObject({ code: 2 })
    expect(two.said).toContain('has assistant, keen: name A’s and B’s prompt with --prompts')
    expect(none.said).toContain('has no prompt other: it has assistant, keen')
  })

  test('--help tells the options', async () => {
    const ran = await run('--help')
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.out).toContain('compare --results A.json B.json')
  })
})
