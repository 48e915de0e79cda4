/** What `fetch` says when it has reached nobody: whatever was to be done has certainly not been done. */
import { z } from 'zod'

const networkError = z.object({ code: z.string(), syscall: z.string().optional() })

/** Failures of the connection or of the TLS handshake: not a byte of the request had gone out. */
const beforeSending = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** The system's name for what happened, where it has one. @param cause of the error that `fetch` has thrown */
export const codeOf = (cause: unknown): string | undefined => networkError.safeParse(cause).data?.code

/** @param cause of the error that `fetch` has thrown */
export function neverConnected(cause: unknown): boolean {
  // One error for each address of the name that was tried.
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(neverConnected)
  const { data } = networkError.safeParse(cause)
  if (!data) return false
  return data.syscall === 'connect' || data.syscall === 'getaddrinfo' || beforeSending.has(data.code)
}
