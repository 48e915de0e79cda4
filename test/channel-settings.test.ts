import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { channelKeys } from '../src/channel-keys.ts'
import { openChannels } from '../src/channels-file.ts'
import { describeProblems, loadConfig, readConfig, secretsOf } from '../src/config.ts'
import type { ChannelSettings, Config, Environment } from '../src/config.ts'

const hex = (digit: string) => digit.repeat(32)
const accessToken = (letter: string) => `${letter.repeat(160)}+/=`
const user = (digit: string) => `U${hex(digit)}`
const group = `C${hex('9')}`

const mugi = `mugi:\n  secret: ${hex('a')}\n  token: ${accessToken('m')}\n`
const kobo = `kobo:\n  secret: ${hex('b')}\n  token: ${accessToken('k')}\n`

const read = (text: string, env: Environment = {}) => readConfig(env, { path: 'channels.yaml', text })

function configOf(text: string, env: Environment = {}): Config {
  const config = read(text, env)
  if (!config.ok) throw new Error(describeProblems(config.problems))
  return config.config
}

function channelsOf(text: string, env: Environment = {}): ChannelSettings[] {
  const config = configOf(text, env)
  return config.mode === 'line' ? (config.channels ?? []) : []
}

/** What is wrong with a file, a line each. */
function problemsOf(text: string, env: Environment = {}): string[] {
  const config = read(text, env)
  return config.ok ? [] : describeProblems(config.problems).split('\n')
}

/** What one more line in mugi's entry does. */
const withLine = (line: string, env: Environment = {}) => problemsOf(`${mugi}  ${line}\n`, env)

describe('what comes out', () => {
  test('a secret and a token are enough for a channel; the rest is as for one alone', () => {
    expect(channelsOf(mugi)).toEqual([
      {
        name: 'mugi',
        title: 'mugi',
        channel: { secrets: [hex('a')], token: { type: 'long_lived', accessToken: accessToken('m') } },
        profile: 'assistant',
        promptsDir: 'prompts',
        knowledgeDir: 'data/knowledge',
        answering: { mode: 'on' },
        readApi: 'token',
        pushDailyCap: 200,
        staffUsers: [],
      },
    ])
  })

  test('everything that can be written is read', () => {
    const text = `
# A chain.
mugi:
  name: Mugi Bakery 🍞
  secret: ['\${OLD}', '\${NEW}']
  channel_id: 01650000000000000000
  assertion_key_file: keys/mugi.json
  profile: teaching
  prompts: shops/mugi/prompts
  mode: testers
  testers:
    - ${user('1')}
    - ${user('2')}
  staff_group: ${group}
  staff_users: ${user('3')}, ${user('4')}
  staff_language: ja
  notify_webhook_url: https://hooks.example/\${MUGI_HOOK}?thread=1
  notify_webhook_form: discord
  push_daily_cap: 0
  read_api: partner
  api_base_url: http://127.0.0.1:9000/
  data_api_base_url: http://127.0.0.1:9001
`
    expect(channelsOf(text, { OLD: hex('0'), NEW: `${hex('1')},`, MUGI_HOOK: 'T0/x' })).toEqual([
      {
        name: 'mugi',
        title: 'Mugi Bakery 🍞',
        channel: {
          secrets: [hex('0'), hex('1')],
          token: { type: 'jwt', channelId: '01650000000000000000', keyFile: 'keys/mugi.json' },
          apiBaseUrl: 'http://127.0.0.1:9000',
          dataApiBaseUrl: 'http://127.0.0.1:9001',
        },
        profile: 'teaching',
        promptsDir: 'shops/mugi/prompts',
        // The texts that the profile ships with.
        knowledgeDir: 'data/knowledge/teaching',
        answering: { mode: 'testers', testers: [user('1'), user('2')] },
        readApi: 'partner',
        pushDailyCap: 0,
        staffGroup: group,
        staffUsers: [user('3'), user('4')],
        staffLanguage: 'ja',
        notifyWebhookUrl: 'https://hooks.example/T0/x?thread=1',
        notifyWebhookForm: 'discord',
      },
    ])
  })

  test('LINE is served from every address, and the simulator’s port is nobody’s', () => {
    const config = configOf(mugi + kobo, { PORT: '3001' })
    expect(config).toMatchObject({ mode: 'line', host: '0.0.0.0', channel: { secrets: [hex('a')] } })
    expect(config).not.toHaveProperty('simulatorPort')
    expect(channelsOf(mugi + kobo).map(({ name }) => name)).toEqual(['mugi', 'kobo'])
  })

  test('digits stay the digits that are written, and words stay words', () => {
    const digits = '01234567890123456789012345678901'
    const text = `mugi:\n  secret: ${digits}\n  channel_id: 1650000000\n  name: 007\n  mode: on\n`
    expect(channelsOf(text)).toMatchObject([
      { title: '007', channel: { secrets: [digits], token: { channelId: '1650000000' } }, answering: { mode: 'on' } },
    ])
  })

  test('no secret of any of them gets into the log', () => {
    const [old, one, other] = [hex('d'), 'https://hooks.example/1', 'https://hooks.example/2']
    const text = `${mugi}  notify_webhook_url: ${one}\nkobo:\n  secret: ${old}, ${hex('b')}\n  channel_id: 1650000001\n`
    const secrets = secretsOf(configOf(text, { NOTIFY_WEBHOOK_URL: other, CONSOLE_PASSWORD: 'correct horse' }))
    const all = [hex('a'), accessToken('m'), one, other, old, hex('b'), 'correct horse']
    expect(secrets.toSorted()).toEqual(all.toSorted())
  })
})

