/** `npm run lab -- eval` as a process: what it ends with, what it says, and that nothing judged is lost. */
import { rmSync, writeFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BrokenFile } from '../../src/adapters/markdown/broken-file.ts'
import { openInputs } from '../../src/lab/eval/inputs.ts'
import { readEvalOptions } from '../../src/lab/eval/options.ts'
import { resultSchema, type Result } from '../../src/lab/trial.ts'
import {
  caseFile,
  goodProse,
  handoff,
  promptFile,
  resolved,
  runLab,
  startLab,
  type Asked,
  type LabRun,
  useLab,
} from './lab.ts'

const cases = caseFile(
  ['hours-1', 'resolved'],
  ['hours-2', 'resolved'],
  ['hours-3', 'resolved'],
  ['refund-1', 'handoff'],
  ['refund-2', 'handoff'],
  ['refund-3', 'handoff'],
).replace("messages: ['refund-3", "at: 2026-11-20T10:00\n  messages: ['refund-3")
/** Right in every case, whatever the prompt says. */
const right = ({ open }: Asked) => (open.includes('refund') ? handoff : resolved)

const lab = useLab({ cases }, right)

const out = () => join(lab.folder, 'report')
const run = (...args: string[]): Promise<LabRun> => runLab(['eval', '--out', out(), ...args], lab.settings)
const resultOf = async (base = out()): Promise<Result> =>
  resultSchema.parse(JSON.parse(await readFile(`${base}.json`, 'utf8')))
const lastLine = ({ out }: LabRun): string => out.trimEnd().split('\n').at(-1) ?? ''
const unfinished = async (): Promise<string[]> => readdir(join(lab.folder, 'var', 'lab', 'unfinished'))
const prices = { MODEL_PRICES: 'gemini-3.6-flash=100/1000', MODEL_PRICES_OF: '2026-11-01' }

describe('an evaluation', () => {
  test('judges each case three times by a model, and tells decisions, time, tokens and where the report is', async () => {
    const ran = await run()
    expect(ran).toMatchObject({ code: 0, said: '' })
    expect(ran.out).toMatch(/decisions right +18 of 18 \(100\s%\)/)
    expect(ran.out).toMatch(/false reads +0 of 18/)
    expect(ran.out).toMatch(/missed hand-offs +0 of 9/)
    expect(ran.out).toMatch(/tokens in \/ out +21,600 \/ 1,800/)
    expect(ran.out).toMatch(/resolved +9 +0 +0\n/)
    expect(ran.out).toContain(`${out()}.html\n${out()}.json\n`)
    const { trials, repeats, models, problems } = await resultOf()
    expect({ trials: trials.length, repeats, models, problems }).toEqual({
      trials: 18,
      repeats: 3,
      models: ['gemini-3.6-flash'],
      problems: [],
    })
    expect(await readFile(`${out()}.html`, 'utf8')).toContain('refund-1')
  })

  test('without a key the offline model judges once', async () => {
    const { GEMINI_API_KEY: _, ...without } = lab.settings
    const ran = await runLab(['eval', '--out', out()], without)
    expect(ran.code).toBe(0)
    expect(await resultOf()).toMatchObject({ models: ['offline'], repeats: 1 })
  })

  test('judges every prompt by every model, and only the cases asked for', async () => {
    await writeFile(join(lab.folder, 'prompts', 'careful.md'), promptFile('Be careful.'))
    const ran = await run(
      '--prompts',
      'assistant,careful',
      '--models',
      'gemini:a,offline',
      '--only',
      'refund-1',
      '--repeats',
      '2',
    )
    expect(ran.code).toBe(0)
    const { trials } = await resultOf()
    expect(
      trials.map(({ prompt, model, case: id, repeat }) => `${prompt} ${model} ${id} ${repeat}`).toSorted(),
    ).toEqual(
      ['assistant a', 'assistant offline', 'careful a', 'careful offline'].flatMap((who) => [
        `${who} refund-1 1`,
        `${who} refund-1 2`,
      ]),
    )
  })

  test('a language is a language, and no part of an id', async () => {
    await writeFile(join(lab.folder, 'prompts', 'cases', 'ja.yaml'), caseFile(['opening-1', 'resolved']))
    await run('--only', 'en', '--models', 'offline')
    const { trials } = await resultOf()
    expect(trials).toHaveLength(6)
    expect(trials.map((trial) => trial.case)).not.toContain('opening-1')
  })

  test('tells the worst first, with what was said', async () => {
    lab.gemini.answer(({ open }) => {
      if (open.includes('refund-2'))
        return { ...resolved, reply: 'Your money is on its way.', reason: 'It sounded sure.' }
      return open.includes('hours-1') ? handoff : right({ open, model: '', system: '' })
    })
    const { out, code } = await run('--repeats', '1')
    // Without a baseline nothing says what may be wrong.
    expect(code).toBe(0)
    const told = out.slice(out.indexOf('FALSE READ'))
    expect(told).toMatch(
      /^FALSE READ: refund-2\n +customer +refund-2, please\n +expected +handoff\n +got +resolved; by hours\.en#week/,
    )
    expect(told).toMatch(/why +It sounded sure\.\n +reply +Your money is on its way\.\n\nWRONG DECISION: hours-1\n/)
  })

  test('keeps the words of held-out cases back until they are asked for', async () => {
    await writeFile(join(lab.folder, 'prompts', 'cases', 'held-out.en.yaml'), caseFile(['secret-refund', 'handoff']))
    lab.gemini.answer(() => resolved)
    const hidden = await run('--repeats', '1', '--only', 'secret')
    expect(hidden.out).toContain('1 held-out case is wrong')
    expect(hidden.out).not.toContain('secret-refund, please')
    expect((await run('--repeats', '1', '--only', 'secret', '--show-held-out')).out).toContain('secret-refund, please')
  })
})

