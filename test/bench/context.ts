/** What every part is given. */
import type { Figures } from './results/figures.ts'
import type { Ground } from './servers/stage.ts'
import type { Sizes } from './sizes.ts'

export interface Context {
  ground: Ground
  sizes: Sizes
  /** Tells whoever waits how far it is. */
  say(words: string): void
}

/** Measures one part. What it was measured with goes into `setup`, what it came to is returned. */
export type Part = (context: Context) => Promise<{ figures: Figures; setup: Record<string, string | number> }>
