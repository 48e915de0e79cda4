/** What somebody may be called. The name stands in the ledger and in the audit, so it can be read, and tells one person. */

/** Characters. */
const longest = 40

export type ReadName = { ok: true; name: string } | { ok: false; why: string }

export function readName(text: string): ReadName {
  const name = text.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (name === '') return { ok: false, why: 'A name has at least one letter.' }
  // Signs that are not seen, and those that turn what follows around, make two names look like one.
  if (/\p{C}/u.test(name)) return { ok: false, why: 'A name has no signs in it that cannot be seen.' }
  if (!/[\p{L}\p{N}]/u.test(name)) return { ok: false, why: 'A name has at least one letter.' }
  if (Array.from(name).length > longest) return { ok: false, why: `A name has at most ${longest} letters.` }
  // The audit calls those so who could not sign in.
  if (/^nobody$/i.test(name.normalize('NFKC'))) return { ok: false, why: '“nobody” stands for strangers in the audit.' }
  return { ok: true, name }
}