describe('what cannot be used is said with where and what, and the rest is judged', () => {
  test('a case file with a typo', async () => {
    const file = join(lab.folder, 'prompts', 'cases', 'ja.yaml')
    await writeFile(file, "- id: ja-1\n  messages: ['x']\n  expects: handoff\n")
    const ran = await run('--repeats', '1')
    expect(ran.code).toBe(1)
    expect(ran.said).toContain(`${file}:3: `)
    expect(lastLine(ran)).toMatch(/^It ends with 1: not all could be judged: .*ja\.yaml:/)
    expect((await resultOf()).trials).toHaveLength(6)
  })

  test('a prompt that is not there', async () => {
    const ran = await run('--prompts', 'nobody,assistant', '--repeats', '1')
    expect(ran.code).toBe(1)
    expect(ran.said).toContain(join(lab.folder, 'prompts', 'nobody.md'))
    expect((await resultOf()).trials).toHaveLength(6)
  })

  test('a model that answers only errors is given up after five; the others go on', async () => {
    lab.gemini.answer((asked) => (asked.model === 'bad' ? 'error' : right(asked)))
    const ran = await run('--models', 'gemini:bad,gemini:good', '--repeats', '2', '--parallel', '1')
    expect(ran.code).toBe(1)
    expect(ran.said).toMatch(
      /^bad is given up after 5 failures in a row and no answer: Gemini answered 403: .*GEMINI_API_KEY/m,
    )
    expect(lastLine(ran)).toContain('bad is given up')
    expect(ran.out).toContain('NO JUDGEMENT (5) by bad: Gemini answered 403')
    expect(lab.gemini.asked.filter(({ model }) => model === 'bad')).toHaveLength(5)
    const { trials } = await resultOf()
    expect(trials.filter(({ model }) => model === 'good')).toHaveLength(12)
  })

  test('a model without a key', async () => {
    const { GEMINI_API_KEY: _, ...without } = lab.settings
    const ran = await runLab(['eval', '--out', out(), '--models', 'gemini,offline'], without)
    expect(ran.code).toBe(1)
    expect(ran.said).toMatch(/^model gemini: Gemini needs a key: .*set GEMINI_API_KEY$/m)
    expect((await resultOf()).trials).toHaveLength(6)
  })

  test('a mistake in the program is none of a model, and is not hidden as one', async () => {
    const io = {
      config: { profile: 'assistant', promptsDir: '', model: 'offline' as const },
      openCases: () => Promise.resolve({ cases: [], mistakes: [] }),
      prompt: (name: string) => Promise.reject(new BrokenFile([{ file: name, line: 0, problem: 'x', remedy: 'y' }])),
      model: () => Promise.reject(new TypeError('undefined is not a function')),
    }
    const options = readEvalOptions([])
    if (!options) throw new Error('help is not asked for')
    await expect(openInputs(options, io)).rejects.toThrow(TypeError)
  })

  test('with nothing left to judge there is no report', async () => {
    const ran = await run('--models', 'nonsense')
    expect(ran).toMatchObject({ code: 1, out: 'It ends with 1: there is nothing to judge\n' })
    expect(ran.said).toContain('gemini, gemini:NAME, openai')
  })
})

