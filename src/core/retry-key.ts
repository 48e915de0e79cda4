/**
 * The `X-Line-Retry-Key` of a push: a UUID derived from what is pushed, so that it never changes, whatever process makes
 * the attempt. LINE accepts the same key once within 24 hours.
 * @param hash of what the push is, at least 32 hexadecimal digits (SHA-256)
 */
export function retryKeyOf(hash: string): string {
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
