/** Two prompts over the same cases: what flipped, and what is said of it. */
import { describe, expect, test } from 'vitest'
import { compareResults, newFalseReads, sameCases, type ModelComparison } from '../../src/lab/compare/compare.ts'
import { comparisonText } from '../../src/lab/compare/text.ts'
import { verdictText } from '../../src/lab/compare/verdict-text.ts'
import type { Trial, TrialCase } from '../../src/lab/trial.ts'
import { aTrial as trial, aTrialCase } from './trials.ts'

const aCase = (id: string, more: Partial<TrialCase> = {}): TrialCase => aTrialCase({ id, ...more })

const aTrial = (of: string, prompt: string, more: Partial<Trial> = {}): Trial => {
  const reply = `what ${prompt} says to ${of}`
  return trial({ case: of, prompt, promptHash: `${prompt}-hash`, model: 'model-1', reply, texts: [reply], ...more })
}

const wrong = { decision: 'needs_info', right: false } as const
const falseRead = { decision: 'resolved', right: false, falseRead: true } as const

const cases = Array.from({ length: 40 }, (_, index) => aCase(`c${index}`))
/** All right but for those told. */
const judged = (prompt: string, others: Record<string, Partial<Trial>> = {}, of = cases): Trial[] =>
  of.map(({ id }) => aTrial(id, prompt, others[id]))

const numbered = (from: number, to: number, is: Partial<Trial>): Record<string, Partial<Trial>> =>
  Object.fromEntries(Array.from({ length: to - from }, (_, index) => [`c${from + index}`, is]))

const compared = (a: Trial[], b: Trial[], of = cases): ModelComparison => {
  const [one] = compareResults(a, b, of).models
  if (!one) throw new Error('nothing was compared')
  return one
}

const lines = (a: Trial[], b: Trial[], of = cases, showHeldOut = false): string[] =>
  comparisonText(compareResults(a, b, of), { showHeldOut })

