/** The right name nearest to a wrong one, for “did you mean …?”. */
import MiniSearch from 'minisearch'

/** @returns undefined when none is near */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  // `customer` for customer.name, and `name` for it.
  const part = names.find((name) => name.startsWith(`${wrong}.`) || name.split('.').at(-1) === wrong.split('.').at(-1))
  if (part !== undefined) return part
  const index = new MiniSearch<{ id: string }>({ fields: ['id'], tokenize: (name) => [name] })
  index.addAll([...new Set(names)].map((id) => ({ id })))
  // Letters that are wrong: two that changed places are two.
  const [first] = index.search(wrong, { fuzzy: (name) => (name.length < 4 ? 1 : 2) })
  return names.find((name) => name === first?.id)
}
