/** What a case is to others: its hash in results, and its form in editors. */
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseYaml } from '../../src/adapters/markdown/yaml.ts'
import { caseHash, type Case } from '../../src/lab/cases.ts'
import { casesJsonSchema, caseSchema } from '../../src/lab/case-schema.ts'
import { aCase } from './trials.ts'

describe('the hash of a case', () => {
  const base = aCase({ messages: ['x'], expect: 'needs_info' })
  const picture = {
    path: 'a.png',
    bytes: 1,
    hash: 'h1',
    content: { type: 'image' },
    seen: { type: 'text', text: '' },
  } as const
  test.each<[string, Partial<Case>]>([
    ['a message', { messages: ['y'] }],
    ['a picture instead', { messages: [picture] }],
    ['its bytes', { messages: [{ ...picture, hash: 'h2' }] }],
    ['the history', { history: [{ from: 'customer', text: 'x' }] }],
    ['the decision', { expect: 'handoff' }],
    ['the source', { source: ['hours.en#weekend'] }],
    ['small talk', { small_talk: true }],
    ['the language', { language: 'ja' }],
    ['the name', { customer: 'Hana' }],
    ['the time', { at: '2026-11-18T15:00' }],
    ['what must be said', { reply: { must: ['x'], never: [] } }],
    ['what must not', { reply: { must: [], never: ['x'] } }],
    ['how sure', { sure: 'usually' }],
    ['a look-up', { look_ups: [{ look_up: 'orders', given: { number: '1234' }, not_found: true }] }],
    ['a record', { records: ['tasks'] }],
  ])('is another with %s', (_, change) => {
    const hashes = [base, { ...base, messages: [picture] }, { ...base, ...change }].map(caseHash)
    expect(hashes[2]).not.toBe(hashes[0])
    if (change.messages?.[0] !== picture) expect(hashes[2]).not.toBe(hashes[1])
  })

  const order = { look_up: 'orders', given: { number: '1234' } }
  test.each<[string, Case['look_ups']]>([
    ['what is asked', [{ ...order, given: { number: '1235' }, found: [{ status: 'sent' }] }]],
    ['what is found', [{ ...order, found: [{ status: 'being packed' }] }]],
    ['how many are found', [{ ...order, found: [{ status: 'sent' }, { status: 'sent' }] }]],
    ['nothing', [{ ...order, not_found: true }]],
    ['a failure', [{ ...order, failed: 'down' }]],
  ])('is another where a look-up comes to %s', (_, look_ups) => {
    const found = { ...base, look_ups: [{ ...order, found: [{ status: 'sent' }] }] }
    expect(caseHash({ ...base, look_ups })).not.toBe(caseHash(found))
  })

  test('is what it was before there were look-ups, where a case has none', () => {
    expect(caseHash(aCase({}))).toBe('a71f209f1c980e91b7f12ad482682145729c98e43c30e5abc3c1f6ff0382eff5')
  })

  test('is the same under another id, in another file', () => {
    expect(caseHash({ ...base, id: 'b', heldOut: true })).toBe(caseHash(base))
    expect(caseHash({ ...base, messages: [picture] })).toBe(
      caseHash({ ...base, messages: [{ ...picture, path: 'b.png' }] }),
    )
  })
})

describe('what editors are told', () => {
  const node: z.ZodType<Node> = z.lazy(() =>
    z.looseObject({
      description: z.string().optional(),
      properties: z.record(z.string(), node).optional(),
      items: node.optional(),
      anyOf: z.array(node).optional(),
      additionalProperties: z.union([z.boolean(), node]).optional(),
    }),
  )
  interface Node {
    description?: string | undefined
    properties?: Record<string, Node> | undefined
    items?: Node | undefined
    anyOf?: Node[] | undefined
    additionalProperties?: boolean | Node | undefined
  }
  const all = (one: Node): Node[] => [
    one,
    ...[...Object.values(one.properties ?? {}), ...(one.items ? [one.items] : []), ...(one.anyOf ?? [])].flatMap(all),
  ]
  const schema = node.parse(JSON.parse(casesJsonSchema()))

  test('is a word on every key, and that there are no others', () => {
    const objects = all(schema).filter((one) => one.properties)
    expect(objects.length).toBeGreaterThanOrEqual(7)
    for (const { properties = {}, additionalProperties } of objects) {
      expect(additionalProperties).toBe(false)
      for (const [key, { description }] of Object.entries(properties)) expect(description, key).toMatch(/^\w.*\.$/)
    }
    expect(Object.keys(schema.items?.properties ?? {})).toEqual(Object.keys(caseSchema.shape))
  })

  // What a shop accepts from its conversations is no file of ours.
  const files = globSync('prompts/cases/**/*.yaml').filter((file) => !/[/]learned\./.test(file))
  test.each(files.map((file) => [file]))('%s names the schema in its first line', async (file) => {
    const first = (await readFile(file, 'utf8')).split('\n', 1)[0]
    const up = '../'.repeat(file.split('/').length - 2)
    expect(first).toBe(`# yaml-language-server: $schema=${up}cases.schema.json`)
  })

  test('fits every case that ships', async () => {
    for (const file of files) {
      const text = await readFile(file, 'utf8')
      const parsed = parseYaml({ file, text, firstLine: 1, remedy: () => '' }, z.array(caseSchema))
      expect(parsed.ok, file).toBe(true)
    }
  })
})
