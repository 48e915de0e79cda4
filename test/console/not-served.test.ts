/** Conversations that are kept of a channel which is not served: they are shown, and nothing is promised. */
import { expect, test } from 'vitest'
import { createConsole, type ConsoleParts } from '../../src/console/console.ts'
import { signedInAtChain } from './chain.ts'
import { formTo } from './desk.ts'
import { idOf, pathOf, type Person } from './people.ts'
import { emily, somchai } from './shop-evening.ts'
import { signedIn } from './visitor.ts'

const atKobo: Person = { ...emily, bot: 'Ukobo' }
/** Of a channel that stood in channels.yaml once. */
const atOld: Person = { ...somchai, bot: 'Uold' }
const taken: Person = { ...emily, id: 'Utaken', bot: 'Uold', taken: 4 }
/** Somebody seems to be answering them. */
const quoting: Person = {
  id: 'Uquoting',
  bot: 'Uold',
  wrote: [{ ago: 3, text: 'Thank you!' }],
  afterwards: (at, [message = '']) => [{ type: 'suspected', at, message }],
}

const atDesk = () => signedInAtChain({ people: [atKobo, atOld, taken, quoting] })

const postsIn = (text: string): string[] =>
  [...text.matchAll(/method="post" action="([^"]*)"/g)].map(([, to = '']) => to)
const wordOn = (text: string): string => /<p class="flash[^>]*role="status"[^>]*>([^<]*)</.exec(text)?.[1] ?? ''

test('its page says why nothing can be done, and has no button that could do nothing', async () => {
  const { owner } = await atDesk()
  const list = await owner.get('/console')
  expect(list.text).toContain('<span class="chip of">Channel not served</span>')
  expect(list.text).toContain(`href="${pathOf(atOld)}"`)
  const forms = [...list.text.matchAll(/name="conversation" value="([^"]*)"/g)].map(([, id]) => id)
  expect(new Set(forms)).toEqual(new Set([idOf(atKobo)]))
  expect(list.text).not.toContain('Somebody seems to be answering')
  for (const person of [atOld, taken, quoting]) {
    const { status, text } = await owner.get(pathOf(person))
    expect([status, postsIn(text)]).toEqual([200, ['/console/sign-out']])
    expect(text).toContain('The channel of this conversation is not served now')
    expect(text).not.toMatch(/Make a case|Take makes it yours|Somebody seems to be answering/)
    // Staff answer there all the same.
    expect(text).toContain('href="https://chat.line.biz/"')
  }
})

test('whoever is to be forgotten is erased by a command, which its page says', async () => {
  const { owner } = await atDesk()
  const address = `${pathOf(atOld)}/forget`
  expect((await owner.get(pathOf(atOld))).text).toContain(`href="${address}"`)
  const { text } = await owner.get(address)
  expect(text).toContain('is not served now, so nothing can be erased from here')
  expect(text).toContain(`<code>npm run forget -- ${idOf(atOld)}</code>`)
  expect(text).not.toMatch(/cannot be undone/)
  expect(postsIn(text)).toEqual(['/console/sign-out'])
})

test('what a page from before asks for is refused at once with a word, and waits nowhere', async () => {
  const { owner, conversation, store, audit } = await atDesk()
  const before = await conversation(atOld)
  const form = { ...formTo('take', (await owner.get('/console')).text), conversation: idOf(atOld), seen: '0', upTo: '' }
  const address = 'https://chat.line.biz/U00000000000000000000000000000000/chat/U1'
  for (const act of ['take', 'done', 'hand-back', 'read', 'forget', 'not-answering', 'address']) {
    const { location } = await owner.send(`/console/${act}`, { ...form, address })
    expect(wordOn((await owner.get(location ?? '')).text)).toBe(
      'The channel of this conversation is not served now, so nothing was changed.',
    )
    expect((await audit.last(1))[0]).toMatchObject({ conversation: idOf(atOld), detail: 'not_served' })
  }
  expect(await store.waiting(idOf(atOld))).toEqual([])
  expect(await conversation(atOld)).toEqual(before)
})

test('the same where there is one channel left of several', async () => {
  const isServed = (id: string): boolean => id.startsWith('Ukobo:')
  const consoles = (parts: ConsoleParts) => createConsole({ ...parts, isServed })
  const { owner } = await signedIn({ people: [atKobo, atOld], consoles })
  expect(postsIn((await owner.get(pathOf(atOld))).text)).toEqual(['/console/sign-out'])
  expect(postsIn((await owner.get(pathOf(atKobo))).text)).toContain('/console/take')
})
