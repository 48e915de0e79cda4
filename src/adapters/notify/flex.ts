/**
 * The card as LINE shows it: a Flex bubble with its buttons. LINE: a bubble has at most 30 KB; a text may not be empty;
 * a label has 20 characters, a postback's data and what a press shows 300, an address 1,000 and one of a picture 2,000.
 */
import type { OutgoingMessage, PostbackAction } from '../../core/action.ts'
import { cardActions, staffData, type CardAction } from '../../core/staff-buttons.ts'
import { shorten } from '../../core/text.ts'
import type { Notice } from '../../ports/notifier.ts'
import type { StaffLanguage } from '../../ports/staff-words.ts'
import { bare, cardOf, nameShown, type Card } from './card.ts'
import { chatList, linesOf } from './lines.ts'
import { cardWords } from './words.ts'

export type Component = Record<string, unknown>

const colours = {
  ink: '#17212c',
  muted: '#556270',
  accent: '#0a7446',
  /** Of a reminder. */
  late: '#a14a00',
  quiet: '#edf0f4',
  edge: '#d9e0e8',
}

const room = { name: 60, text: 300, words: 500 }
const plainRoom = { name: 80, text: 500, words: 700 }
/** LINE allows 1,500; older phones show 400. */
const altUnits = 400
const dataUnits = 300

export function flexCard(notice: Notice, language: StaffLanguage): OutgoingMessage {
  const card = cardOf(notice, language, room)
  return {
    type: 'flex',
    altText: altTextOf(card),
    contents: {
      type: 'bubble',
      size: 'mega',
      body: box('vertical', [heading(card), who(card), times(card, language), ...texts(card, language)], {
        spacing: 'lg',
        paddingAll: '20px',
      }),
      footer: box('vertical', footer(notice, card, language), {
        spacing: 'sm',
        paddingAll: '20px',
        paddingTop: 'none',
      }),
    },
  }
}

/** The same for where LINE refuses the card: as plain as can be, so that staff are told anyway. */
export function plainCard(notice: Notice, language: StaffLanguage): OutgoingMessage {
  const as = (text: string): string => text
  const card = cardOf(notice, language, plainRoom)
  const text = linesOf(card, language, { harmless: as, address: as, bold: as })
  const items = pressesOf(notice, actsFor(notice), language).map((action) => ({ type: 'action' as const, action }))
  return { type: 'text', text, ...(items.length > 0 ? { quickReply: { items } } : {}) }
}

/** What the phone's notification and the list of chats show. */
function altTextOf({ reminder, headline, name, waits, said }: Card): string {
  const first = `${reminder ?? headline} · ${name} · ${waits}`
  const whole = [first, ...said.slice(-1)].join('\n')
  return whole.length <= altUnits ? whole : shorten(whole, altUnits)
}

function heading({ headline, reminder }: Card): Component {
  if (reminder === undefined) return text(headline, { size: 'sm', weight: 'bold', color: colours.accent, wrap: true })
  return box('vertical', [
    text(reminder, { size: 'sm', weight: 'bold', color: colours.late, wrap: true }),
    text(headline, { size: 'xs', color: colours.muted, wrap: true }),
  ])
}

function who({ name, language, pictureUrl }: Card): Component {
  const names = [
    text(name, { size: 'lg', weight: 'bold', color: colours.ink, wrap: true, maxLines: 2 }),
    ...(language === undefined ? [] : [text(language, { size: 'xs', color: colours.muted })]),
  ]
  const beside = box('vertical', names, { justifyContent: 'center', flex: 1 })
  return box('horizontal', [face(name, pictureUrl), beside], { spacing: 'md', alignItems: 'center' })
}

/** Their picture, else the first letter of the name. */
function face(name: string, pictureUrl: string | undefined): Component {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?'
  const inside =
    pictureUrl === undefined
      ? text(letter, { size: 'lg', weight: 'bold', color: colours.muted, align: 'center' })
      : { type: 'image', url: pictureUrl, size: 'full', aspectMode: 'cover', aspectRatio: '1:1' }
  return box('vertical', [inside], {
    width: '48px',
    height: '48px',
    cornerRadius: '24px',
    backgroundColor: colours.quiet,
    justifyContent: 'center',
    flex: 0,
  })
}

