/** A folder that goes with the test, documents in one, and a log that keeps what it was told. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openFileDocuments } from '../../../src/adapters/files/documents.ts'
import type { Documents } from '../../../src/ports/documents.ts'
import type { Log } from '../../../src/ports/log.ts'

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-files-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** `errors` are what it was told of errors. */
export function listeningLog(): { log: Log; errors: string[] } {
  const errors: string[] = []
  return { log: { debug() {}, info() {}, warn() {}, error: (_, message) => void errors.push(message) }, errors }
}

/** Documents as files there. What is wrong with them is told to nobody. */
export const documentsIn = (folder: string): Documents => openFileDocuments(folder, listeningLog().log)
