/** Several channels in one server: a console for each, and one of all of them together. */
import { describe, expect, test } from 'vitest'
import { alsoAtKobo, atHana, atKobo, atMugi, chain, everybody, press, shops, signedInAtChain, within } from './chain.ts'
import { counter } from './counter.ts'
import { pathOf, type Person } from './people.ts'
import { emily, evening, meiling, sakura } from './shop-evening.ts'
import { Visitor, type Answer } from './visitor.ts'

const atDesk = (people: Person[] = everybody) => signedInAtChain({ people })

const headingOf = ({ text }: Answer): string | undefined => /<h1[^>]*>([^<]*)</.exec(text)?.[1]
const addressesOf = ({ text }: Answer): string[] =>
  [...text.matchAll(/id="open-\w+" href="([^"]*)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'))

const wordOn = ({ text }: Answer): string => /<p class="flash[^>]*role="status"[^>]*>([^<]*)</.exec(text)?.[1] ?? ''

describe('the console of all channels', () => {
  test('shows everybody with their channel, leads into one, and back to the list of all', async () => {
    const { owner, conversation } = await atDesk()
    const list = await owner.get('/console')
    expect(headingOf(list)).toBe('3 people are waiting, the longest for 1 h 13 min.')
    expect([...list.text.matchAll(/class="chip of"><bdi>([^<]*)/g)].map(([, title]) => title)).toEqual([
      'Kobo Coffee',
      'Mugi Bakery',
      'Kobo Coffee',
    ])
    const [, address = ''] = addressesOf(list)
    expect(address).toBe(`${within('mugi', pathOf(atMugi))}?from=all`)

    const page = await owner.get(address)
    expect(page.text).toContain('<title>(1) 田中 さくら · Mugi Bakery · kidoku</title>')
    expect(page.text).toContain('<a data-whole href="/console">All who wait (all channels)</a>')
    const done = await press(owner, 'done', page, atMugi)
    expect([done.status, done.location]).toEqual([303, address])
    expect(wordOn(await owner.get(address))).toContain('田中 さくら')
    expect(await conversation(atMugi)).toMatchObject({ mode: 'assistant' })
    await expect
      .poll(async () => headingOf(await owner.get('/console')))
      .toBe('2 people are waiting, the longest for 1 h 13 min.')
  })

  test('acts on its cards: who is done is gone from the list, whoever is taken is looked at in their channel', async () => {
    const { owner, conversation } = await atDesk()
    const done = await press(owner, 'done', await owner.get('/console'), alsoAtKobo)
    expect(done.location).toBe('/console')
    const taken = await press(owner, 'take', await owner.get('/console'), atKobo)
    expect(taken.location).toBe(`${within('kobo', pathOf(atKobo))}?from=all`)
    expect(await conversation(atKobo)).toMatchObject({ mode: 'staff' })
    const staff = await owner.get('/console/staff')
    expect(addressesOf(staff)[0]).toBe(`${within('hana', pathOf(atHana))}?from=all&list=staff`)
    const page = await owner.get(addressesOf(staff)[0] ?? '')
    expect(page.text).toContain('<a data-whole href="/console/staff">Back to: With staff (all channels)</a>')
  })

  test('leads from an address that says no channel to the channel’s console', async () => {
    const { owner } = await atDesk()
    for (const below of ['', '/forget', '/learn?turn=t1']) {
      const { status, location } = await owner.get(`${pathOf(atKobo)}${below}`)
      expect([status, location]).toEqual([303, `${within('kobo', pathOf(atKobo))}${below}`])
    }
  })

  test('has what is for all channels, and nothing that belongs to one', async () => {
    const { owner } = await atDesk()
    const [all, own] = [await owner.get('/console/pause'), await owner.get('/console/channels/kobo/pause')]
    expect(all.text).toContain('This is for all channels.')
    expect(own.text).toContain('This is for <bdi>Kobo Coffee</bdi> alone: the other channels go on.')
    expect((await owner.get('/console/telling')).status).toBe(404)
    expect((await owner.get('/console/channels/kobo/telling')).status).toBe(200)
    // Who has an account is one page for all.
    expect(own.text).toContain('<a data-whole href="/console/members"')
    expect((await owner.get('/console/members')).status).toBe(200)
    expect((await owner.get('/console/channels/kobo/members')).status).toBe(404)
  })

  test('has no link that leads nowhere, and neither has a channel’s', async () => {
    const { owner } = await atDesk()
    const seen = new Set<string>()
    for (const page of ['/console', '/console/insights', '/console/channels', '/console/channels/kobo/all']) {
      const { text } = await owner.get(page)
      for (const [, href = ''] of text.matchAll(/href="(\/console[^"]*)"/g)) seen.add(href.replaceAll('&amp;', '&'))
    }
    for (const href of seen)
      expect([href, (await owner.get(href)).status]).toEqual([href, expect.toBeOneOf([200, 302, 303])])
  })

  test('says of an unknown channel that there is no such page', async () => {
    const { owner } = await atDesk()
    for (const path of ['/console/channels/nobody', '/console/channels/nobody/forget', '/console/channels/Kobo/all']) {
      const page = await owner.get(path)
      expect([page.status, headingOf(page)]).toEqual([404, 'There is no such page'])
      expect(page.text).toContain('<a href="/console">')
    }
  })
})

