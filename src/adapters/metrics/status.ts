/** HTTP statuses as a label: those that somebody acts on by themselves, all others by their hundred. */
const known: ReadonlySet<number> = new Set([200, 400, 401, 403, 404, 408, 409, 410, 413, 429, 500, 502, 503, 504])

/** There was no answer to have one. */
export const statusOfNone = 'none'

export function statusLabel(status: number | undefined): string {
  if (status === undefined) return statusOfNone
  if (known.has(status)) return String(status)
  return status >= 100 && status < 600 ? `${Math.floor(status / 100)}xx` : 'other'
}
