/** Where a fuzzed house keeps its files: in memory where there is such a place, since no power cut is played here. */
import { accessSync, constants } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const makeTempFolder = (): Promise<string> => mkdtemp(join(parent(), 'kidoku-fuzz-'))

function parent(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}
