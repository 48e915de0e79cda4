/** A body that shows a fault, made as small as can be while it still does: fewer events, then fewer fields, then shorter texts. */
import { sign, type Body } from './bodies.ts'
import { Connection } from './connection.ts'
import { expectedOf } from './expected.ts'
import { wrongOf, type Fault } from './fuzz.ts'
import { openHouse, type HouseOptions } from './house.ts'
import { placesOf, treeOf, written, type Place, type Tree } from './tree.ts'

/** Bodies that are tried at most: what is left then is small enough to be read. */
const most = 400

/**
 * Only an answer can be tried again and again: what shows later is left as it was drawn.
 * @returns the smaller body as text; undefined when it could not be made smaller, or not shown again
 */
export async function shrink(fault: Fault, options: HouseOptions): Promise<string | undefined> {
  const { body } = fault
  const isAnswer = fault.kind === 'five_xx' || fault.kind === 'wrong_answers'
  if (!body?.signature || !isAnswer || body.bytes.length > 200_000) return undefined
  const house = await openHouse(options)
  const connection = new Connection(house.port)
  let tries = 0
  const shows = async (text: string): Promise<boolean> => {
    if (tries >= most) return false
    tries += 1
    const bytes = Buffer.from(text)
    const smaller: Body = { ...body, bytes, signature: sign(bytes, options.secret) }
    return wrongOf(await connection.send(smaller, false), expectedOf(smaller, options.secret).status) === fault.kind
  }
  try {
    const value: unknown = JSON.parse(body.bytes.toString())
    let best = treeOf(value)
    if (!(await shows(written(best)))) return undefined
    for (let smaller: Tree | undefined = best; smaller !== undefined;) {
      best = smaller
      smaller = await smallerThan(best, shows)
    }
    return written(best)
  } catch {
    // It is no JSON: there is nothing to take out.
    return undefined
  } finally {
    connection.close()
    await house.close()
  }
}

const ways: ((place: Place) => void)[] = [
  (place) => place.drop?.(),
  (place) => {
    if (typeof place.value === 'string' && place.value.length > 8)
      place.put(place.value.slice(0, place.value.length / 2))
  },
]

/** The first tree with something taken out that still shows the fault; large things are tried first. */
async function smallerThan(tree: Tree, shows: (text: string) => Promise<boolean>): Promise<Tree | undefined> {
  const text = written(tree)
  for (const way of ways) {
    const count = placesOf({ tree }).length
    for (let index = 1; index < count; index += 1) {
      const root = { tree: treeOf(JSON.parse(text)) }
      const place = placesOf(root)[index]
      if (place) way(place)
      if (written(root.tree) !== text && (await shows(written(root.tree)))) return root.tree
    }
  }
  return undefined
}
