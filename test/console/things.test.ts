/** What customers sent that is not text, as staff see it: within the chat, as a download, or not at all. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { Seen } from '../../src/ports/contents.ts'
import { files } from '../adapters/line/bytes.ts'
import { pathOf, type Person } from './people.ts'
import { emily } from './shop-evening.ts'
import { malee } from './shop-morning.ts'
import { signedIn, Visitor } from './visitor.ts'

/** The address of what stands at a place in a conversation. */
const at = (person: Person, { messages }: Conversation, index: number): string =>
  `${pathOf(person)}/content/${messages[index]?.id ?? ''}`

/** Somebody who sent one file. */
const sent = (holds: Seen, name: string, values: Partial<Person['wrote'][number]> = {}): Person => ({
  id: 'U1',
  wrote: [{ ago: 3, content: { type: 'file', name }, holds, ...values }],
})
const inline = (mime: string, bytes: Uint8Array): Seen => ({ type: 'inline', mime, bytes })

test('the conversation’s page shows pictures, plays recordings and films, and links files by their names', async () => {
  const { owner, conversation } = await signedIn({ people: [malee] })
  const shown = await conversation(malee)
  const { text, headers } = await owner.get(pathOf(malee))
  const [image, audio, video, receipt, order, zip] = [0, 1, 2, 3, 4, 5].map((index) => at(malee, shown, index))
  expect(text).toMatch(
    new RegExp(`<a\\s+id="content-\\d+"\\s+class="picture"\\s+href="${image}"[^]*?<img\\s+src="${image}"`),
  )
  expect(text).toMatch(new RegExp(`<audio[^>]* controls preload="none" src="${audio}" aria-label="A voice message"`))
  expect(text).toMatch(new RegExp(`<video[^>]* controls[^>]* src="${video}"`))
  expect(text).toContain(` href="${receipt}" download>A file, “ใบเสร็จ.pdf”: download</a>`)
  expect(text).toContain(` href="${order}" download>A file, “order.html”: download</a>`)
  expect(text).toContain('A file, “photos.zip”: look at it in LINE.')
  expect(text).not.toContain(zip)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("media-src 'self';")
  expect(policy).toContain("img-src 'self' https://profile.line-scdn.net https://sprofile.line-scdn.net;")
})

