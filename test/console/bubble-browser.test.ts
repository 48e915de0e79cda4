/** A bubble of very many words on a card ends with a whole line. */
import { expect, test } from 'vitest'
import { launchBrowser } from '../browser/chromium.ts'
import { conversationOf } from './people.ts'
import { signedIn } from './visitor.ts'

test('2,500 emoji: nothing is seen of the line after the last', async () => {
  const { owner, store } = await signedIn({})
  const person = {
    id: 'Uemoji',
    wrote: [{ ago: 3, text: '🥐'.repeat(2_500) }],
    entry: { kind: 'handoff', ago: 2 },
  } as const
  const conversation = conversationOf({ ...person, wrote: [...person.wrote] }, Date.now())
  await store.commit({ conversation, entered: [], overflow: [] })
  const [{ text }, style, more] = await Promise.all([
    owner.get('/console'),
    owner.get('/console/page/style.css'),
    owner.get('/console/page/conversation.css'),
  ])
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await page.setContent(text.replace(/<(link|script)[^>]*>/g, ''))
    await page.addStyleTag({ content: `${style.text}\n${more.text}` })
    const seen = await page
      .locator('.words .bubble')
      .first()
      .evaluate((bubble) => ({
        height: bubble.clientHeight,
        line: Number.parseFloat(bubble.ownerDocument.defaultView?.getComputedStyle(bubble).lineHeight ?? ''),
        hidden: bubble.scrollHeight > bubble.clientHeight,
      }))
    expect(seen.hidden).toBe(true)
    // What is clipped is outside of the padding: eight lines are left, and no part of a ninth.
    expect(Math.abs(seen.height - 8 * seen.line)).toBeLessThan(1)
  } finally {
    await browser.close()
  }
})
