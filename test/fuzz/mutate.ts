/** What can go wrong with a value of JSON: one or a few places of an event, changed by chance. */
import { isFields, placesOf, type Place, type Tree } from './tree.ts'
import type { Random } from './random.ts'
import { anyText, strangeTexts } from './texts.ts'

const protoNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length']

const oddNumbers = [0, -1, 0.5, 1e21, -1e308, 8_640_000_000_000_000, 8_640_000_000_000_001, 2 ** 31, 2 ** 53, 5e-324]
/** Numbers of JSON that are none of JavaScript's, or are another than they look. */
const verbatimNumbers = ['1e999', '-1e999', '-0', '1E400', '123456789012345678901234567890', '0.1e-999']
/** Looks as if it had a length, and cannot be compared with one. */
const lengthy = (): Tree => ({
  fields: [['length', { fields: protoNames.map((name): [string, Tree] => [name, 1]).concat([['valueOf', 1]]) }]],
})
/** No JSON: the whole body is none then. */
const noJson = [
  'NaN',
  'Infinity',
  'undefined',
  '01',
  '.5',
  "'a'",
  '0x10',
  '{a:1}',
  '[1,]',
  '"\n"',
  '"\\x41"',
  '"\\ud83"',
]

/** @param tries how many places are changed */
export function mutate(tree: Tree, random: Random, tries = 1 + random.below(3)): Tree {
  const root = { tree }
  for (let count = 0; count < tries; count += 1) {
    const places = placesOf(root)
    // Ids and times matter most, and stand near the top.
    const place = random.chance(0.5) ? random.pick(places) : random.pick(places.slice(0, 12))
    change(place, places, random)
  }
  return root.tree
}

function change(place: Place, places: readonly Place[], random: Random): void {
  const other = (): Tree => random.pick(places).value
  random.way<void>([
    [3, () => place.drop?.()],
    [2, () => place.put(null)],
    [5, () => place.put(retyped(place.value, random))],
    [2, () => place.put(copyOf(other()))],
    [2, () => place.add?.(copyOf(random.chance(0.5) ? place.value : other()))],
    [1, () => place.add?.(copyOf(other()), random.pick(protoNames))],
    [1, () => place.put({ fields: [[random.pick(protoNames), copyOf(place.value)]] })],
    [1, () => place.put([copyOf(place.value)])],
    [1, () => place.put({ fields: [[place.key, copyOf(place.value)]] })],
    [1, () => place.put(nested(copyOf(place.value), random))],
    [5, () => place.put(twisted(place.value, random))],
    [0.02, () => place.put({ verbatim: random.pick(noJson) })],
  ])
}

function retyped(value: Tree, random: Random): Tree {
  return random.way<Tree>([
    [3, () => random.pick(strangeTexts)],
    [2, () => random.pick(oddNumbers)],
    [1, () => ({ verbatim: random.pick(verbatimNumbers) })],
    [1, () => random.chance(0.5)],
    [1, () => []],
    [1, () => ({ fields: [] })],
    [1, () => String(typeof value === 'object' ? 'object' : value)],
    [1, () => random.pick(protoNames)],
    [1, lengthy],
  ])
}

/** Of the same type, and another. */
function twisted(value: Tree, random: Random): Tree {
  if (typeof value === 'string') {
    return random.way<Tree>([
      [3, () => anyText(random)],
      [2, () => value + random.pick(strangeTexts)],
      [1, () => value.slice(0, random.below(value.length + 1))],
      [1, () => value.toUpperCase()],
      [1, () => ` ${value}\n`],
      [0.1, () => random.pick(['x', '文', '\u0300', '\ud800', '\u0000']).repeat(1 + random.below(30_000))],
    ])
  }
  if (typeof value === 'number') {
    const near = [value + 1, -value, value * 1_000, value / 1_000, value + 90_000_000, value - 90_000_000, value + 0.5]
    return random.pick([...near, ...oddNumbers])
  }
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return random.chance(0.5) ? [] : [...value, ...value.map(copyOf), ...value.map(copyOf)]
  if (value !== null && isFields(value)) return { fields: value.fields.toReversed() }
  return random.pick(strangeTexts)
}

/** Deep within lists or fields; how deep a reader goes is its own affair. */
function nested(value: Tree, random: Random): Tree {
  const depth = random.chance(0.02) ? 20_000 : random.below(60)
  if (depth > 100) return { verbatim: random.chance(0.5) ? deepList(depth) : deepFields(depth) }
  let tree = value
  for (let count = 0; count < depth; count += 1) tree = random.chance(0.5) ? [tree] : { fields: [['a', tree]] }
  return tree
}

export const deepList = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const deepFields = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)

function copyOf(tree: Tree): Tree {
  if (tree === null || typeof tree !== 'object' || 'verbatim' in tree) return tree
  if (Array.isArray(tree)) return tree.map(copyOf)
  return { fields: tree.fields.map(([key, value]) => [key, copyOf(value)]) }
}
