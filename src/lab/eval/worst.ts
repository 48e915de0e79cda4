/** What went wrong, worst first, with what was said: what a prompt author reads to know why. */
import { judgedCombinations, trialsOf, type Combination } from '../combinations.ts'
import { lineWidth, wrapped } from '../terminal.ts'
import { expectedSaid, lookedUpSaid, recordedSaid, systemsSaid } from '../systems-said.ts'
import { markOf, markWords, worseFirst, worstMark } from '../trial-mark.ts'
import { shownOf, type Result, type Trial, type TrialCase } from '../trial.ts'

/** So many are told here; the report has all. */
const most = 10
/** Lines of one text. */
const mostLines = 4
const indent = 10

interface Wrong {
  case: TrialCase
  trials: Trial[]
  /** Those that gave a judgement: failures tell of the model, not of the prompt. */
  judged: Trial[]
  /** Missing where there is only one. */
  combination?: Combination
}

/** @param showHeldOut whether held-out cases are told too: who reads them writes a prompt to fit them */
export function worstOf(result: Result, { showHeldOut }: { showHeldOut: boolean }): string[] {
  const combinations = judgedCombinations(result)
  const all = combinations.flatMap((one) => {
    const byCase = Map.groupBy(trialsOf(result, one), (trial) => trial.case)
    const combination = combinations.length > 1 ? one : undefined
    return result.cases.map((of): Wrong => {
      const trials = byCase.get(of.id) ?? []
      const judged = trials.filter(({ decision }) => decision !== 'failed')
      return { case: of, trials, judged, combination }
    })
  })
  const wrong = all
    .filter(({ judged }) => worstMark(judged) !== 'right')
    .toSorted((a, b) => worseFirst(a.judged, b.judged))
  const [shown, hidden] = shownOf(wrong, showHeldOut)
  const lines = shown.slice(0, most).flatMap((one) => ['', ...caseLines(one)])
  if (shown.length > most) lines.push('', `… and ${shown.length - most} more: all are in the report.`)
  if (hidden > 0) {
    const they = hidden === 1 ? '1 held-out case is wrong' : `${hidden} held-out cases are wrong`
    lines.push('', `${they} and not told here: no prompt is to be written to fit them (--show-held-out).`)
  }
  return [...lines, ...failuresIn(result)]
}

/** Why models gave no judgement, each reason once. */
function failuresIn({ trials }: Result): string[] {
  const failed = trials.filter(({ decision }) => decision === 'failed')
  const reasons = Map.groupBy(failed, ({ model, why }) => `${model}: ${why ?? 'it failed'}`)
  return [...reasons].flatMap(([reason, { length }]) => [
    '',
    ...wrapped(`NO JUDGEMENT (${length}) by ${reason}`, lineWidth),
  ])
}

function caseLines({ case: one, trials, judged, combination }: Wrong): string[] {
  const { id, sure, messages, history } = one
  const mark = worstMark(judged)
  const alike = judged.filter((trial) => markOf(trial) === mark)
  const [worst] = alike
  if (!worst) return []
  const often = trials.length > 1 ? `, ${alike.length} of ${trials.length} times` : ''
  const by = combination ? `  (${combination.prompt} · ${combination.model})` : ''
  const before = history.at(-1)
  const got = [
    worst.decision,
    ...(worst.sources.length > 0 ? [`by ${worst.sources.join(', ')}`] : []),
    ...(worst.confidence === undefined ? [] : [`confidence ${worst.confidence}`]),
    ...(worst.lowered === undefined ? [] : [`the model said ${worst.said}; lowered: ${worst.lowered}`]),
    ...(worst.by === 'rule' ? ['by a rule, without the model'] : []),
  ]
  const broken = worst.checks.filter(({ kept }) => !kept).map(({ rule }) => rule)
  return [
    `${markWords[mark].one.toUpperCase()}${often}: ${id}${by}`,
    ...(before ? told('before', `${before.from}: ${before.text}`) : []),
    ...messages.flatMap((message) => told('customer', message)),
    ...systemsSaid(one).flatMap((said) => told('systems', said)),
    ...told('expected', `${expectedSaid(one)}${sure === 'usually' ? ' (usually)' : ''}`),
    ...told('got', got.join('; ')),
    ...lookedUpSaid(worst.lookUps).flatMap((said) => told('looked up', said)),
    ...recordedSaid(worst.decision, worst.records).flatMap((said) => told('records', said)),
    ...told('why', worst.why ?? worst.reason),
    ...told('reply', worst.reply),
    ...broken.flatMap((rule) => told('broken', rule)),
  ]
}

function told(name: string, text: string): string[] {
  const lines = wrapped(text, lineWidth - indent - 2, mostLines)
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(indent)}${line}`)
}
