/** Reading case files: what a case can say, and what a broken one costs. */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { loadCases, sceneOf, toldAt } from '../../src/lab/cases.ts'
import { caseSchema } from '../../src/lab/case-schema.ts'
import { parseCases } from '../../src/lab/parse-cases.ts'
import { good, load, passages } from './case-files.ts'
import { aCase } from './trials.ts'

describe('a case', () => {
  test('has its language and part from the file, and what it leaves out is usual', async () => {
    const { cases, said } = await load({ 'held-out.zh-TW.yaml': good })
    expect(said).toEqual([])
    expect(cases).toEqual([
      {
        ...aCase({ id: 'good', messages: ['sunday?'], expect: 'resolved', source: ['hours.en#weekend'] }),
        language: 'zh-TW',
        heldOut: true,
      },
    ])
  })

  test('can say all there is', async () => {
    const { cases, said } = await load(`- id: whole
  language: ja
  customer: Hana
  at: 2026-12-31T21:30
  history: [{ from: customer, text: hi }, { from: assistant, text: 'Hello!' }]
  messages: ['open tomorrow?', 'hello?']
  expect: resolved
  source: [hours.en#weekend, hours.en#weekday]
  reply: { must: closed, never: [8:00, '/see you/i'] }
  sure: usually
`)
    expect(said).toEqual([])
    expect(cases).toMatchObject([
      { language: 'ja', customer: 'Hana', sure: 'usually', reply: { must: ['closed'], never: ['8:00', '/see you/i'] } },
    ])
    expect(sceneOf(cases[0]!)).toEqual({
      id: 'whole',
      language: 'ja',
      customer: 'Hana',
      history: cases[0]!.history,
      messages: ['open tomorrow?', 'hello?'],
    })
  })

  test.each([
    ['2026-11-18T14:00', 'Asia/Tokyo', '2026-11-18T05:00:00.000Z'],
    ['2026-11-18T14:00', 'Europe/Berlin', '2026-11-18T13:00:00.000Z'],
    ['2026-11-18T14:00:30+08:00', 'Asia/Tokyo', '2026-11-18T06:00:30.000Z'],
    ['2026-11-18T14:00Z', 'Asia/Tokyo', '2026-11-18T14:00:00.000Z'],
  ])('at %s in %s is %s', (at, zone, instant) => {
    expect(new Date(toldAt({ at }, zone)).toISOString()).toBe(instant)
  })

  test('without a time has one that stays: a Wednesday afternoon', () => {
    const told = toldAt(aCase({}), 'Asia/Tokyo')
    expect(new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'Asia/Tokyo' }).format(told)).toBe('Wednesday')
  })
})

test('the example of docs/cases.md is as it says', async () => {
  const example = /```yaml\n([^]*?)```/.exec(await readFile('docs/cases.md', 'utf8'))?.[1] ?? ''
  const { cases, mistakes } = parseCases('docs/cases.md', example)
  expect(mistakes).toEqual([])
  expect(Object.keys(cases.at(-1)!.written).toSorted()).toEqual(
    Object.keys(caseSchema.shape)
      .filter((key) => key !== 'language')
      .toSorted(),
  )
})

