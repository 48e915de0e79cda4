/** Whether LINE takes a Flex Message's container, and its words when it does not. */
import type { z } from 'zod'
import { FlexContainer } from './flex-shapes.ts'

type Detail = { message: string; property: string }

/** The JSON of a bubble has at most 30 KB, that of a carousel 50 KB. */
const MOST_BYTES = { bubble: 30 * 1024, carousel: 50 * 1024 }

/**
 * LINE names a place in the container by slashes ("/body/contents/0/text").
 * @param pictures where the simulator's own pictures are: they pass for LINE's, which are on https as all pictures must be
 */
export function flexErrors(contents: unknown, pictures: string): Detail[] {
  const parsed = FlexContainer.safeParse(contents, { error: wordsFor })
  if (!parsed.success) return parsed.error.issues.flatMap(detailsOf)
  const { type } = parsed.data
  if (Buffer.byteLength(JSON.stringify(contents)) > MOST_BYTES[type])
    return [{ message: `must not be larger than ${MOST_BYTES[type] / 1024} KB`, property: '/' }]
  return [...addressesIn(parsed.data, '')]
    .filter(([, address]) => !address.startsWith('https://') && !address.startsWith(`${pictures}/`))
    .map(([property]) => ({ message: 'invalid uri scheme', property }))
}

function wordsFor(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'must be specified'
  return issue.code === 'too_small' && issue.origin === 'string' ? 'must be non-empty text' : 'invalid property'
}

function detailsOf(issue: z.core.$ZodIssue): Detail[] {
  const { code, path, message } = issue
  if (code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ message: 'unknown field', property: pointer([...path, key]) }))
  // Of a component that LINE does not know it names the component, not its type.
  const unknown = code === 'invalid_union' && path.length > 1
  return [{ message, property: pointer(unknown ? path.slice(0, -1) : path) }]
}

const pointer = (path: PropertyKey[]): string => `/${path.map(String).join('/')}`

function* addressesIn(value: unknown, at: string): Generator<[property: string, address: string]> {
  if (typeof value !== 'object' || value === null) return
  const entries: [string, unknown][] = Object.entries(value)
  for (const [key, inner] of entries) {
    if ((key === 'url' || key === 'previewUrl') && typeof inner === 'string') yield [`${at}/${key}`, inner]
    else yield* addressesIn(inner, `${at}/${key}`)
  }
}
