/** `--channel NAME`: which channel a command works with, and what is said where that cannot be told. */
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chooseChannel, takeChannel } from '../src/channel-choice.ts'
import { describeProblems, readConfig, type Config } from '../src/config.ts'

describe('the words of a command', () => {
  test.for([
    [['eval', '--channel', 'kobo', '--all'], 'kobo', ['eval', '--all']],
    [['--channel=kobo', 'eval'], 'kobo', ['eval']],
    [['eval', '--channels', 'x'], undefined, ['eval', '--channels', 'x']],
  ] as const)('%j', ([words, name, rest]) => {
    expect(takeChannel(words)).toEqual({ ok: true, name, rest })
  })

  test.for([
    [['eval', '--channel'], '--channel needs the name of a channel behind it'],
    [['eval', '--channel='], '--channel needs the name of a channel behind it'],
    [['--channel', '--all'], '--channel needs the name of a channel behind it'],
    [['--channel', 'mugi', '--channel=kobo'], '--channel is there twice: one channel at a time'],
  ] as const)('%j: what is wrong', ([words, why]) => {
    expect(takeChannel(words)).toEqual({ ok: false, why })
  })
})

const channel = (name: string, more = '') => `${name}:\n  secret: secret-of-${name}\n  token: token-of-${name}\n${more}`

function configOf(text?: string): Config {
  const env = { STAFF_GROUP: `C${'1'.repeat(32)}` }
  const read = readConfig(env, text === undefined ? undefined : { path: 'channels.yaml', text })
  if (!read.ok) throw new Error(describeProblems(read.problems))
  return read.config
}
const all = ['promptsDir', 'profile', 'knowledgeDir'] as const
const whyNot = (config: Config, name?: string): string => {
  const chosen = chooseChannel(config, name, all)
  return chosen.ok ? 'chosen' : chosen.why
}

describe('the channel', () => {
  const different = configOf(channel('mugi') + channel('kobo', '  knowledge: shops/kobo\n  staff_group: none\n'))

  test('that is named: its settings, and not what others have', () => {
    const chosen = chooseChannel(different, 'kobo', all)
    expect(chosen).toMatchObject({
      ok: true,
      channel: { name: 'kobo' },
      config: { knowledgeDir: 'shops/kobo', channel: { secrets: ['secret-of-kobo'] }, channels: undefined },
    })
    expect(chosen.ok && chosen.config.staffGroup).toBeUndefined()
  })

  test('has to be named where that makes a difference, and only there', () => {
    expect(whyNot(different)).toBe(
      'the channels have different prompts or texts: name one with --channel, of mugi, kobo',
    )
    expect(chooseChannel(different, undefined, ['promptsDir'])).toMatchObject({ ok: true })
    const same = configOf(channel('mugi') + channel('kobo', `  prompts: ${resolve('prompts')}\n`))
    expect(chooseChannel(same, undefined, all)).toMatchObject({ ok: true, config: { promptsDir: 'prompts' } })
  })

  test('that there is not: what was meant, or which there are', () => {
    expect(whyNot(different, 'koba')).toBe('there is no channel koba: did you mean kobo?')
    expect(whyNot(different, 'shibuya')).toBe('there is no channel shibuya: there are mugi, kobo')
    const many = configOf(Array.from({ length: 30 }, (_, index) => channel(`shop-${index}`)).join(''))
    expect(whyNot(many, 'shibuya')).toMatch(/there are shop-0, .*, shop-19 and 10 more$/)
  })

  test('is not named where there is one alone', () => {
    const one = configOf()
    expect(chooseChannel(one, undefined, all)).toEqual({ ok: true, config: one })
    expect(whyNot(one, 'mugi')).toBe(
      '--channel is for several channels in channels.yaml (docs/channels.md): leave it out',
    )
  })
})
