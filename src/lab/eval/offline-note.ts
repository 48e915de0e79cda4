/** What somebody has to know who judges prompts without a model: a change of words cannot show. */
import type { Result } from '../trial.ts'

/** Lines to tell with the figures; none when every model reads the prompt. */
export const offlineNote = ({ models }: Pick<Result, 'models'>): string[] =>
  models.includes('offline')
    ? [
        '',
        'The offline model reads the front matter of a prompt and none of its words: a change of words',
        'does not show in its figures. With a key it does: see docs/models.md.',
      ]
    : []
