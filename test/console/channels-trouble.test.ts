/** What the console of all channels says of those that are not as they should be. */
import { describe, expect, test } from 'vitest'
import { shops, signedInAtChain } from './chain.ts'
import { inLanguage } from './desk.ts'
import type { Person } from './people.ts'
import { emily } from './shop-evening.ts'
import type { Visitor } from './visitor.ts'

const bannersIn = (text: string): string =>
  (/<div id="banners">([^]*?)<p id="lost"/.exec(text)?.[1] ?? '')
    .replace(/<\/?(?:b|bdi|time)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

async function press(owner: Visitor, act: 'pause' | 'resume', base = '/console'): Promise<void> {
  const [, token = ''] = /name="token" value="([^"]+)"/.exec((await owner.get(base)).text) ?? []
  await owner.send(`${base}/${act}`, { token })
}

describe('a pause', () => {
  test('of all channels spares who is paused already; that is said before, meanwhile and after', async () => {
    const { owner, serviceOf } = await signedInAtChain()
    const paused = () => shops.map(({ name }) => serviceOf(name).current().paused?.by)
    await serviceOf('hana').change({ paused: { by: 'Aya', at: Date.now() - 60_000 } })
    const before = (await owner.get('/console/pause')).text
    expect(bannersIn(before)).toBe('1 of 3 channels is paused. What is written there goes to Waiting. Show channels')
    expect(before).toContain('One channel has a pause of its own, which Resume does not end.')
    expect(before).not.toContain('id="resume"')

    await press(owner, 'pause')
    expect(paused()).toEqual(['Owner', 'Owner', 'Aya'])
    const meanwhile = (await owner.get('/console/pause')).text
    expect(bannersIn(meanwhile)).toMatch(/paused for everybody, by Owner, [^]* One channel has a pause of its own/)
    expect(meanwhile).toContain('One channel has a pause of its own, which Resume does not end.')

    await press(owner, 'resume')
    expect(paused()).toEqual([undefined, undefined, 'Aya'])
    expect(bannersIn((await owner.get('/console')).text)).toContain('1 of 3 channels is paused.')
    // Pressed once more, on a page from before.
    await press(owner, 'resume')
    expect(paused()).toEqual([undefined, undefined, 'Aya'])
    expect((await owner.get('/console')).text).toContain('it answers again already')
  })

  test('of all channels can be ended for the others when one was resumed by itself', async () => {
    const { owner, serviceOf } = await signedInAtChain()
    await press(owner, 'pause')
    await press(owner, 'resume', '/console/channels/mugi')
    const { text } = await owner.get('/console')
    expect(bannersIn(text)).toMatch(
      /^2 of 3 channels are paused\. .* 2 of them since .*, all at once, by Owner: Resume ends/,
    )
    expect(text).toContain('<button id="resume"')
    expect((await owner.get('/console/channels/mugi')).text).not.toContain('channels are paused')
    await press(owner, 'resume')
    expect(shops.map(({ name }) => serviceOf(name).current().paused)).toEqual([undefined, undefined, undefined])
  })
})

describe('what is wrong in a channel', () => {
  const waits: Person = { ...emily, bot: 'Ukobo' }
  const chips = (text: string, title: string): string[] => {
    const [, ...rows] = text.split('<li class="row channel">')
    const row = rows.find((one) => one.includes(`<bdi>${title}</bdi>`)) ?? ''
    return [...row.split('</li>')[0]!.matchAll(/class="chip (\w+)">([^<]*)</g)].map(
      ([, kind, said]) => `${kind}: ${said}`,
    )
  }

  test('is marked on the page of all channels, above where all is well', async () => {
    const { owner, serviceOf } = await signedInAtChain({
      people: [waits],
      places: [...shops, { name: 'nami', title: 'Nami Sushi' }],
      trouble: { mugi: ['broken', 'untold'], kobo: ['testers'], hana: [] },
      down: [{ name: 'sora', title: 'Sora Books' }],
    })
    await serviceOf('hana').change({ paused: { by: 'Aya', at: Date.now() } })
    const { text } = await owner.get('/console/channels')
    expect(chips(text, 'Mugi Bakery')).toEqual(['bad: File unusable', 'bad: Staff not told'])
    expect(chips(text, 'Kobo Coffee')).toEqual(['waiting: 1 waiting', 'waiting: Testers only'])
    expect(chips(text, '花屋ハナ')).toEqual(['waiting: Paused'])
    expect(chips(text, 'Sora Books')).toEqual(['bad: Not served: file unusable'])
    const titles = [...text.matchAll(/<bdi>([^<]*)<\/bdi>\s*<\/(?:a|h2)>/g)].map(([, title]) => title)
    expect(titles.slice(-5)).toEqual(['Sora Books', 'Kobo Coffee', 'Mugi Bakery', '花屋ハナ', 'Nami Sushi'])
    expect(/<section class="calm"[^]*/.exec(text)?.[0]).toContain('Nami Sushi')
    // It has no console to lead to.
    expect(text).not.toContain('/console/channels/sora')
    expect(text).toContain('<code>npm run doctor -- --channel sora</code>')
  })

  test('is said above every page of the whole console, each channel counted once, and nowhere in theirs', async () => {
    const { owner } = await signedInAtChain({
      trouble: { mugi: ['broken', 'untold'], kobo: ['observe'] },
      down: [{ name: 'sora', title: 'Sora Books' }],
    })
    const { text } = await owner.get('/console/insights')
    const all =
      '1 not served, staff could not be told in 1, a file cannot be used in 1, not everybody is answered in 1.'
    expect(bannersIn(text)).toBe(`3 channels need a look: ${all} Show channels`)
    expect(text).toMatch(/class="banner bad"[^]*<a href="\/console\/channels">Show channels<\/a>/)
    expect(bannersIn((await owner.get('/console/channels')).text)).toBe('')
    expect(bannersIn((await owner.get('/console/channels/hana')).text)).toBe('')
    for (const [language, said] of [
      ['ja', '確認が必要なチャネル：3'],
      ['zh-TW', '有 3 個頻道需要查看：'],
      ['th', 'มี 3 แชนเนลที่ควรตรวจสอบ:'],
    ] as const)
      expect(bannersIn((await owner.get('/console', inLanguage(language))).text)).toContain(said)
  })

  test('is no alarm where it was wanted so, and nothing is said where all is well', async () => {
    const { owner } = await signedInAtChain({ trouble: { kobo: ['testers'] } })
    const { text } = await owner.get('/console')
    expect(text).toMatch(
      /class="banner asked"><p>\s*<b>One channel needs a look:<\/b> not everybody is answered in 1\./,
    )
    const well = await signedInAtChain()
    expect(bannersIn((await well.owner.get('/console')).text)).toBe('')
  })
})
