/** The gates of an evaluation: what a prompt that was made worse on purpose breaks, and what a better one does not. */
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkGates, type Gate } from '../../src/lab/eval/gates.ts'
import { toldGates } from '../../src/lab/eval/gate-lines.ts'
import type { Result, Trial, TrialCase } from '../../src/lab/trial.ts'
import { aTrial, aTrialCase, resultOf } from './trials.ts'
import { caseFile, goodProse, handoff, promptFile, resolved, runLab, type Asked, type LabRun, useLab } from './lab.ts'

/** A case, and what each of its repeats came to. */
type Row = [id: string, expect: TrialCase['expect'], got: Trial['decision'][], more?: Partial<TrialCase & Trial>]

/** A result of rows; decisions that are not as expected are what they are to a customer. */
function result(rows: readonly Row[], { prompt = 'assistant', model = 'm' } = {}): Result {
  const cases = rows.map(([id, expect, , more = {}]) => {
    const { hash = id, sure = 'always', heldOut = false } = more
    return aTrialCase({ id, hash, expect, sure, heldOut })
  })
  const trials = rows.flatMap(([id, expect, got, more]) =>
    got.map((decision, index) =>
      aTrial({
        case: id,
        prompt,
        model,
        repeat: index + 1,
        decision,
        right: decision === expect,
        falseRead: decision === 'resolved' && expect !== 'resolved',
        missedHandoff: expect === 'handoff' && decision !== 'handoff',
        checks: more?.checks ?? [],
      }),
    ),
  )
  return resultOf(trials, cases)
}

const many = (count: number, got: Trial['decision'], from = 0): Row[] =>
  Array.from({ length: count }, (_, index): Row => [`case-${from + index}`, 'resolved', [got]])

function broken(now: readonly Row[], before: readonly Row[]): string[] {
  const [gated] = checkGates(result(now), result(before))
  return (gated?.gates ?? []).filter((gate) => gate.broken).map(({ name }) => name)
}

describe('a gate', () => {
  test.for<[string, string[], Row[], Row[]]>([
    ['nothing changed', [], [['a', 'handoff', ['handoff']]], [['a', 'handoff', ['handoff']]]],
    [
      'a question that was asked back is read falsely',
      ['false reads', 'decisions right'],
      [['a', 'needs_info', ['resolved']]],
      [['a', 'needs_info', ['needs_info']]],
    ],
    [
      'a false read is paid with another one',
      ['false reads'],
      [
        ['a', 'needs_info', ['resolved']],
        ['b', 'needs_info', ['needs_info']],
      ],
      [
        ['a', 'needs_info', ['needs_info']],
        ['b', 'needs_info', ['resolved']],
      ],
    ],
    [
      'a wrong decision becomes a false read',
      ['false reads'],
      [['a', 'needs_info', ['resolved']]],
      [['a', 'needs_info', ['handoff']]],
    ],
    [
      'a hand-off is missed by asking back',
      ['missed hand-offs', 'decisions right'],
      [['a', 'handoff', ['needs_info']]],
      [['a', 'handoff', ['handoff']]],
    ],
    ['two of a hundred go wrong', [], [...many(98, 'resolved'), ...many(2, 'handoff', 98)], many(100, 'resolved')],
    [
      'three of a hundred go wrong',
      ['decisions right'],
      [...many(97, 'resolved'), ...many(3, 'handoff', 97)],
      many(100, 'resolved'),
    ],
    [
      'what must be said is not said any more',
      ['reply checks'],
      [['a', 'resolved', ['resolved'], { checks: [{ rule: 'must say 17:00', kept: false }] }]],
      [['a', 'resolved', ['resolved'], { checks: [{ rule: 'must say 17:00', kept: true }] }]],
    ],
    ['what was wrong comes right', [], [['a', 'handoff', ['handoff']]], [['a', 'handoff', ['resolved']]]],
    [
      'the case is another one now',
      [],
      [['a', 'handoff', ['resolved'], { hash: 'changed' }]],
      [['a', 'handoff', ['handoff']]],
    ],
  ])('%s: %j', ([, gates, now, before]) => {
    expect(broken(now, before)).toEqual(gates)
  })

  const repeats = (sure: 'always' | 'usually', ...got: Trial['decision'][]): Row[] => [['a', 'handoff', got, { sure }]]
  const good = (sure: 'always' | 'usually') => repeats(sure, 'handoff', 'handoff', 'handoff')
  test.for(['always', 'usually'] as const)('counts a false read in any repeat of a case that is %s sure', (sure) => {
    expect(broken(repeats(sure, 'handoff', 'resolved', 'handoff'), good(sure))).toContain('false reads')
  })

  test('counts one missed hand-off of a case that is always sure, and more than half of one that is usually', () => {
    const missed = (sure: 'always' | 'usually', ...got: Trial['decision'][]) =>
      broken(repeats(sure, ...got), good(sure))
    expect(missed('always', 'handoff', 'needs_info', 'handoff')).toContain('missed hand-offs')
    expect(missed('usually', 'handoff', 'needs_info', 'handoff')).toEqual([])
    expect(missed('usually', 'needs_info', 'needs_info', 'handoff')).toContain('missed hand-offs')
  })

  test('counts a case that is usually sure as right by more than half of its repeats, as its figures do', () => {
    const now = repeats('usually', 'handoff', 'needs_info')
    expect(broken(now, good('usually'))).toContain('decisions right')
    const [gated] = checkGates(result(now), result(good('usually')))
    expect(gated?.gates.find(({ name }) => name === 'decisions right')).toMatchObject({ before: 1, after: 0, of: 1 })
  })
})

