import { mkdir, mkdtemp, open, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BrokenFile } from '../../../src/adapters/markdown/broken-file.ts'
import { watchKnowledge, type WatchedKnowledge } from '../../../src/adapters/markdown/knowledge.ts'
import { watchPrompts } from '../../../src/adapters/markdown/prompts.ts'
import { sampleValues } from '../../../src/adapters/markdown/sample-values.ts'
import { createOffline } from '../../../src/adapters/offline/offline.ts'
import { judgementSchema } from '../../../src/core/judgement.ts'
import type { Log } from '../../../src/ports/log.ts'

let root: string
let dir: string
const said: string[] = []
const log: Log = {
  debug() {},
  info: (_, message) => said.push(`info ${message}`),
  warn: (fields, message) => said.push(`warn ${message} ${JSON.stringify(fields)}`),
  error: (fields, message) => said.push(`error ${message} ${JSON.stringify(fields)}`),
}
const closing: (() => Promise<void>)[] = []
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kidoku-watch-'))
  dir = join(root, 'texts')
  await mkdir(dir)
  said.length = 0
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await rm(root, { recursive: true })
})

const put = (name: string, text: string) => writeFile(join(dir, name), text)
const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const prompt = (text: string, confidence = 0.7) => `---\nmin_confidence: ${confidence}\n---\n${text}\n`

async function prompts(lookEvery?: number) {
  const watched = await watchPrompts(dir, 'assistant', { log, lookEvery })
  closing.push(watched.close)
  return watched
}
async function knowledge(lookEvery?: number): Promise<WatchedKnowledge> {
  const watched = await watchKnowledge(dir, { log, lookEvery })
  closing.push(watched.close)
  return watched
}
const titles = (watched: WatchedKnowledge) => watched.passages().map(({ title }) => title)