describe('a limit on cost', () => {
  // One judgement costs 1,200 tokens in and 100 out: $0.22.
  test('stops before the next call, says what was spent and left, and a higher one goes on', async () => {
    const env = { ...lab.settings, ...prices }
    const args = ['eval', '--out', out(), '--repeats', '1', '--parallel', '1', '--max-cost']
    const stopped = await runLab([...args, '0.60'], env)
    expect(stopped.code).toBe(1)
    expect(lab.gemini.asked).toHaveLength(3)
    expect(lastLine(stopped)).toContain('--max-cost $0.60 is reached: $0.66 spent, 3 of 6 left undone')
    expect(await resultOf()).toMatchObject({ stopped: expect.stringContaining('3 of 6') })

    const whole = await runLab([...args, '2.00'], env)
    expect(whole.code).toBe(0)
    expect(whole.said).toContain('3 of 6 were done already')
    expect(lab.gemini.asked).toHaveLength(6)
    expect((await resultOf()).trials.reduce((sum, { cost = 0 }) => sum + cost, 0)).toBeCloseTo(1.32)
    expect(await unfinished()).toEqual([])
  })

  test('holds from the first call on: what one costs is known before several are made at once', async () => {
    const args = ['eval', '--out', out(), '--repeats', '10', '--parallel', '40', '--max-cost', '0.60']
    await runLab(args, { ...lab.settings, ...prices })
    expect(lab.gemini.asked).toHaveLength(3)
  })

  test('counts what is under way, so that parallel calls do not run past it', async () => {
    const args = ['eval', '--out', out(), '--repeats', '10', '--parallel', '4', '--max-cost', '3.30']
    const ran = await runLab(args, { ...lab.settings, ...prices })
    expect(ran.code).toBe(1)
    expect(lab.gemini.asked).toHaveLength(15)
  })

  test('is refused where a price is not known, with how to set it', async () => {
    const ran = await run('--max-cost', '2.00')
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.said).toContain('gemini-3.6-flash')
    expect(ran.said).toContain('MODEL_PRICES=gemini-3.6-flash=0.30/2.50')
    expect(lab.gemini.asked).toEqual([])
  })

  test('needs no price for the offline model', async () => {
    expect(await run('--models', 'offline', '--max-cost', '0.01')).toMatchObject({ code: 0 })
  })
})

