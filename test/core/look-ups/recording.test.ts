import { describe, expect, test } from 'vitest'
import { recordsInWords, refusedInWords, type RefusedRecord } from '../../../src/core/look-ups/recording.ts'
import { losses, presence, tasks } from './records.ts'

describe('the model is told of the records', () => {
  const words = recordsInWords([tasks, losses, presence])

  test('by their names, what they are for, and their arguments', () => {
    expect(words).toContain(
      '- `tasks`: Something that a colleague asks to be done. Arguments: `what` (what is to be done), `until` (may be left out; until when, as they wrote it).',
    )
    expect(words).toContain('- `losses`: What was lost or broke. Arguments: `number` (the number on the shelf).')
    expect(words).toContain('- `presence`: Somebody has come. It has no arguments.')
  })

  test('how it may want one, and what it may say of it', () => {
    for (const rule of [
      /set `decision` to `resolved` and list it in `records`/,
      /sent only after the system has confirmed it/,
      /up to three/,
      /Guess nothing and add nothing/,
      /Never say that something is recorded without listing it/,
    ]) {
      expect(words).toMatch(rule)
    }
  })

  test('nothing where there are none', () => {
    expect(recordsInWords([])).toBe('')
  })
})

describe('the model is told why nothing was recorded', () => {
  const linesOf = (...refused: RefusedRecord[]): string[] => refusedInWords(refused).split('\n').slice(1)

  test('each reason in a line, with the way on', () => {
    const whys = ['unknown_argument', 'missing', 'not_text', 'too_long', 'wrong_shape', 'too_many'] as const
    for (const why of whys) {
      expect(linesOf({ record: 'tasks', why, argument: 'what' })).toEqual([
        expect.stringMatching(/^tasks: nothing was recorded, since .*(hand over|Hand over)\.$/),
      ])
    }
    expect(linesOf({ record: 'tasks', why: 'missing', argument: 'what' })).toEqual([
      'tasks: nothing was recorded, since `what` is missing. Ask the customer for it, or hand over.',
    ])
    expect(linesOf({ why: 'unknown_record' })).toEqual([
      'There is no record of that name, so nothing was recorded. Use a listed one, or hand over.',
    ])
  })

  test('also where nobody knows which record, or which argument', () => {
    const [tooMany, wrong] = linesOf({ why: 'too_many' }, { record: 'tasks', why: 'wrong_shape' })
    expect(tooMany).toMatch(/^records: nothing was recorded, since three at once/)
    expect(wrong).toMatch(/since an argument is not written/)
  })

  test('under words that say of what: it does not see its last answer', () => {
    expect(refusedInWords([{ why: 'unknown_record' }])).toMatch(/^Your last answer was not used, .*:\n/)
  })

  test('a line each, the same once, nothing for nothing', () => {
    const unknown: RefusedRecord = { why: 'unknown_record' }
    const missing: RefusedRecord = { record: 'tasks', why: 'missing', argument: 'what' }
    expect(linesOf(unknown, missing, unknown)).toHaveLength(2)
    expect(refusedInWords([])).toBe('')
  })
})