describe('what an entry leaves out', () => {
  const env = {
    PROFILE: 'assistant-ja',
    PROMPTS_DIR: 'p',
    KNOWLEDGE_DIR: 'k',
    MODE: 'observe',
    STAFF_GROUP: group,
    STAFF_USERS: user('1'),
    STAFF_LANGUAGE: 'th',
    NOTIFY_WEBHOOK_URL: 'https://hooks.example/all',
    NOTIFY_WEBHOOK_FORM: 'discord',
    PUSH_DAILY_CAP: '7',
    READ_API: 'partner',
    LINE_API_BASE_URL: 'http://127.0.0.1:9000',
    LINE_DATA_API_BASE_URL: 'http://127.0.0.1:9001',
  }

  test('is as the environment has it for all', () => {
    expect(channelsOf(mugi, env)).toMatchObject([
      {
        title: 'mugi',
        channel: { apiBaseUrl: 'http://127.0.0.1:9000', dataApiBaseUrl: 'http://127.0.0.1:9001' },
        profile: 'assistant-ja',
        promptsDir: 'p',
        knowledgeDir: 'k',
        answering: { mode: 'observe' },
        staffGroup: group,
        staffUsers: [user('1')],
        staffLanguage: 'th',
        notifyWebhookUrl: 'https://hooks.example/all',
        notifyWebhookForm: 'discord',
        pushDailyCap: 7,
        readApi: 'partner',
      },
    ])
  })

  test('can be said to be none', () => {
    const [channel] = channelsOf(`${mugi}  staff_group: none\n  staff_users: none\n  notify_webhook_url: none\n`, env)
    expect(channel).toMatchObject({ staffGroup: undefined, staffUsers: [], notifyWebhookUrl: undefined })
    expect(channel?.notifyWebhookForm).toBeUndefined()
  })

  test('another webhook has not the form that was set for the first', () => {
    const [channel] = channelsOf(`${mugi}  notify_webhook_url: https://hooks.slack.com/services/x\n`, env)
    expect(channel?.notifyWebhookForm).toBeUndefined()
  })

  test('MODE=testers for all, and testers of each; but testers beside MODE=on are not silently everybody', () => {
    const text = `${mugi}  testers: [${user('1')}]\n`
    expect(channelsOf(text, { MODE: 'testers' })).toMatchObject([
      { answering: { mode: 'testers', testers: [user('1')] } },
    ])
    const told =
      'channels.yaml:4 mugi.testers is set but mode is not: set mode: testers, or mode: on to answer everybody'
    expect(problemsOf(text, { MODE: 'on' })).toEqual([told])
    expect(problemsOf(text)).toEqual([told])
  })

  test('what is wrong in the environment is told once, of the environment', () => {
    const wrong = { PUSH_DAILY_CAP: 'many', LINE_API_BASE_URL: 'ftp://x', STAFF_LANGUAGE: 'fr' }
    expect(problemsOf(mugi + kobo, wrong).map((line) => line.split(' ')[0])).toEqual([
      'LINE_API_BASE_URL',
      'PUSH_DAILY_CAP',
      'STAFF_LANGUAGE',
    ])
  })
})

