/** addLearning: the pages on which staff look for gaps, teach the assistant, and judge whether Read was true. */
import type { Router } from '@koa/router'
import { periodOf } from '../insights/period.ts'
import { titleOf } from '../insights/tabs.ts'
import type { Pages } from '../pages.ts'
import { addDrafting } from './draft-routes.ts'
import { gapsMain, gapsOf } from './gaps.ts'
import { overturnedOf } from './overturned.ts'
import { addKnowledge } from './knowledge-routes.ts'
import { styles, textIn, zoneOf, type LearningParts } from './parts.ts'
import { addSample } from './sample-routes.ts'

export type { LearningParts } from './parts.ts'

export function addLearning(router: Router, pages: Pages, parts: LearningParts): void {
  addGaps(router, pages, parts)
  addSample(router, pages, parts)
  addKnowledge(router, pages, parts)
  addDrafting(router, pages, parts)
}

function addGaps(router: Router, pages: Pages, parts: LearningParts): void {
  router.get('/gaps', async (ctx) => {
    const now = parts.clock.now()
    const language = pages.language(ctx)
    const period = periodOf({ days: textIn(ctx, 'days') }, now, zoneOf(parts))
    const [gaps, overturned] = await Promise.all([gapsOf(parts.store, period), overturnedOf(parts.store, period)])
    const main = gapsMain({ gaps, overturned, token: pages.token(ctx), period, now, language })
    await pages.show(ctx, { title: titleOf('gaps', language), main, styles })
  })
}
