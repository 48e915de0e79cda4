/**
 * The key of a request: of all that a model is given, so that an answer is never used for anything but the very request
 * it was given to. Whatever is added to a request is part of it by itself.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { answerSchema } from '../../core/look-ups/answer.ts'
import type { ModelRequest } from '../../core/request.ts'
import type { Model } from '../../ports/model.ts'

const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** @param schema hash of what an answer must look like */
export function keyOf(
  { name, form = '' }: Pick<Model, 'name' | 'form'>,
  request: ModelRequest,
  schema = schemaOf(request),
): string {
  const { lookUps, records, ...rest } = request
  // With nothing on offer the same goes out, whether there is an empty list or none.
  const given = {
    ...rest,
    lookUps: lookUps?.length ? lookUps : undefined,
    records: records?.length ? records : undefined,
  }
  return hashOf(JSON.stringify(plain({ model: name, form, schema, request: given }))).slice(0, 32)
}

const hashes = new WeakMap<z.ZodObject, string>()

function schemaOf(request: ModelRequest): string {
  const schema = answerSchema(request)
  const hash = hashes.get(schema) ?? hashOf(JSON.stringify(z.toJSONSchema(schema)))
  hashes.set(schema, hash)
  return hash
}

/** The same value in one way of writing: names in order, nothing that is undefined, and bytes by their hash. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { sha256: hashOf(value) }
  // The shape of an argument: it has no names that could be listed.
  if (value instanceof RegExp) return { source: value.source, flags: value.flags }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, plain(one)]))
}
