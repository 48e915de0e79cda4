/** A customer links their account: the shop's sign-in page, LINE's dialog and event, and the shop's system, all real. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openAccountLinking } from '../../src/adapters/look-ups/http-account.ts'
import { openHttpLookUp } from '../../src/adapters/look-ups/http.ts'
import { noticeText, policySchema } from '../../src/core/policy.ts'
import type { LiveSystems } from '../../src/ports/look-ups.ts'
import { asks, json, orders } from './live-systems.ts'
import { openShop, quietLog, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

const host = '127.0.0.1'
const theirs = { order_no: '1234', status: 'sent', sent_on: '2026-11-20', customer_id: 4711 }
const others = { order_no: '1235', status: 'being packed', sent_on: null, customer_id: 4712 }
const english = policySchema.parse({})

/** A shop with orders, a page on which customers sign in, and an address that tells whose nonce that was. */
async function startShopSystem() {
  const asked: string[] = []
  const nonces = new Map<string, { account: number; user?: string }>()
  let answers: ((response: ServerResponse) => void) | undefined
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', `http://${host}`)
    asked.push(url.pathname)
    if (url.pathname !== '/nonces') {
      const order = [theirs, others].find(({ order_no: number }) => url.pathname === `/orders/${number}`)
      return order ? json(response, order) : json(response, {}, 404)
    }
    if (answers) return answers(response)
    const known = nonces.get(url.searchParams.get('nonce') ?? '')
    const user = url.searchParams.get('user') ?? undefined
    // The first who uses it has it.
    if (known) known.user ??= user
    return known && known.user === user ? json(response, { customer_id: known.account }) : json(response, {}, 404)
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  const url = `http://${host}:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    asked,
    nonces,
    answers: (how: typeof answers) => void (answers = how),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

let shop: Shop
let system: Awaited<ReturnType<typeof startShopSystem>>
beforeEach(async () => void (system = await startShopSystem()))
afterEach(async () => {
  await shop.close()
  await system.close()
})

function live(): LiveSystems {
  const set = { headers: {}, within: 2_000, hosts: [host] }
  const declared = { ...orders, proof: { by: 'account_link' as const, column: 'customer_id' } }
  const lookUp = openHttpLookUp(declared, { ...set, url: `${system.url}/orders/{number}` }, { log: quietLog })
  const url = `${system.url}/nonces?nonce={nonce}&user={user}`
  const linking = openAccountLinking(`${system.url}/line`, { ...set, url, column: 'customer_id' }, { log: quietLog })
  return {
    lookUp: (name) => (name === 'orders' ? lookUp : undefined),
    sink: () => undefined,
    accountLinking: () => linking,
  }
}

const open = async (options: ShopOptions = {}) => {
  shop = await openShop({
    ...options,
    policy: { look_ups: ['orders'], ask_outcome: false, ...options.policy },
    setUp: { live: live(), ...options.setUp },
  })
  shop.model.says((request) => {
    if (!request.looked) return asks({ look_up: 'orders', given: { number: '1234' } })
    return request.looked.found.length > 0
      ? { reply: 'Order 1234 was sent on 2026-11-20.', sources: ['orders#1234'] }
      : { decision: 'needs_info' as const, reply: 'Please sign in, so that I can look it up.', sources: [] }
  })
  return shop
}

/** The page behind the button under the last message, as the phone has it. */
const page = (user: string): URL => {
  const uri = shop.line
    .chat(user)
    .messages.at(-1)
    ?.buttons?.find((button) => button.uri !== undefined)?.uri
  if (uri === undefined) throw new Error('there is no page to sign in on')
  return new URL(uri)
}

/** The customer asks, and is shown the page; what comes back is its link token. */
async function asksFor(user: string): Promise<string> {
  await shop.line.say(user, 'Where is order 1234?')
  await shop.line.waitFor(() => shop.line.chat(user).messages.at(-1)?.buttons !== undefined)
  return page(user).searchParams.get('linkToken') ?? ''
}

/** They sign in at the shop, which sends them on to LINE. */
function signsIn(user: string, linkToken: string, account = 4711, nonce = `nonce-of-${user}-${account}`) {
  system.nonces.set(nonce, { account })
  return shop.line.opensLinkDialog(user, linkToken, nonce)
}

const linked = (user: string) =>
  shop.until(async () => {
    const one = await shop.conversation(user)
    return one?.linked && one.outbox.length === 0 ? one : undefined
  })

describe('a customer asks for what is theirs', () => {
  test('they are shown where to sign in; once they have, the question is answered, for free, and turns Read', async () => {
    const { line } = await open()
    await line.follow('U1')
    const linkToken = await asksFor('U1')
    expect(page('U1').href).toBe(`${system.url}/line?linkToken=${linkToken}`)
    expect([system.asked, readMarks(line, 'U1')]).toEqual([[], [false]])

    expect(await signsIn('U1', linkToken)).toBe('ok')
    const answer = 'Order 1234 was sent on 2026-11-20.'
    await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1')[0])
    expect(said(line, 'U1').slice(-2)).toEqual([noticeText(english, 'linked', 'en'), answer])
    expect(system.asked).toEqual(['/nonces', '/orders/1234'])
    expect(shop.calls('push')).toEqual([])
    const { linked: link, facts } = await linked('U1')
    expect(link?.account).toBe('4711')
    expect(JSON.stringify(facts)).not.toMatch(/nonce-of|4711|linkToken=/)
  })

  test('the link token stands in no words that are kept, and the model never sees it', async () => {
    await open()
    await shop.line.follow('U1')
    const linkToken = await asksFor('U1')
    await signsIn('U1', linkToken)
    const { answers } = await linked('U1')
    expect(JSON.stringify([answers, shop.model.requests])).not.toContain(linkToken)
  })

  test('another time they are not asked to sign in again; and somebody else’s order stays hidden', async () => {
    const { line, model } = await open()
    await line.follow('U1')
    await signsIn('U1', await asksFor('U1'))
    await linked('U1')
    model.says((request) =>
      request.looked
        ? { decision: 'needs_info', reply: 'I cannot show that one.', sources: [] }
        : asks({ look_up: 'orders', given: { number: '1235' } }),
    )
    await line.say('U1', 'And order 1235?')
    await line.waitFor(() => said(line, 'U1').includes('I cannot show that one.'))
    expect(JSON.stringify(model.requests)).not.toContain('being packed')
    expect(system.asked).toEqual(['/nonces', '/orders/1234', '/orders/1235'])
    // Staff alone read which of the two it was.
    const facts = (await shop.conversation('U1'))?.facts ?? []
    const lookUps = facts.flatMap((fact) => (fact.type === 'judged' ? (fact.lookUps ?? []) : []))
    expect(lookUps.map(({ came, proof, by }) => [came, proof, by])).toEqual([
      ['unproven', 'not_given', 'account_link'],
      ['found', undefined, undefined],
      ['unproven', 'not_right', 'account_link'],
    ])
  })

  describe('nobody finds out which orders there are:', () => {
    /** What comes of asking for it, without its number. */
    async function asksAbout(user: string, number: string) {
      const { line, model } = shop
      const [before, requests] = [line.chat(user).messages.length, model.requests.length]
      model.says((request) =>
        request.looked
          ? { decision: 'needs_info', reply: 'Nothing can be shown.', sources: [] }
          : asks({ look_up: 'orders', given: { number } }),
      )
      await line.say(user, `Where is order ${number}?`)
      await shop.until(async () => {
        const one = await shop.conversation(user)
        return one?.outbox.length === 0 && !one.pending && line.chat(user).messages.length > before + 1
      })
      const messages = line.chat(user).messages.slice(before + 1)
      const told = model.requests.slice(requests)[1]?.system.split('# What was looked up')[1]
      return {
        said: messages.map(({ text, buttons }) => [text, buttons?.map(({ label }) => label)]),
        told: told?.replaceAll(number, 'N'),
      }
    }

    test('to who is linked, somebody else’s ends as one that does not exist, and neither with a page to sign in on', async () => {
      const { line } = await open()
      for (const user of ['U1', 'U2']) {
        await line.follow(user)
        await signsIn(user, await asksFor(user))
        await linked(user)
      }
      const theOthers = await asksAbout('U1', '1235')
      expect(theOthers).toEqual(await asksAbout('U2', '9999'))
      expect(JSON.stringify(theOthers.said)).not.toContain('Sign in')
      expect(theOthers.told).toContain('writes “unlink” first')
      expect(system.asked.slice(-2)).toEqual(['/orders/1235', '/orders/9999'])
    })

    test.each(['with a page to sign in on', 'and without one'])('to who is not, %s', async (how) => {
      const { line } = await open()
      if (how === 'and without one') {
        line.fault({ call: 'linkToken', how: { status: 500 } })
        line.fault({ call: 'linkToken', how: { status: 500 } })
      }
      expect(await asksAbout('U1', '1235')).toEqual(await asksAbout('U2', '9999'))
      expect(system.asked).toEqual([])
    })
  })

  test('LINE issues no link token: a person goes on, and nobody is told to sign in where there is no way', async () => {
    const { line, notices } = await open()
    line.fault({ call: 'linkToken', how: { status: 500 } })
    await line.say('U1', 'Where is order 1234?')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(said(line, 'U1').at(-1)).toContain('a person will answer you here')
    expect(notices).toHaveLength(1)
  })

  test('in a group they are not asked to sign in', async () => {
    const { line, calls, model } = await open()
    model.says(() => ({ decision: 'needs_info', reply: 'Write to me alone, please.', sources: [] }))
    await line.write('U1', 'order 1234?', { groupId: 'Cfriends', mentionsBot: true })
    await line.waitFor(() => line.chat('Cfriends').messages.some(({ from }) => from === 'bot'))
    expect(calls('linkToken')).toEqual([])
  })
})

describe('whose account it is, is what the shop’s system says and LINE has looked at:', () => {
  test('a page that was meant for somebody else links nothing, and nothing is asked', async () => {
    const { line, until, conversation } = await open()
    await line.follow('U1')
    const linkToken = await asksFor('U1')
    expect(await signsIn('Umallory', linkToken)).toBe('failed')
    await until(async () => (await conversation('U1'))?.facts.some(({ type }) => type === 'link_refused'))
    expect([system.asked, (await conversation('U1'))?.linked]).toEqual([[], undefined])
    expect(await conversation('Umallory')).toBeUndefined()
  })

  test('a nonce that somebody has seen and uses for themselves: the shop tells nobody but the first', async () => {
    const { line, until, conversation } = await open()
    await line.follow('U1')
    await line.follow('Umallory')
    await signsIn('U1', await asksFor('U1'))
    await linked('U1')
    await line.opensLinkDialog('Umallory', await asksFor('Umallory'), 'nonce-of-U1-4711')
    const c = await until(async () => {
      const one = await conversation('Umallory')
      return one?.facts.some(({ type }) => type === 'link_failed') && one.outbox.length === 0 ? one : undefined
    })
    expect([c.linked, c.mode]).toEqual([undefined, 'staff'])
  })

  test('an event that LINE delivers again is asked about once', async () => {
    const { line, until, conversation } = await open()
    await line.follow('U1')
    const linkToken = await asksFor('U1')
    await signsIn('U1', linkToken)
    const { facts } = await linked('U1')
    const event = facts.find((fact) => fact.type === 'link_asked')
    if (event?.type !== 'link_asked') throw new Error('nothing was asked')
    await line.redeliver(event.event)
    await line.say('U1', 'thanks')
    await until(async () => (await conversation('U1'))?.messages.length === 2)
    expect(system.asked.filter((path) => path === '/nonces')).toHaveLength(1)
  })

  test('a body that is not signed is no event at all', async () => {
    const { line, conversation } = await open()
    const event = line.makeEvent('U1', 'accountLink', { nonce: 'nonce-of-U1-4711' })
    expect(await line.deliver([event], { signature: 'made-up' })).toBe(401)
    expect([await conversation('U1'), system.asked]).toEqual([undefined, []])
  })
})

describe('the shop’s system is down when they have signed in', () => {
  test('it is asked again until it answers', async () => {
    const { line } = await open()
    await line.follow('U1')
    const linkToken = await asksFor('U1')
    let count = 0
    system.answers((response) => {
      count += 1
      if (count === 1) return json(response, {}, 503)
      system.answers(undefined)
      return json(response, { customer_id: 4711 })
    })
    await signsIn('U1', linkToken)
    await line.waitFor(() => readMarks(line, 'U1')[0])
    const { facts } = await linked('U1')
    expect(facts.flatMap((fact) => (fact.type.startsWith('link') ? [fact.type] : []))).toEqual([
      'link_offered',
      'link_asked',
      'link_waits',
      'linked',
    ])
  })

  test('the server is stopped meanwhile: the next start asks, and answers the question', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const first = await open({ folder })
    await first.line.follow('U1')
    const linkToken = await asksFor('U1')
    const { promise: reached, resolve } = Promise.withResolvers<void>()
    system.answers(() => resolve())
    await signsIn('U1', linkToken)
    await reached
    await first.runner.drain()
    expect((await first.store.load(`${first.line.botUserId}:user:U1`))?.linking?.tries).toBe(0)
    await first.store.close()
    system.answers(undefined)

    // What of the first is closed already says so.
    onTestFinished(() => first.close().catch(() => first.line.close()))
    shop = await openShop({
      folder,
      beside: first,
      policy: { look_ups: ['orders'], ask_outcome: false },
      setUp: { live: live() },
      asking: first.model,
    })
    await first.line.waitFor(() => readMarks(first.line, 'U1')[0])
    expect((await shop.conversation('U1'))?.linked?.account).toBe('4711')
  })
})

describe('they undo it', () => {
  test('at a word, and have to sign in again for what is theirs', async () => {
    const { line, until, conversation } = await open()
    await line.follow('U1')
    await signsIn('U1', await asksFor('U1'))
    await linked('U1')
    await line.say('U1', 'unlink')
    await line.waitFor(() => said(line, 'U1').includes(noticeText(english, 'unlinked', 'en')))
    await until(async () => (await conversation('U1'))?.linked === undefined)
    const again = await asksFor('U1')
    expect(again).toMatch(/^\w{32}$/)
  })

  test('by blocking the account', async () => {
    const { line, until, conversation } = await open()
    await line.follow('U1')
    await signsIn('U1', await asksFor('U1'))
    await linked('U1')
    await line.unfollow('U1')
    await until(async () => (await conversation('U1'))?.gone && (await conversation('U1'))?.linked === undefined)
  })
})
