/** A sample shop for a test, with which it ends, and how one asks it by hand. */
import { onTestFinished } from 'vitest'
import { startSampleShop, type SampleShop, type SampleShopOptions } from '../../src/simulator/sample-shop/index.ts'

export async function sampleShop(options: Partial<SampleShopOptions> = {}): Promise<SampleShop> {
  const shop = await startSampleShop({ log: { info: () => undefined }, ...options })
  onTestFinished(() => shop.close())
  return shop
}

/** @param key as the header has it, quotation marks and all */
export function post(
  shop: SampleShop,
  wish: unknown,
  key?: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const own = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...headers,
  }
  return fetch(`${shop.url}/tasks`, { method: 'POST', headers: own, body: JSON.stringify(wish) })
}

/** Resolves as soon as it is so. */
export function until(shop: SampleShop, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      stop()
      resolve()
    }
    const stop = shop.onChange(look)
    look()
  })
}
