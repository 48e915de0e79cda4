/** The fixed sentences stay true whenever they are said. */
import { expect, test } from 'vitest'
import { notices } from '../../src/core/notices.ts'

test.each(Object.entries(notices))(
  '%s: that staff answer themselves holds at night too, in front of “nobody is here”',
  (_, { paused }) => {
    expect(paused).not.toMatch(/right now|ただいま|目前|ขณะนี้|saat ini/i)
  },
)
