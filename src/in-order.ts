/** Many things at work, a few at a time. */

/**
 * Begins so many at once, and gives what came of each in the order of the items, as soon as it and those before it are done.
 * @throws what `work` threw first, in that order
 */
export async function* inOrder<T, U>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<U>,
): AsyncGenerator<U> {
  const ends = items.map((item) => ({ item, ...Promise.withResolvers<U>() }))
  // Nobody may have come to it when it fails.
  for (const { promise } of ends) promise.catch(() => undefined)
  const waiting = ends.values()
  const workOn = async (): Promise<void> => {
    for (const { item, resolve, reject } of waiting) await work(item).then(resolve, reject)
  }
  for (let begun = 0; begun < atOnce; begun += 1) void workOn()
  for (const { promise } of ends) yield await promise
}