describe('a prompt', () => {
  test('that is written anew is current without a restart, and the one before stays whole for who holds it', async () => {
    await put('assistant.md', prompt('Be kind.'))
    const watched = await prompts()
    const before = watched.current()
    await put('assistant.md', prompt('Be brief.', 0.9))
    await soon(() => expect(watched.current().text).toBe('Be brief.'))
    expect(watched.current().policy.min_confidence).toBe(0.9)
    expect(watched.current().hash).not.toBe(before.hash)
    expect(before).toMatchObject({ text: 'Be kind.', policy: { min_confidence: 0.7 } })
    expect(said).toEqual(['info the prompt has changed'])
  })

  test('that an editor puts in place of the old one is current', async () => {
    await put('assistant.md', prompt('Be kind.'))
    const watched = await prompts()
    for (const text of ['One.', 'Two.', 'Three.']) {
      await put('.assistant.md.swp', prompt(text))
      await rename(join(dir, '.assistant.md.swp'), join(dir, 'assistant.md'))
      await soon(() => expect(watched.current().text).toBe(text))
    }
  })

  test('that is written in pieces is never seen in part', async () => {
    await put('assistant.md', prompt('Whole 0.'))
    const watched = await prompts()
    const seen: string[] = []
    watched.onChange(() => seen.push(watched.current().text))
    const file = await open(join(dir, 'assistant.md'), 'w')
    await file.write('---\n---\n')
    for (let line = 1; line <= 500; line++) {
      await file.write(`Line ${line}.\n`)
      await file.datasync()
    }
    await file.close()
    await soon(() => expect(seen).toHaveLength(1))
    expect(seen[0]?.split('\n')).toHaveLength(500)
    expect(watched.broken()).toEqual([])
  })

  test('that is broken keeps the last good one, says once where, and once that it is good again', async () => {
    await put('assistant.md', prompt('Be kind.'))
    const watched = await prompts()
    await put('assistant.md', '---\nmin_confidence: 7\n---\nBe unkind.\n')
    await soon(() => expect(watched.broken()).toHaveLength(1))
    expect(watched.current().text).toBe('Be kind.')
    const [one] = watched.broken()
    expect(one).toMatchObject({
      file: join(dir, 'assistant.md'),
      why: expect.stringMatching(/^line 2: min_confidence/),
    })
    expect(one?.why).toContain('Write a number from 0 to 1')
    expect(Date.now() - (one?.since ?? 0)).toBeLessThan(60_000)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/^warn .*assistant\.md is broken; what it said before goes on/)

    await put('assistant.md', prompt('Be kind again.'))
    await soon(() => expect(watched.broken()).toEqual([]))
    expect(watched.current().text).toBe('Be kind again.')
    expect(said.slice(1)).toEqual([expect.stringMatching(/^info .*assistant\.md is good again$/)])
  })

  test('that is taken away keeps the last good one until it is back', async () => {
    await put('assistant.md', prompt('Be kind.'))
    const watched = await prompts()
    await unlink(join(dir, 'assistant.md'))
    await soon(() => expect(watched.broken()[0]?.why).toMatch(/cannot be read \(ENOENT\)/))
    expect(watched.current().text).toBe('Be kind.')
    await put('assistant.md', prompt('Be kind.'))
    await soon(() => expect(watched.broken()).toEqual([]))
    expect(said.map((line) => line.slice(0, 4))).toEqual(['warn', 'info'])
  })

  test('that is broken at the start stops it', async () => {
    await put('assistant.md', 'No front matter.')
    await expect(watchPrompts(dir, 'assistant', { log })).rejects.toThrow(BrokenFile)
  })

  describe('with partials', () => {
    const part = async (name: string, text: string) => {
      await mkdir(join(dir, 'partials'), { recursive: true })
      await put(join('partials', name), text)
    }
    const values = sampleValues({})[0]!

    test('is another one when a partial of its is, also one that stands in a partial', async () => {
      await part('tone.md', "Be {% render 'how' %}.")
      await part('how.md', 'kind')
      await put('assistant.md', prompt("{% render 'tone' %}"))
      const watched = await prompts(3_600_000)
      const before = watched.current()
      expect(before.write(values)).toBe('Be kind.')
      for (const how of ['brief', 'calm', 'warm']) {
        const last = watched.current()
        await part('how.md', how)
        await soon(() => expect(watched.current().write(values)).toBe(`Be ${how}.`))
        expect(watched.current().hash).not.toBe(last.hash)
      }
      expect(before.write(values)).toBe('Be kind.')
      expect(said).toEqual(Array.from({ length: 3 }, () => 'info the prompt has changed'))
    })

    test('stays the same one when a partial of others changes, or is broken', async () => {
      await put('assistant.md', prompt('Be kind.'))
      const watched = await prompts()
      const before = watched.current()
      await part('other.md', '{{ custmer.name }}')
      await writeFile(join(dir, 'partials', 'third.md'), Buffer.from([0xff, 0xfe]))
      await put('assistant.md', prompt("Be kind. {% render 'new' %}"))
      await part('new.md', 'Always.')
      await soon(() => expect(watched.current().write(values)).toBe('Be kind. Always.'))
      expect(watched.current().hash).not.toBe(before.hash)
      expect(said.filter((line) => /other|third/.test(line))).toEqual([])
    })

    test('whose partial is broken or gone keeps the last good one, and says in which file', async () => {
      await part('tone.md', 'Be kind.')
      await put('assistant.md', prompt("{% render 'tone' %}"))
      const watched = await prompts()
      const tone = join(dir, 'partials', 'tone.md')
      await part('tone.md', 'To {{ custmer.name }}')
      await soon(() =>
        expect(watched.broken()).toMatchObject([{ file: tone, why: expect.stringMatching(/^line 1: custmer\.name/) }]),
      )
      await writeFile(tone, Buffer.from([0x61, 0x0a, 0xff]))
      await soon(() =>
        expect(watched.broken()).toMatchObject([{ file: tone, why: expect.stringMatching(/^line 2: is not UTF-8/) }]),
      )
      await unlink(tone)
      const file = join(dir, 'assistant.md')
      await soon(() =>
        expect(watched.broken()).toMatchObject([
          { file, why: expect.stringMatching(/^line 4: there is no partial tone/) },
        ]),
      )
      expect(watched.current().write(values)).toBe('Be kind.')
      await part('tone.md', 'Be brief.')
      await soon(() => expect(watched.broken()).toEqual([]))
      expect(watched.current().write(values)).toBe('Be brief.')
    })
  })

  test('is followed no more after close', async () => {
    await put('assistant.md', prompt('Be kind.'))
    const [first, second] = [await prompts(), await prompts()]
    await first.close()
    await put('assistant.md', prompt('Be brief.'))
    await soon(() => expect(second.current().text).toBe('Be brief.'))
    expect(first.current().text).toBe('Be kind.')
  })
})