describe('what is wrong is told with its line and its remedy', () => {
  test('all at once, in the order of the file', () => {
    const text = `mugi:
  secret: ${hex('a')}
  tokn: ${accessToken('m')}
  push_daily_cap: 1,000
Kobo:
  secret: \${KOBO_SECRET}
  token: ${hex('b')}
  mode: testers
`
    expect(problemsOf(text, { PORT: 'http' })).toEqual([
      expect.stringMatching(
        /^channels\.yaml:1 mugi\.token is missing: copy it from .*Messaging API tab.*; or set channel_id instead/,
      ),
      'channels.yaml:3 mugi.tokn is not a setting of a channel: did you mean token?',
      expect.stringMatching(/^channels\.yaml:4 mugi\.push_daily_cap is not a whole number/),
      expect.stringMatching(/^channels\.yaml:5 Kobo is not a name for a channel: write 1 to 40 of a-z, 0-9 and -/),
      expect.stringMatching(/^channels\.yaml:5 Kobo\.testers is missing, which mode: testers needs/),
      'channels.yaml:6 Kobo.secret needs KOBO_SECRET, which is not set: set it in the environment or in .env, or correct the name',
      expect.stringMatching(/^channels\.yaml:7 Kobo\.token looks like a channel secret: copy it from/),
      expect.stringMatching(/^PORT is not a whole number/),
    ])
  })

  test.for<[string, string, RegExp]>([
    ['a misspelt key', 'promts: x', /^channels\.yaml:4 mugi\.promts is not .*: did you mean prompts\?$/],
    ['the name of the environment', 'PROMPTS_DIR: x', /: did you mean prompts\?$/],
    ['a longer word for it', 'channel_access_token: x', /: did you mean token\?$/],
    [
      'a key that is like none',
      'webhook_url: x',
      /: the nearest is notify_webhook_url; docs\/channels\.md has them all$/,
    ],
    ['a setting of the whole server', 'keep_content: 30d', /is not .* but of all: set KEEP_CONTENT in the environment/],
    ['a merge, as YAML had it once', '<<: {profile: x}', /^channels\.yaml:4 mugi\.\(a key\) holds settings of its own/],
    ['a key twice', 'secret: x', /^channels\.yaml:4 mugi\.secret is there twice, first on line 2/],
    ['nothing behind a key', 'staff_group:', /^channels\.yaml:4 mugi\.staff_group has nothing behind it/],
    ['an empty list', 'testers: []', /^channels\.yaml:4 mugi\.testers has nothing behind it/],
    ['a list where one belongs', 'profile: [a, b]', /^channels\.yaml:4 mugi\.profile is a list: write one value/],
    ['more below a key', 'profile: {a: b}', /^channels\.yaml:4 mugi\.profile holds settings of its own/],
    ['a star', 'name: *Mugi', /^channels\.yaml:4 mugi\.name begins with a star/],
    ['a variable without braces', 'staff_group: $GROUP', /^channels\.yaml:4 mugi\.staff_group has a \$ that names no/],
    ['a variable with a default', 'staff_group: ${GROUP:-x}', /mugi\.staff_group has a \$ that names no setting/],
    ['two variables', 'name: ${A_1} ${B}', /mugi\.name needs A_1 and B, which are not set/],
    ['a name for staff that is too long', `name: ${'x'.repeat(61)}`, /^channels\.yaml:4 mugi\.name is too long/],
    [
      'a form without a webhook',
      'notify_webhook_form: slack',
      /form is set but notify_webhook_url is not: set notify_w/,
    ],
    [
      'a token and an id',
      'channel_id: 1650000000',
      /^channels\.yaml:4 mugi\.channel_id and token are both set: set one/,
    ],
    ['a key without an id', 'assertion_key_file: x', /assertion_key_file is set but channel_id is not: set channel_id/],
  ])('%s', ([, line, expected]) => {
    expect(withLine(line)).toEqual([expect.stringMatching(expected)])
  })

  test.for<[string, string, string]>([
    ['no channel', '# nothing yet\n', 'channels.yaml has no channel in it: write one'],
    ['a list', `- ${mugi.replaceAll('\n', '\n  ')}`, 'channels.yaml:1 does not hold channels by name: begin each'],
    ['settings without a channel', `profile: x\n${mugi}`, 'channels.yaml:1 profile is a setting, but of no channel'],
    ['a channel without settings', `kobo:\n${mugi}`, 'channels.yaml:1 kobo has no settings: write them below it'],
    ['an empty channel', `kobo: {}\n${mugi}`, 'channels.yaml:1 kobo has no settings: write them below it'],
    [
      'a word above all of them',
      `channels:\n${mugi.replace(/^/gm, '  ')}`.trimEnd(),
      'channels.yaml:1 channels holds channels and is none: write the name of each channel at the beginning',
    ],
    ['no space behind a colon', `${mugi}  mode:on\n  profile: x\n`, 'channels.yaml:4 is not YAML: check colons'],
    ['a tab', `${mugi}\tmode: on\n`, 'channels.yaml:4 is not YAML'],
    ['one more document', `${mugi}---\n${kobo}`, 'channels.yaml:4 is not YAML'],
    ['a variable in brackets', `${mugi}  testers: [\${X}]\n`, 'channels.yaml:4 is not YAML: check colons'],
    ['a name twice', mugi + kobo.replace('kobo', 'mugi'), 'channels.yaml:4 mugi is there twice, first on line 1'],
    ['a name with another case', mugi.replace('m', 'M'), 'channels.yaml:1 Mugi is not a name for a channel'],
    ['a name that begins with a digit', mugi.replace('m', '1m'), 'channels.yaml:1 (a channel) is not a name'],
    ['a name of 41 letters', mugi.replace('mugi', 'm'.repeat(41)), 'channels.yaml:1 (a channel) is not a name'],
  ])('%s', ([, text, expected]) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(expected)])
  })

  test('500 channels fit, and one more does not', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => `shop-${i}:\n  secret: secret${i}\n  token: token${i}\n`).join('')
    expect(channelsOf(many(500))).toHaveLength(500)
    expect(problemsOf(many(501))).toEqual([
      'channels.yaml has 501 channels in it: 500 can be in one server: put the others into another one',
    ])
  })

  test('a copy that was not finished: one secret, token or id in two channels', () => {
    const copy = `${mugi}kobo:\n  secret: ${hex('c')}, \${MUGI}\n  token: ${accessToken('m')}\n`
    expect(problemsOf(copy, { MUGI: hex('a') })).toEqual([
      'channels.yaml:5 kobo.secret is the same as mugi.secret on line 2: copy it from the LINE Developers console, Basic settings tab, Channel secret',
      'channels.yaml:6 kobo.token is the same as mugi.token on line 3: copy it from the LINE Developers console, Messaging API tab, Channel access token',
    ])
    const ids = ['a', 'b'].map((one) => `${one}:\n  secret: ${hex(one)}\n  channel_id: 1650000000\n`).join('')
    expect(problemsOf(ids)).toEqual([expect.stringContaining('6 b.channel_id is the same as a.channel_id on line 3')])
    // One answers as the other, from the same texts: that may be.
    const same = '  profile: assistant\n  prompts: prompts\n  knowledge: data/knowledge\n'
    expect(channelsOf(mugi + same + kobo + same)).toHaveLength(2)
  })

  test('no value is repeated, since a secret may stand in the wrong line', () => {
    const keys = [
      'name',
      'secret',
      'token',
      'channel_id',
      'profile',
      'mode',
      'testers',
      'staff_group',
      'push_daily_cap',
    ]
    const lines = keys.map((key) => `  ${key}: "'S3CR3T value'"\n`).join('')
    const texts = [
      `mugi:\n${lines}`,
      `mugi:\n  secret: "a" S3CR3T\n`,
      `mugi:\n  secret: @S3CR3T\n`,
      `mugi:\n  secret: *S3CR3T/x\n`,
      `mugi:\n  secret: !S3CR3T x\n`,
      `mugi:\n  S3CR3T/abc+=: x\n  ${hex('a')}S3CR3T: x\n`,
      `S3CR3T/abc: x\n`,
      `mugi:\n  secret: \${S3CR3T value}\n`,
    ]
    for (const text of texts) {
      const problems = problemsOf(text)
      expect([text, problems.length > 0, problems.join()]).toEqual([text, true, expect.not.stringContaining('S3CR3T')])
    }
    const filled = problemsOf(`mugi:\n${keys.map((key) => `  ${key}: \${X}\n`).join('')}`, { X: 'S3CR3T, "value"' })
    expect([filled.length > 3, filled.join()]).toEqual([true, expect.not.stringContaining('S3CR3T')])
  })

  test('a channel of the environment beside the file: it has to move', () => {
    const env = { LINE_CHANNEL_SECRET: hex('a'), LINE_CHANNEL_ACCESS_TOKEN: accessToken('m') }
    expect(problemsOf(kobo, env)).toEqual([
      'LINE_CHANNEL_SECRET is set (and LINE_CHANNEL_ACCESS_TOKEN), and channels.yaml has the channels: move that channel into the file; what ${NAME} stands for there needs a name of its own, such as MUGI_CHANNEL_SECRET',
    ])
  })
})

