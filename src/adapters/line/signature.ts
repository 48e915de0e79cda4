/** Whether a webhook comes from LINE: base64 of the HMAC-SHA256 of the raw bytes, made with the channel secret. */
import { validateSignature } from '@line/bot-sdk'

/** 32 bytes in base64. Anything else cannot be a signature, and would make Node's lenient decoder guess. */
const shape = /^[A-Za-z0-9+/]{43}=$/

/**
 * Compares in constant time, and with every secret, so that the time tells nothing either way.
 * @param rawBody the bytes as they came, before anything parsed them
 * @param secrets several while a secret is being rotated; an empty one never fits
 * @param signature the header `x-line-signature`; a missing one is wrong
 */
export function validSignature(rawBody: Buffer, secrets: readonly string[], signature: string | undefined): boolean {
  if (signature === undefined || !shape.test(signature)) return false
  return secrets.map((secret) => secret !== '' && validateSignature(rawBody, secret, signature)).includes(true)
}