describe('a channel’s console', () => {
  test('shows its own alone, and all its addresses stay below its own', async () => {
    const { owner, conversation } = await atDesk()
    const list = await owner.get('/console/channels/kobo')
    expect(headingOf(list)).toBe('2 people are waiting, the longest for 1 h 13 min.')
    expect(list.text).not.toContain('class="chip of"')
    expect(list.text).toContain('content="15; url=/console/channels/kobo"')
    const out = /="\/console(?!\/channels\/|\/page\/)[^"]*"/g
    // To all channels, to their page, to the members, to the sign-in; and where a form goes on to, which is said from within.
    expect(new Set(list.text.match(out))).toEqual(
      new Set(['="/console"', '="/console/channels"', '="/console/members"', '="/console/sign-in"']),
    )
    expect(list.text).toMatch(/<input type="hidden" name="from" value="\/console" \/>/)
    expect([...list.text.matchAll(/data-whole\s+href="\/console"/g)]).toHaveLength(1)

    const done = await press(owner, 'done', list, alsoAtKobo)
    expect(done.location).toBe('/console/channels/kobo')
    expect(wordOn(await owner.get('/console/channels/kobo'))).toContain('สมชาย')
    await expect
      .poll(async () => headingOf(await owner.get('/console/channels/kobo')))
      .toBe('One person is waiting, for 6 min.')
    const back = await owner.get('/console/channels/kobo')
    const taken = await press(owner, 'take', back, atKobo)
    expect(taken.location).toBe(within('kobo', pathOf(atKobo)))
    expect(await conversation(atKobo)).toMatchObject({ mode: 'staff' })
    // So do those that a script sends and follows by itself.
    const rows = await owner.get('/console/channels/kobo/staff?after=x')
    expect(addressesOf(rows)).toEqual([`${within('kobo', pathOf(atKobo))}?list=staff`])
    const [, token = ''] = /name="token" value="([^"]+)"/.exec(rows.text) ?? []
    const sent = await owner.send('/console/channels/kobo/pause', { token }, { 'x-form': '1' })
    expect([sent.status, sent.headers.get('x-go-to')]).toEqual([204, '/console/channels/kobo'])
  })

  test('does not know the customers of another channel', async () => {
    const { owner, conversation } = await atDesk()
    for (const below of ['', '/forget']) {
      expect((await owner.get(`${within('kobo', pathOf(atMugi))}${below}`)).status).toBe(404)
    }
    const own = await owner.get(within('mugi', pathOf(atMugi)))
    const elsewhere = { ...own, text: own.text.replaceAll('/channels/mugi/', '/channels/kobo/') }
    expect((await press(owner, 'take', elsewhere, atMugi)).location).toBe('/console/channels/kobo')
    expect(wordOn(await owner.get('/console/channels/kobo'))).not.toContain('田中')
    expect((await conversation(atMugi)).facts.some(({ type }) => type === 'taken')).toBe(false)
    expect((await owner.get('/console/channels/kobo/all?q=田中')).text).toContain('Nothing is found')
  })

  test('leaves what a customer writes as it is, addresses too', async () => {
    const text = `<a href="/console/all" data-base="/console"> content="15; url=/console"`
    const { owner } = await atDesk([{ ...atKobo, wrote: [{ ago: 1, text }], entry: { kind: 'handoff', ago: 1 } }])
    const escaped = text.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    for (const path of ['/console/channels/kobo', within('kobo', pathOf(atKobo))]) {
      expect((await owner.get(path)).text).toContain(escaped)
    }
    const search = await owner.get(`/console/channels/kobo/all?${new URLSearchParams({ q: text }).toString()}`)
    expect(search.text).toContain(`value="${escaped}"`)
  })

  test('says in the audit in which channel something was done', async () => {
    const { owner, audit } = await atDesk()
    const [, token = ''] = /name="token" value="([^"]+)"/.exec((await owner.get('/console')).text) ?? []
    await owner.send('/console/channels/hana/pause', { token })
    expect((await audit.last(1))[0]).toMatchObject({ action: 'pause', detail: '花屋ハナ' })
  })
})