describe('knowledge', () => {
  test('follows files that change, come and go, and finds by their words', async () => {
    await put('a.en.md', '## Hours\nFrom 8:00.\n')
    const watched = await knowledge()
    const before = watched.passages()
    await put('b.en.md', '## Parking\nFour spaces.\n')
    await soon(() => expect(titles(watched)).toEqual(['Hours', 'Parking']))
    expect(watched.passages()).not.toBe(before)
    expect(watched.search('parking', 1)[0]?.passage.id).toBe('b.en#parking')
    await put('a.en.md', '## Hours\nFrom 9:00.\n')
    await soon(() => expect(watched.search('hours', 1)[0]?.passage.text).toBe('From 9:00.'))
    await unlink(join(dir, 'b.en.md'))
    await soon(() => expect(titles(watched)).toEqual(['Hours']))
  })

  test('keeps what a broken file said, while the others go on being followed', async () => {
    await put('a.md', '## One\nFirst.\n')
    await put('b.md', '## Two\nSecond.\n')
    const watched = await knowledge()
    await put('a.md', '##One\nBroken.\n')
    await put('b.md', '## Two\nSecond, new.\n')
    await soon(() => expect(watched.passages().map(({ text }) => text)).toEqual(['First.', 'Second, new.']))
    expect(watched.broken()).toMatchObject([{ file: join(dir, 'a.md'), why: expect.stringMatching(/^line 1: /) }])
    const warnings = () => said.filter((line) => line.startsWith('warn')).length
    expect(warnings()).toBe(1)
    await put('b.md', '## Two\nSecond, newer.\n')
    await soon(() => expect(watched.passages()[1]?.text).toBe('Second, newer.'))
    expect(warnings()).toBe(1)
    await put('c.md', '## Three\n')
    await soon(() => expect(watched.broken()).toHaveLength(2))
    await unlink(join(dir, 'c.md'))
    await put('a.md', '## One\nFirst, new.\n')
    await soon(() => expect(watched.broken()).toEqual([]))
    expect(watched.passages().map(({ text }) => text)).toEqual(['First, new.', 'Second, newer.'])
    expect(warnings()).toBe(2)
  })

  test('stays when its folder is emptied', async () => {
    await put('a.md', '## One\nFirst.\n')
    const watched = await knowledge()
    await unlink(join(dir, 'a.md'))
    await soon(() =>
      expect(watched.broken()).toMatchObject([{ file: dir, why: expect.stringContaining('no .md file') }]),
    )
    expect(titles(watched)).toEqual(['One'])
  })

  test('is followed into a folder that took the place of the old one, and after', async () => {
    await put('a.md', '## One\nFirst.\n')
    const watched = await knowledge(50)
    await mkdir(join(root, 'new'))
    await writeFile(join(root, 'new', 'a.md'), '## Two\nSecond.\n')
    await rename(dir, join(root, 'old'))
    await rename(join(root, 'new'), dir)
    await soon(() => expect(titles(watched)).toEqual(['Two']))
    await put('a.md', '## Three\nThird.\n')
    await soon(() => expect(titles(watched)).toEqual(['Three']))
    await rm(dir, { recursive: true })
    await soon(() => expect(watched.broken()).toHaveLength(1))
    await mkdir(dir)
    await put('a.md', '## Four\nFourth.\n')
    await soon(() => expect(titles(watched)).toEqual(['Four']))
    expect(watched.broken()).toEqual([])
  })

  test('is followed through links that are turned to another folder, as containers do', async () => {
    for (const [version, title] of [
      ['v1', 'One'],
      ['v2', 'Two'],
    ]) {
      await mkdir(join(root, version!))
      await writeFile(join(root, version!, 'a.md'), `## ${title}\nText.\n`)
    }
    await symlink(join(root, 'v1'), join(root, 'now'))
    await symlink(join(root, 'now', 'a.md'), join(dir, 'a.md'))
    const watched = await knowledge(50)
    await symlink(join(root, 'v2'), join(root, 'next'))
    await rename(join(root, 'next'), join(root, 'now'))
    await soon(() => expect(titles(watched)).toEqual(['Two']))
  })

  test('that changed is what the offline model answers from', async () => {
    await put('a.en.md', '## Parking\n<!-- also: car park -->\nFour spaces behind the shop.\n')
    const watched = await knowledge()
    const model = createOffline(watched)
    const ask = async () => {
      const open = ['is there parking?']
      const contents = [{ role: 'user' as const, text: open[0]! }]
      const request = { system: '', contents, passages: [...watched.passages()], open, fresh: open }
      const answer = await model.judge(request, AbortSignal.timeout(5_000))
      return answer.ok ? judgementSchema.parse(JSON.parse(answer.text)).reply : undefined
    }
    expect(await ask()).toBe('Four spaces behind the shop.')
    await put('a.en.md', '## Parking\n<!-- also: car park -->\nNo more parking here.\n')
    await soon(() => expect(watched.passages()[0]?.text).toMatch(/No more/))
    expect(await ask()).toBe('No more parking here.')
  })

  test('a thousand changes in a row end with the last', async () => {
    await put('a.md', '## One\n0\n')
    const watched = await knowledge()
    for (let n = 1; n <= 1_000; n++) await put('a.md', `## One\n${n}\n`)
    await soon(() => expect(watched.passages()[0]?.text).toBe('1000'))
    expect(watched.broken()).toEqual([])
  })
})
