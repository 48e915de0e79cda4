/** /console/:conversation/learn and /case: drafts made of a conversation. */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import { draftLanguage, type Draft } from '../../core/draft.ts'
import { addressOf } from '../addresses.ts'
import type { Page, Pages } from '../pages.ts'
import { formSchema, readDraft } from './draft-form.ts'
import { learnAddress } from './gaps.ts'
import { caseMain, caseOfTurn, learnMain } from './learn-pages.ts'
import { learningWords } from './learning-words.ts'
import { styles, textIn, type LearningParts } from './parts.ts'
import { turnToLearn } from './turn-words.ts'

export function addDrafting(
  router: Router,
  pages: Pages,
  { store, drafts, knowledge, clock, newId }: LearningParts,
): void {
  const about = async (ctx: Context): Promise<Conversation | undefined> => {
    const conversation = await store.load(ctx.params['conversation'] ?? '')
    // It may have been forgotten while the page was open.
    if (!conversation)
      pages.goOn(ctx, '/console/knowledge', { tone: 'bad', text: learningWords[pages.language(ctx)].learn.gone })
    return conversation
  }
  const make = async (ctx: Context, conversation: Conversation, made: Partial<Draft> | undefined, again: string) => {
    const { said } = learningWords[pages.language(ctx)]
    if (!made) return pages.goOn(ctx, again, { tone: 'bad', text: said.empty })
    const id = newId()
    const { name: by } = pages.member(ctx)
    await drafts.put({ language: 'en', ...made, id, at: clock.now(), by, conversation: conversation.id })
    await pages.audit(ctx, 'draft_made', { conversation: conversation.id, detail: id })
    pages.goOn(ctx, `/console/knowledge#draft-${id}`, { tone: 'good', text: said.drafted })
  }

  for (const [path, mainOf, title] of [
    ['learn', learnMain, 'learn'],
    ['case', caseMain, 'makeCase'],
  ] as const) {
    router.get(`/:conversation/${path}`, async (ctx) => {
      const conversation = await about(ctx)
      if (!conversation) return
      const language = pages.language(ctx)
      const turn = textIn(ctx, 'turn') ?? turnToLearn(conversation)
      const passages = knowledge.passages().map(({ id }) => id)
      const main = mainOf({ conversation, turn, language, token: pages.token(ctx), passages })
      const page: Page = { title: `${learningWords[language][title].title} · kidoku`, main, styles }
      await pages.show(ctx, page)
    })
  }

  router.post('/:conversation/learn', async (ctx) => {
    const form = await pages.form(ctx, formSchema)
    if (!form) return
    const conversation = await about(ctx)
    if (!conversation) return
    const made = readDraft(form, { passage: true, case: form['with_case'] !== undefined })
    await make(ctx, conversation, made, learnAddress(conversation.id, form['turn'] || undefined))
  })

  router.post('/:conversation/case', async (ctx) => {
    const form = await pages.form(ctx, formSchema)
    if (!form) return
    const conversation = await about(ctx)
    if (!conversation) return
    await make(ctx, conversation, readDraft(form, { passage: false, case: true }), `${addressOf(conversation.id)}/case`)
  })

  // One press, for an answer that did not do: a person looks at the draft before it is a case.
  router.post('/:conversation/keep-case', async (ctx) => {
    const form = await pages.form(ctx, keepSchema)
    if (!form) return
    const conversation = await about(ctx)
    if (!conversation) return
    const kept = caseOfTurn(conversation, form.turn, form.expect)
    const language = draftLanguage(conversation.language)
    await make(ctx, conversation, kept && { language, case: kept }, '/console/gaps#overturned')
  })
}

const keepSchema = z.object({ turn: z.string().max(100), expect: z.enum(['handoff', 'needs_info']) })
