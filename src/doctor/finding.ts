/**
 * What the doctor says: one finding for each thing it looked at. A `problem` breaks what kidoku promises (customers are
 * not served, Read is not ours to give, work may be lost); a `warning` works, but not as one may think; `ok` is in order.
 */
export interface Finding {
  level: 'ok' | 'warning' | 'problem'
  /** What was looked at, in a word or two. */
  topic: string
  found: string
  /** Why it matters. */
  why?: string
  /** What to do about it, and where. */
  remedy?: string
  /** What start-up puts in front of it in the log, in capitals. */
  shout?: string
}

/** What was found of one of several channels. */
export interface OfChannel {
  /** Its name in `channels.yaml`, and what staff see. */
  channel: { name: string; title: string }
  findings: Finding[]
}

export const ok = (topic: string, found: string, why?: string): Finding => ({ level: 'ok', topic, found, why })

/** A finding as one line of a log. */
export function inOneLine({ shout, found, why, remedy }: Finding): string {
  const said = [found, why, remedy].filter((part) => part !== undefined).join('. ')
  return shout === undefined ? said : `${shout}: ${said}`
}