describe('a mistake says where and what, and the other cases are there', () => {
  const one = (lines: string) => `- id: a\n  messages: ['x']\n${lines}\n${good}`
  test.each([
    [
      'a decision there is not',
      one('  expect: resolve'),
      'en.yaml:3: a: expect: there is no "resolve". Did you mean "resolved"?',
    ],
    [
      'a wild decision',
      one('  expect: maybe'),
      'en.yaml:3: a: expect: there is no "maybe". It is one of resolved, needs_info, handoff',
    ],
    ['a typo in a key', one('  expects: handoff'), 'en.yaml:3: a: there is no key "expects". Did you mean "expect"?'],
    [
      'a typo within',
      one("  expect: needs_info\n  reply: {nevr: 'x'}"),
      'en.yaml:4: a: there is no key "nevr". Did you mean "never"?',
    ],
    [
      'a typo in a message',
      '- id: a\n  expect: handoff\n  messages: [{pictur: x.jpg}]\n' + good,
      'en.yaml:3: a: there is no key "pictur". Did you mean "picture"?',
    ],
    [
      'a key of none',
      one('  expect: handoff\n  colour: red'),
      'en.yaml:4: a: there is no key "colour". A case has id,',
    ],
    ['no decision', one('  at: 2026-11-18T14:00'), 'en.yaml:1: a: expect: '],
    [
      'a source there is not',
      one('  expect: resolved\n  source: hours.en#wekend'),
      'en.yaml:4: a: there is no passage hours.en#wekend. Did you mean "hours.en#weekend"?',
    ],
    [
      'a resolved without source',
      one('  expect: resolved'),
      'en.yaml:3: a: expect: a resolved case needs a source, or small_talk: true',
    ],
    [
      'a hand-off with source',
      one('  expect: handoff\n  source: hours.en#weekend'),
      'en.yaml:4: a: source: only a resolved case has a source',
    ],
    [
      'a hand-off that is small talk',
      one('  expect: handoff\n  small_talk: true'),
      'en.yaml:4: a: small_talk: only a resolved',
    ],
    [
      'words of a hand-off',
      one('  expect: handoff\n  reply: {must: soon}'),
      'en.yaml:4: a: reply.must: a hand-off is told by a fixed notice',
    ],
    [
      'the same to say and not',
      one('  expect: needs_info\n  reply:\n    must: [x]\n    never: [y, x]'),
      'en.yaml:6: a: reply.never: the same words',
    ],
    [
      'a pattern that is none',
      one("  expect: needs_info\n  reply:\n    must:\n      - fine\n      - '/(/'"),
      'en.yaml:7: a: reply.must.1: Invalid regular expression',
    ],
    [
      'a flag there is not',
      one("  expect: needs_info\n  reply: {must: '/x/g'}"),
      'en.yaml:4: a: reply.must: /x/g has the flag "g"',
    ],
    [
      'a pattern of nothing',
      one("  expect: needs_info\n  reply: {never: '/x*/'}"),
      'en.yaml:4: a: reply.never: /x*/ is found in every reply',
    ],
    [
      'a rule of nothing to see',
      one('  expect: needs_info\n  reply: {never: "\\u200B"}'),
      'en.yaml:4: a: reply.never: a rule without words',
    ],
    [
      'a day there is not',
      one('  expect: handoff\n  at: 2026-02-30T10:00'),
      'en.yaml:4: a: at: a date and time that there is',
    ],
    ['a time in words', one('  expect: handoff\n  at: tomorrow'), 'en.yaml:4: a: at: a date and time that there is'],
    [
      'a language that is none',
      one('  expect: handoff\n  language: Japanese'),
      'en.yaml:4: a: language: a language tag',
    ],
    [
      'a typo in another kind of message',
      '- id: a\n  expect: handoff\n  messages: [{fil: x.pdf}]\n' + good,
      'en.yaml:3: a: there is no key "fil". Did you mean "file"?',
    ],
    [
      'a message that is two',
      '- id: a\n  expect: handoff\n  messages: [{picture: x.jpg, file: y.pdf}]\n' + good,
      'en.yaml:3: a: "file" does not go together with what is beside it. Make it',
    ],
    ['no messages', '- id: a\n  expect: handoff\n  messages: []\n' + good, 'en.yaml:3: a: messages: '],
    [
      'an id of its own kind',
      '- id: a b\n  expect: handoff\n  messages: [x]\n' + good,
      'en.yaml:1: case 1: id: an id has letters',
    ],
    ['not a case', '- hello\n' + good, 'en.yaml:1: case 1: '],
  ])('%s', async (_, yaml, wrong) => {
    const { ids, said } = await load(yaml)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(wrong)
    expect(ids).toEqual(['good'])
  })

  test('two cases of one id: the first stays, in whatever file', async () => {
    const again = good.replace('sunday?', 'and sunday?')
    const { cases, said } = await load({ 'en.yaml': `# A file.\n${good}${again}`, 'ja.yaml': `\n${again}` })
    expect(said).toEqual([
      'en.yaml:3: good: this id is taken by en.yaml:2. Give this case another id',
      'ja.yaml:2: good: this id is taken by en.yaml:2. Give this case another id',
    ])
    expect(cases).toMatchObject([{ id: 'good', messages: ['sunday?'] }])
  })

  test.each<[string, string | Uint8Array, string]>([
    ['that is no YAML', '- {id: a', 'ja.yaml:1: not YAML: '],
    ['with a word that YAML takes for a mark', '- {id: a, messages: [*really*], expect: handoff}', 'ja.yaml:'],
    ['that is no list', 'id: a', 'ja.yaml:1: not a list of cases. A case file is a list'],
    ['of words', 'hello', 'ja.yaml:1: not a list of cases'],
    ['in another encoding', Buffer.from([0x2d, 0x20, 0xff, 0xfe]), 'ja.yaml:1: is not UTF-8 text'],
  ])('a file %s costs itself alone', async (_, content, wrong) => {
    const { ids, said } = await load({ 'en.yaml': good, 'ja.yaml': content })
    expect(said.length).toBeGreaterThan(0)
    expect(said[0]).toContain(wrong)
    expect(ids).toEqual(['good'])
  })

  test('a file of comments alone, or of nothing, holds no case and no mistake', async () => {
    expect(await load({ 'en.yaml': good, 'ja.yaml': '# Nothing yet.\n', 'th.yaml': '' })).toMatchObject({
      ids: ['good'],
      said: [],
    })
  })

  test('a file by whose name nobody can tell the language, and one that would not be read', async () => {
    const { ids, said } = await load({
      'questions.yaml': good,
      'ja.yml': good,
      'en.yaml': good.replace('good', 'other'),
    })
    expect(ids).toEqual(['other'])
    expect(said).toEqual([
      'ja.yml:0: not read. Let its name end in .yaml',
      'questions.yaml:1: good: its language is not known. Name the file such as en.yaml, or say language: en',
    ])
  })

  test('a folder that is not there is said at once', async () => {
    await expect(loadCases('no such folder', passages)).rejects.toThrow(/no such folder: cannot be listed \(ENOENT\)/)
  })
})
