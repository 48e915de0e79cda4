/**
 * Names that are known: a customer's own is taken from all of their conversation; those of other customers and of staff
 * are looked for as well, since people write of each other. What the shop itself writes (its knowledge, its prompt) is no
 * name: a customer who calls themself Bread does not take the bread out of everybody's questions.
 */
import type { Conversation } from '../../core/conversation.ts'
import { namesSaid, redact } from '../../core/redact.ts'
import type { Clean } from './redacted.ts'

/** What one conversation tells of names: the customer's or the group's, and those of the staff who had it. */
export function namesIn({ customer, facts }: Pick<Conversation, 'customer' | 'facts'>): string[] {
  const staff = facts.flatMap((fact) => {
    if (!('by' in fact) || (fact.type === 'handed_back' && (fact.customer || fact.time))) return []
    return [fact.by]
  })
  return [...new Set([customer?.name ?? '', ...staff])].filter((name) => name !== '')
}

/**
 * @param names all that are known
 * @param shop the shop's own texts
 * @returns a redaction for one conversation: its own names, and who was named in it by name once, go from all of it
 */
export function redactionBy(names: Iterable<string>, shop: string): (conversation: Conversation) => Clean {
  const written = fold(shop)
  const words = new Set(written.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
  const isName = (name: string): boolean => !isOfShop(name, written, words)
  const others = new Set([...names].flatMap((name) => findable(name)).filter(isName))
  // Most texts hold none of them: looking is much cheaper than replacing.
  const all = [...others].map((name) => ({ name, folded: fold(name) }))
  return (conversation) => {
    const { customer } = conversation
    const said = [...textsOf(conversation).flatMap(namesSaid), ...mentionedIn(conversation)]
    const known = [customer?.name ?? '', ...askersIn(conversation)]
    const own = [...new Set([...known, ...said.filter(isName)])].filter((name) => name !== '')
    return (text) => {
      const folded = fold(text)
      const found = all.filter((one) => folded.includes(one.folded) && isMeant(one.name, text)).map(({ name }) => name)
      return redact(text, { names: [...own, ...found] })
    }
  }
}

const textsOf = ({ messages, answers, judged }: Conversation): string[] => [
  ...messages.flatMap(({ content }) => (content?.type === 'text' ? [content.text] : [])),
  ...answers.flatMap(({ texts }) => texts),
  ...judged.flatMap(({ reason, summary, reply = '' }) => [reason, summary, reply]),
]

/** In a group people are called by the names that LINE shows. */
const mentionedIn = ({ messages }: Conversation): string[] =>
  messages.flatMap(({ content }) =>
    content?.type !== 'text'
      ? []
      : (content.mentions ?? [])
          .filter(({ isSelf }) => !isSelf)
          .map(({ index, length }) => content.text.slice(index, index + length).replace(/^[@＠]/, '')),
  )

/** Who asked for what was recorded: in a group one of its members. */
const askersIn = ({ judged }: Conversation): string[] =>
  judged.flatMap(({ records = [] }) =>
    records.map(({ given, askedBy }) => (askedBy === undefined ? '' : (given[askedBy] ?? ''))),
  )

/** The whole name without ornaments, and each of its words. */
function findable(name: string): string[] {
  const plain = name
    .replace(/[^\p{L}\p{M}\p{N}\s・.'’-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const parts = plain.split(/[\s・.-]+/)
  return [plain, ...parts].filter((one) => one.length >= (/[\p{Script=Latin}\p{Script=Thai}]/u.test(one) ? 3 : 2))
}

function isOfShop(name: string, written: string, words: ReadonlySet<string>): boolean {
  const folded = fold(name)
  return isLatin(name) && !folded.includes(' ') ? words.has(folded) || ordinary.has(folded) : written.includes(folded)
}

/** In Latin letters a name has a capital: `may` is none, `May` might be. */
function isMeant(name: string, text: string): boolean {
  if (!isLatin(name)) return true
  const plain = text.normalize('NFKC')
  return (
    /\s/.test(name) ||
    [name, capital(name), name.toUpperCase()].some((one) => plain.includes(one) && one !== one.toLowerCase())
  )
}

const isLatin = (text: string): boolean => /^[\p{Script=Latin}\p{N}\s.'’-]+$/u.test(text)
const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).toLowerCase()

/** Names of people that are more often something else. */
const ordinary = new Set(
  'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday owner staff manager shop'.split(
    ' ',
  ),
)
