/** Documents as files of the data folder, and what is kept in them. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFileDocuments } from '../../../src/adapters/files/documents.ts'
import { documentsContract, type Place } from '../../contract/documents.ts'
import { keptInDocuments } from '../../contract/kept-in-documents.ts'
import { documentsIn, listeningLog, newFolder } from './folder.ts'

async function newPlace(): Promise<Place> {
  const folder = await newFolder()
  const { log, errors } = listeningLog()
  return {
    open: () => Promise.resolve(openFileDocuments(folder, log)),
    spoil: (name) => writeFile(join(folder, `${name}.json`), '{"torn'),
    async copies(name) {
      return (await readdir(folder)).filter((one) => one.startsWith(`${name}.json.corrupt.`)).length
    },
    errors,
  }
}

documentsContract('files', newPlace)
keptInDocuments('files', newPlace)

const kind = {
  name: 'bread',
  parse: (value: unknown) => value,
  first: (): unknown => [],
  broken: { instead: () => [], words: 'the bread has gone bad' },
}

test('what the server alone changes has no lock that a killed process could leave, and nothing half-written beside it', async () => {
  const folder = await newFolder()
  await mkdir(join(folder, 'bread.json.lock'))
  const document = documentsIn(folder).open(kind)
  await document.change(() => ({ next: ['rolls'], result: undefined }))
  expect(await readFile(join(folder, 'bread.json'), 'utf8')).toBe('["rolls"]')
  expect(await readdir(folder)).toEqual(['bread.json', 'bread.json.lock', 'scratch'])
})

test('what commands change can be read by people, and they leave nothing else in the folder', async () => {
  const folder = join(await newFolder(), 'not', 'there')
  const document = documentsIn(folder).open({ ...kind, byCommands: true })
  expect(await document.read()).toEqual([])
  await document.change(() => ({ next: ['rolls'], result: undefined }))
  expect(await readFile(join(folder, 'bread.json'), 'utf8')).toBe('[\n  "rolls"\n]\n')
  expect(await readdir(folder)).toEqual(['bread.json'])
})

test('all who have it open from one place are told of a change', async () => {
  const documents = documentsIn(await newFolder())
  const [one, other] = [documents.open(kind), documents.open(kind)]
  let told = 0
  const end = other.onChange(() => (told += 1))
  await one.change(() => ({ next: ['rolls'], result: undefined }))
  await one.change(() => ({ result: 'nothing' }))
  end()
  await one.change(() => ({ next: ['buns'], result: undefined }))
  expect(told).toBe(1)
})