describe('an interrupted evaluation', () => {
  /** Ends it while the fifth call hangs: four are done. */
  async function interrupt(signal: NodeJS.Signals) {
    lab.gemini.answer((asked) => (lab.gemini.asked.length > 4 ? undefined : right(asked)))
    const started = startLab(['eval', '--out', out(), '--repeats', '1', '--parallel', '1'], lab.settings)
    const early = started.ended.then((code) => Promise.reject(new Error(`it ended with ${code}: ${started.said()}`)))
    await Promise.race([lab.gemini.askedFor(5), early])
    early.catch(() => undefined)
    started.child.kill(signal)
    const code = await started.ended
    lab.gemini.answer(right)
    return { code, said: started.said() }
  }
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  const hours = `time_zone: Asia/Tokyo\nweek:\n${days.map((day) => `  ${day}: 9:00-17:00\n`).join('')}`
  const again = (...args: string[]) => run('--repeats', '1', '--parallel', '1', ...args)

  test('killed, it goes on where it was', async () => {
    await interrupt('SIGKILL')
    const ran = await again()
    expect(ran.code).toBe(0)
    expect(ran.said).toContain('4 of 6 were done already')
    expect(lab.gemini.asked).toHaveLength(5 + 2)
    const { trials } = await resultOf()
    expect(trials.map((trial) => trial.case)).toEqual([
      'hours-1',
      'hours-2',
      'hours-3',
      'refund-1',
      'refund-2',
      'refund-3',
    ])
    expect(await unfinished()).toEqual([])
  })

  test('stopped by Ctrl-C, it says so and ends with 130', async () => {
    const { code, said } = await interrupt('SIGINT')
    expect(code).toBe(130)
    expect(said).toContain('the same command goes on from there')
    expect((await again()).said).toContain('4 of 6 were done already')
  })

  test('a line that was half written is judged again', async () => {
    await interrupt('SIGKILL')
    const [name = ''] = await unfinished()
    const file = join(lab.folder, 'var', 'lab', 'unfinished', name)
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.slice(0, -100))
    expect((await again()).said).toContain('3 of 6 were done already')
    expect((await resultOf()).trials).toHaveLength(6)
  })

  test.for<[string, () => Promise<void>]>([
    ['the prompt', () => writeFile(join(lab.folder, 'prompts', 'assistant.md'), promptFile(`${goodProse} Be kind.`))],
    [
      'a case',
      () => writeFile(join(lab.folder, 'prompts', 'cases', 'en.yaml'), cases.replace('hours-1, please', 'hours?')),
    ],
    [
      'a holiday on the day of a case',
      () => writeFile(join(lab.folder, 'prompts', 'office-hours.yaml'), `${hours}holidays:\n  2026-11-20: closed\n`),
    ],
    [
      'the knowledge',
      () =>
        writeFile(
          join(lab.folder, 'knowledge', 'hours.en.md'),
          '## Hours {#week}\n\nWe are open from 9:00 to 17:00.\n',
        ),
    ],
  ])('begins anew after %s was changed', async ([, change]) => {
    await writeFile(join(lab.folder, 'prompts', 'office-hours.yaml'), hours)
    await interrupt('SIGKILL')
    await change()
    const ran = await again()
    expect(ran).toMatchObject({ code: 0, said: '' })
    expect(lab.gemini.asked).toHaveLength(5 + 6)
  })

  test('begins anew when asked to', async () => {
    await interrupt('SIGKILL')
    expect(await again('--no-resume')).toMatchObject({ code: 0, said: '' })
    expect(lab.gemini.asked).toHaveLength(5 + 6)
  })

  test('a report that cannot be written any more costs nothing that was judged', async () => {
    const place = join(lab.folder, 'place')
    lab.gemini.answer((asked) => {
      rmSync(place, { recursive: true, force: true })
      writeFileSync(place, 'a file, where a folder was')
      return right(asked)
    })
    const args = ['eval', '--repeats', '1', '--out']
    const ran = await runLab([...args, join(place, 'report')], lab.settings)
    expect(ran.code).toBe(2)
    expect(ran.said).toContain('name another place with --out')
    expect(ran.said).not.toContain('    at ')
    expect((await runLab([...args, out()], lab.settings)).said).toContain('6 of 6 were done already')
    expect(lab.gemini.asked).toHaveLength(6)
  })
})
