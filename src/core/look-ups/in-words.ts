/** How a model is told of one look-up or record: when it is of use, and what it wants to be told. */
import type { Argument } from './declared.ts'

/** `- \`orders\`: How one order stands. Arguments: \`number\` (the order number).` */
export function declaredInWords(one: { name: string; about: string; arguments: readonly Argument[] }): string {
  return `- \`${one.name}\`: ${sentence(one.about)} ${argumentsInWords(one.arguments)}`
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const sentence = (text: string): string => (/[.!?。]$/.test(oneLine(text)) ? oneLine(text) : `${oneLine(text)}.`)

function argumentsInWords(all: readonly Argument[]): string {
  if (all.length === 0) return 'It has no arguments.'
  const each = all.map(
    ({ name, about, optional }) => `\`${name}\` (${optional ? 'may be left out; ' : ''}${oneLine(about)})`,
  )
  return `Arguments: ${each.join(', ')}.`
}
