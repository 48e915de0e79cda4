/** A replay in lines for a terminal: how many, then → now, and the turns that came out differently, side by side. */
import { matrixTable } from '../eval/table.ts'
import { count, counted, dollars, ofAll } from '../numbers.ts'
import { lookedUpSaid, recordedSaid } from '../systems-said.ts'
import { oneLine } from '../terminal.ts'
import { isNewlyResolved, leftOutReasons, leftOutWords, type Judged, type Replay, type ReplayedTurn } from './replay.ts'

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
  const title = `The last ${counted(days, 'day')}, judged by ${prompt.name} with ${model}`
  const none = turns === 0 ? [`No message was judged in these days: there is nothing to replay. Try more --days.`] : []
  const twice =
    own && totals.apart !== undefined
      ? [
          `${own.name} judged again: ${ofAll(totals.againChanged ?? 0, replayed)} differ from then, by chance or by today's knowledge and model.`,
          `Judged alike, ${prompt.name} and ${own.name} differ in ${ofAll(totals.apart, replayed)}.`,
        ]
      : []
  return [
    title,
    `${counted(conversations, 'conversation')}, ${counted(turns, 'turn')}; ${replayed} judged again`,
    ...leftOutReasons.flatMap((why) => (leftOut[why] === 0 ? [] : [`  ${leftOut[why]} not: ${leftOutWords[why]}`])),
    ...(forgotten === 0
      ? []
      : [`  ${counted(forgotten, 'conversation')} erased at somebody's wish: nothing is known of what was in there`]),
    ...none,
    ...(replayed === 0
      ? []
      : [
          '',
          ...matrixTable(matrix, 'then \\ now'),
          ...(againMatrix && own ? ['', ...matrixTable(againMatrix, `then \\ ${own.name} again`)] : []),
          '',
          `${ofAll(changed, replayed)} would have been decided otherwise; ${newlyRead} of all would newly be Read.`,
          ...twice,
          ...(own === undefined && changed > 0
            ? ['Models vary: --again tells how many of these differ by chance.']
            : []),
        ]),
    ...(failed === 0 ? [] : [`${counted(failed, 'turn')} got no judgement now.`]),
    ...(usage.input + usage.output === 0
      ? []
      : [
          `${count(usage.input)} tokens in, ${count(usage.output)} out${cost === undefined ? '' : `, ${dollars(cost)}`}`,
        ]),
    ...(stopped === undefined ? [] : [stopped]),
  ]
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

const side = (
  name: string,
  { decision, texts, unsaid, reason, sources, lookUps, records, lowered }: Judged,
): string[] => [
  line(name, texts.join('\n') || '(nothing was said)'),
  ...(unsaid === undefined ? [] : [line('', `not said: ${unsaid}`)]),
  ...(reason === '' && lowered === undefined
    ? []
    : [line('', `why: ${lowered ? `lowered (${lowered}); ` : ''}${reason}`)]),
  ...(sources.length === 0 ? [] : [line('', `from: ${sources.join(', ')}`)]),
  ...[...lookedUpSaid(lookUps), ...recordedSaid(decision, records)].map((said) => line('', said)),
]

/** What others wrote moves no cursor and begins no line of its own. */
const line = (name: string, text: string): string => `  ${name.padEnd(8)}  ${oneLine(text)}`
