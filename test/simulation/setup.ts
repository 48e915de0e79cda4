/** How a world is set up, by its seed: the shop's policy, LINE's switches, how long things happen. */
import { policySchema } from '../../src/core/policy.ts'
import type { Prompt } from '../../src/core/request.ts'
import type { Setup } from './history.ts'
import { answerTokens, topics } from './model.ts'
import { randomOf } from './random.ts'
import { orders, tasks } from './systems.ts'

const [second, minute, hour] = [1_000, 60_000, 3_600_000]
export const start = Date.UTC(2026, 6, 1, 3, 0, 0)

export interface Drawn {
  /** When things happen, from and until (ms). */
  span: readonly [number, number]
  prompt: Prompt
  setup: Omit<Setup, 'calm'>
  /** LINE makes failed deliveries again. */
  redelivers: boolean
  /** LINE's clock is this much ahead of the product's (ms). */
  ahead: number
  /** Pushes that LINE takes in the month; undefined: any number. */
  limit?: number
  /** When staff pause the assistant, and for how long (ms). */
  pause?: { at: number; length: number }
}

const readOns = {
  usual: ['resolved', 'handoff'],
  resolved: ['resolved'],
  taken: ['taken'],
  both: ['resolved', 'taken'],
}

/** In this shop it is told in these words, in every language, that nobody judged a message. */
export const notice = 'Nobody could judge this just now.'
const notices = Object.fromEntries(
  ['en', 'ja', 'zh-TW', 'th', 'id'].map((language) => [language, { no_judgement: notice, paused: notice }]),
)

export function drawSetup(seed: number, customers: readonly number[]): Drawn {
  const random = randomOf(seed, 'world')
  const limits = randomOf(seed, 'limits')
  const systems = randomOf(seed, 'live')
  const live = systems.chance(0.3)
  const span = [start, start + random.pick([20 * minute, 2 * hour, 9 * hour])] as const
  const readOn = readOns[random.weighted({ usual: 7, resolved: 1, taken: 1, both: 1 })]
  const policy = policySchema.parse({
    ...topics,
    read_on: readOn,
    match_language: false,
    push: random.chance(0.15) ? 'never' : 'when_needed',
    ask_outcome: random.chance(0.5),
    greeting: random.chance(0.1),
    resume_after: random.pick(['4h', '30m']),
    notices,
    ...(limits.chance(0.15) ? { turns_a_day: limits.int(2, 5) } : {}),
    // With a longer quiet time less of the 40 s is left.
    ...(live ? { look_ups: [orders.name], records: [tasks.name], quiet: systems.pick(['1.5s', '6s']) } : {}),
  })
  const write = () => 'Be kind.'
  const prompt = { name: 'assistant', text: '', write, uses: new Set<string>(), hash: `seed-${seed}`, policy }
  const [from, until] = span
  const limit = random.chance(0.1) ? random.int(0, 20) : undefined
  const pushes = policy.push === 'when_needed' && limit === undefined
  return {
    span,
    prompt,
    setup: {
      seed,
      customers,
      notifier: random.chance(0.85),
      pushes,
      readOn,
      staleAfter: policy.stale_after,
      resumeAfter: policy.resume_after,
      turnsADay: policy.turns_a_day,
      breaker: limits.chance(0.5),
      live,
      atOnce: limits.chance(0.3) ? 2 : undefined,
      tokens: limits.chance(0.12) ? limits.int(5, 40) * (answerTokens.input + answerTokens.output) : undefined,
    },
    redelivers: random.chance(0.9),
    ahead: random.int(-4, 4) * second,
    limit,
    pause: random.chance(0.15)
      ? { at: random.int(from, until), length: random.int(30 * second, 40 * minute) }
      : undefined,
  }
}
