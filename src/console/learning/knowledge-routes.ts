/** /console/knowledge: drafts to be edited, accepted or discarded, and the files that the assistant knows. */
import type { Router } from '@koa/router'
import { z } from 'zod'
import type { Accepted } from '../../ports/drafts.ts'
import { titleOf } from '../insights/tabs.ts'
import type { Pages } from '../pages.ts'
import { formSchema, readDraft } from './draft-form.ts'
import { knowledgeMain } from './knowledge-page.ts'
import { learningWords, type LearningWords } from './learning-words.ts'
import { styles, type LearningParts } from './parts.ts'

const editSchema = formSchema.and(z.looseObject({ do: z.enum(['save', 'accept', 'discard']) }))

export function addKnowledge(router: Router, pages: Pages, parts: LearningParts): void {
  const { drafts, knowledge, sources, clock } = parts

  router.get('/knowledge', async (ctx) => {
    const language = pages.language(ctx)
    const main = knowledgeMain({
      drafts: await drafts.list(),
      passages: knowledge.passages(),
      broken: sources?.broken() ?? [],
      mayAccept: pages.member(ctx).role === 'owner',
      now: clock.now(),
      language,
      token: pages.token(ctx),
    })
    await pages.show(ctx, { title: titleOf('knowledge', language), main, styles })
  })

  router.post('/knowledge/:draft', async (ctx) => {
    const form = await pages.form(ctx, editSchema)
    if (!form) return
    const { said } = learningWords[pages.language(ctx)]
    const goOn = (tone: 'good' | 'bad', text: string, id?: string): void =>
      pages.goOn(ctx, `/console/knowledge${id === undefined ? '' : `#draft-${id}`}`, { tone, text })
    const draft = (await drafts.list()).find(({ id }) => id === ctx.params['draft'])
    if (!draft) return goOn('bad', said.gone)
    const { id } = draft
    if (form.do === 'discard') {
      const found = await drafts.discard(id)
      if (found) await pages.audit(ctx, 'draft_discarded', { detail: id })
      return found ? goOn('good', said.discarded) : goOn('bad', said.gone)
    }
    if (form.do === 'accept' && !pages.ownersOnly(ctx)) return
    const changed = readDraft(form, { passage: draft.passage !== undefined, case: draft.case !== undefined })
    if (!changed) return goOn('bad', said.empty, id)
    await drafts.put({ ...draft, ...changed })
    if (form.do === 'save') {
      await pages.audit(ctx, 'draft_changed', { detail: id })
      return goOn('good', said.saved, id)
    }
    const accepted = await drafts.accept(id)
    if (accepted.type === 'done') await pages.audit(ctx, 'draft_accepted', { detail: id })
    const { tone, text } = acceptedSaid(accepted, said)
    goOn(tone, text, accepted.type === 'done' ? undefined : id)
  })
}

function acceptedSaid(accepted: Accepted, said: LearningWords['said']): { tone: 'good' | 'bad'; text: string } {
  switch (accepted.type) {
    case 'done':
      return { tone: 'good', text: said.accepted(accepted.files.join(', ')) }
    case 'gone':
      return { tone: 'bad', text: said.gone }
    case 'incomplete':
      return { tone: 'bad', text: said.incomplete }
    case 'not_written':
      return { tone: 'bad', text: said.notWritten(accepted.file, accepted.why) }
    default:
      return accepted satisfies never
  }
}
