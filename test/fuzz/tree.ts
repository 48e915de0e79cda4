/** JSON as a tree in which a key may stand twice, a number may be no number of JavaScript's, and `__proto__` is a key like any. */

/** Written as it is: `1e999`, `-0`, or what is no JSON at all. */
export interface Verbatim {
  verbatim: string
}
export interface Fields {
  fields: [key: string, value: Tree][]
}
export type Tree = string | number | boolean | null | Tree[] | Fields | Verbatim

export const isFields = (tree: Tree): tree is Fields => typeof tree === 'object' && tree !== null && 'fields' in tree

/** @param value what `JSON.parse` could have given; what is missing (`undefined`) is left out */
export function treeOf(value: unknown): Tree {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (Array.isArray(value)) return value.map(treeOf)
  const fields = Object.entries(value ?? {}).filter(([, one]) => one !== undefined)
  return { fields: fields.map(([key, one]) => [key, treeOf(one)]) }
}

export function written(tree: Tree): string {
  if (tree === null || typeof tree !== 'object') return JSON.stringify(tree)
  if (Array.isArray(tree)) return `[${tree.map(written).join(',')}]`
  if ('verbatim' in tree) return tree.verbatim
  return `{${tree.fields.map(([key, value]) => `${JSON.stringify(key)}:${written(value)}`).join(',')}}`
}

/** Where a value stands: what holds it, and how another is put there. */
export interface Place {
  /** The key, or the number in a list; empty at the top. */
  key: string
  value: Tree
  put(value: Tree): void
  /** Takes it out; at the top it cannot be. */
  drop?(): void
  /** Writes another after it, in a list or under the same key. */
  add?(value: Tree, key?: string): void
}

/** Every place in a tree, the top first. Puts change the tree in place. */
export function placesOf(root: { tree: Tree }): Place[] {
  const places: Place[] = []
  const visit = (place: Place): void => {
    places.push(place)
    const { value } = place
    if (Array.isArray(value)) {
      value.forEach((one, index) => {
        visit({
          key: String(index),
          value: one,
          put: (other) => void (value[index] = other),
          drop: () => void value.splice(index, 1),
          add: (other) => void value.splice(index + 1, 0, other),
        })
      })
    } else if (isFields(value)) {
      const { fields } = value
      for (const field of fields) {
        visit({
          key: field[0],
          value: field[1],
          put: (other) => void (field[1] = other),
          drop: () => void fields.splice(fields.indexOf(field), 1),
          add: (other, key = field[0]) => void fields.splice(fields.indexOf(field) + 1, 0, [key, other]),
        })
      }
    }
  }
  visit({ key: '', value: root.tree, put: (other) => void (root.tree = other) })
  return places
}
