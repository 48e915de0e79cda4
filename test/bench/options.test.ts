import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { full, quick } from './sizes.ts'

test('a plain run measures every part in full sizes and keeps what it finds', () => {
  const { only, sizes, keeps } = readOptions([])
  expect(only).toEqual(['intake', 'turns', 'stored', 'processes', 'start', 'model'])
  expect(sizes).toEqual(full)
  expect(keeps).toBe(true)
})

test('parts are measured in their own order, whatever the order they are named in', () => {
  expect(readOptions(['--only', 'turns,intake'])).toMatchObject({ only: ['intake', 'turns'], keeps: true })
})

test('nothing is kept of smaller sizes, fewer rounds, or another kidoku', () => {
  for (const args of [
    ['--quick'],
    ['--rounds', '1'],
    ['--seconds', '1'],
    ['--entry', 'other.ts'],
    ['--warm-up', '0'],
  ]) {
    expect(readOptions(args).keeps, args.join(' ')).toBe(false)
  }
  expect(readOptions(['--quick']).sizes).toEqual(quick)
  expect(readOptions(['--rounds', '5'])).toMatchObject({ keeps: true, sizes: { rounds: 5 } })
})

test.each([
  [['--only', 'intake,speed'], 'no part “speed”'],
  [['--rounds', '0'], '--rounds: “0”'],
  [['--seconds', 'many'], '--seconds: “many”'],
  [['--stored', '10,1000'], 'three numbers'],
  [['--stored', '10,5,100'], 'smallest number first'],
  [['--stored', '10,,100'], '--stored: “”'],
  [['--fast'], '--fast'],
])('what cannot be understood is said: %j', (args, words) => {
  expect(() => readOptions(args)).toThrow(words)
})
