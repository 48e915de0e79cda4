/** TOKENS_PER_DAY, which is for all customers together, beside what the prompt lets one of them take. */
import type { PromptPolicy } from '../core/policy.ts'
import type { Finding } from './finding.ts'

/** Undefined: it is in order, or there is no stop. */
export function spendStop(
  tokensPerDay: number | undefined,
  { tokens_a_day }: Pick<PromptPolicy, 'tokens_a_day'>,
): Finding | undefined {
  if (tokensPerDay === undefined || tokens_a_day <= tokensPerDay) return undefined
  return {
    level: 'warning',
    topic: 'Spend stop',
    shout: 'ONE CUSTOMER CAN STOP THE ASSISTANT FOR ALL',
    found: `tokens_a_day of the prompt lets one customer take ${tokens_a_day} tokens, and TOKENS_PER_DAY is ${tokensPerDay}`,
    why: 'Whoever writes enough uses up what is there for all, and nobody is answered until some of it is a day old',
    remedy: `Set tokens_a_day at the top of the prompt well below ${tokensPerDay}, or TOKENS_PER_DAY higher (docs/limits.md)`,
  }
}
