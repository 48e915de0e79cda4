/** What is said in LINE after a press of a card's button: a plain text, and after a Take the buttons that come next. */
import type { OutgoingMessage } from '../../core/action.ts'
import type { StaffLanguage, StaffWords } from '../../ports/staff-words.ts'
import { bare, nameShown } from './card.ts'
import { box, buttonsOf, text } from './flex.ts'
import { cardWords } from './words.ts'

export function createStaffWords(language: StaffLanguage): StaffWords {
  const { said, somebody, somebodyOfStaff, called } = cardWords[language]
  const named = (name: string | undefined, otherwise: string): string => {
    const known = nameShown(name, 40)
    return known === undefined ? otherwise : called(known)
  }
  return {
    word(result, { name, by, entry, conversation }): OutgoingMessage[] {
      const words = said[result](named(name, somebody), named(by, somebodyOfStaff))
      const next = result === 'taken' ? buttonsOf({ conversation, entry, name }, ['done', 'hand_back'], language) : []
      if (next.length === 0) return [{ type: 'text', text: words }]
      const body = box('vertical', [text(words, { size: 'sm', wrap: true })], { paddingAll: '16px' })
      const footer = box('vertical', next, { spacing: 'sm', paddingAll: '16px', paddingTop: 'none' })
      return [{ type: 'flex', altText: bare(words), contents: { type: 'bubble', size: 'kilo', body, footer } }]
    },
  }
}
