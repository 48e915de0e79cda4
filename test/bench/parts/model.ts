/**
 * What the model costs: customers write in bursts, the last line of each is the question. The same webhooks at the same
 * times once with the burst window as shipped, once without one: every line that has not been answered is judged at once.
 */
import type { Context, Part } from '../context.ts'
import { burstsOf } from '../load/bursts.ts'
import { schedule } from '../load/driver.ts'
import { add, type Figures } from '../results/figures.ts'
import { keptInFolder } from '../servers/kept.ts'
import { onStage } from '../servers/stage.ts'
import { settled } from './settled.ts'

/** How long the model takes (ms): about as long as those that are asked over the Internet. */
const modelMs = 1_000

export const measureModel: Part = async ({ ground, sizes, say }: Context) => {
  const figures: Figures = {}
  for (const window of ['shipped', 'off'] as const) {
    say(`model: bursts ${window === 'shipped' ? 'taken together' : 'line by line'}`)
    await onStage(ground, { kind: 'files', window, model: 'stand-in', outside: { modelMs } }, async (stage) => {
      const { server, outside, data } = stage
      const before = await outside.counts()
      const sendings = burstsOf(sizes.bursts)
      const run = await schedule(server.port, sendings, { warmUp: 0, measured: 0 })
      await settled(outside)
      const after = await outside.counts()
      await server.end('SIGTERM')
      const kept = await keptInFolder(data)
      const each = (of: 'model' | 'reply' | 'inputTokens' | 'outputTokens') => (after[of] - before[of]) / kept.resolved
      add(figures, window, {
        questions: sizes.bursts,
        messages: sendings.length,
        resolved: kept.resolved,
        model_calls: each('model'),
        input_tokens: each('inputTokens'),
        output_tokens: each('outputTokens'),
        replies: each('reply'),
        failed: run.failed,
      })
    })
  }
  return {
    figures,
    setup: {
      customers: sizes.bursts,
      'the model takes (ms)': modelMs,
      model: 'a stand-in over HTTP, which counts 4 bytes a token',
    },
  }
}
