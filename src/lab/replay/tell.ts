/** A replay in lines for a terminal: how many, then → now, and the turns that came out differently, side by side. */
import { inDollars } from '../eval/progress.ts'
import {
  isNewlyResolved,
  leftOutReasons,
  leftOutWords,
  replayDecisions,
  type Judged,
  type Matrix,
  type Replay,
  type ReplayedTurn,
} from './replay.ts'

/** So many changed turns are shown; the report has all. */
const shown = 20

export function linesOf(replay: Replay): string[] {
  const changed = replay.turns.filter((turn) => turn.changed)
  const left = changed.length - shown
  return [
    ...summary(replay),
    ...changed.slice(0, shown).flatMap(sideBySide),
    ...(left > 0 ? ['', `${left} more are in the report.`] : []),
  ]
}

function summary({ days, prompt, model, own, totals, matrix, againMatrix, stopped }: Replay): string[] {
  const { conversations, forgotten, turns, replayed, leftOut, changed, newlyRead, failed, usage, cost } = totals
  const title = `The last ${plural(days, 'day')}, judged by ${prompt.name} with ${model}`
  const none = turns === 0 ? [`No message was judged in these days: there is nothing to replay. Try more --days.`] : []
  const twice =
    own && totals.apart !== undefined
      ? [
          `${own.name} judged again: ${of(totals.againChanged ?? 0, replayed)} differ from then, by chance or by today's knowledge and model.`,
          `Judged alike, ${prompt.name} and ${own.name} differ in ${of(totals.apart, replayed)}.`,
        ]
      : []
  return [
    title,
    `${plural(conversations, 'conversation')}, ${plural(turns, 'turn')}; ${replayed} judged again`,
    ...leftOutReasons.flatMap((why) => (leftOut[why] === 0 ? [] : [`  ${leftOut[why]} not: ${leftOutWords[why]}`])),
    ...(forgotten === 0
      ? []
      : [`  ${plural(forgotten, 'conversation')} erased at somebody's wish: nothing is known of what was in there`]),
    ...none,
    ...(replayed === 0
      ? []
      : [
          '',
          ...tableOf(matrix, 'then \\ now'),
          ...(againMatrix && own ? ['', ...tableOf(againMatrix, `then \\ ${own.name} again`)] : []),
          '',
          `${of(changed, replayed)} would have been decided otherwise; ${newlyRead} of all would newly be Read.`,
          ...twice,
          ...(own === undefined && changed > 0
            ? ['Models vary: --again tells how many of these differ by chance.']
            : []),
        ]),
    ...(failed === 0 ? [] : [`${plural(failed, 'turn')} got no judgement now.`]),
    ...(usage.input + usage.output === 0
      ? []
      : [`${usage.input} tokens in, ${usage.output} out${cost === undefined ? '' : `, ${inDollars(cost)}`}`]),
    ...(stopped === undefined ? [] : [stopped]),
  ]
}

function tableOf(matrix: Matrix, corner: string): string[] {
  const used = replayDecisions.filter(
    (one) => one !== 'failed' || replayDecisions.some((then) => matrix[then].failed > 0),
  )
  const rows = [
    [corner, ...used],
    ...replayDecisions
      .filter((then) => then !== 'failed')
      .map((then) => [then, ...used.map((now) => String(matrix[then][now]))]),
  ]
  const widths = used.map((_, column) => Math.max(...rows.map((row) => row[column + 1]?.length ?? 0)))
  const first = Math.max(...rows.map(([name = '']) => name.length))
  return rows.map(([name = '', ...cells]) =>
    [name.padEnd(first), ...cells.map((cell, column) => cell.padStart(widths[column] ?? 0))].join('  '),
  )
}

function sideBySide(turn: ReplayedTurn): string[] {
  const { conversation, turn: number, language, messages, then, now, again } = turn
  const marks = [
    ...(isNewlyResolved(turn) ? ['NEWLY RESOLVED'] : []),
    ...(turn.newlyRead ? ['newly Read'] : []),
    ...(again && again.decision !== then.decision
      ? [`${again.decision} by the shop's own prompt, too: perhaps chance`]
      : []),
  ]
  return [
    '',
    `conversation ${conversation}, turn ${number}${language === '' ? '' : ` (${language})`}: ${then.decision} → ${now.decision}${marks.map((one) => `, ${one}`).join('')}`,
    ...messages.map((text) => line('customer', text)),
    ...side('then', then),
    ...side('now', now),
  ]
}

const side = (name: string, { texts, unsaid, reason, sources, lowered }: Judged): string[] => [
  line(name, texts.join('\n') || '(nothing was said)'),
  ...(unsaid === undefined ? [] : [line('', `not said: ${unsaid}`)]),
  ...(reason === '' && lowered === undefined
    ? []
    : [line('', `why: ${lowered ? `lowered (${lowered}); ` : ''}${reason}`)]),
  ...(sources.length === 0 ? [] : [line('', `from: ${sources.join(', ')}`)]),
]

/** What others wrote moves no cursor and begins no line of its own. */
const line = (name: string, text: string): string =>
  `  ${name.padEnd(8)}  ${text
    .replace(/\s*\n\s*/g, ' / ')
    .replace(/\p{C}/gu, '')
    .trim()}`

const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`
const of = (count: number, all: number): string => `${count} of ${all} (${((100 * count) / all).toFixed(1)} %)`
