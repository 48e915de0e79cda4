/** Accounts, sessions, the service switch and drafts, wherever documents lie and however many processes have them. */
import { describe, expect, test } from 'vitest'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openDestinations } from '../../src/adapters/documents/destinations.ts'
import { openDrafts } from '../../src/adapters/documents/drafts.ts'
import { openService } from '../../src/adapters/documents/service.ts'
import { openSessions } from '../../src/adapters/documents/sessions.ts'
import type { Draft } from '../../src/core/draft.ts'
import type { Log } from '../../src/ports/log.ts'
import type { NewPlace } from './documents.ts'

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
const password = 'bread and nine rolls'
const mika = { name: 'Mika', version: '1', browser: 'Safari' }
const paused = { by: 'Mika', at: 1 }
const tellInLine = { by: 'Ken', at: 2 }
const draft: Draft = {
  id: 'd1',
  at: 1,
  by: 'Ken',
  conversation: 'Ubot:user:U1',
  language: 'en',
  passage: { title: 'Dogs', also: 'pets', text: 'Dogs may sit with you outside.' },
}

export function keptInDocuments(name: string, newPlace: NewPlace): void {
  describe(`accounts in ${name}`, () => {
    test('what another process changes holds at the next look', async () => {
      const { open } = await newPlace()
      const [server, command] = [openAccounts(await open()), openAccounts(await open())]
      expect(await server.all()).toEqual([])
      await command.add('Mika', 'owner', password, 0)
      expect(await server.check('Mika', password)).toMatchObject({ name: 'Mika' })
      const [before] = await server.all()
      await command.setPassword('mika', 'another good one')
      const [after] = await server.all()
      expect(after?.version).not.toBe(before?.version)
      expect(await server.check('Mika', password)).toBeUndefined()
      await command.remove('MIKA')
      expect(await server.all()).toEqual([])
    })

    test('of many changes at once none is lost', async () => {
      const { open } = await newPlace()
      const accounts = async () => openAccounts(await open())
      const names = ['Mika', 'Ken', 'Yui']
      await Promise.all(names.map(async (name) => (await accounts()).add(name, 'staff', password, 0)))
      const all = await (await accounts()).all()
      expect(all.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
      expect(all.filter(({ role }) => role === 'owner')).toHaveLength(1)
      await Promise.all(names.map(async (name) => (await accounts()).setRole(name, 'owner')))
      expect((await (await accounts()).all()).filter(({ role }) => role === 'owner')).toHaveLength(3)
      const removed = await Promise.all(names.map(async (name) => (await accounts()).remove(name)))
      expect(new Set(removed.map((one) => ('left' in one ? one.left : one.type)))).toEqual(new Set([2, 1, 0]))
    })
  })

  describe(`sessions in ${name}`, () => {
    test('who signs in or out at one process is known by the others at once', async () => {
      const { open } = await newPlace()
      const clock = { now: () => 1_000 }
      const one = await openSessions({ documents: await open(), clock })
      const other = await openSessions({ documents: await open(), clock })
      expect(other.salt).toBe(one.salt)
      const { secret } = await one.begin(mika)
      const found = await other.find(secret)
      expect(found).toMatchObject(mika)
      expect(await other.all()).toEqual([found])
      expect(await other.lastSignIn('mika')).toBe(1_000)
      await other.end(found?.id ?? '')
      expect(await one.find(secret)).toBeUndefined()
    })
  })

  describe(`the service switch in ${name}`, () => {
    test('what is changed is so at once, and after a restart', async () => {
      const { open } = await newPlace()
      const clock = { now: () => 9 }
      const service = await openService({ documents: await open(), clock, log })
      expect(service.current()).toEqual({})
      await Promise.all([service.change({ paused }), service.change({ tellInLine })])
      expect(service.current()).toEqual({ paused, tellInLine })
      const later = await openService({ documents: await open(), clock, log })
      expect(later.current()).toEqual({ paused, tellInLine })
      await later.change({ paused: undefined })
      expect(later.current().paused).toBeUndefined()
      expect((await openService({ documents: await open(), clock, log })).current()).toEqual({ tellInLine })
    })

    test('what another process changes counts after a second, also for whoever did not hear of it', async () => {
      const { open } = await newPlace()
      let now = 9
      const deaf = { onChange: () => () => undefined }
      const documents = await open()
      const one = await openService({
        documents: { open: (kind) => ({ ...documents.open(kind), ...deaf }) },
        clock: { now: () => now },
        log,
      })
      const other = await openService({ documents: await open(), clock: { now: () => 9 }, log })
      await other.change({ paused })
      expect(one.current()).toEqual({})
      const told = new Promise<void>((resolve) => one.onChange(resolve))
      now += 1_000
      one.current()
      await told
      expect(one.current()).toEqual({ paused })
    })

    test('when it cannot be read the assistant is paused, loudly, until somebody ends it', async () => {
      const { open, spoil, copies, errors } = await newPlace()
      const opened = async () => openService({ documents: await open(), clock: { now: () => 9 }, log })
      await spoil('service')
      const service = await opened()
      expect(service.current()).toEqual({ paused: { by: 'kidoku', at: 9 } })
      expect(errors).toEqual([expect.stringContaining('THE ASSISTANT IS PAUSED')])
      expect(await copies('service')).toBe(1)
      expect((await opened()).current()).toEqual({ paused: { by: 'kidoku', at: 9 } })
      await service.change({ paused: undefined })
      expect((await opened()).current()).toEqual({})
      expect(errors).toHaveLength(1)
    })
  })

  describe(`the service switches of several channels in ${name}`, () => {
    const clock = { now: () => 9 }

    test('what was set before there were several holds for each, until it is changed for one', async () => {
      const { open } = await newPlace()
      const of = async (channel?: string) => openService({ documents: await open(), channel, clock, log })
      await (await of()).change({ tellInLine })
      const mugi = await of('mugi')
      expect(mugi.current()).toEqual({ tellInLine })
      await mugi.change({ paused })
      expect((await of('mugi')).current()).toEqual({ paused, tellInLine })
      expect((await of('kobo')).current()).toEqual({ tellInLine })
    })
  })

  describe(`accounts and their channels in ${name}`, () => {
    const mugi = { name: 'mugi', secrets: ['the secret of mugi'] }
    const kobo = { name: 'kobo', secrets: ['the secret of kobo'] }
    type Served = { name: string; secrets: readonly string[] }
    const places = async () => {
      const { open, ...place } = await newPlace()
      const opened = async (...channels: Served[]) => openDestinations({ documents: await open(), channels })
      return { opened, ...place }
    }

    test('what LINE told is known after a restart', async () => {
      const { opened } = await places()
      const first = await opened(mugi, kobo)
      expect(first.channelOf('U1')).toBeUndefined()
      const heard: string[] = []
      first.onChange((channel) => heard.push(channel))
      await Promise.all([first.told('mugi', 'U1'), first.told('kobo', 'U2')])
      await first.told('mugi', 'U1')
      expect(heard.toSorted()).toEqual(['kobo', 'mugi'])
      const later = await opened(mugi, kobo)
      expect([later.channelOf('U1'), later.channelOf('U2')]).toEqual(['mugi', 'kobo'])
      expect(later.of('mugi')).toEqual(['U1'])
    })

    test('a channel goes by its secret: under another name, and when two entries were exchanged', async () => {
      const { opened } = await places()
      const before = await opened(mugi, kobo)
      await before.told('mugi', 'U1')
      await before.told('kobo', 'U2')
      expect((await opened({ ...mugi, name: 'bakery' })).channelOf('U1')).toBe('bakery')
      const exchanged = await opened({ ...mugi, secrets: kobo.secrets }, { ...kobo, secrets: mugi.secrets })
      expect([exchanged.channelOf('U1'), exchanged.channelOf('U2')]).toEqual(['kobo', 'mugi'])
    })

    test('while a secret is renewed it is known by either', async () => {
      const { opened } = await places()
      await (await opened(mugi)).told('mugi', 'U1')
      const both = { ...mugi, secrets: [...mugi.secrets, 'a new one'] }
      const renewing = await opened(both)
      expect(renewing.channelOf('U1')).toBe('mugi')
      await renewing.told('mugi', 'U1')
      expect((await opened({ ...mugi, secrets: ['a new one'] })).channelOf('U1')).toBe('mugi')
    })

    test('of a channel that is not served it is known that it is another’s, and nothing of it is lost', async () => {
      const { opened } = await places()
      await (await opened(mugi, kobo)).told('kobo', 'U2')
      const without = await opened(mugi)
      expect(without.channelOf('U2')).toBeUndefined()
      expect(without.isOfOthers('U2')).toBe(true)
      expect(without.named('mugi', 'U2')).toBe('no')
      await without.told('mugi', 'U1')
      expect((await opened(mugi, kobo)).channelOf('U2')).toBe('kobo')
    })

    test('a signed body is believed while nothing is known of its channel, and no longer than this process', async () => {
      const { opened } = await places()
      const first = await opened(mugi, kobo)
      expect(first.named('mugi', 'U1')).toBe('yes')
      expect(first.named('mugi', 'U1')).toBe('yes')
      // A channel has one account.
      expect(first.named('mugi', 'U3')).toBe('no')
      for (const odd of ['', 'U1:user', 'U1:x']) expect(first.named('kobo', odd)).toBe('no')
      // Two say so: LINE will tell.
      expect(first.named('kobo', 'U1')).toBe('later')
      await first.told('kobo', 'U1')
      expect(first.channelOf('U1')).toBe('kobo')
      expect(first.named('mugi', 'U1')).toBe('no')
      expect((await opened(mugi, kobo)).of('mugi')).toEqual([])
    })

    test('when it cannot be read it is told, and LINE is asked again', async () => {
      const { opened, spoil, copies, errors } = await places()
      await spoil('destinations')
      expect((await opened(mugi)).of('mugi')).toEqual([])
      expect(errors).toEqual([expect.stringContaining('LINE is asked again')])
      expect(await copies('destinations')).toBe(1)
    })
  })

  describe(`drafts in ${name}`, () => {
    test('are there after a restart, the newest first, changed, discarded and forgotten as they were', async () => {
      const { open } = await newPlace()
      const learn = () => Promise.resolve({ type: 'done' as const, files: [] })
      const drafts = async () => openDrafts({ documents: await open(), learn, log })
      const before = await drafts()
      await before.put(draft)
      await before.put({ ...draft, id: 'd2', at: 2, conversation: 'Ubot:user:U2' })
      await before.put({ ...draft, id: 'd3', at: 3 })
      await before.put({ ...draft, by: 'Mika' })
      expect(await before.discard('d3')).toBe(true)
      expect(await before.discard('d3')).toBe(false)
      const after = await drafts()
      expect((await after.list()).map(({ id, by }) => [id, by])).toEqual([
        ['d2', 'Ken'],
        ['d1', 'Mika'],
      ])
      expect(await after.forget('Ubot:user:U2')).toBe(1)
      expect((await before.list()).map(({ id }) => id)).toEqual(['d1'])
    })
  })
}
