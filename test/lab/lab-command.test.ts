/** `npm run lab` for somebody who has never seen it: help, and what is wrong with what was typed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { casesJsonSchema } from '../../src/lab/case-schema.ts'
import { widthOf, wrapped } from '../../src/lab/terminal.ts'
import { layOut, promptFile, caseFile, runLab, goodProse, type LabRun } from './lab.ts'

let folder: string
let settings: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-lab-'))
  settings = await layOut(folder, {
    prompts: { 'assistant.md': promptFile(goodProse) },
    cases: { 'en.yaml': caseFile(['hours-1', 'resolved']) },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const lab = (...args: string[]): Promise<LabRun> => runLab(args, settings)

describe('help', () => {
  test.for([[], ['--help'], ['-h'], ['help']])('%j tells the commands', async (args) => {
    const { code, out } = await lab(...args)
    expect(code).toBe(0)
    for (const command of ['eval', 'compare', 'replay', 'schema'])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(out).toContain('Begin with: npm run lab -- eval\n')
  })

  test.for(['eval', 'compare', 'replay', 'schema'])('%s --help tells its own, in lines that fit', async (command) => {
    const { code, out } = await lab(command, '--help')
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^npm run lab -- ${command}`))
    for (const line of command === 'eval' ? out.split('\n') : []) expect(line.length).toBeLessThanOrEqual(100)
  })
})

describe('what is wrong with a command is said, with what there is, and it ends with 2', () => {
  test.for<[string[], RegExp]>([
    [['evil'], /there is no command evil: there are eval, compare, replay, schema/],
    [['eval', '--promts', 'a'], /Unknown option '--promts'\. There are: --prompts, --models, .*--help$/m],
    [['eval', 'assistant'], /eval takes options only: assistant belongs to none/],
    [['eval', '--cases'], /'--cases <value>' argument missing/],
    [['eval', '--repeats', '0'], /--repeats 0 is not a whole number from 1/],
    [['eval', '--parallel', 'many'], /--parallel many is not a whole number from 1/],
    [['eval', '--max-cost', '-1'], /--max-cost/],
    [['eval', '--max-cost', '0'], /--max-cost 0 is not an amount in US dollars, such as 2\.00/],
    [['eval', '--prompts', 'a,,b'], /--prompts holds an empty name/],
    [['eval', '--recorded', '--record'], /give one of them/],
    [['eval', '--only', 'nothing'], /--only nothing: no case has that in its id or as its language/],
    [['eval', '--cases', 'no-such-folder'], /no-such-folder/],
    [['replay', '--prompt', 'assistant', '--models', 'gemini'], /^Gemini needs a key: .*set GEMINI_API_KEY$/m],
    [['replay', '--prompt', 'assistant', '--models', 'gemnii'], /^there is no model “gemnii”: name one of/m],
    [
      ['eval', '--out', '/dev/null/x'],
      /^\/dev\/null\/x\.html cannot be written \(\/dev\/null is no folder\): name another place with --out$/m,
    ],
    [['compare', 'assistant', 'other', '--out', '/dev/null/x'], /^\/dev\/null\/x\.html cannot be written/m],
    [['replay', '--prompt', 'assistant', '--out', '/dev/null/x'], /^\/dev\/null\/x\.html cannot be written/m],
  ])('%j', async ([args, message]) => {
    const { code, out, said } = await lab(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(said).toMatch(message)
    expect(said).not.toContain('    at ')
  })

  test('wrong settings', async () => {
    const { code, said } = await runLab(['eval'], { ...settings, MODEL_PRICES: 'cheap' })
    expect(code).toBe(2)
    expect(said).toContain('MODEL_PRICES holds something that is not a model and its prices')
  })
})

test('schema writes what editors check cases by', async () => {
  const file = join(folder, 'prompts', 'cases.schema.json')
  expect(await lab('schema')).toMatchObject({ code: 0, out: `${file}\n` })
  expect(await readFile(file, 'utf8')).toBe(casesJsonSchema())
})

describe('words in a table', () => {
  test.for([
    ['English', 'We are open from eight to five on Saturdays and Sundays, and closed on Mondays.'],
    ['Japanese', '土曜日と日曜日は午前8時から午後5時まで営業しております。月曜日は定休日です。'],
    ['Thai', 'เสาร์และอาทิตย์เปิดตั้งแต่แปดโมงเช้าถึงห้าโมงเย็นค่ะ วันจันทร์ปิดทำการ'],
    ['one long word', 'a'.repeat(90)],
  ])('%s stays within its columns, and nothing is lost', ([, text = '']) => {
    const lines = wrapped(text, 30)
    expect(lines.length).toBeGreaterThan(1)
    // A full stop may stand out by its own width.
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(32)
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  })

  test('what would move the cursor is taken out', () => {
    expect(wrapped('red \u001B[31m\u202E and\u0007 on\n\n\nand on', 40)).toEqual(['red [31m and on', 'and on'])
  })

  test('what is cut says so', () => {
    expect(wrapped('one two three four five six', 9, 2)).toEqual(['one two', 'three …'])
  })
})
