import { describe, expect, test } from 'vitest'
import { answering } from '../../src/doctor/answering.ts'
import { botSettings } from '../../src/doctor/bot-settings.ts'
import { dataFolder, type Disk } from '../../src/doctor/disk.ts'
import { inOneLine, type Finding } from '../../src/doctor/finding.ts'
import type { OpenaiSettings } from '../../src/config.ts'
import { endpointFinding, type EndpointSaid } from '../../src/doctor/endpoint.ts'
import { modelFinding, noModel, type ModelSaid } from '../../src/doctor/model.ts'
import { quotaFinding } from '../../src/doctor/quota.ts'
import { spendStop } from '../../src/doctor/spend-stop.ts'
import { inText, summary } from '../../src/doctor/report.ts'
import { staffInLine, type StaffInLine } from '../../src/doctor/staff-in-line.ts'
import { tellingFindings, type Telling } from '../../src/doctor/telling.ts'
import { texts } from '../../src/doctor/texts.ts'

const account = { displayName: 'Shop', userId: 'Ubot', chatMode: 'chat', markAsReadMode: 'manual' } as const
/** Whatever is not in order says why it matters and what to do. */
const isHelpful = ({ level, why, remedy }: Finding): boolean =>
  level === 'ok' || (why !== undefined && remedy !== undefined)

describe('Read', () => {
  test('is ours to give with Chat on and manual reading', () => {
    expect(botSettings(account, 'token').level).toBe('ok')
  })

  test.for([
    [{ ...account, chatMode: 'bot', markAsReadMode: 'auto' }, /Chat is Off.*switch Chat on/],
    [{ ...account, markAsReadMode: 'auto' }, /automatically.*manual/],
  ] as const)('is not when LINE gives it by itself: where to switch that', ([info, words]) => {
    const finding = botSettings(info, 'token')
    expect(finding).toMatchObject({ level: 'problem', shout: 'READ CANNOT BE TIMED' })
    expect(inOneLine(finding)).toMatch(words)
    expect(inOneLine(finding)).toContain('Settings, Response settings')
  })

  test('the old endpoint wants the contrary: Chat off', () => {
    expect(botSettings({ ...account, chatMode: 'bot', markAsReadMode: 'auto' }, 'partner').level).toBe('ok')
    const finding = botSettings(account, 'partner')
    expect(finding.level).toBe('problem')
    expect(inOneLine(finding)).toMatch(/READ CANNOT BE GIVEN.*Chat is On.*Remove READ_API.*switch Chat off/)
  })
})

describe('who is told of a hand-off', () => {
  const all: Telling = { notifier: true, console: true, publicUrl: 'https://shop.example', readApi: 'token' }
  const levels = (change: Partial<Telling>): string =>
    tellingFindings({ ...all, ...change })
      .map(({ topic, level }) => `${topic}: ${level}`)
      .join(', ')

  test('staff at both places, with a link: in order', () => {
    expect(levels({})).toBe('Hand-off: ok, Links: ok')
    expect(tellingFindings(all)[0]?.found).toMatch(/not tried: write “operator” as a tester/)
    expect(tellingFindings(all)[1]?.found).toContain('https://shop.example/console')
  })

  test('nobody is a problem; one of the two, or no link, works but less well', () => {
    expect(levels({ notifier: false, console: false })).toBe('Hand-off: problem')
    expect(levels({ notifier: false })).toBe('Hand-off: warning')
    expect(levels({ console: false })).toBe('Hand-off: warning, Links: ok')
    expect(levels({ publicUrl: undefined })).toBe('Hand-off: ok, Links: warning')
  })

  test('cards in LINE tell staff too, once the owner has switched them on', () => {
    const none = { notifier: false, publicUrl: undefined }
    expect(levels({ ...none, inLine: 'on' })).toBe('Hand-off: ok, Links: warning')
    expect(levels({ ...none, inLine: 'on', console: false })).toBe('Hand-off: warning, Links: warning')
    expect(levels({ ...none, inLine: 'off' })).toBe('Hand-off: warning')
    expect(levels({ ...none, inLine: 'off', console: false })).toBe('Hand-off: problem')
    expect(levels({ inLine: 'off' })).toBe('Hand-off: ok, Links: ok')
    const off = tellingFindings({ ...all, ...none, inLine: 'off' })[0]!
    expect(inOneLine(off)).toMatch(/not switched on.*only when they look.*switch them on in the console/)
    expect(tellingFindings({ ...all, inLine: 'on' })[0]?.found).toContain('staff get cards in LINE')
  })

  test('who cannot see whether they are on says so', () => {
    expect(levels({ notifier: false, inLine: 'unknown' })).toBe('Hand-off: ok, Links: ok')
    expect(tellingFindings({ ...all, notifier: false, inLine: 'unknown' })[0]?.found).toMatch(
      /if the owner has switched/,
    )
    expect(levels({ notifier: false, inLine: 'unknown', console: false })).toBe('Hand-off: problem, Links: ok')
  })

  test('with the old read endpoint staff cannot answer in LINE, so the console alone is not enough', () => {
    expect(levels({ notifier: false, readApi: 'partner' })).toBe('Hand-off: problem')
    expect(levels({ readApi: 'partner' })).toBe('Hand-off: ok, Links: ok')
  })
})