test.each<[string, Seen, string, Record<string, string>]>([
  [
    'a picture',
    inline('image/png', files.png),
    'x.png',
    { 'content-type': 'image/png', 'content-disposition': 'inline; filename="x.png"' },
  ],
  [
    'a PDF that is called a page',
    inline('application/pdf', files.pdf),
    'x.html',
    { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="x.html.pdf"' },
  ],
  [
    'a page',
    { type: 'text', text: '<script>alert(1)</script>' },
    '../../x.html',
    { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': 'attachment; filename="x.html.txt"' },
  ],
  [
    'a list',
    { type: 'text', text: 'a,b' },
    'list.csv',
    { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': 'attachment; filename="list.csv"' },
  ],
  [
    'a drawing with a script in it',
    inline('image/svg+xml', Buffer.from('<svg onload="alert(1)"/>')),
    'x.svg',
    { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename="x.svg.bin"' },
  ],
  [
    'what a browser would take for a page',
    inline('text/html', Buffer.from('<p>')),
    'x',
    { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename="x.bin"' },
  ],
  [
    'a name that is a trick',
    inline('video/mov', files.mov),
    '\u202egpj.exe"; filename="a.html\r\n',
    {
      'content-type': 'video/quicktime',
      'content-disposition': 'attachment; filename="gpj.exe_; filename=_a.html.mov"',
    },
  ],
  [
    'a name of other letters',
    inline('audio/mp3', files.mp3),
    'お祝い.mp3',
    {
      'content-type': 'audio/mpeg',
      'content-disposition': `attachment; filename="???.mp3"; filename*=UTF-8''${encodeURIComponent('お祝い.mp3')}`,
    },
  ],
  [
    'a name cut within a character',
    inline('application/pdf', files.pdf),
    `${'x'.repeat(99)}😀`,
    { 'content-type': 'application/pdf' },
  ],
])('%s is what it is by its bytes, and never a page', async (_, seen, name, expected) => {
  const person = sent(seen, name)
  const { owner, conversation } = await signedIn({ people: [person] })
  const answer = await owner.fetch(at(person, await conversation(person), 0))
  expect(answer.status).toBe(200)
  const bytes = seen.type === 'inline' ? seen.bytes : Buffer.from(seen.type === 'text' ? seen.text : '')
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  const headers = Object.fromEntries(answer.headers)
  expect(headers).toMatchObject({
    ...expected,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*sandbox$/)
})

test('the list says that what is kept is on the conversation’s page, and of what is not where to look', async () => {
  const wrote = [
    { ago: 3, content: { type: 'image' as const }, holds: inline('image/png', files.png) },
    { ago: 2, content: { type: 'video' as const } },
  ]
  const { owner } = await signedIn({ people: [{ id: 'U1', wrote, entry: { kind: 'handoff', ago: 1 } }] })
  const { text } = await owner.get('/console')
  expect(text).toContain('A picture: open the conversation to see it.')
  expect(text).toContain('A video: look at it in LINE.')
})

test('a message without a name has one for its file', async () => {
  const person: Person = {
    id: 'U1',
    wrote: [{ ago: 1, content: { type: 'image' }, holds: inline('image/heic', files.heic) }],
  }
  const { owner, conversation } = await signedIn({ people: [person] })
  const shown = await conversation(person)
  const answer = await owner.fetch(at(person, shown, 0))
  const name = `image-${shown.messages[0]?.id}.heic`
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
  // Few browsers show this kind of picture.
  expect((await owner.get(pathOf(person))).text).toContain('>A picture: download</a>')
})

describe('a part of it', () => {
  const bytes = Buffer.from('0123456789')
  test.each<[string, number, string, string | null]>([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=6-', 206, '6789', 'bytes 6-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=5-2', 200, '0123456789', null],
    ['bytes=0-1,4-5', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
  ])('%s: %i', async (range, status, part, told) => {
    const person = sent(inline('audio/mp4', bytes), 'x.m4a')
    const { owner, conversation } = await signedIn({ people: [person] })
    const answer = await owner.fetch(at(person, await conversation(person), 0), { range })
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([status, part, told])
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
  })
})

describe('nothing is given', () => {
  test('to who has not signed in, or of another conversation’s', async () => {
    const { url, owner, conversation } = await signedIn({ people: [malee, emily] })
    const shown = await conversation(malee)
    const stranger = await new Visitor(url).get(at(malee, shown, 0))
    expect([stranger.status, stranger.text.includes('PNG')]).toEqual([303, false])
    expect(stranger.location).toBe(`/console/sign-in?conversation=${encodeURIComponent('Ubot:user:')}${malee.id}`)
    for (const path of [at(emily, shown, 0), `${pathOf(malee)}/content/0`, `${pathOf({ id: 'nobody' })}/content/1`]) {
      const answer = await owner.get(path)
      expect([answer.status, answer.text.includes('not kept')]).toEqual([404, true])
    }
  })

  test('of a message that was taken back, though it were still there', async () => {
    const person = sent(inline('image/png', files.png), 'x.png', { unsent: true })
    const { owner, conversation } = await signedIn({ people: [person] })
    const shown = await conversation(person)
    expect((await owner.get(at(person, shown, 0))).status).toBe(404)
    expect((await owner.get(pathOf(person))).text).toContain('This message was taken back.')
  })

  test.each([
    ['simulator', 'A picture: see it in the simulator.'],
    ['elsewhere', 'A picture: it is not kept here.'],
  ] as const)('where nothing is kept and customers are in: %s', async (chats, sentence) => {
    const { owner } = await signedIn({ people: [malee], keep: 0, chats })
    const { text } = await owner.get(pathOf(malee))
    expect(text).toContain(sentence)
    expect(text).not.toContain('look at it in LINE')
  })

  test('where nothing is kept; the page says where to look', async () => {
    const { owner, conversation } = await signedIn({ people: [malee], keep: 0 })
    const { text } = await owner.get(pathOf(malee))
    expect(text).not.toMatch(/<img|<audio|<video/)
    expect(text).toContain('A picture: look at it in LINE.')
    expect((await owner.get(at(malee, await conversation(malee), 0))).status).toBe(404)
  })
})
