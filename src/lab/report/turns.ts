/** The turns of a replay that would have been decided otherwise, with the texts of then and now beside each other. */
import { html, type Html } from '../../console/html.ts'
import { isNewlyResolved, type Judged, type Replay, type ReplayedTurn } from '../replay/replay.ts'
import { aboutAnswer, lowered, noJudgement } from './answer.ts'
import { count, counted, day, languageShown } from '../numbers.ts'
import { beginningOf, bubble, said } from './said.ts'
import { decisionMeans, gotWord } from './words.ts'
import { differing } from './word-diff.ts'

interface Groups {
  /** Answered by the machine and Read, which was not so then. */
  read: ReplayedTurn[]
  /** With people, which was not so then. */
  staff: ReplayedTurn[]
  other: ReplayedTurn[]
}

export function groupsOf(turns: readonly ReplayedTurn[]): Groups {
  const changed = turns.filter((turn) => turn.changed || turn.newlyRead)
  const toStaff = ({ then, now }: ReplayedTurn) => now.decision === 'handoff' && then.decision !== 'handoff'
  const toRead = (turn: ReplayedTurn) => !toStaff(turn) && (isNewlyResolved(turn) || turn.newlyRead)
  return {
    read: changed.filter(toRead),
    staff: changed.filter(toStaff),
    other: changed.filter((turn) => !toRead(turn) && !toStaff(turn)),
  }
}

export function turnsShown({ turns, prompt }: Replay): Html {
  const { read, staff, other } = groupsOf(turns)
  const group = (title: string, means: string, some: readonly ReplayedTurn[], tone: string) =>
    some.length > 0 &&
    html`<section class="group">
      <h2>${title} <span class="count">${count(some.length)}</span></h2>
      <p class="means">${means}</p>
      ${some.map((turn) => turnShown(turn, prompt.name, tone))}
    </section>`
  return html`${group('Would newly be answered and Read', 'Then a question went back, a person had it, or nothing was decided. Now it would be answered and turn Read. Look at each reply: where it is wrong, nobody would have answered the customer.', read, 'false_read')}
  ${group('Would newly go to staff', 'The assistant dealt with these then. Each is more work for people, and right where it should have been theirs.', staff, 'wrong')}
  ${group('Otherwise decided differently', 'What happened then and what would happen now differ, and nothing is newly Read.', other, 'failed')}`
}

function turnShown(
  { conversation, turn, at, language, group, history, messages, then, now, again }: ReplayedTurn,
  name: string,
  tone: string,
): Html {
  const [before, after] = differing(textOf(then), textOf(now), language)
  const told =
    history.length > 0 &&
    html`<details class="before">
      <summary>${counted(history.length, 'message')} before</summary>
      ${history.map(({ from, text }) => (from === 'note' ? html`<p class="note">${said(text)}</p>` : bubble(from, said(text, language))))}
    </details>`
  return html`<details class="case ${tone}" open>
    <summary>
      <span class="pill ${tone}">${gotWord(then.decision)} → ${gotWord(now.decision)}</span>
      <span class="first">${beginningOf(messages.at(-1) ?? '', language)}</span>
      <span class="id"
        >conversation ${conversation}, turn ${turn} ·
        ${day(at)}${language !== '' && ` · ${languageShown(language)}`}${group && ' · a group'}</span
      >
    </summary>
    <div>
      <div class="chat">${told}${messages.map((text) => bubble('customer', said(text, language)))}</div>
      <div class="sides ${again && 'three'}">
        ${sideShown('Then', then, before)}${sideShown(`Now, by ${name}`, now, after)}${again && sideShown('Now, by the shop’s own', again, said(textOf(again), language))}
      </div>
    </div>
  </details>`
}

const textOf = ({ texts, unsaid }: Judged): string => (texts.length > 0 ? texts.join('\n') : (unsaid ?? ''))

const readWords: Record<Judged['read'], string> = {
  now: 'Read with the answer',
  when_told: 'Read once staff have been told',
  no: 'stays unread',
}

function sideShown(title: string, side: Judged, text: Html): Html {
  const { decision, read, texts, unsaid, why } = side
  return html`<div class="side">
    <p><b>${title}</b>: <b title="${decisionMeans[decision]}">${gotWord(decision)}</b> · ${readWords[read]}</p>
    ${decision === 'failed' && noJudgement(why)}
    ${texts.length === 0 && unsaid !== undefined && html`<p class="quiet">Written by the model, said to nobody:</p>`}
    ${textOf(side) === '' ? decision !== 'failed' && html`<p class="none">Nothing was said.</p>` : html`<div class="bubble assistant">${text}</div>`}
    ${lowered(side)}${aboutAnswer(side)}
  </div>`
}
