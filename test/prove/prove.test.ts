import { describe, expect, test } from 'vitest'
import { parts } from './parts.ts'
import { proofSchema, readResults, table, withText } from './results.ts'

describe('the table of what is proved', () => {
  const result = {
    passed: true,
    seconds: 300,
    figures: { seeds: 10_000, events_lost: 0 },
    date: '2026-11-22',
    commit: 'abc1234',
  }

  test('shows each figure with its date and commit, and what has not been run', () => {
    const text = table({ simulate: result })
    expect(text).toContain('| **`simulate`** | **passed** in 5 min | | 2026-11-22 | abc1234 |')
    expect(text).toContain('| | seeds run | 10,000 | | |')
    expect(text).toContain('| | events lost | 0 | | |')
    expect(text).toContain('| `kills` | not run yet |')
  })

  test('a figure that the command did not tell is not taken for none', () => {
    expect(table({ simulate: { ...result, figures: {} } })).toContain('| | events lost | not told | | |')
  })

  test('what has not passed stands there in capitals', () => {
    expect(table({ simulate: { ...result, passed: false } })).toContain('**FAILED**')
  })

  test('tells of several processes on PostgreSQL, and while they have not been run that they have not', () => {
    expect(table({ kills: result })).toContain('| `cluster` | not run yet |')
    const figures = { events_lost: 0, database_restarts: 28, caught_up_p95_ms: 12_572 }
    const text = table({ cluster: { ...result, figures } })
    expect(text).toContain('| | times the database restarted at that moment | 28 | | |')
    expect(text).toContain('| | what was accepted before a kill had ended, 95 % within (ms) | 12,572 | | |')
  })

  test('takes what is kept in docs, of whichever version', async () => {
    const kept = await readResults()
    const text = table(kept)
    for (const { name } of parts)
      expect(text).toContain(name in kept ? `| **\`${name}\`** | **` : `| \`${name}\` | not`)
  })

  test('goes between its marks in the page, and a page without them is an error', () => {
    const page = 'before\n<!-- figures -->\nold\n<!-- /figures -->\nafter'
    expect(withText(page, 'figures', 'new')).toBe('before\n<!-- figures -->\n\nnew\n\n<!-- /figures -->\nafter')
    expect(() => withText('no marks', 'figures', 'new')).toThrow('has no')
  })
})

test('what a command writes is read with a schema', () => {
  expect(proofSchema.safeParse({ passed: true, seconds: 1, figures: { lost: null } }).success).toBe(false)
})

test('no two parts have the same name', () => {
  expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length)
})