describe('messages left', () => {
  test.for<[number | undefined, number, Finding['level'], RegExp]>([
    [undefined, 12, 'ok', /no limit; 12 used/],
    [200, 0, 'ok', /200 of this month’s 200/],
    [200, 179, 'ok', /21 of/],
    [200, 180, 'warning', /20 of this month’s 200; kidoku keeps off the last tenth/],
    [200, 200, 'warning', /none of this month’s 200/],
    [200, 230, 'warning', /none/],
    [0, 0, 'warning', /none/],
  ])('limit %s, used %s: %s', ([limit, used, level, words]) => {
    const finding = quotaFinding({ limit, used })
    expect(finding).toMatchObject({ level, found: expect.stringMatching(words) })
    if (level === 'warning') expect(finding.why).toContain('Replies are free')
    expect(isHelpful(finding)).toBe(true)
  })
})

describe('staff in LINE', () => {
  const group = { type: 'in', name: 'Mugi staff', size: 4 } as const
  const user = (id: string, inGroup = false) => ({ id, type: 'reached', inGroup }) as const
  const said = (look: StaffInLine): string[] => {
    const findings = staffInLine(look)
    expect(findings.filter((finding) => !isHelpful(finding))).toEqual([])
    return findings.map(({ level, found }) => `${level} ${found}`)
  }

  test('nothing is said where nobody is to be told there', () => {
    expect(said({ users: [], quota: { used: 0 } })).toEqual([])
  })

  test('what a card counts, and how many cards what is left is enough for', () => {
    const quota = { limit: 200, used: 80 }
    expect(said({ group, users: [], quota })).toEqual([
      'ok one card counts 4 messages: 4 members of “Mugi staff”; 120 of this month’s 200 are left, enough for 30 cards',
    ])
    expect(said({ group, users: [user('U1')], quota })).toEqual([
      'ok one card counts 5 messages: 4 members of “Mugi staff” and 1 user; 120 of this month’s 200 are left, enough for 24 cards',
    ])
    expect(said({ users: [user('U1')], quota: { used: 3 } })).toEqual([
      'ok one card counts 1 message: 1 user; the plan has no limit',
    ])
    expect(said({ users: [user('U1')] })).toEqual(['ok one card counts 1 message: 1 user'])
    expect(staffInLine({ group, users: [], quota })[0]?.why).toContain('only sent while the owner has them switched on')
  })

  test('too little is left for one card', () => {
    const [finding] = staffInLine({ group, users: [], quota: { limit: 200, used: 197 } })
    expect(finding).toMatchObject({
      level: 'warning',
      found: expect.stringMatching(/3 of .* are left, enough for 0 cards/),
    })
    expect(finding?.remedy).toContain('NOTIFY_WEBHOOK_URL')
  })

  test('the account is not in the group, and a user is no friend of it: problems, with what to do', () => {
    expect(said({ group: { type: 'not_in' }, users: [{ id: 'U9', type: 'not_reached' }] })).toEqual([
      'problem the account is not in the group of STAFF_GROUP',
      'problem U9 in STAFF_USERS cannot be reached',
    ])
  })

  test('who is in both has each card twice', () => {
    expect(said({ group, users: [user('U1', true)] })).toEqual([
      'warning U1 is in the staff’s group and in STAFF_USERS too',
      'ok one card counts 5 messages: 4 members of “Mugi staff” and 1 user',
    ])
  })

  test('LINE could not be asked', () => {
    expect(said({ group: { type: 'unknown', why: 'LINE did not tell about a group: 500' }, users: [] })).toEqual([
      'warning LINE did not tell about a group: 500',
    ])
  })
})

