/** The password of the console: compared in constant time, and not more often than a person could try. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'

const minute = 60_000
/** Wrong tries a minute: from one address, and from all together (behind a proxy those are the same). */
const most = { address: 5, all: 50 }

export type Checked = 'right' | 'wrong' | 'too_many'

/** @returns a check that counts wrong tries; past the limit even the right password waits, or guessing would go on */
export function createPasswordCheck(password: string, clock: Pick<Clock, 'now'>) {
  const key = randomBytes(32)
  // Digests have one length, whatever was typed.
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const right = digest(password)
  let wrong: { address: string; at: number }[] = []

  return (given: string, address: string): Checked => {
    const now = clock.now()
    wrong = wrong.filter(({ at }) => at <= now && now - at < minute)
    const own = wrong.filter((one) => one.address === address).length
    if (own >= most.address || wrong.length >= most.all) return 'too_many'
    if (timingSafeEqual(digest(given), right)) return 'right'
    wrong.push({ address, at: now })
    return 'wrong'
  }
}