/** How long they wait is the largest thing on the card. */
function times({ waits, unread, reminder }: Card, language: StaffLanguage): Component {
  const { labels } = cardWords[language]
  const colour = reminder === undefined ? colours.ink : colours.late
  const pair = (label: string, value: string, flex: number, style: Component): Component =>
    box('vertical', [text(label, { size: 'xs', color: colours.muted, align: style.align }), text(value, style)], {
      flex,
    })
  const wait = pair(labels.waits, waits, 1, { size: 'xxl', weight: 'bold', color: colour, adjustMode: 'shrink-to-fit' })
  const seen =
    unread === undefined ? [] : [pair(labels.unread, unread, 0, { size: 'md', color: colours.ink, align: 'end' })]
  return box('horizontal', [wait, ...seen], { alignItems: 'flex-end', spacing: 'md' })
}

function texts({ wants, why, said, consoleUrl }: Card, language: StaffLanguage): Component[] {
  const { labels, find } = cardWords[language]
  const told = (label: string, value: string): Component[] =>
    value === ''
      ? []
      : [
          box('vertical', [
            text(label, { size: 'xs', color: colours.muted }),
            text(value, { size: 'sm', color: colours.ink, wrap: true }),
          ]),
        ]
  const bubbles = said.map((one) =>
    box('vertical', [text(one, { size: 'sm', color: colours.ink, wrap: true, maxLines: 12 })], {
      backgroundColor: colours.quiet,
      cornerRadius: '12px',
      paddingAll: '10px',
    }),
  )
  const quoted = [text(labels.said, { size: 'xs', color: colours.muted }), ...bubbles]
  return [
    { type: 'separator', color: colours.edge },
    ...told(labels.wants, wants),
    ...told(labels.why, why),
    ...(bubbles.length > 0 ? [box('vertical', quoted, { spacing: 'sm' })] : []),
    ...(consoleUrl === undefined
      ? [text(`${find} (${chatList})`, { size: 'xs', color: colours.muted, wrap: true })]
      : []),
  ]
}

/** What no person has taken or been given cannot be handed back. */
const actsFor = ({ withStaff }: Notice): CardAction[] => cardActions.filter((act) => withStaff || act !== 'hand_back')

/** Take stands out; the others follow. */
function footer(notice: Notice, { consoleUrl }: Card, language: StaffLanguage): Component[] {
  const { buttons } = cardWords[language]
  const open = consoleUrl && { type: 'uri', label: buttons.open, uri: consoleUrl }
  return [
    ...buttonsOf(notice, actsFor(notice), language),
    ...(open ? [{ type: 'button', style: 'link', height: 'sm', color: colours.accent, action: open }] : []),
  ]
}

/** What a press is about. */
export type Pressed = Pick<Notice, 'conversation' | 'entry' | 'name'>

/** The buttons for these acts: Take on a line of its own, the others below, side by side where their words are short. */
export function buttonsOf(about: Pressed, acts: readonly CardAction[], language: StaffLanguage): Component[] {
  const presses = pressesOf(about, acts, language)
  if (presses.length === 0) return []
  const take = cardWords[language].buttons.take
  const primary = presses.filter(({ label }) => label === take)
  const others = presses.filter(({ label }) => label !== take)
  const button = (action: PostbackAction, style: Component): Component => ({
    type: 'button',
    height: 'sm',
    action,
    ...style,
  })
  const secondary = others.map((action) => button(action, { style: 'secondary', color: colours.quiet }))
  const fit = others.every(({ label }) => widthOf(label) <= 10)
  return [
    ...primary.map((action) => button(action, { style: 'primary', color: colours.accent })),
    ...(fit && secondary.length > 1 ? [box('horizontal', secondary, { spacing: 'sm' })] : secondary),
  ]
}

/** About how wide a text is, in Latin letters: Han, kana and emoji are twice as wide, marks above a letter take no place. */
const widthOf = (words: string): number =>
  Array.from(words).reduce((sum, one) => sum + (/\p{M}/u.test(one) ? 0 : /[\u2E80-\u{3FFFF}]/u.test(one) ? 2 : 1), 0)

/** None when the data would be longer than LINE takes: a card without buttons is better than none. */
function pressesOf(
  { conversation, entry, name }: Pressed,
  acts: readonly CardAction[],
  language: StaffLanguage,
): PostbackAction[] {
  const { buttons, pair, somebody } = cardWords[language]
  const whom = bare(nameShown(name, 40) ?? somebody)
  return acts
    .map((action): PostbackAction => {
      const label = buttons[action]
      return {
        type: 'postback',
        label,
        data: staffData({ action, entry, conversation }),
        displayText: pair(label, whom),
      }
    })
    .filter(({ data }) => data.length <= dataUnits)
}

export const text = (value: string, style: Component): Component => ({ type: 'text', text: value, ...style })

export const box = (layout: 'vertical' | 'horizontal', contents: Component[], style: Component = {}): Component => ({
  type: 'box',
  layout,
  contents,
  ...style,
})
