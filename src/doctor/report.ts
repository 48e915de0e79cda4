/**
 * The findings as text for a terminal: a sign and a word (never colour alone), one line each, reason and remedy below. Of
 * several channels what is in order takes one line for each, and reasons that were told before are not told again.
 */
import type { Finding, OfChannel } from './finding.ts'

const signs: Record<Finding['level'], string> = { ok: '✓ ok', warning: '! warning', problem: '✗ PROBLEM' }

/** Columns. */
const [margin, signWidth, topicWidth, width] = [2, 11, 18, 100]
const indent = margin + signWidth

export function inText({ level, topic, found, why, remedy }: Finding): string {
  const head = `${' '.repeat(margin)}${signs[level].padEnd(signWidth)}${topic.padEnd(topicWidth - 1)} `
  const lines = [head + wrapped(found, indent + topicWidth)]
  // Of what is in order nothing has to be done; its reason is only told where there is one.
  if (why !== undefined) lines.push(labelled(level === 'ok' ? 'Note:' : 'Why:', why))
  if (remedy !== undefined) lines.push(labelled('Do:', remedy))
  return lines.join('\n')
}

const labelled = (label: string, text: string): string =>
  `${' '.repeat(indent)}${label.padEnd(6)}${wrapped(sentence(text), indent + 6)}`

/** Remedies come from settings too, where they follow a colon. kidoku is written small. */
function sentence(text: string): string {
  const ended = /[.!?…]$/.test(text) ? text : `${text}.`
  return /^(?!kidoku\b)[a-z]+ [a-z]/.test(ended) ? ended.charAt(0).toUpperCase() + ended.slice(1) : ended
}

/** Broken between words; a word that is too long stands out rather than being cut, so that it can be copied. */
function wrapped(text: string, left: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && left + last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join(`\n${' '.repeat(left)}`)
}

export interface Report {
  tell(told: Finding | OfChannel): string
  /** The last line, and which channels have problems. */
  end(): string
  problems(): boolean
}

/** @param inFull of a channel too everything is told */
export function createReport({ inFull = false } = {}): Report {
  const all: Finding[] = []
  const told = new Set<string>()
  const wrong: OfChannel['channel'][] = []
  let isSpaced = false

  const briefly = (finding: Finding): string => {
    const reason = JSON.stringify([finding.why, finding.remedy])
    if (told.has(reason)) return inText({ ...finding, why: undefined, remedy: undefined })
    told.add(reason)
    return inText(finding)
  }
  /** A channel of which there is more to say than a line. */
  const section = (title: string, lines: string[]): string => {
    const before = isSpaced ? [] : ['']
    isSpaced = true
    return [...before, title, ...lines, ''].join('\n')
  }
  const ofChannel = ({ channel, findings }: OfChannel): string => {
    const title = channel.title === channel.name ? channel.name : `${channel.title} (${channel.name})`
    const amiss = findings.filter(({ level }) => level !== 'ok')
    const inOrder = findings.length - amiss.length
    if (amiss.some(({ level }) => level === 'problem')) wrong.push(channel)
    if (inFull) return section(title, findings.map(inText))
    if (amiss.length > 0) {
      const rest: Finding = { level: 'ok', topic: 'The rest', found: `${inOrder} in order` }
      return section(title, [...amiss.map(briefly), ...(inOrder > 0 ? [inText(rest)] : [])])
    }
    isSpaced = false
    return inText({ level: 'ok', topic: channel.name, found: `${title}: all ${inOrder} in order` })
  }
  return {
    tell(one) {
      all.push(...('channel' in one ? one.findings : [one]))
      if ('channel' in one) return ofChannel(one)
      isSpaced = false
      return inText(one)
    },
    end() {
      if (wrong.length === 0) return summary(all)
      const names = wrong.slice(0, 20).map(({ name }) => name)
      const others = wrong.length > names.length ? ` and ${wrong.length - names.length} more` : ''
      return `${summary(all)}\nChannels with problems: ${names.join(', ')}${others}.`
    },
    problems: () => all.some(({ level }) => level === 'problem'),
  }
}

export function summary(findings: readonly Finding[]): string {
  const number = (level: Finding['level']): number => findings.filter((one) => one.level === level).length
  const [problems, warnings] = [number('problem'), number('warning')]
  const said = `${count(problems, 'problem')}, ${count(warnings, 'warning')}, ${number('ok')} in order.`
  if (problems > 0) return `${said} Mend the problems, then run this again.`
  return warnings > 0 ? `${said} kidoku can work; read the warnings once.` : `${said} All is well.`
}

const count = (number: number, one: string): string =>
  number === 0 ? `no ${one}s` : `${number} ${number === 1 ? one : `${one}s`}`
