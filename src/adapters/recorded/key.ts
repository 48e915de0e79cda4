/**
 * The key of a request: of all that a model is given, so that an answer is never used for anything but the very request
 * it was given to. Whatever is added to a request is part of it by itself.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { judgementSchema } from '../../core/judgement.ts'
import type { ModelRequest } from '../../core/request.ts'
import type { Model } from '../../ports/model.ts'

const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

const ours = hashOf(JSON.stringify(z.toJSONSchema(judgementSchema)))

/** @param schema hash of what an answer must look like */
export function keyOf({ name, form = '' }: Pick<Model, 'name' | 'form'>, request: ModelRequest, schema = ours): string {
  return hashOf(JSON.stringify(plain({ model: name, form, schema, request }))).slice(0, 32)
}

/** The same value in one way of writing: names in order, nothing that is undefined, and bytes by their hash. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { sha256: hashOf(value) }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, plain(one)]))
}
