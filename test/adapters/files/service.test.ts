import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openService } from '../../../src/adapters/files/service.ts'
import { listeningLog, newFolder } from './folder.ts'

async function open(folder: string) {
  const { log, errors } = listeningLog()
  return { service: await openService({ folder, clock: { now: () => 9 }, log }), errors }
}

const paused = { by: 'Mika', at: 1 }
const tellInLine = { by: 'Ken', at: 2 }

test('nothing is set at first; what is changed is so at once, and after a restart', async () => {
  const folder = await newFolder()
  const { service } = await open(folder)
  expect(service.current()).toEqual({})
  await service.change({ paused })
  await service.change({ tellInLine })
  expect(service.current()).toEqual({ paused, tellInLine })
  expect((await open(folder)).service.current()).toEqual({ paused, tellInLine })
  await service.change({ paused: undefined })
  expect(service.current().paused).toBeUndefined()
  expect((await open(folder)).service.current()).toEqual({ tellInLine })
})

test('of two changes at once neither is lost', async () => {
  const folder = await newFolder()
  const { service } = await open(folder)
  await Promise.all([service.change({ paused }), service.change({ tellInLine })])
  expect(service.current()).toEqual({ paused, tellInLine })
  expect((await open(folder)).service.current()).toEqual({ paused, tellInLine })
})

test('what cannot be written is not set', async () => {
  const folder = await newFolder()
  const { service } = await open(folder)
  await rm(join(folder, 'scratch'), { recursive: true })
  await expect(service.change({ paused })).rejects.toThrow()
  expect(service.current()).toEqual({})
  await mkdir(join(folder, 'scratch'))
  await service.change({ tellInLine })
  expect((await open(folder)).service.current()).toEqual({ tellInLine })
})

test('when the file is corrupt the assistant is paused, loudly, until somebody ends it', async () => {
  for (const text of ['', '{"paused":{"by":"Mi', '[]', '{"paused":true}']) {
    const folder = await newFolder()
    await writeFile(join(folder, 'service.json'), text)
    const { service, errors } = await open(folder)
    expect(service.current()).toEqual({ paused: { by: 'kidoku', at: 9 } })
    expect(errors).toEqual([expect.stringContaining('THE ASSISTANT IS PAUSED')])
    expect((await readdir(folder)).filter((name) => name.startsWith('service.json.corrupt'))).toHaveLength(1)
    const again = await open(folder)
    expect(again.service.current()).toEqual({ paused: { by: 'kidoku', at: 9 } })
    expect(again.errors).toEqual([])
    await again.service.change({ paused: undefined })
    expect((await open(folder)).service.current()).toEqual({})
  }
})
