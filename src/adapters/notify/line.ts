/** Tells staff in LINE: a push of the card to their group and to users of theirs. Each person who gets it counts once. */
import { createHash } from 'node:crypto'
import type { OutgoingMessage } from '../../core/action.ts'
import type { CallResult } from '../../core/outcome.ts'
import { retryKeyOf } from '../../core/retry-key.ts'
import type { Line } from '../../ports/line.ts'
import type { Notice, Notifier } from '../../ports/notifier.ts'
import type { StaffLanguage } from '../../ports/staff-words.ts'
import { flexCard, plainCard } from './flex.ts'
import { isTold, mostHopeful } from './results.ts'

export interface LineNotifierOptions {
  line: Pick<Line, 'push'>
  to: { group?: string; users: readonly string[] }
  language: StaffLanguage
}

export function createLineNotifier({ line, to, language }: LineNotifierOptions): Notifier {
  const receivers = [...new Set([...(to.group === undefined ? [] : [to.group]), ...to.users])]

  async function tell(receiver: string, notice: Notice, timeout: number): Promise<CallResult> {
    const end = performance.now() + timeout
    const push = async (form: 'flex' | 'text', message: OutgoingMessage): Promise<CallResult> => {
      const left = Math.max(0, end - performance.now())
      const result = await line.push(receiver, [message], retryKey(notice.id, receiver, form), left)
      return told(result)
    }
    const asCard = await push('flex', flexCard(notice, language))
    if (asCard.type !== 'answered' || asCard.status !== 400) return asCard
    return push('text', plainCard(notice, language))
  }

  return {
    async notify(notice, timeout) {
      const results = await Promise.all(receivers.map((one) => tell(one, notice, timeout).catch(failed)))
      return results.find(isTold) ?? mostHopeful(results)
    },
  }
}

/** LINE: 409 says that it accepted the same key before, so staff have it. */
const told = (result: CallResult): CallResult =>
  result.type === 'answered' && result.status === 409 ? { type: 'answered', status: 200, sent: result.sent } : result

const failed = (): CallResult => ({ type: 'no_answer', why: 'the call failed' })

/**
 * The key of one telling to one receiver, so that a repeated one is shown once. The plain text has another: LINE accepts a
 * key once, whatever it comes with.
 */
export function retryKey(notice: string, receiver: string, form: 'flex' | 'text'): string {
  const hash = createHash('sha256').update([notice, receiver, form].join('\n')).digest('hex')
  return retryKeyOf(hash)
}
