/** `npm run lab -- replay`: judges past turns by another prompt, tells what would have changed, and writes it down. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bulkhead } from 'cockatiel'
import type { Usage } from '../../core/judgement.ts'
import type { Model } from '../../ports/model.ts'
import { WrongCommand } from '../command.ts'
import { costOf, createBudget } from '../eval/budget.ts'
import { inDollars, showProgress } from '../eval/progress.ts'
import { nameAt } from '../eval/result-file.ts'
import type { LabIo } from '../io.ts'
import { replayReport } from '../report/replay.ts'
import { gather, type ConversationsReader, type Gathered } from './gather.ts'
import { readReplayOptions, replayUsage, type ReplayOptions } from './options.ts'
import { countsOf, inOrder, matrixOf, type Replay, type ReplayedTurn } from './replay.ts'
import { replayTurn, type ReplayWith } from './replaying.ts'
import { linesOf } from './tell.ts'

const day = 24 * 3_600_000
/** So many failures without one answer, and the model is given up. */
const patience = 5

/** @returns 0; 1 when something could not be used or judged; 130 when somebody stopped it */
export async function runReplay(argv: string[], io: LabIo, conversations: ConversationsReader): Promise<number> {
  const options = readReplayOptions(argv)
  if (!options) {
    io.out(replayUsage)
    return 0
  }
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
  for (const file of await write(options.out ?? join(io.folder, nameAt(replay.at, 'replay')), replay)) io.out(file)
  if (signal.aborted) return 130
  return replay.problems.length > 0 || replay.stopped !== undefined || replay.totals.failed > 0 ? 1 : 0
}

async function openParts(options: ReplayOptions, io: LabIo): Promise<ReplayWith> {
  const prompt = await io.prompt(options.prompt)
  const own = options.again ? await io.prompt(io.config.profile) : undefined
  const model = await io.model(options.model)
  if (options.maxCost !== undefined) checkPrice(model, io)
  const { clock, log } = io
  return { prompt, own, model, clock, log, knowledge: await io.openKnowledge(), office: await io.openOffice() }
}

function checkPrice({ name }: Model, { config }: LabIo): void {
  if (config.modelPrices?.models.has(name)) return
  throw new WrongCommand(
    `--max-cost needs to know what ${name} costs: set MODEL_PRICES=${name}=0.30/2.50 with your provider’s prices ` +
      '(US dollars for a million tokens in and out), and MODEL_PRICES_OF to the day you looked them up',
  )
}

interface JudgedAll {
  turns: ReplayedTurn[]
  usage: Usage
  cost?: number
  stopped?: string
  problems: string[]
}

/** What is judged when it has to stop is not lost: it is told and written like a whole replay. */
async function judgeAll(
  { chosen }: Gathered,
  parts: ReplayWith,
  { parallel, maxCost }: ReplayOptions,
  io: LabIo,
): Promise<JudgedAll> {
  const { signal, config } = io
  const turns: ReplayedTurn[] = []
  const problems: string[] = []
  const usage: Usage = { input: 0, output: 0 }
  const budget = createBudget(maxCost, { spent: 0, trials: 0 })
  const progress = showProgress(io, chosen.length, 0)
  const limited = bulkhead(parallel, Infinity)
  let stopped: string | undefined
  let underWay = 0
  let failures = 0
  let answered = false

  const one = async (index: number): Promise<void> => {
    const next = chosen[index]
    if (!next || stopped !== undefined) return
    if (signal.aborted || !budget.allows(underWay)) {
      stopped ??= signal.aborted ? 'Stopped' : `--max-cost ${inDollars(maxCost ?? 0)} is reached`
      return
    }
    underWay += 1
    try {
      const replayed = await replayTurn(next, parts, signal)
      turns.push(replayed.turn)
      for (const { input, output } of replayed.usage) {
        usage.input += input
        usage.output += output
        budget.add(costOf(parts.model.name, { input, output }, config.modelPrices) ?? 0)
      }
      const { by, decision, why = 'no reason given' } = replayed.turn.now
      if (by === 'model') answered ||= decision !== 'failed'
      failures = decision === 'failed' ? failures + 1 : 0
      if (failures >= patience && !answered) stopped ??= `${parts.model.name} gives no answer: ${why}`
      progress.step(budget.spent())
    } catch (error) {
      if (signal.aborted) {
        stopped ??= 'Stopped'
        return
      }
      const name = error instanceof Error ? error.name : 'error'
      problems.push(`conversation ${next.conversation}, turn ${next.turn} cannot be judged again (${name})`)
      io.log.debug({ err: error }, 'a past turn cannot be judged again')
    } finally {
      underWay -= 1
    }
  }
  await Promise.all(chosen.map((_, index) => limited.execute(() => one(index))))
  progress.stop()
  const left = chosen.length - turns.length - problems.length
  const priced = config.modelPrices?.models.has(parts.model.name) === true
  return {
    turns,
    usage,
    problems,
    ...(priced ? { cost: budget.spent() } : {}),
    ...(stopped === undefined ? {} : { stopped: `${stopped}: ${left} of ${chosen.length} turns are left unjudged.` }),
  }
}

/** Redacted or not, it is nobody else's on this computer. */
async function write(base: string, replay: Replay): Promise<string[]> {
  await mkdir(dirname(base), { recursive: true })
  await writeFile(`${base}.json`, `${JSON.stringify(replay, null, 1)}\n`, { mode: 0o600 })
  await writeFile(`${base}.html`, replayReport(replay), { mode: 0o600 })
  return [`${base}.html`, `${base}.json`]
}
