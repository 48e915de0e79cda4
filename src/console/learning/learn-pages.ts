/** The two pages on which staff make a draft of a conversation: what was the answer, and make this a case. */
import { asksForPerson } from '../../core/buttons.ts'
import type { Conversation } from '../../core/conversation.ts'
import { caseDraftSchema, draftLanguage, type CaseDraft, type PassageDraft } from '../../core/draft.ts'
import type { DecisionWord } from '../../core/judgement.ts'
import { redact } from '../../core/redact.ts'
import { addressOf } from '../addresses.ts'
import { html, type Html } from '../html.ts'
import type { ConsoleLanguage } from '../language.ts'
import { caseFields, languageField, mostLines, passageFields, type CaseLine } from './draft-form.ts'
import { learningWords } from './learning-words.ts'
import { linesOf, messagesOf, turnWords } from './turn-words.ts'

interface About {
  conversation: Conversation
  turn: string | undefined
  language: ConsoleLanguage
  token: Html
  /** Ids of passages there are. */
  passages: readonly string[]
}

export function learnMain({ conversation, turn, language, token, passages }: About): Html {
  const words = learningWords[language]
  const { asked, wants } = turn === undefined ? { asked: [], wants: '' } : turnWords(conversation, turn)
  const clean = cleaned(conversation)
  const lines = asked.slice(0, 10).map((text): CaseLine => ({ from: 'customer', text: clean(text), use: 'judge' }))
  const { title, also } = headingOf(asked, wants, clean)
  const own = { lines, expect: 'resolved', source: [], smallTalk: false, passages, ownPassage: true } as const
  return html`${back(conversation, language)}
    <div class="sheet">
      <h1>${words.learn.title}</h1>
      <p>${words.learn.lead}</p>
      <h2>${words.learn.question}</h2>
      ${
        lines.length === 0
          ? html`<p class="gone">${words.learn.gone}</p>`
          : html`<div class="words">${lines.map(({ text }) => html`<p class="bubble" dir="auto">${text}</p>`)}</div>
              <p class="hint">${words.redacted}</p>`
      }
      <form method="post" action="${addressOf(conversation.id)}/learn">
        ${token}<input type="hidden" name="turn" value="${turn}" />
        ${passageFields({ title, also, text: '' }, language, 'learn')}
        ${languageField(draftLanguage(conversation.language), language, 'learn')}
        ${
          lines.length > 0 &&
          html`<label class="check"><input type="checkbox" name="with_case" checked /> ${words.learn.withCase}</label>
            <details>
              <summary>${words.knowledge.aCase}</summary>
              ${caseFields(own, language, 'learn')}
            </details>`
        }
        <p class="buttons">
          <button class="main">${words.learn.draft}</button>
          <a href="${addressOf(conversation.id)}">${words.learn.later}</a>
        </p>
      </form>
    </div>`
}

export function caseMain({ conversation, turn, language, token, passages }: About): Html {
  const words = learningWords[language]
  const lines = caseLines(conversation, turn)
  const { expect, source } = decisionOf(conversation, turn)
  const fields = { lines, expect, source, smallTalk: false, passages, ownPassage: false }
  return html`${back(conversation, language)}
    <div class="sheet">
      <h1>${words.makeCase.title}</h1>
      ${
        lines.length === 0
          ? html`<p class="gone">${words.makeCase.nothing}</p>`
          : html`<p>${words.makeCase.lead}</p>
              <form method="post" action="${addressOf(conversation.id)}/case">
                ${token} ${caseFields(fields, language, 'case')}
                ${languageField(draftLanguage(conversation.language), language, 'case')}
                <p class="hint">${words.redacted}</p>
                <p class="buttons"><button class="main">${words.makeCase.draft}</button></p>
              </form>`
      }
    </div>`
}

/** What was said, redacted: the turn's messages are judged, and what stands right before them goes with them. */
function caseLines(conversation: Conversation, turn: string | undefined): CaseLine[] {
  const judged = new Set(turn === undefined ? [] : messagesOf(conversation, turn))
  const clean = cleaned(conversation)
  const said = linesOf(conversation, mostLines)
  const first = said.findIndex(({ message }) => message !== undefined && judged.has(message))
  return said.map(({ from, text, message }, index): CaseLine => {
    const before = first !== -1 && index < first && index >= first - 4
    const use = message !== undefined && judged.has(message) ? 'judge' : before ? 'before' : 'out'
    return { from, text: clean(text), use }
  })
}

/** A turn as a case, without anything for a person to fill in; undefined when its words are gone. */
export function caseOfTurn(
  conversation: Conversation,
  turn: string,
  expect: 'handoff' | 'needs_info',
): CaseDraft | undefined {
  const lines = caseLines(conversation, turn)
  const messages = lines.filter(({ use }) => use === 'judge').map(({ text }) => text)
  const history = lines.filter(({ use }) => use === 'before').map(({ from, text }) => ({ from, text }))
  const parsed = caseDraftSchema.safeParse({ history, messages, expect, source: [], smallTalk: false })
  return parsed.success ? parsed.data : undefined
}

/** What it was decided to be, which a person confirms or corrects. */
function decisionOf({ facts }: Conversation, turn: string | undefined): { expect: DecisionWord; source: string[] } {
  const fact = facts.findLast((one) => one.type === 'judged' && one.turn === turn)
  if (fact?.type !== 'judged') return { expect: 'handoff', source: [] }
  return { expect: fact.decision, source: fact.decision === 'resolved' ? fact.sources : [] }
}

/** What LINE tells of who it is, is known to be a name. */
const cleaned = ({ customer }: Conversation) => {
  const names = customer?.name === undefined ? [] : [customer.name]
  return (text: string): string => redact(text, { names })
}

/**
 * What a passage would be called, and a customer's words for it where they are others. A summary that only repeats what
 * was asked says less than the question itself.
 */
function headingOf(
  asked: readonly string[],
  wants: string,
  clean: (text: string) => string,
): Omit<PassageDraft, 'text'> {
  const question = asked.find((text) => asksForPerson(text) === undefined) ?? asked[0] ?? ''
  const repeated = letters(asked.join('')).includes(letters(wants))
  const title = cut(clean(repeated ? question : wants), 80)
  const also = cut(clean(question).replace(/[,、，]+/g, ' '), 80)
  return { title, also: letters(also) === letters(title) ? '' : also }
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '')

/** In one line. */
const cut = (text: string, length: number): string =>
  Array.from(text.replace(/\s+/g, ' ')).slice(0, length).join('').trim()

const back = ({ id }: Conversation, language: ConsoleLanguage): Html =>
  html`<p class="back"><a href="${addressOf(id)}">${learningWords[language].back}</a></p>`
