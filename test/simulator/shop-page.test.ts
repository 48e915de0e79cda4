/** What the page has of the sample shop: nothing, unless its orders or tasks are in use. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isProven } from '../../src/core/look-ups/proof.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import { ordersAround } from '../../src/simulator/sample-shop/orders.ts'
import { shopSuggestions } from '../../src/simulator/shop-suggestions.ts'
import { simulatorWithBot } from './bot.ts'
import { post, sampleShop } from './sample-shop.ts'

const Picture = z.looseObject({
  customers: z.array(z.looseObject({ language: z.string(), suggestions: z.array(z.looseObject({})) })),
  groups: z.array(z.looseObject({ suggestions: z.array(z.unknown()) })),
  troubles: z.record(z.string(), z.string()),
  systems: z.looseObject({ tasks: z.array(z.looseObject({ id: z.string() })).optional() }).optional(),
})
type Picture = z.infer<typeof Picture>

/** Of the stream, the first picture in which it is so. */
async function picture(line: Simulator, isSo: (picture: Picture) => boolean = () => true): Promise<Picture> {
  const response = await fetch(`${line.url}/api/stream`)
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (text + chunk).split('\n\n')
    text = events.pop() ?? ''
    const found = events.map((event) => Picture.parse(JSON.parse(event.slice('data: '.length)))).find(isSo)
    if (found) return found
  }
  throw new Error('the stream ended before it was so')
}

const turn = (line: Simulator, deed: unknown): Promise<Response> =>
  fetch(`${line.url}/api/do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(deed),
  })

describe('the page', () => {
  test('has nothing of a shop that is not there, or not in use', async () => {
    const running = await sampleShop()
    for (const shop of [undefined, { running, orders: false, tasks: false }]) {
      const { line } = await simulatorWithBot({ shop })
      const { systems, troubles, customers } = await picture(line)
      expect(systems).toBeUndefined()
      expect(troubles).not.toHaveProperty('shop')
      expect(customers[0]?.suggestions).toMatchObject([{ shows: 'answer' }, { shows: 'vague' }, { shows: 'person' }])
    }
  })

  test('shows the orders with what proves them, and no more of a telephone number', async () => {
    const running = await sampleShop()
    const { line } = await simulatorWithBot({ shop: { running, orders: true, tasks: false }, suggestions: false })
    const { systems, customers, groups } = await picture(line)
    expect(systems).toMatchObject({
      orders: [{ number: '1234', status: 'sent, on its way', digits: '0142' }, {}, {}, {}, {}, {}, {}, {}],
    })
    expect(systems).not.toHaveProperty('tasks')
    expect(JSON.stringify(systems)).not.toContain('5550')
    expect(customers.map(({ suggestions }) => suggestions.length)).toEqual([3, 3, 3, 3])
    expect(groups[0]?.suggestions).toEqual([])
  })

  test('shows a task as soon as it is recorded, the newest first', async () => {
    const running = await sampleShop()
    const { line } = await simulatorWithBot({ shop: { running, orders: false, tasks: true }, suggestions: false })
    expect((await picture(line)).systems).toEqual({ tasks: [] })
    const two = picture(line, ({ systems }) => systems?.tasks?.length === 2)
    await post(running, { what: 'paper', due: 'Friday', who: 'Aya', requester: 'Hana' }, '"a"')
    await post(running, { what: 'flour' }, '"b"')
    expect((await two).systems?.tasks).toMatchObject([
      { id: 'T-2', what: 'flour' },
      { id: 'T-1', what: 'paper', due: 'Friday', who: 'Aya', requester: 'Hana' },
    ])
  })

  test('puts the shop’s systems out of order, and all in order again with the rest', async () => {
    const running = await sampleShop()
    const { line } = await simulatorWithBot({ shop: { running, orders: true, tasks: true } })
    expect((await turn(line, { do: 'trouble', wish: { what: 'shop', to: 'down' } })).status).toBe(200)
    expect((await picture(line)).troubles.shop).toBe('down')
    await expect(fetch(`${running.url}/orders/1234`)).rejects.toThrow('fetch failed')
    await turn(line, { do: 'end trouble' })
    expect((await picture(line)).troubles.shop).toBe('none')
    expect((await fetch(`${running.url}/orders/1234`)).status).toBe(200)
    expect((await turn(line, { do: 'trouble', wish: { what: 'shop', to: 'on fire' } })).status).toBe(400)
  })
})

describe('what somebody could ask', () => {
  test.each(['en', 'ja', 'zh-TW', 'th', 'id'])(
    'in %s proves that 1234 is theirs, and without a number nothing',
    async (language) => {
      const shop = { running: await sampleShop(), orders: true, tasks: false }
      const [proven, numberless, unknown] = shopSuggestions(shop, language) ?? []
      const order = ordersAround(Date.now()).find(({ order_no }) => order_no === '1234')
      const thing = { phone: order?.phone ?? '' }
      const proof = { by: 'last_digits', column: 'phone', digits: 4 } as const
      const isShown = (text = '') => isProven(proof, thing, { words: [text], given: [{ number: '1234' }] })
      expect([isShown(proven?.text), isShown(numberless?.text)]).toEqual([true, false])
      expect(unknown?.text).toContain('9999')
    },
  )

  test('of the desk for tasks is in the language of who asks', async () => {
    const shop = { running: await sampleShop(), orders: false, tasks: true }
    const all = ['en', 'ja', 'zh-TW', 'th'].map((language) => shopSuggestions(shop, language) ?? [])
    expect(new Set(all.flat().map(({ text }) => text)).size).toBe(12)
    expect(shopSuggestions(shop, 'id')).toEqual(all[0])
  })
})