describe('the verdict', () => {
  test('six that went wrong and none that came right: B is worse', () => {
    const one = compared(judged('a'), judged('b', numbered(0, 6, wrong)))
    expect(one.verdict).toEqual({ type: 'worse', by: 'right' })
    expect(one.right).toMatchObject({ onlyA: 6, onlyB: 0, both: 34, neither: 0, p: expect.closeTo(0.03125, 12) })
    expect(verdictText(one)).toMatch(/^B is worse: right in 34 of 40 cases, with A in 40 \(−15 points, .* p = 0\.031\)/)
  })

  test('the other way round it is better', () => {
    const one = compared(judged('a', numbered(0, 6, wrong)), judged('b'))
    expect(one.verdict).toEqual({ type: 'better', by: 'right' })
    expect(verdictText(one)).toMatch(/^B is better: right in 40 of 40 cases, with A in 34 \(\+15 points/)
  })

  test('five of forty are not enough to tell, and how many would be is said', () => {
    const one = compared(judged('a'), judged('b', numbered(0, 5, wrong)))
    expect(one.verdict).toEqual({ type: 'undecided', flipped: 5, of: 40, need: 61 })
    expect(verdictText(one)).toBe(
      'Not enough cases to tell: 5 flipped of 40; if the true difference is as seen, about 61 cases would do (80 % power, 5 %).',
    )
  })

  test('five of five: fewer than there were are never asked for', () => {
    const few = cases.slice(0, 5)
    const one = compared(judged('a', {}, few), judged('b', numbered(0, 5, wrong), few), few)
    expect(one.verdict).toEqual({ type: 'undecided', flipped: 5, of: 5, need: 6 })
  })

  test('as many each way: no number of cases would show a difference', () => {
    const one = compared(judged('a', numbered(0, 2, wrong)), judged('b', numbered(2, 4, wrong)))
    expect(one.verdict).toEqual({ type: 'undecided', flipped: 4, of: 40 })
    expect(verdictText(one)).toContain('no number of cases')
  })

  test('nothing flipped: what could have been missed is said', () => {
    const one = compared(judged('a', numbered(0, 3, wrong)), judged('b', numbered(0, 3, wrong)))
    expect(one.verdict).toEqual({ type: 'nothing_flipped', of: 40, missable: expect.closeTo(0.0722, 4) })
    expect(verdictText(one)).toMatch(
      /^Nothing flipped in 40 cases\. What flips in 7\.2\s% of cases or more would have shown, 19 times of 20\.$/,
    )
    expect(one.flips).toEqual([])
  })

  test('more right decisions do not make up for more false reads', () => {
    const one = compared(judged('a', numbered(6, 30, wrong)), judged('b', numbered(0, 6, falseRead)))
    expect(one.verdict).toEqual({ type: 'worse', by: 'falseReads' })
  })

  test('nor for hand-offs that are missed', () => {
    const of = cases.map((one, index) => (index < 10 ? { ...one, expect: 'handoff' as const } : one))
    const missed = { decision: 'needs_info', right: false, missedHandoff: true } as const
    const one = compared(
      judged('a', { ...numbered(0, 10, { decision: 'handoff' }), ...numbered(10, 40, wrong) }, of),
      judged('b', numbered(0, 10, missed), of),
      of,
    )
    expect(one.verdict).toEqual({ type: 'worse', by: 'missedHandoffs' })
    expect(one.missedHandoffs).toMatchObject({ n: 10, onlyB: 10 })
  })
})

describe('a false read', () => {
  test('is told first and by name, though the test can tell nothing of one', () => {
    const [, , , , first, named, verdict] = lines(judged('a'), judged('b', { c7: falseRead }))
    expect(first).toMatch(/^1 new false read/)
    expect(named).toBe('  c7')
    expect(verdict).toMatch(/^Not enough cases to tell/)
  })

  test('is told first where B is better, which then says so', () => {
    const text = lines(judged('a', numbered(10, 30, wrong)), judged('b', { c7: falseRead }))
    expect(text[4]).toMatch(/^1 new false read/)
    expect(text[6]).toMatch(/^B is better: .* Look at the new false reads first\.$/)
  })

  test('in one repeat of three is not averaged away, though the case stays right', () => {
    const of = [aCase('c0', { sure: 'usually' })]
    const repeats = (prompt: string, second: Partial<Trial>) => [
      aTrial('c0', prompt),
      aTrial('c0', prompt, { ...second, repeat: 2 }),
      aTrial('c0', prompt, { repeat: 3 }),
    ]
    const one = compared(repeats('a', {}), repeats('b', falseRead), of)
    expect(newFalseReads(one).map((flip) => flip.case.id)).toEqual(['c0'])
    expect(one.flips[0]).toMatchObject({ to: 'still_right', b: { trial: { repeat: 2 } } })
    expect(one.right).toMatchObject({ both: 1 })
    expect(one.verdict).toMatchObject({ type: 'undecided', flipped: 1, of: 1 })
    expect(lines(repeats('a', {}), repeats('b', falseRead), of)).toContain('  c0 (in 1 of 3 repeats)')
  })

  test('that A had too is not new', () => {
    const one = compared(judged('a', { c7: falseRead }), judged('b', { c7: falseRead }))
    expect(newFalseReads(one)).toEqual([])
    expect(one.falseReads).toMatchObject({ both: 1, onlyB: 0 })
  })
})

describe('repeats', () => {
  const repeats = (prompt: string, rights: boolean[]) =>
    rights.map((right, index) => aTrial('c0', prompt, { ...(right ? {} : wrong), repeat: index + 1 }))

  test.for([
    ['always', [true, true, false], false],
    ['always', [true, true, true], true],
    ['usually', [true, true, false], true],
    ['usually', [true, false, false], false],
    ['usually', [true, false], false],
  ] as const)('%s, %j: right is %s', ([sure, rights, right]) => {
    const of = [aCase('c0', { sure })]
    const one = compared(repeats('a', [...rights]), repeats('b', [...rights]), of)
    expect(one.right).toMatchObject(right ? { both: 1, neither: 0 } : { both: 0, neither: 1 })
  })

  test('that one side has alone, as after an interruption, tilt nothing', () => {
    const of = [aCase('c0')]
    const one = compared(repeats('a', [true, true, false]), repeats('b', [true, true]), of)
    expect(one.right).toMatchObject({ both: 1, n: 1 })
  })
})

describe('flips', () => {
  test('come in the order in which they matter, with what both said', () => {
    const one = compared(
      judged('a', { c1: wrong, c3: wrong }),
      judged('b', { c1: { decision: 'handoff', right: false }, c2: wrong, c9: falseRead }),
    )
    expect(one.flips.map((flip) => [flip.case.id, flip.to])).toEqual([
      ['c9', 'wrong'],
      ['c2', 'wrong'],
      ['c1', 'still_wrong'],
      ['c3', 'right'],
    ])
    expect(one.flips[0]?.b.trial.reply).toBe('what b says to c9')
  })

  test('are written out under what they are', () => {
    const text = lines(judged('a', { c3: wrong }), judged('b', { c2: wrong, c9: falseRead }))
    const at = (line: string) => text.indexOf(line)
    expect(at('New false reads (1)')).toBeGreaterThan(0)
    expect(at('Went wrong (1)')).toBeGreaterThan(at('New false reads (1)'))
    expect(at('Came right (1)')).toBeGreaterThan(at('Went wrong (1)'))
    const c9 = text.lastIndexOf('  c9   expects resolved')
    expect(text.slice(c9, c9 + 6)).toEqual([
      '  c9   expects resolved',
      '    “   what is asked in c9',
      '    A   resolved: right',
      '        what a says to c9',
      '    B   resolved: FALSE READ',
      '        what b says to c9',
    ])
  })

  test('of held-out cases are counted, without words or ids, until they are asked for', () => {
    const of = cases.map((one) => ({ ...one, heldOut: true }))
    const [a, b] = [judged('a'), judged('b', { c2: wrong, c9: falseRead })]
    const hidden = lines(a, b, of).join('\n')
    expect(hidden).toContain('1 new false read')
    expect(hidden).toContain('Went wrong (1)\n  1 held-out case, not told here (--show-held-out)')
    expect(hidden).not.toMatch(/c2|c9|what b says/)
    expect(lines(a, b, of, true).join('\n')).toMatch(/ {2}c9\n[^]*what b says to c2/)
  })

  test('hold no control characters of whoever wrote them', () => {
    const text = lines(judged('a'), judged('b', { c2: { ...wrong, texts: ['\u001B[2Jgone\u0007'] } })).join('\n')
    expect(text).toContain('gone')
    expect(text).not.toContain('\u001B')
    expect(text).not.toContain('\u0007')
  })
})

describe('what cannot be compared', () => {
  test('a case that was changed in between is another case', () => {
    const [one, two, three] = [aCase('one'), aCase('two'), aCase('three')]
    const { cases: same, problems } = sameCases([one, two, aCase('gone')], [{ ...one, hash: 'other' }, two, three])
    expect(same).toEqual([two])
    expect(problems).toEqual([
      'case one was changed between the two results, and is left out',
      '1 case is in A only, and left out',
      '1 case is in B only, and left out',
    ])
    const held = { ...one, heldOut: true }
    expect(sameCases([held], [{ ...held, hash: 'other' }]).problems).toEqual([
      '1 held-out case, changed between the two results: left out',
    ])
    expect(sameCases([held], [{ ...held, hash: 'other' }], true).problems[0]).toContain('case one was changed')
  })

  test('each model is compared with itself, and one that judged a single side is named', () => {
    const also = (trials: Trial[], model: string) => trials.map((trial) => ({ ...trial, model }))
    const b = judged('b', numbered(0, 6, wrong))
    const comparison = compareResults(
      [...judged('a'), ...also(judged('a'), 'model-2')],
      [...b, ...also(judged('b'), 'model-3')],
      cases,
    )
    expect(comparison.models.map(({ model, verdict }) => [model, verdict.type])).toEqual([['model-1', 'worse']])
    expect(comparison.problems).toEqual([
      'model-2 judged A only, and is left out',
      'model-3 judged B only, and is left out',
    ])
  })

  test('the same prompt by two models is a comparison of the models', () => {
    const b = judged('a', numbered(0, 6, wrong)).map((trial) => ({ ...trial, model: 'model-2' }))
    const comparison = compareResults(judged('a'), b, cases)
    expect(comparison.models.map(({ model, verdict }) => [model, verdict.type])).toEqual([
      ['model-1 → model-2', 'worse'],
    ])
    expect(comparison.problems).toEqual([])
  })

  test('a prompt with itself: what differs is chance, and that is said', () => {
    expect(compareResults(judged('a'), judged('a'), cases).problems).toEqual([
      'A and B are the same prompt (a-hash): what differs between them is chance',
    ])
  })

  test('a side that was not judged, and nothing in common', () => {
    expect(compareResults(judged('a'), [], cases).models).toEqual([])
    expect(compareResults(judged('a'), judged('b'), []).problems).toEqual(['model-1: no case was judged on both sides'])
  })

  test('failures count as wrong, and are told', () => {
    const failed: Partial<Trial> = { decision: 'failed', right: false, why: 'the model did not answer', texts: [] }
    const comparison = compareResults(judged('a'), judged('b', { c1: failed, c2: failed }), cases)
    expect(comparison.models[0]?.right).toMatchObject({ onlyA: 2 })
    expect(comparison.problems).toEqual([
      'B: 2 of 40 have no judgement and count as wrong, such as: the model did not answer',
    ])
  })
})
