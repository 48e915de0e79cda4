/**
 * A studio in which prompts are tried, for tests: the real console over real files, the offline model and the flow's own
 * judging. The model can be played instead, and what it was asked is kept.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDrafts } from '../../src/adapters/documents/drafts.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { learnedFiles } from '../../src/adapters/files/learned.ts'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { openPromptFiles } from '../../src/adapters/markdown/prompt-files.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { createOffline } from '../../src/adapters/offline/offline.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { Experiment } from '../../src/core/experiment.ts'
import { keptSystems } from '../../src/flow/kept-look-ups.ts'
import { tryPrompt } from '../../src/flow/try-prompt.ts'
import type { Log } from '../../src/ports/log.ts'
import type { LiveSystems } from '../../src/ports/look-ups.ts'
import type { Model } from '../../src/ports/model.ts'
import type { Prompt } from '../../src/core/request.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Drafts } from '../../src/ports/drafts.ts'
import { counter, type Counter, type CounterOptions } from './counter.ts'

export interface Studio extends Counter {
  promptsDir: string
  casesDir: string
  drafts: Drafts
  /** What was logged as an error. */
  errors: string[]
}

export interface StudioOptions extends Pick<CounterOptions, 'people' | 'accounts' | 'access' | 'prices'> {
  /** The shop's systems. */
  live?: LiveSystems
  model?: Model
  /** Happens before a prompt is tried. */
  before?: (prompt: Prompt) => void
  /** By which models' time is counted. */
  clock?: Clock
  /** The one that runs. */
  experiment?: Experiment
}

export async function studio({
  model,
  experiment,
  before,
  clock = systemClock,
  live,
  ...options
}: StudioOptions = {}): Promise<Studio> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-studio-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const promptsDir = join(folder, 'prompts')
  await cp('prompts', promptsDir, { recursive: true, filter: (path) => !path.includes('held-out') })
  const casesDir = join(folder, 'cases')
  const knowledge = await loadKnowledge('data/knowledge')
  const errors: string[] = []
  const log: Log = { debug() {}, info() {}, warn() {}, error: (_, text) => void errors.push(text) }
  const drafts = await openDrafts({
    documents: openFileDocuments(join(folder, 'var'), log),
    learn: learnedFiles({ knowledgeDir: join(folder, 'knowledge'), casesDir }),
    log,
  })
  const used = model ?? createOffline(knowledge)
  const prompts = await loadPrompts(promptsDir, 'assistant')
  const opened = await counter({
    access: { type: 'open' },
    ...options,
    log,
    drafts,
    knowledge,
    playground: {
      files: openPromptFiles(promptsDir),
      prompts: { ...prompts, experiment: () => experiment },
      model: used.name,
      async tryOut(conversation, prompt, signal, kept) {
        before?.(prompt)
        const asked = kept ? keptSystems(kept.lookUps, live, kept) : live
        return tryPrompt(conversation, prompt, { model: used, knowledge, live: asked, clock, log }, signal)
      },
    },
  })
  return { ...opened, promptsDir, casesDir, drafts, errors }
}
