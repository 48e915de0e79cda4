/** The service switch in the data folder; see also test/contract/kept-in-documents.ts. */
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openService } from '../../../src/adapters/documents/service.ts'
import { openFileDocuments } from '../../../src/adapters/files/documents.ts'
import { listeningLog, newFolder } from '../files/folder.ts'

async function open(folder: string) {
  const { log, errors } = listeningLog()
  return {
    service: await openService({ documents: openFileDocuments(folder, log), clock: { now: () => 9 }, log }),
    errors,
  }
}

const paused = { by: 'Mika', at: 1 }
const tellInLine = { by: 'Ken', at: 2 }

test('what cannot be written is not set', async () => {
  const folder = await newFolder()
  const { service } = await open(folder)
  const scratch = join(folder, 'scratch')
  await writeFile(scratch, 'in the way')
  await expect(service.change({ paused })).rejects.toThrow()
  expect(service.current()).toEqual({})
  await rm(scratch)
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

test('who listens is told when something is another, once, and not of what failed', async () => {
  const { service } = await open(await newFolder())
  const told: boolean[] = []
  const end = service.onChange(() => void told.push(service.current().paused !== undefined))
  await service.change({ paused })
  await service.change({ paused })
  await service.change({ paused: undefined, tellInLine: undefined })
  expect(told).toEqual([true, false])
  end()
  await service.change({ paused })
  expect(told).toHaveLength(2)
})
