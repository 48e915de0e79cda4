/** `npm run lab -- replay`: judges past turns by another prompt, tells what would have changed, and writes it down. */
import { join } from 'node:path'
import type { LabIo } from '../io.ts'
import { checkPrices, openModel } from '../models.ts'
import { replayReport } from '../report/replay.ts'
import { checkPlace, nameAt, writeReport } from '../report-files.ts'
import { gather, type ConversationsReader } from './gather.ts'
import { readReplayOptions, replayUsage, type ReplayOptions } from './options.ts'
import { judgeAll, type JudgeAll } from './judge-all.ts'
import { countsOf, inOrder, matrixOf, type Replay } from './replay.ts'
import { linesOf } from './tell.ts'

const day = 24 * 3_600_000

/** @returns 0; 1 when something could not be used or judged; 130 when somebody stopped it */
export async function runReplay(argv: string[], io: LabIo, conversations: ConversationsReader): Promise<number> {
  const options = readReplayOptions(argv)
  if (!options) {
    io.out(replayUsage)
    return 0
  }
  const base = options.out ?? join(io.folder, nameAt(io.clock.now(), 'replay'))
  await checkPlace(base)
  const parts = await openParts(options, io)
  const now = io.clock.now()
  const since = now - options.days * day
  const { signal } = io
  const shop = [
    ...parts.knowledge.passages().flatMap(({ title, text, also }) => [title, text, also]),
    parts.prompt.text,
  ]
  const gathering = { since, until: now, limit: options.limit, shop: shop.join('\n'), signal }
  const gathered = await gather(conversations, gathering)
  for (const problem of gathered.problems) io.say(problem)

  const judged = await judgeAll(gathered, parts, options, io)
  const turns = inOrder(judged.turns)
  const named = ({ name, hash }: { name: string; hash: string }) => ({ name, hash })
  const replay: Replay = {
    format: 1,
    at: io.clock.now(),
    days: options.days,
    since,
    prompt: named(parts.prompt),
    ...(parts.own ? { own: named(parts.own) } : {}),
    model: parts.model.name,
    totals: {
      ...countsOf(turns),
      conversations: gathered.conversations,
      forgotten: gathered.forgotten,
      turns: gathered.turns,
      leftOut: gathered.leftOut,
      usage: judged.usage,
      ...(judged.cost === undefined ? {} : { cost: judged.cost }),
    },
    matrix: matrixOf(turns, (turn) => turn.now),
    ...(parts.own ? { againMatrix: matrixOf(turns, ({ again }) => again) } : {}),
    turns,
    ...(judged.stopped === undefined ? {} : { stopped: judged.stopped }),
    problems: [...gathered.problems, ...judged.problems],
  }
  for (const line of linesOf(replay)) io.out(line)
  io.out('')
  // Redacted or not, it is nobody else's on this computer.
  const files = await writeReport(base, { html: replayReport(replay), json: replay }, { mode: 0o600 })
  for (const file of files) io.out(file)
  if (signal.aborted) return 130
  return replay.problems.length > 0 || replay.stopped !== undefined || replay.totals.failed > 0 ? 1 : 0
}

async function openParts({ prompt, again, model, maxCost }: ReplayOptions, io: LabIo): Promise<JudgeAll> {
  const by = await io.prompt(prompt)
  const own = again ? await io.prompt(io.config.profile) : undefined
  const { name, free, repeats } = await openModel(model, io, { repeats: 1 })
  const [asked] = repeats
  if (!asked) throw new Error(`${name} was not opened`)
  if (maxCost !== undefined) checkPrices([{ name, free }], io)
  const { clock, log } = io
  const [knowledge, office, systems] = [await io.openKnowledge(), await io.openOffice(), await io.openSystems()]
  return { prompt: by, own, model: asked, free, clock, log, knowledge, office, systems }
}
