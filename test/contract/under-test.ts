/** A store as a contract uses it: an empty one before each test, and opened again over the same data within one. */
import { afterEach, beforeEach } from 'vitest'
import type { Store } from '../../src/ports/store.ts'

/** Makes an empty place and says how a store is opened over it, each time over the same data. */
export type Prepare<S extends Store = Store> = () => Promise<{ open: () => Promise<S>; remove: () => Promise<void> }>

/**
 * To be called where the tests are described.
 * @param opened told of the store each time one is opened
 * @returns closes it and opens another over the same data, as a restart does
 */
export function storeUnderTest<S extends Store>(prepare: Prepare<S>, opened: (store: S) => void): () => Promise<void> {
  let place: Awaited<ReturnType<Prepare<S>>>
  let store: S
  const open = async (): Promise<void> => {
    store = await place.open()
    opened(store)
  }
  beforeEach(async () => {
    place = await prepare()
    await open()
  })
  afterEach(async () => {
    await store.close()
    await place.remove()
  })
  return async () => {
    await store.close()
    await open()
  }
}