describe('the way to the others', () => {
  const chooserIn = ({ text }: Answer): string => /<nav class="where"[^]*?<\/nav>/.exec(text)?.[0] ?? ''

  test('stands on every page: where one is, and a menu of few channels', async () => {
    const { owner } = await atDesk()
    const all = chooserIn(await owner.get('/console/all'))
    expect(all).toMatch(/<button[^>]*popovertarget="channels">[^]*All channels/)
    for (const { name, title } of shops) {
      expect(all).toMatch(new RegExp(`href="/console/channels/${name}"\\s*><bdi>${title}<`))
    }
    const kobo = chooserIn(await owner.get('/console/channels/kobo/all'))
    expect(kobo).toContain('<a data-whole href="/console">All channels</a>')
    expect(kobo).toMatch(/<button[^]*Kobo Coffee[^]*href="\/console\/channels\/kobo" aria-current="true"/)
  })

  test('of many channels leads to a page on which those come first where somebody waits longest', async () => {
    const places = Array.from({ length: 30 }, (_, n) => ({ name: `shop-${n}`, title: `Shop ${n} in Ōsaka` }))
    const people: Person[] = [
      { ...emily, bot: 'Ushop-3' },
      { ...sakura, bot: 'Ushop-20' },
      { ...emily, bot: 'Ushop-7', entry: { kind: 'uncertain', ago: 6 } },
      { ...meiling, bot: 'Ushop-1' },
    ]
    const { url } = await chain({ people, places })
    const owner = new Visitor(url)
    await owner.signIn()
    expect(chooserIn(await owner.get('/console'))).toContain('<a class="here" href="/console/channels"')
    const page = await owner.get('/console/channels')
    const titles = ({ text }: Answer) => [...text.matchAll(/<bdi>(Shop \d+)/g)].map(([, title]) => title)
    expect(titles(page).slice(0, 5)).toEqual(['Shop 20', 'Shop 3', 'Shop 7', 'Shop 0', 'Shop 1'])
    expect(titles(page)).toHaveLength(30)
    expect(page.text).toMatch(/Shop 20 in[^]*longest 20 min[^]*1 waiting[^]*Shop 7 in[^]*1 undelivered/)
    expect(page.text).toMatch(/Shop 1 in[^]*?1 with staff/)
    expect(titles(await owner.get(`/console/channels?q=${encodeURIComponent('ＳＨＯＰ 2 ōsaka')}`))).toHaveLength(12)
    expect((await owner.get('/console/channels?q=zzz')).text).toContain('No channel is called “<bdi>zzz</bdi>”.')
  })

  test('is not there for one channel alone, nor any word of channels', async () => {
    const { url } = await counter({ people: evening })
    const owner = new Visitor(url)
    await owner.signIn()
    for (const path of ['/console', '/console/all', pathOf(sakura), '/console/pause', '/console/channels']) {
      const { text } = await owner.get(path)
      expect(text).not.toMatch(/channels|class="where"|data-whole|from=all/)
    }
    expect((await owner.get('/console/channels')).status).toBe(404)
  })
})
