/** "Forget this customer": what staff do when somebody asks for it. */
import { expect, test } from 'vitest'
import { pathOf } from './people.ts'
import { emily, sakura } from './shop-evening.ts'
import { malee, party } from './shop-morning.ts'
import { formOf, signedIn, Visitor } from './visitor.ts'

const askingOf = (person: { id: string; chat?: 'group' | 'room' }): string => `${pathOf(person)}/forget`

test('it is asked once more, on a page that says what is erased and what is not; looking erases nothing', async () => {
  const { owner, conversation } = await signedIn({ people: [malee, party] })
  const page = (await owner.get(pathOf(malee))).text
  expect(page).toContain(`<a href="${askingOf(malee)}">Forget this customer…</a>`)
  // Away from Take and Hand back.
  expect(page.indexOf(askingOf(malee))).toBeGreaterThan(page.indexOf('The whole story'))
  const { text } = await owner.get(askingOf(malee))
  expect(text).toContain('Forget <bdi>มาลี</bdi>?')
  for (const said of [
    'all words of both sides',
    'pictures, recordings',
    'The ledger keeps only',
    'the chat in LINE itself',
    '<code>set-aside.jsonl</code> and <code>corrupt/</code> in DATA_DIR',
    'what they wrote in groups',
    `<code>npm run forget -- Ubot:user:${malee.id}</code>`,
    '>Erase what was said</button>',
  ])
    expect(text).toContain(said)
  expect(text).not.toMatch(/everything/i)
  // A group has no other groups.
  expect((await owner.get(askingOf(party))).text).not.toContain('wrote in groups')
  expect((await conversation(malee)).messages).toHaveLength(7)
  expect((await owner.get(pathOf(party))).text).toContain('Forget this group…')
  expect((await owner.get('/console/Ubot%3Auser%3Anobody/forget')).status).toBe(404)
})

test('all is erased, with what is kept of it; the list says so, and the ledger only that', async () => {
  const { owner, conversation, contents } = await signedIn({ people: [malee] })
  const { messages } = await conversation(malee)
  const ids = messages.map(({ id }) => id)
  expect((await contents.types(ids)).size).toBe(5)
  const done = await owner.press('forget', (await owner.get(askingOf(malee))).text)
  expect([done.status, done.location]).toEqual([303, '/console'])
  const list = (await owner.get('/console')).text
  expect(list).toContain('Everything that was said with มาลี is erased here.')
  expect(list).toContain('Nobody is waiting.')
  const after = await conversation(malee)
  expect(after.facts).toMatchObject([{ type: 'forgotten', by: 'Owner' }])
  expect(JSON.stringify(after)).not.toMatch(/เค้ก|order\.html/)
  expect((await contents.types(ids)).size).toBe(0)
  for (const id of ids) expect((await owner.get(`${pathOf(malee)}/content/${id}`)).status).toBe(404)

  const page = (await owner.get(pathOf(malee))).text
  expect(page).toContain('Everything before this was erased')
  expect(page).toContain('No message is kept.')
  expect(page).not.toContain('Forget this customer')
})

test('when something changed meanwhile it is refused with a word, and nothing is erased', async () => {
  const { owner, conversation } = await signedIn({ people: [sakura] })
  const asking = (await owner.get(askingOf(sakura))).text
  await owner.press('take', (await owner.get('/console')).text)
  await owner.get('/console')
  const refused = await owner.press('forget', asking)
  expect(refused.location).toBe(pathOf(sakura))
  expect((await owner.get(pathOf(sakura))).text).toContain('Owner was faster: look again.')
  expect((await conversation(sakura)).messages).toHaveLength(3)
})

test('nobody erases from elsewhere, nor without having signed in', async () => {
  const { url, owner, conversation } = await signedIn({ people: [emily] })
  const asking = (await owner.get(askingOf(emily))).text
  expect((await owner.press('forget', asking, { origin: 'https://evil.example' })).status).toBe(403)
  const stranger = new Visitor(url)
  expect((await stranger.get(askingOf(emily))).location).toMatch(/sign-in\?conversation=/)
  expect((await stranger.send('/console/forget', formOf('forget', asking))).location).toMatch(/sign-in/)
  expect((await conversation(emily)).messages).toHaveLength(1)
})
