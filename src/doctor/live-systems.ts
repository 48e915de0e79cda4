/** Where what a prompt may look up comes from, and where what it may record goes. No system is asked. */
import { ok, type Finding } from './finding.ts'
import { unreadable, type Read, type Serves } from './texts.ts'

export interface NamedSystem {
  kind: 'look-up' | 'record'
  name: string
  /** A file or a host. */
  where: string
  /** Why it would be of no use now. */
  mistakes: readonly { line: number; problem: string; remedy: string }[]
}

const topic = 'Live systems'

/** @param sample the host of the sample shop, where the simulator plays one */
export function liveSystems(named: Read<readonly NamedSystem[]>, serves: Serves, sample?: string): Finding[] {
  if (!named.ok) return unreadable(topic, named.mistakes, serves)
  return named.value.flatMap(({ kind, name, where, mistakes }): Finding[] => {
    const place = where === sample ? 'the sample shop, which starts with the simulator' : where
    const found = kind === 'look-up' ? `${name} is looked up in ${place}` : `${name} is recorded in ${place}`
    if (mistakes.length === 0) return [ok(topic, found)]
    const why = kind === 'look-up' ? 'Until it can be read' : 'Until it can be written'
    return mistakes.map(({ line, problem, remedy }) => ({
      level: 'warning',
      topic,
      found: `${found}, but ${line > 0 ? `its line ${line}` : 'it'} ${problem}`,
      why: `${why}, a person goes on with every customer who needs it`,
      remedy,
    }))
  })
}
