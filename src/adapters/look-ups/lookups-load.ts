/** `lookups.yaml` of a folder of prompts, as it lies there. */
import { join } from 'node:path'
import { BrokenFile, type Mistake } from '../markdown/broken-file.ts'
import { readText } from '../markdown/read-file.ts'
import {
  readDeclaredAlone,
  readLookUpsFile,
  type DeclaredAlone,
  type LookUpsFile,
  type ReadLookUps,
} from './lookups-file.ts'
import type { Variable } from './lookups-reading.ts'

/** What was read of a file, and how that went. */
export interface LoadedFile {
  path: string
  /** Undefined where there is no file. */
  text?: string
  /** Of the file as a whole: then nothing of it can be used. */
  mistakes: readonly Mistake[]
}

export interface LoadedLookUps extends LoadedFile, LookUpsFile {}

/** A folder has at most one such file, shared by its prompts. */
export const lookUpsPath = (dir: string): string => join(dir, 'lookups.yaml')

/** It never throws for what is in the file, or for its not being there. */
export async function loadLookUps(dir: string, variable: Variable): Promise<LoadedLookUps> {
  const nothing: LookUpsFile = { lookUps: new Map(), records: new Map(), hosts: [] }
  return load(dir, nothing, (text, path) => readLookUpsFile(text, { path, variable }))
}

/** The same without where anything is, which need be neither right nor set. */
export async function loadDeclared(dir: string): Promise<LoadedFile & DeclaredAlone> {
  return load(dir, { lookUps: new Map(), records: new Map() }, readDeclaredAlone)
}

async function load<T>(
  dir: string,
  none: T,
  read: (text: string, path: string) => ReadLookUps<T>,
): Promise<LoadedFile & T> {
  const path = lookUpsPath(dir)
  const nothing = { ...none, path, mistakes: [] }
  let text: string
  try {
    text = await readText(path, 'Let this user read it, or remove it if nothing is to be looked up')
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error
    const { mistakes } = error
    return mistakes.some(({ code }) => code === 'ENOENT') ? nothing : { ...nothing, text: '', mistakes }
  }
  const found = read(text, path)
  return found.ok ? { ...nothing, ...found.declared, text } : { ...nothing, text, mistakes: found.mistakes }
}