describe('where the file is', () => {
  /** A folder that goes with the test. */
  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'kidoku-channels-'))
    onTestFinished(() => rmSync(path, { recursive: true }))
    return path
  }

  test('in the folder that kidoku is started in, as Windows writes it too', () => {
    const path = join(folder(), 'channels.yaml')
    expect(loadConfig({}, '/nowhere/.env', path)).toMatchObject({ config: { mode: 'simulator' } })
    writeFileSync(path, `\uFEFF${mugi.replaceAll('\n', '\r\n')}`)
    expect(loadConfig({}, '/nowhere/.env', path)).toMatchObject({ config: { channels: [{ name: 'mugi' }] } })
  })

  test('where CHANNELS_FILE says, which may stand in .env, with the secrets', () => {
    const here = folder()
    writeFileSync(join(here, 'chain.yaml'), 'kobo:\n  secret: ${KOBO_SECRET}\n  token: ${KOBO_TOKEN}\n')
    const env = `CHANNELS_FILE=${join(here, 'chain.yaml')}\nKOBO_SECRET=${hex('a')}\nKOBO_TOKEN=from-here\n`
    writeFileSync(join(here, '.env'), env)
    const read = loadConfig({ KOBO_TOKEN: 'from-the-environment' }, join(here, '.env'), '/nowhere/channels.yaml')
    const token = { accessToken: 'from-the-environment' }
    expect(read).toMatchObject({ config: { channels: [{ channel: { secrets: [hex('a')], token } }] } })
  })

  test('one that is not there, or no file, is told', () => {
    const told = (set: string) => {
      const read = loadConfig({ CHANNELS_FILE: set }, '/nowhere/.env', '/nowhere/channels.yaml')
      return read.ok ? '' : describeProblems(read.problems)
    }
    expect(told('/nowhere/chain.yaml')).toMatch(/^CHANNELS_FILE names a file that is not there: write where it is/)
    expect(told(folder())).toMatch(/^CHANNELS_FILE names a file that cannot be read: make it a text file/)
    expect(told('"chain.yaml"')).toBe('CHANNELS_FILE has quotation marks around it: remove them')
    const usual = openChannels({}, folder())
    expect(usual).toMatchObject({ problems: [{ problem: 'cannot be read' }] })
  })
})

describe('docs/channels.md', () => {
  const page = readFileSync('docs/channels.md', 'utf8')

  test('its examples can be copied', () => {
    const examples = [...page.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text = '']) => text)
    expect(examples.length).toBeGreaterThan(0)
    for (const text of examples) {
      const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)
      const filled = names.map((name) => [name, name.endsWith('_URL') ? 'https://hooks.example/x' : name.toLowerCase()])
      const filledIn = text.replace(/C…/g, group).replace(/U…/g, user('1'))
      expect(problemsOf(filledIn, Object.fromEntries(filled))).toEqual([])
    }
  })

  test('it names every key there is', () => {
    const named = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, key = '']) => key)
    expect(named.toSorted()).toEqual(channelKeys.toSorted())
  })
})