test('who is answered is said plainly', () => {
  expect(answering({ mode: 'on' })).toMatchObject({ level: 'ok', found: expect.stringContaining('everybody') })
  const testers = answering({ mode: 'testers', testers: ['U1', 'U2'] })
  expect(testers).toMatchObject({ level: 'warning', found: expect.stringContaining('the 2 users in TESTERS') })
  expect(answering({ mode: 'testers', testers: ['U1'] }).found).toContain('one user')
  expect(answering({ mode: 'observe' })).toMatchObject({ level: 'warning', found: expect.stringContaining('nobody') })
})

describe('the model', () => {
  const said = (status: number, more = {}): ModelSaid => ({
    type: 'answered',
    status,
    keyInvalid: false,
    writes: true,
    ...more,
  })

  test.for<[ModelSaid, boolean, Finding['level'], RegExp]>([
    [said(200), false, 'ok', /gemini-x; the key is accepted/],
    [said(200, { writes: false }), false, 'problem', /does not write answers/],
    [said(400, { keyInvalid: true }), false, 'problem', /refuses the key.*aistudio/],
    [said(403), true, 'problem', /refuses the key/],
    [said(404), false, 'problem', /no model gemini-x.*GEMINI_MODEL/],
    [said(404), true, 'warning', /GEMINI_BASE_URL does not tell/],
    [said(429), false, 'warning', /asked too much/],
    [said(500), false, 'warning', /answered 500/],
    [{ type: 'no_answer', why: 'nothing within 5 s' }, false, 'warning', /nothing within 5 s/],
  ])('%o, through a gateway: %s: %s', ([answer, gateway, level, words]) => {
    const finding = modelFinding('gemini-x', answer, gateway)
    expect(finding.level).toBe(level)
    expect(inOneLine(finding)).toMatch(words)
    expect(isHelpful(finding)).toBe(true)
  })

  test('without a key: right for trying, not for customers', () => {
    expect(noModel(false).level).toBe('ok')
    expect(noModel(true)).toMatchObject({ level: 'warning', remedy: expect.stringContaining('GEMINI_API_KEY') })
    expect(noModel(true, true)).toMatchObject({ level: 'warning', remedy: expect.stringContaining('MODEL=offline') })
  })
})

describe('an endpoint of the OpenAI chat form', () => {
  const said = (status: number, models?: string[]): EndpointSaid => ({ type: 'answered', status, models })
  const at = { baseUrl: 'http://127.0.0.1:11434/v1' }

  test.for<[EndpointSaid, Partial<OpenaiSettings>, Finding['level'], RegExp]>([
    [said(200, ['a', 'gpt-x']), {}, 'ok', /gpt-x; OpenAI has it$/],
    [said(200, ['gpt-x:latest']), { ...at, takesMedia: false }, 'ok', /pictures.*go to staff \(OPENAI_MEDIA\)/],
    [said(200, ['a']), {}, 'problem', /no model gpt-x.*OPENAI_MODEL/],
    [said(200, ['a']), at, 'warning', /does not list gpt-x.*OPENAI_MODEL/],
    [said(200), at, 'warning', /does not tell about models \(200\).*\/v1/],
    [said(404), at, 'warning', /does not tell about models \(404\).*OPENAI_BASE_URL/],
    [said(401), { apiKey: 'key' }, 'problem', /refuses the key.*OPENAI_API_KEY/],
    [said(401), at, 'problem', /wants a key.*OPENAI_API_KEY/],
    [said(429), {}, 'warning', /asked too much/],
    [
      { type: 'no_answer', why: 'the connection failed (ECONNREFUSED)' },
      at,
      'warning',
      /ECONNREFUSED.*Check that it runs/,
    ],
    [{ type: 'no_answer', why: 'nothing within 5 s' }, {}, 'warning', /reaches https:\/\/api\.openai\.com/],
  ])('%o, set as %o: %s', ([answer, set, level, words]) => {
    const finding = endpointFinding({ model: 'gpt-x', takesMedia: true, ...set }, answer)
    expect(finding.level).toBe(level)
    expect(inOneLine(finding)).toMatch(words)
    expect(isHelpful(finding)).toBe(true)
  })
})

