/** What every audit must do, wherever it is kept. A test file of each adapter runs this suite. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Audit, AuditErasing } from '../../src/ports/audit.ts'

export type OpenAudit = () => Audit & AuditErasing

export const line = (at: number) => ({
  at,
  by: 'Mika',
  action: 'take',
  conversation: 'Ubot:user:U1',
  from: 'console' as const,
})

/** @param prepare makes an empty place and says how an audit is opened over it, as by one process after another */
export function auditContract(name: string, prepare: () => Promise<OpenAudit>): void {
  describe(`the audit contract: ${name}`, () => {
    let open: OpenAudit
    let audit: ReturnType<OpenAudit>
    beforeEach(async () => {
      open = await prepare()
      audit = open()
    })

    test('there is nothing at first; then the newest lines, the newest first, also after a restart', async () => {
      expect(await audit.last(10)).toEqual([])
      for (let at = 0; at < 5; at += 1) await audit.write(line(at))
      await audit.write({ at: 5, by: 'nobody', action: 'sign_in_failed' })
      expect(await open().last(3)).toEqual([{ at: 5, by: 'nobody', action: 'sign_in_failed' }, line(4), line(3)])
      expect(await audit.last(99)).toHaveLength(6)
      expect(await audit.last(0)).toEqual([])
    })

    test('a server and its commands write side by side, and each line stays whole', async () => {
      const audits = [open(), open(), open()]
      const detail = '予約'.repeat(100)
      await Promise.all(
        audits.flatMap((one) => Array.from({ length: 30 }, (_, at) => one.write({ ...line(at), detail }))),
      )
      const all = await audit.last(1_000)
      expect(all).toHaveLength(90)
      expect(all.every((one) => one.detail === detail)).toBe(true)
    })

    test('what somebody typed is cut, and cannot make a second line', async () => {
      const detail = `x\n${JSON.stringify(line(9))}\n${'🥐'.repeat(5_000)}`
      await audit.write({ ...line(1), detail })
      const all = await audit.last(9)
      expect(all).toHaveLength(1)
      expect(all[0]?.detail).toHaveLength(500)
      expect(all[0]?.detail?.isWellFormed()).toBe(true)
    })

    test('any letters come back as they were', async () => {
      const strange = { ...line(1), by: '“日本語” 👩‍👩‍👧', detail: 'a\u0000b\\u0000"\r\n' }
      await audit.write(strange)
      expect(await audit.last(9)).toEqual([strange])
    })

    test('who is forgotten is named in no line any more, in whatever form; nobody else is', async () => {
      const named = { ...line(1), detail: 'opened /conversations/Ubot%3Auser%3AU1' }
      const others = [
        { ...line(2), conversation: 'Ubot:user:U12', detail: 'not U12' },
        { ...line(3), conversation: 'U1:user:U2' },
        { at: 4, by: 'U1', action: 'sign_in', detail: 'a\u0000b' },
      ]
      for (const one of [named, ...others]) await audit.write(one)
      expect(await audit.unname(['U1'])).toBe(1)
      const after = {
        ...named,
        conversation: 'Ubot:user:(forgotten)',
        detail: 'opened /conversations/Ubot%3Auser%3A(forgotten)',
      }
      expect(await open().last(9)).toEqual([after, ...others].toReversed())
      expect(await audit.unname(['U1'])).toBe(0)
    })

    test('two that are forgotten at once are both named in no line', async () => {
      await audit.write({ ...line(1), detail: 'U1 and U2' })
      await Promise.all([audit.unname(['U1']), open().unname(['U2'])])
      expect((await audit.last(9))[0]?.detail).toBe('(forgotten) and (forgotten)')
    })

    test('lines from before a time go, and the others stay in their order', async () => {
      for (const at of [1, 5, 2, 4, 3]) await audit.write(line(at))
      await audit.expire(3)
      expect((await open().last(9)).map(({ at }) => at)).toEqual([3, 4, 5])
    })
  })
}