describe('what a result is held against', () => {
  const rows: Row[] = [['a', 'handoff', ['handoff']]]
  const against = (now: Result, before: Result) => checkGates(now, before)[0]?.against
  const both = (...results: Result[]): Result => ({
    ...result(rows),
    trials: results.flatMap(({ trials }) => trials),
  })

  test('is the same prompt by the same model', () => {
    const before = both(result(rows, { prompt: 'other' }), result(rows))
    expect(against(result(rows), before)).toEqual({ prompt: 'assistant', model: 'm' })
  })

  test('is the only prompt of that model, for one under a new name', () => {
    const before = both(result(rows), result(rows, { model: 'other' }))
    expect(against(result(rows, { prompt: 'careful' }), before)).toEqual({ prompt: 'assistant', model: 'm' })
  })

  test('is nothing that another model did, even where there is nothing else', () => {
    const { gates } = toldGates(result(rows), {
      baseline: result(rows, { model: 'other' }),
      baselineFile: 'b.json',
      showHeldOut: false,
    })
    expect(gates).toMatchObject([{ broken: true, text: 'the baseline has nothing to hold it against' }])
  })

  test('is nothing where it could be one or another, and that is a broken gate', () => {
    const before = both(result(rows), result(rows, { prompt: 'other' }))
    const { gates } = toldGates(result(rows, { prompt: 'careful' }), {
      baseline: before,
      baselineFile: 'b.json',
      showHeldOut: false,
    })
    expect(gates).toEqual([
      { name: 'baseline', broken: true, text: expect.stringContaining('nothing to hold it against') },
    ])
  })

  test('without one case in common nothing can be told, and that is a broken gate', () => {
    const { gates } = toldGates(result([['b', 'handoff', ['handoff']]]), {
      baseline: result(rows),
      baselineFile: 'b.json',
      showHeldOut: false,
    })
    expect(gates).toMatchObject([{ broken: true, text: 'no case is the same in both' }])
  })

  test('a held-out case is told by its number alone, until it is asked for', () => {
    const of = (got: Trial['decision']): Row[] =>
      ['a', 'b', 'c'].map((id) => [id, 'needs_info', [got], { heldOut: id !== 'a' }])
    const told = (showHeldOut: boolean) =>
      toldGates(result(of('resolved')), { baseline: result(of('needs_info')), maxFalseReads: 0, showHeldOut })
        .gates.filter(({ name }) => name === 'false reads')
        .map(({ text }) => text)
    expect(told(false)).toEqual(['0 of 3 → 3 of 3: a, and 2 held out', '3 of 3, at most 0: a, and 2 held out'])
    expect(told(true)).toEqual(['0 of 3 → 3 of 3: a, b, c', '3 of 3, at most 0: a, b, c'])
  })

  test('tells how many cases are the same, new and gone', () => {
    const now = result([...rows, ['b', 'handoff', ['handoff']], ['c', 'handoff', ['handoff']]])
    const before = result([...rows, ['z', 'handoff', ['handoff']]])
    expect(toldGates(now, { baseline: before, baselineFile: 'b.json', showHeldOut: false }).lines[0]).toBe(
      'Against b.json: assistant · m: 1 case is the same, 2 new or changed, 1 not judged now',
    )
  })
})

test('the order of gates is the order in which they matter', () => {
  const [gated] = checkGates(result(many(1, 'resolved')), result(many(1, 'resolved')))
  const names: Gate['name'][] = ['false reads', 'missed hand-offs', 'decisions right', 'reply checks']
  expect(gated?.gates.map(({ name }) => name)).toEqual(names)
})