describe('DATA_DIR', () => {
  const disk: Disk = { folder: 'data/var', state: 'writable', place: 'root', free: 5e9, running: false }
  test.for<[Partial<Disk>, Finding['level'], RegExp]>([
    [{}, 'ok', /no kidoku is running on it/],
    [{ running: true }, 'ok', /a kidoku is running on it/],
    [{ state: 'new' }, 'ok', /made at the first start/],
    [{ free: undefined }, 'ok', /data\/var/],
    [{ state: 'refused' }, 'problem', /cannot be written/],
    [{ state: 'blocked' }, 'problem', /in the way/],
    [{ access: { type: 'private' } }, 'ok', /no kidoku is running on it/],
    [{ access: { type: 'open' } }, 'warning', /other users of this computer may write to data\/var/],
    [{ access: { type: 'open' }, running: true, free: 0 }, 'problem', /only 0 MB left/],
    [
      { access: { type: 'foreign', path: 'data/var/staff.json' } },
      'problem',
      /^data\/var\/staff\.json belongs to another/,
    ],
    [{ free: 150e6 }, 'warning', /only 150 MB left/],
    [{ free: 0 }, 'problem', /only 0 MB left/],
  ])('%o: %s', ([change, level, words]) => {
    const finding = dataFolder({ ...disk, ...change })
    expect(finding).toMatchObject({ level, found: expect.stringMatching(words) })
    expect(isHelpful(finding)).toBe(true)
  })
})

describe('what one customer may take, beside what all may', () => {
  test('more than all together is a warning, since one could stop the assistant for everybody', () => {
    const finding = spendStop(300_000, { tokens_a_day: 500_000 })
    expect(finding?.level).toBe('warning')
    expect(finding && inOneLine(finding)).toMatch(/tokens_a_day .*500000.*TOKENS_PER_DAY.*300000.*for all/)
    expect(finding && isHelpful(finding)).toBe(true)
  })

  test('no more than that, or no stop for all, is nothing to speak of', () => {
    expect(spendStop(500_000, { tokens_a_day: 500_000 })).toBeUndefined()
    expect(spendStop(undefined, { tokens_a_day: 500_000 })).toBeUndefined()
  })
})

test('texts that cannot be read are problems, a mistake each; of several channels they stop their own', () => {
  const mistakes = 'a.md:1: no heading. Write one.\nb.md:2: the same. Write one.'
  const of = (serves: 'one' | 'several') =>
    texts(
      { ok: false, mistakes: 'assistant.md:1: x. Do y.' },
      { ok: false, mistakes },
      { ok: false, mistakes: 'office-hours.yaml:3: no such day. Write one.' },
      'data/knowledge',
      serves,
    )
  const findings = of('one')
  expect(new Set(findings.map(({ why }) => why))).toEqual(
    new Set(['kidoku does not start with a text that it cannot read']),
  )
  expect(of('several')[0]?.why).toMatch(/^A channel whose texts cannot be read when kidoku starts is not served/)
  expect(findings.map(({ level, found }) => `${level} ${found}`)).toEqual([
    'problem assistant.md:1: x. Do y.',
    'problem a.md:1: no heading. Write one.',
    'problem b.md:2: the same. Write one.',
    'problem office-hours.yaml:3: no such day. Write one.',
  ])
})

describe('the report', () => {
  const finding: Finding = {
    level: 'warning',
    topic: 'Links',
    found: 'PUBLIC_URL is not set',
    why: 'no link follows',
    remedy: 'Set it',
  }

  test('a sign and a word, one line, and below it why and what to do', () => {
    expect(inText(finding).split('\n')).toEqual([
      '  ! warning  Links             PUBLIC_URL is not set',
      '             Why:  No link follows.',
      '             Do:   Set it.',
    ])
  })

  test('long text is broken between words, and stays in its column', () => {
    const lines = inText({ ...finding, why: 'word '.repeat(60).trim() }).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100)
    expect(lines[2]).toMatch(/^ {19}word/)
  })

  test('the summary says what to do next', () => {
    expect(summary([finding])).toBe('no problems, 1 warning, 0 in order. kidoku can work; read the warnings once.')
    const problem: Finding = { ...finding, level: 'problem' }
    expect(summary([problem, problem, finding])).toBe(
      '2 problems, 1 warning, 0 in order. Mend the problems, then run this again.',
    )
    expect(summary([{ level: 'ok', topic: 'a', found: 'b' }])).toContain('All is well')
  })
})
