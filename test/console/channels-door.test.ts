/** Several channels in one server: one door for all of them, and what their open pages hear. */
import { describe, expect, test } from 'vitest'
import { atKobo, atMugi, chain, everybody, press, shops, signedInAtChain, within } from './chain.ts'
import { password } from './counter.ts'
import { changes, listen } from './listening.ts'
import { idOf, pathOf } from './people.ts'
import { Visitor } from './visitor.ts'

const atDesk = () => signedInAtChain({ people: everybody })

describe('signing in', () => {
  test('under a channel’s address leads to what one asked for there, and counts for all consoles', async () => {
    const { url } = await chain({ people: everybody })
    const visitor = new Visitor(url)
    const asked = await visitor.get(within('kobo', `${pathOf(atKobo)}/learn?turn=t1`))
    const conversation = idOf(atKobo)
    const back = { channel: 'kobo', conversation, page: 'learn', turn: 't1' }
    expect(asked.location).toBe(`/console/sign-in?${new URLSearchParams(back).toString()}`)
    const page = await visitor.get(asked.location ?? '')
    for (const [name, value] of Object.entries(back)) expect(page.text).toContain(`name="${name}" value="${value}"`)
    const signedIn = await visitor.send('/console/sign-in', { ...back, password })
    expect(signedIn.location).toBe(`${within('kobo', pathOf(atKobo))}/learn?turn=t1`)
    for (const path of ['/console', '/console/channels/mugi', '/console/channels']) {
      expect((await visitor.get(path)).status).toBe(200)
    }
    const list = new Visitor(url)
    expect((await list.get('/console/channels/kobo/staff')).location).toBe('/console/sign-in?channel=kobo')
    expect((await list.send('/console/sign-in', { channel: 'kobo', password })).location).toBe('/console/channels/kobo')
    const outside = { channel: '../../evil', password }
    expect((await new Visitor(url).send('/console/sign-in', outside)).location).toBe('/console')
  })

  test('who is not signed in makes no console, and is not told which channels there are', async () => {
    const { url, made } = await chain({ people: everybody })
    const answersFor = async (name: string): Promise<string[]> => {
      const stranger = new Visitor(url)
      const base = `/console/channels/${name}`
      const answers = [
        await stranger.get(base),
        await stranger.get(`${base}/Ubot%3Auser%3AUsomebody`, { 'sec-fetch-site': 'cross-site' }),
        await stranger.get(`${base}/sign-in`),
        await stranger.get(`${base}/events`),
        await stranger.send(`${base}/sign-in`, { password }),
        await stranger.send(`${base}/pause`, {}),
        await stranger.send(`${base}/pause`, {}, { 'x-form': '1' }),
      ]
      const told = answers.map(({ status, location, headers, text }) =>
        [status, location, headers.get('refresh'), headers.get('x-go-to'), text].join(' '),
      )
      return told.map((one) => one.replaceAll(name, 'NAME'))
    }
    expect(await answersFor('kobo')).toEqual(await answersFor('nobody'))
    expect(made).toEqual([])
    const owner = new Visitor(url)
    await owner.signIn()
    for (const name of ['kobo', 'nobody', 'kobo']) await owner.get(`/console/channels/${name}`)
    expect(made).toEqual(['kobo'])
  })

  test('a link from elsewhere is passed on within the channel', async () => {
    const { owner, url } = await atDesk()
    const { headers, text } = await new Visitor(url).get('/console/channels/kobo', { 'sec-fetch-site': 'cross-site' })
    expect(headers.get('refresh')).toBe('0; url=/console/channels/kobo')
    expect(text).toContain('<a href="/console/channels/kobo">')
    // Another language leads back to where one was.
    const referer = `${url}/console/channels/kobo/all?q=x`
    const { location } = await owner.get('/console/channels/kobo/language?to=ja', { referer })
    expect(location).toBe('/console/channels/kobo/all?q=x')
    expect((await owner.get('/console/channels')).text).toContain('<html lang="ja">')
  })

  test('whoever is in and guesses has no more tries for there being several consoles', async () => {
    const { owner: guesser } = await atDesk()
    const statuses: number[] = []
    for (const base of ['', '/channels/mugi', '/channels/kobo', '/channels/hana', '', '/channels/mugi']) {
      statuses.push((await guesser.send(`/console${base}/sign-in`, { password: 'wrong' })).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('open pages', () => {
  test('hear of their own channel, those of all channels of everybody', async () => {
    const { owner } = await atDesk()
    const [all, kobo, mugi] = [
      await listen(owner),
      await listen(owner, '/console/channels/kobo'),
      await listen(owner, '/console/channels/mugi'),
    ]
    for (const page of [all, kobo, mugi]) await page.until(/event: change/)
    await press(owner, 'take', await owner.get('/console/channels/kobo'), atKobo)
    await all.until(/"waiting":2/)
    expect(changes(await kobo.until(/"waiting":1/)).at(-1)).toMatchObject({ changed: [idOf(atKobo)] })
    await press(owner, 'take', await owner.get('/console'), atMugi)
    expect(changes(await mugi.until(/"waiting":0/))).toEqual([
      { counts: { waiting: 1, staff: 0, questions: 0, undelivered: 0 }, changed: [], everything: false },
      { counts: { waiting: 0, staff: 1, questions: 0, undelivered: 0 }, changed: [idOf(atMugi)], everything: false },
    ])
    expect(kobo.text()).not.toContain('Umugi')
  })

  test('of one browser are counted together, and end together with signing out', async () => {
    const { owner } = await atDesk()
    const bases = ['', '/channels/mugi', '/channels/kobo', '/channels/hana', '/channels/kobo']
    const pages = []
    for (const base of bases) pages.push(await listen(owner, `/console${base}`))
    await pages[0]?.until(/event: enough/)
    const [, token = ''] = /name="token" value="([^"]+)"/.exec((await owner.get('/console')).text) ?? []
    const out = await owner.send('/console/channels/mugi/sign-out', { token })
    expect(out.location).toBe('/console/sign-in?out')
    for (const page of pages.slice(1)) await page.until(/event: over/)
  })

  test('nobody hears of commits for a console at which nobody listens', async () => {
    const { owner, hearing, ending } = await atDesk()
    for (const { name } of shops) await owner.get(`/console/channels/${name}`)
    expect(hearing()).toBe(0)
    const kobo = [await listen(owner, '/console/channels/kobo'), await listen(owner, '/console/channels/kobo')]
    const mugi = await listen(owner, '/console/channels/mugi')
    expect(hearing()).toBe(2)
    const [, token = ''] = /name="token" value="([^"]+)"/.exec((await owner.get('/console')).text) ?? []
    await owner.send('/console/channels/mugi/sign-out', { token })
    for (const page of [...kobo, mugi]) await page.until(/event: over/)
    expect(hearing()).toBe(0)

    await owner.signIn()
    const again = await listen(owner, '/console/channels/kobo')
    expect(hearing()).toBe(1)
    ending.abort()
    await again.ended
    expect(hearing()).toBe(0)
  })

  test('a commit in one channel asks of nobody in another whether they are still signed in', async () => {
    const { owner, url, lookedUp } = await atDesk()
    const other = new Visitor(url)
    await other.signIn()
    const [kobo, mugi] = [await listen(owner, '/console/channels/kobo'), await listen(other, '/console/channels/mugi')]
    for (const page of [kobo, mugi]) await page.until(/event: change/)
    lookedUp.length = 0
    await press(owner, 'take', await owner.get('/console/channels/kobo'), atKobo)
    await kobo.until(/"waiting":1/)
    expect(new Set(lookedUp)).toEqual(new Set([owner.cookies.get('kidoku_console')]))
  })
})