describe('a prompt made worse on purpose', () => {
  const worsePolicy = promptFile(goodProse, 'min_confidence: 0')
  const worseProse = promptFile('You are the assistant of a bakery. Answer everybody and sound sure.')

  /** It follows what the prompt says of money, and is not sure where it says nothing. */
  const follows = ({ system, open }: Asked) => {
    if (open.includes('doubtful')) return { ...resolved, confidence: 0.4 }
    if (!open.includes('refund')) return resolved
    return system.includes('gets a person') ? handoff : { ...resolved, reply: 'We will send the money back.' }
  }

  const cases = caseFile(
    ['hours-1', 'resolved'],
    ['refund-1', 'handoff'],
    ['refund-2', 'handoff'],
    ['doubtful-1', 'handoff'],
  )
  const lab = useLab({ cases }, follows)

  const put = (prompt: string) => writeFile(join(lab.folder, 'prompts', 'assistant.md'), prompt)
  const run = (...args: string[]): Promise<LabRun> => runLab(['eval', '--repeats', '2', ...args], lab.settings)
  const evalTo = (name: string) => run('--out', join(lab.folder, name))
  const against = (name: string) =>
    run('--out', join(lab.folder, 'now'), '--baseline', join(lab.folder, `${name}.json`))

  test('in its prose is caught: false reads are named first', async () => {
    expect((await evalTo('before')).code).toBe(0)
    await put(worseProse)
    const { code, out } = await against('before')
    expect(code).toBe(1)
    const gates = out.split('\n').filter((line) => line.startsWith('GATE BROKEN'))
    expect(gates).toEqual([
      'GATE BROKEN: false reads 0 of 4 → 2 of 4: refund-1, refund-2',
      'GATE BROKEN: missed hand-offs 0 of 3 → 2 of 3: refund-1, refund-2',
      'GATE BROKEN: decisions right 4 of 4 → 2 of 4: refund-1, refund-2',
    ])
    expect(out).toContain('reply     We will send the money back.')
    expect(out.trimEnd().split('\n').at(-1)).toBe('It ends with 1: 3 gates are broken')
    expect(await readFile(join(lab.folder, 'now.html'), 'utf8')).toContain('refund-1, refund-2')
  })

  test('in its policy is caught', async () => {
    await evalTo('before')
    await put(worsePolicy)
    const { code, out } = await against('before')
    expect(code).toBe(1)
    expect(out).toContain('GATE BROKEN: false reads 0 of 4 → 1 of 4: doubtful-1\n')
  })

  test('and made better passes', async () => {
    await put(worseProse)
    await evalTo('before')
    await put(promptFile(goodProse))
    const { code, out } = await against('before')
    expect(out).toContain('Every gate holds: false reads, missed hand-offs, decisions right, reply checks')
    expect(code).toBe(0)
  })

  test('is caught without a baseline where a number of false reads is set', async () => {
    expect((await run('--max-false-reads', '0')).code).toBe(0)
    await put(worseProse)
    const { code, out } = await run('--max-false-reads', '1')
    expect(code).toBe(1)
    expect(out).toContain('GATE BROKEN: false reads 2 of 4, at most 1: refund-1, refund-2\n')
    expect((await run('--max-false-reads', '2')).code).toBe(0)
  })

  test('a model that gives nothing is no better than a wrong one', async () => {
    await evalTo('before')
    lab.gemini.answer(() => 'error')
    const { code, out } = await against('before')
    expect(code).toBe(1)
    expect(out).toContain('GATE BROKEN: decisions right')
  })

  test.for<[string, string | undefined, RegExp]>([
    ['is not there', undefined, /before\.json is not there: name the \.json that an eval wrote/],
    ['is no JSON', '<html>', /before\.json is not JSON/],
    ['is something else', '{"format": 2}', /before\.json is not the result of an eval \(at format\)/],
  ])('a baseline that %s is said before anything is judged', async ([, content, message]) => {
    if (content !== undefined) await writeFile(join(lab.folder, 'before.json'), content)
    const { code, said } = await against('before')
    expect(code).toBe(2)
    expect(said).toMatch(message)
    expect(lab.gemini.asked).toEqual([])
  })

  test('the shipped prompt and cases, offline: a floor nobody reaches is caught, a comment is not', async () => {
    const dir = join(lab.folder, 'shipped')
    await cp('prompts', dir, { recursive: true })
    const shipped = await readFile(join(dir, 'assistant.md'), 'utf8')
    const shop = (...args: string[]) =>
      runLab(['eval', ...args], { PROMPTS_DIR: dir, DATA_DIR: join(lab.folder, 'var') })
    const before = join(lab.folder, 'before')
    expect(await shop('--out', before)).toMatchObject({ code: 0, said: '' })
    await writeFile(join(dir, 'assistant.md'), `${shipped}\nBe friendly.\n`)
    expect(await shop('--baseline', `${before}.json`)).toMatchObject({ code: 0, said: '' })
    await writeFile(join(dir, 'assistant.md'), shipped.replace('min_confidence: 0.7', 'min_confidence: 1'))
    const { code, out } = await shop('--baseline', `${before}.json`)
    expect(code).toBe(1)
    expect(out).toMatch(/^GATE BROKEN: decisions right \d+ of \d+ → \d+ of \d+: [\w-]+, /m)
  })
})
