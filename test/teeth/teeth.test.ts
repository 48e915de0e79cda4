import { describe, expect, test } from 'vitest'
import { bugs } from './bugs.ts'
import { checks, run, type Ran } from './checks.ts'
import { isCaught, pageOf, type Found } from './page.ts'
import { NotPlanted, withBug } from './plant.ts'

describe('planted bugs', () => {
  test.each(bugs)('$name changes words that are there', async (bug) => {
    const texts = await withBug('.', bug)
    expect(texts.size).toBeGreaterThan(0)
  })

  test('one whose words are no longer there is an error and not a bug that nobody catches', async () => {
    const bug = { name: 'old', what: '', edits: [{ file: 'src/core/read.ts', find: 'no such words', replace: '' }] }
    await expect(withBug('.', bug)).rejects.toThrow(NotPlanted)
  })

  test('no two have the same name', () => {
    expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length)
  })
})

describe('a check', () => {
  test('that ends with 0 passed, with another code it caught something, and without an end it is stuck', async () => {
    expect(await run({ args: ['-e', ''], most: 60_000 }, '.')).toEqual({ outcome: 'passed' })
    const fails = 'console.log("ok"); console.log("FAIL  a.test.ts > it holds"); process.exitCode = 1'
    expect(await run({ args: ['-e', fails], most: 60_000 }, '.')).toEqual({
      outcome: 'caught',
      why: 'a.test.ts > it holds',
    })
    expect(await run({ args: ['-e', 'setInterval(() => {}, 1000)'], most: 500 }, '.')).toEqual({ outcome: 'stuck' })
  })
})

test('the page says which check caught which bug, and what the first one said', () => {
  const planted = bugs.slice(0, 2)
  const by = checks.slice(0, 2)
  const [first, second] = planted.map(({ name }) => name)
  const ran = (...all: [string, Ran][]) => new Map(all)
  const found: Found = new Map([
    [first ?? '', ran(['simulation', { outcome: 'passed' }], ['core', { outcome: 'caught', why: 'a `word`' }])],
    [second ?? '', ran(['simulation', { outcome: 'stuck' }])],
  ])
  const page = pageOf(planted, by, found)
  expect(page).toMatch(/\| dedupe-before-the-write +\| · +\| ✗ +\|\n\| ok-before-it-is-stored +\| ∞ +\| +\|\n/)
  expect(page).toContain("First seen by core: `a 'word'`")
  expect(planted.map(({ name }) => isCaught(found.get(name)))).toEqual([true, false])
})
