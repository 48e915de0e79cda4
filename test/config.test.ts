import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { describeProblems, loadConfig, readConfig, type Config, type Environment } from '../src/config.ts'
import { openChannels } from '../src/channels-file.ts'
import { settingNames as knownNames } from '../src/setting-names.ts'

const secret = '0123456789abcdef0123456789abcdef'
const accessToken = `${'Zm9vYmFyYmF6cXV4'.repeat(10)}+/=`
const channel = { LINE_CHANNEL_SECRET: secret, LINE_CHANNEL_ACCESS_TOKEN: accessToken }
const user = (digit: string) => `U${digit.repeat(32)}`

function configOf(env: Environment): Config {
  const read = readConfig(env)
  if (!read.ok) throw new Error(describeProblems(read.problems))
  return read.config
}

/** What is wrong with an environment, a line each. */
function problemsOf(env: Environment): string[] {
  const read = readConfig(env)
  return read.ok ? [] : describeProblems(read.problems).split('\n')
}

describe('what holds when little is set', () => {
  test('with nothing set, the simulator plays LINE and only this machine is served', () => {
    expect(configOf({})).toEqual({
      mode: 'simulator',
      port: 3000,
      host: '127.0.0.1',
      simulatorPort: 3001,
      dataDir: 'data/var',
      promptsDir: 'prompts',
      knowledgeDir: 'data/knowledge',
      profile: 'assistant',
      model: 'offline',
      pushDailyCap: 200,
      judgementsAtOnce: 50,
      answering: { mode: 'on' },
      readApi: 'token',
      staffUsers: [],
      logLevel: 'info',
    })
  })

  test('what is empty is not set', () => {
    expect(configOf({ PORT: '', LINE_CHANNEL_SECRET: '', GEMINI_API_KEY: ' ', MODE: '' })).toEqual(configOf({}))
  })

  test('with a channel, LINE is served from every address', () => {
    const config = configOf(channel)
    const token = { type: 'long_lived', accessToken }
    expect(config).toMatchObject({ mode: 'line', host: '0.0.0.0', channel: { secrets: [secret], token } })
    expect(config).not.toHaveProperty('simulatorPort')
  })

  test('with the channel’s id instead of a token, tokens are issued by themselves: for the secret, or with a key', () => {
    const byItself = { LINE_CHANNEL_SECRET: secret, LINE_CHANNEL_ID: '1650000000' }
    expect(configOf(byItself)).toMatchObject({ channel: { token: { type: 'stateless', channelId: '1650000000' } } })
    expect(configOf({ ...byItself, LINE_ASSERTION_KEY_FILE: 'my keys/private.json' })).toMatchObject({
      channel: { token: { type: 'jwt', channelId: '1650000000', keyFile: 'my keys/private.json' } },
    })
  })

  test('with a key, Gemini answers', () => {
    expect(configOf({ GEMINI_API_KEY: 'AIzaKey' })).toMatchObject({
      model: 'gemini',
      gemini: { apiKey: 'AIzaKey', model: 'gemini-3.6-flash' },
    })
  })
})

describe('which model answers', () => {
  const gemini = { GEMINI_API_KEY: 'AIzaKey' }
  const openai = { OPENAI_API_KEY: 'sk-key', OPENAI_MODEL: 'gpt-5-mini' }
  const local = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/', OPENAI_MODEL: 'hf.co/org/qwen3:8b@q4' }

  test('OpenAI with its key; an endpoint of one’s own without any', () => {
    expect(configOf(openai)).toMatchObject({
      model: 'openai',
      openai: { apiKey: 'sk-key', model: 'gpt-5-mini', takesMedia: true },
    })
    expect(configOf(local)).toMatchObject({
      model: 'openai',
      openai: { model: 'hf.co/org/qwen3:8b@q4', baseUrl: 'http://127.0.0.1:11434/v1' },
    })
    expect(configOf(local).openai?.apiKey).toBeUndefined()
  })

  test('a private model is shown pictures only when it is said that it sees', () => {
    expect(configOf(local).openai?.takesMedia).toBe(false)
    expect(configOf({ ...local, OPENAI_MEDIA: 'on' }).openai?.takesMedia).toBe(true)
    expect(configOf({ ...openai, OPENAI_MEDIA: 'off' }).openai?.takesMedia).toBe(false)
  })

  test('with both, the one that MODEL names; the other is there for the lab', () => {
    expect(configOf({ ...gemini, ...openai, MODEL: 'openai' })).toMatchObject({
      model: 'openai',
      gemini: {},
      openai: {},
    })
    expect(configOf({ ...gemini, ...openai, MODEL: 'gemini' }).model).toBe('gemini')
    expect(configOf({ ...gemini, MODEL: 'offline' })).toMatchObject({ model: 'offline', gemini: {} })
  })

  test('a key alone is one for another program: it is left alone, and the welcome can say so', () => {
    expect(configOf({ OPENAI_API_KEY: 'sk-key' })).toMatchObject({ model: 'offline', keyLeftAlone: true })
    expect(configOf({ ...gemini, OPENAI_API_KEY: 'sk-key' })).toMatchObject({ model: 'gemini', keyLeftAlone: true })
    expect(configOf({ ...openai, MODEL: 'openai' })).not.toHaveProperty('keyLeftAlone')
  })

  test('a key for another program, in the environment, does no harm where another model is named', () => {
    expect(configOf({ OPENAI_API_KEY: 'sk-key', MODEL: 'offline' })).toMatchObject({ model: 'offline' })
    expect(configOf({ ...gemini, OPENAI_API_KEY: 'sk-key', MODEL: 'gemini' })).not.toHaveProperty('openai.model')
  })

  test.for<[string, Environment, RegExp]>([
    ['both, and no choice', { ...gemini, ...openai }, /^MODEL is missing, .*: write MODEL=gemini or MODEL=openai/],
    ['a model there is not', { MODEL: 'claude' }, /^MODEL is not a model that can answer: write one of gemini, openai/],
    ['Gemini without a key', { MODEL: 'gemini' }, /^GEMINI_API_KEY is missing, which MODEL=gemini needs: .*aistudio/],
    ['OpenAI without a key', { MODEL: 'openai', OPENAI_MODEL: 'x' }, /^OPENAI_API_KEY is missing.*OPENAI_BASE_URL/],
    ['a model’s name alone', { OPENAI_MODEL: 'x' }, /^OPENAI_API_KEY is missing, which OPENAI_MODEL is for/],
    [
      'an endpoint without a model’s name',
      { OPENAI_BASE_URL: 'http://x/v1' },
      /^OPENAI_MODEL is missing.*MODEL=offline/,
    ],
    ['OpenAI without a model’s name', { OPENAI_API_KEY: 'sk-key', MODEL: 'openai' }, /^OPENAI_MODEL is missing/],
    [
      'a name of a model with a space',
      { ...openai, OPENAI_MODEL: 'gpt 5' },
      /^OPENAI_MODEL is not the name of a model/,
    ],
    ['an address with a query', { ...local, OPENAI_BASE_URL: 'http://x/v1?k=1' }, /^OPENAI_BASE_URL has a \? or #/],
    [
      'seeing in other words',
      { ...local, OPENAI_MEDIA: 'yes' },
      /^OPENAI_MEDIA is not on or off: write one of on, off/,
    ],
  ])('%s', ([, env, expected]) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(expected)])
  })
})

test('prices of models are what the operator looked up, with the day', () => {
  expect(configOf({}).modelPrices).toBeUndefined()
  const set = { MODEL_PRICES: 'gemini-3.6-flash=0.30/2.50, qwen3:8b=0.1/0.4', MODEL_PRICES_OF: '2026-11-01' }
  expect(configOf(set).modelPrices).toEqual({
    currency: 'USD',
    asOf: '2026-11-01',
    models: new Map([
      ['gemini-3.6-flash', { input: 0.3, output: 2.5 }],
      ['qwen3:8b', { input: 0.1, output: 0.4 }],
    ]),
  })
})

describe('what the model may take in a day', () => {
  const prices = { MODEL_PRICES: 'gemini-3.6-flash=0.30/2.50', MODEL_PRICES_OF: '2026-11-01' }
  const gemini = { GEMINI_API_KEY: 'AIzaKey' }

  test('is nothing at all, or tokens, or dollars by the prices of the model that answers', () => {
    expect(configOf({})).toMatchObject({ tokensPerDay: undefined, spendPerDay: undefined, judgementsAtOnce: 50 })
    const set = { ...gemini, ...prices, TOKENS_PER_DAY: '1', SPEND_PER_DAY: '2.50', JUDGEMENTS_AT_ONCE: '1' }
    expect(configOf(set)).toMatchObject({ tokensPerDay: 1, spendPerDay: 2.5, judgementsAtOnce: 1 })
    // The offline model costs nothing.
    expect(configOf({ ...prices, SPEND_PER_DAY: '5' })).toMatchObject({ spendPerDay: 5 })
  })

  test.each([
    [{ SPEND_PER_DAY: '5' }, 'SPEND_PER_DAY is set but MODEL_PRICES is not'],
    [{ ...prices, SPEND_PER_DAY: '$5' }, 'SPEND_PER_DAY is not an amount of US dollars'],
    [{ ...prices, SPEND_PER_DAY: '0.00' }, 'SPEND_PER_DAY is 0'],
    [{ TOKENS_PER_DAY: '1.5' }, 'TOKENS_PER_DAY is not a whole number'],
    [{ TOKENS_PER_DAY: '0' }, 'TOKENS_PER_DAY is 0'],
    [{ TOKENS_PER_DAY: 'all' }, 'TOKENS_PER_DAY is not a whole number in its range: write one from 1 to 999999999'],
    [{ TOKENS_PER_DAY: '1000000000' }, 'TOKENS_PER_DAY is not a whole number in its range: write one from 1 to'],
    [{ JUDGEMENTS_AT_ONCE: '0' }, 'JUDGEMENTS_AT_ONCE is 0'],
    [{ JUDGEMENTS_AT_ONCE: '1001' }, 'JUDGEMENTS_AT_ONCE is not a whole number in its range: write one from 1 to 1000'],
    [{ ...prices, ...gemini, GEMINI_MODEL: 'another', SPEND_PER_DAY: '5' }, 'MODEL_PRICES has no price of the model'],
  ])('%o is refused with a remedy', (env, problem) => {
    const read = readConfig(env)
    const told = read.ok ? '' : describeProblems(read.problems)
    expect(told).toContain(problem)
    expect(told).toMatch(/: .{8,}/)
    expect(told.split('\n')).toHaveLength(1)
  })
})

test('everything set is read', () => {
  const env = {
    ...channel,
    PORT: '8080',
    HOST: '::1',
    LINE_API_BASE_URL: 'http://127.0.0.1:9000/',
    LINE_DATA_API_BASE_URL: 'http://127.0.0.1:9001',
    GEMINI_API_KEY: 'AIzaKey',
    GEMINI_MODEL: 'gemini-3.5-flash-lite',
    GEMINI_BASE_URL: 'https://gateway.example/google/',
    OPENAI_API_KEY: 'sk-key',
    OPENAI_MODEL: 'org/model:8b',
    OPENAI_BASE_URL: 'https://gateway.example/v1/',
    OPENAI_MEDIA: 'on',
    MODEL: 'openai',
    DATA_DIR: '/var/lib/kidoku',
    PROMPTS_DIR: 'my prompts',
    KNOWLEDGE_DIR: '知識',
    PROFILE: 'assistant-ja',
    CONSOLE_PASSWORD: 'correct horse battery',
    NOTIFY_WEBHOOK_URL: 'https://hooks.example/services/T0/B0/x?thread=1',
    NOTIFY_WEBHOOK_FORM: 'discord',
    PUBLIC_URL: 'https://shop.example/kidoku/',
    PUSH_DAILY_CAP: '0',
    TOKENS_PER_DAY: '5000000',
    JUDGEMENTS_AT_ONCE: '8',
    MODE: 'testers',
    TESTERS: `${user('a')}, ${user('b')},`,
    READ_API: 'partner',
    KEEP_CONTENT: '30d',
    STAFF_GROUP: `C${'0'.repeat(32)}`,
    STAFF_USERS: `${user('c')},${user('d')}, ${user('c')}`,
    STAFF_LANGUAGE: 'zh-TW',
    LOG_LEVEL: 'debug',
  }
  expect(configOf(env)).toEqual({
    mode: 'line',
    channel: {
      secrets: [secret],
      token: { type: 'long_lived', accessToken },
      apiBaseUrl: 'http://127.0.0.1:9000',
      dataApiBaseUrl: 'http://127.0.0.1:9001',
    },
    port: 8080,
    host: '::1',
    model: 'openai',
    gemini: { apiKey: 'AIzaKey', model: 'gemini-3.5-flash-lite', baseUrl: 'https://gateway.example/google' },
    openai: { apiKey: 'sk-key', model: 'org/model:8b', baseUrl: 'https://gateway.example/v1', takesMedia: true },
    dataDir: '/var/lib/kidoku',
    promptsDir: 'my prompts',
    knowledgeDir: '知識',
    profile: 'assistant-ja',
    consolePassword: 'correct horse battery',
    notifyWebhookUrl: 'https://hooks.example/services/T0/B0/x?thread=1',
    notifyWebhookForm: 'discord',
    publicUrl: 'https://shop.example/kidoku',
    pushDailyCap: 0,
    tokensPerDay: 5_000_000,
    judgementsAtOnce: 8,
    answering: { mode: 'testers', testers: [user('a'), user('b')] },
    readApi: 'partner',
    keepContentMs: 30 * 24 * 3_600_000,
    staffGroup: `C${'0'.repeat(32)}`,
    staffUsers: [user('c'), user('d')],
    staffLanguage: 'zh-TW',
    logLevel: 'debug',
  })
})

describe('who is answered', () => {
  test('in the simulator too: everybody, testers alone, or nobody', () => {
    expect(configOf({ MODE: 'on' }).answering).toEqual({ mode: 'on' })
    expect(configOf({ MODE: 'observe' }).answering).toEqual({ mode: 'observe' })
    const testers = { MODE: 'testers', TESTERS: `${user('a')},${user('a')}` }
    expect(configOf(testers)).toMatchObject({ mode: 'simulator', answering: { mode: 'testers', testers: [user('a')] } })
    // The list may stay when the mode moves on.
    expect(configOf({ MODE: 'observe', TESTERS: user('a') }).answering).toEqual({ mode: 'observe' })
  })
})

test.for([
  ['90m', 90 * 60_000],
  ['12h', 12 * 3_600_000],
  ['1d', 24 * 3_600_000],
] as const)('contents are kept for %s', ([length, ms]) => {
  expect(configOf({ KEEP_CONTENT: length }).keepContentMs).toBe(ms)
})

test('while a channel secret is being rotated, both serve', () => {
  const other = secret.toUpperCase()
  expect(configOf({ ...channel, LINE_CHANNEL_SECRET: `${secret}, ${other},` })).toMatchObject({
    channel: { secrets: [secret, other] },
  })
})

describe('what is wrong is named with its remedy', () => {
  test('half a channel: the other half, and where it is found', () => {
    expect(problemsOf({ LINE_CHANNEL_SECRET: secret })).toEqual([
      'LINE_CHANNEL_ACCESS_TOKEN is missing: copy it from the LINE Developers console, Messaging API tab, Channel access token; or set LINE_CHANNEL_ID instead, and tokens are issued by themselves',
    ])
    for (const half of [{ LINE_CHANNEL_ACCESS_TOKEN: accessToken }, { LINE_CHANNEL_ID: '1650000000' }])
      expect(problemsOf(half)).toEqual([expect.stringMatching(/^LINE_CHANNEL_SECRET is missing/)])
    expect(problemsOf({ LINE_CHANNEL_ACCESS_TOKEN: accessToken })).toEqual([
      'LINE_CHANNEL_SECRET is missing: copy it from the LINE Developers console, Basic settings tab, Channel secret',
    ])
  })

  test('all at once', () => {
    const env = {
      PORT: 'http',
      LOG_LEVEL: 'loud',
      CONSOLE_PASSWORD: 'short',
      LINE_CHANNEL_SECRET: secret,
      MODE: 'tester',
      TESTERS: user('a'),
    }
    expect(problemsOf(env).map((line) => line.split(' ')[0])).toEqual([
      'LINE_CHANNEL_ACCESS_TOKEN',
      'PORT',
      'CONSOLE_PASSWORD',
      'MODE',
      'LOG_LEVEL',
    ])
  })

  test.for<[string, Environment, RegExp]>([
    ['a port past the last', { PORT: '65536' }, /^PORT is not a whole number in its range: write one from 0 to 65535/],
    ['a port with a sign', { PORT: '-1' }, /^PORT is not a whole number/],
    ['figures on any free port', { METRICS_PORT: '0' }, /^METRICS_PORT is 0: .*leave it out to have none$/],
    [
      'figures past the last port',
      { METRICS_PORT: '65536' },
      /^METRICS_PORT is not a whole .*write one from 1 to 65535/,
    ],
    ['the port twice', { PORT: '3001' }, /^SIMULATOR_PORT is the same as PORT/],
    [
      'a cap with a comma',
      { PUSH_DAILY_CAP: '1,000' },
      /^PUSH_DAILY_CAP is not a whole number.*without spaces or commas/,
    ],
    ['a host that is an address of the web', { HOST: 'http://x/' }, /^HOST is not an address/],
    ['a level there is not', { LOG_LEVEL: 'verbose' }, /^LOG_LEVEL is not a level: write one of debug, info/],
    ['a profile with its folder', { PROFILE: '../x' }, /^PROFILE is not the name of a prompt: .*without \.md/],
    ['a short password', { CONSOLE_PASSWORD: '1234567' }, /^CONSOLE_PASSWORD is too short: .*8 characters/],
    ['the password of an example', { CONSOLE_PASSWORD: 'change-me-please' }, /^CONSOLE_PASSWORD is still the text/],
    ['a public address without https', { PUBLIC_URL: 'http://shop.example' }, /^PUBLIC_URL .* begins with https:\/\//],
    [
      'a public address with our page',
      { PUBLIC_URL: 'https://x/a/console/' },
      /^PUBLIC_URL ends with \/console: end it/,
    ],
    [
      'LINE’s address of us',
      { PUBLIC_URL: 'https://x/webhook' },
      /^PUBLIC_URL ends with \/webhook: end it before that/,
    ],
    ['an address without its beginning', { NOTIFY_WEBHOOK_URL: 'hooks.example' }, /^NOTIFY_WEBHOOK_URL is not an addr/],
    ['a name and password in an address', { PUBLIC_URL: 'https://a:b@shop.example' }, /^PUBLIC_URL has a user name/],
    ['a query after Gemini’s address', { GEMINI_BASE_URL: 'https://x/?key=1' }, /^GEMINI_BASE_URL has a \? or #/],
    [
      'a path, which LINE’s SDK drops',
      { ...channel, LINE_API_BASE_URL: 'https://x/line' },
      /^LINE_API_BASE_URL has a path/,
    ],
    [
      'LINE’s address without a channel',
      { LINE_API_BASE_URL: 'https://x' },
      /^LINE_API_BASE_URL is set but no channel/,
    ],
    [
      'a token where the secret belongs',
      { ...channel, LINE_CHANNEL_SECRET: accessToken },
      /^LINE_CHANNEL_SECRET looks/,
    ],
    [
      'a secret where the token belongs',
      { ...channel, LINE_CHANNEL_ACCESS_TOKEN: secret },
      /^LINE_CHANNEL_ACCESS_TOK.* looks/,
    ],
    ['only commas', { ...channel, LINE_CHANNEL_SECRET: ',,' }, /^LINE_CHANNEL_SECRET holds only commas/],
    [
      'a token and the id that tokens are issued for',
      { ...channel, LINE_CHANNEL_ID: '1650000000' },
      /^LINE_CHANNEL_ID and LINE_CHANNEL_ACCESS_TOKEN are both set: set one of them/,
    ],
    [
      'an id that is the account’s name',
      { LINE_CHANNEL_SECRET: secret, LINE_CHANNEL_ID: '@mugi' },
      /^LINE_CHANNEL_ID is not a channel id, which is digits alone: copy it from .*Basic settings tab, Channel ID/,
    ],
    [
      'a key without the channel it is for',
      { ...channel, LINE_ASSERTION_KEY_FILE: 'key.json' },
      /^LINE_ASSERTION_KEY_FILE is set but LINE_CHANNEL_ID is not: set LINE_CHANNEL_ID too/,
    ],
    ['a mode there is not', { MODE: 'off' }, /^MODE is not a mode: write one of on, testers, observe/],
    ['testers who are not named', { MODE: 'testers' }, /^TESTERS is missing, which MODE=testers needs: .*Your user ID/],
    ['testers without a mode', { TESTERS: user('a') }, /^TESTERS is set but MODE is not: set MODE=testers/],
    [
      'a tester by name',
      { MODE: 'testers', TESTERS: `${user('a')}, Hana` },
      /^TESTERS holds something that is not a LINE user id .*: write ids with commas between them/,
    ],
    ['a way to read there is not', { READ_API: 'chat' }, /^READ_API is not a way to mark as read: .* token, partner/],
    ['a length without its unit', { KEEP_CONTENT: '30' }, /^KEEP_CONTENT is not a length of time: .*90m, 12h or 30d/],
    ['no length at all', { KEEP_CONTENT: '0d' }, /^KEEP_CONTENT is not a length of time/],
    ['a user where a group belongs', { STAFF_GROUP: user('a') }, /^STAFF_GROUP is not the id of a LINE group/],
    [
      'a group where users belong',
      { STAFF_USERS: `${user('a')}, C${'0'.repeat(32)}` },
      /^STAFF_USERS holds something that is not a LINE user id .*: .*docs\/telling\.md/,
    ],
    [
      'a language that nobody wrote the cards in',
      { STAFF_LANGUAGE: 'zh-CN' },
      /^STAFF_LANGUAGE is not a language that staff are told in: write one of en, ja, zh-TW, th/,
    ],
    [
      'a form of webhook there is not',
      { NOTIFY_WEBHOOK_URL: 'https://hooks.example', NOTIFY_WEBHOOK_FORM: 'teams' },
      /^NOTIFY_WEBHOOK_FORM is not a form of webhook: write one of slack, discord/,
    ],
    [
      'a form without a webhook',
      { NOTIFY_WEBHOOK_FORM: 'slack' },
      /^NOTIFY_WEBHOOK_FORM is set but NOTIFY_WEBHOOK_URL is not: set NOTIFY_WEBHOOK_URL too/,
    ],
    ['another database', { DATABASE_URL: 'mysql://x' }, /^DATABASE_URL is not the address of a PostgreSQL database/],
  ])('%s', ([, env, expected]) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(expected)])
  })

  test.for<[string, string, RegExp]>([
    ['in quotation marks', '"Q"', /has quotation marks around it: remove them/],
    ['in curly quotation marks', '“Q”', /has quotation marks around it/],
    ['with half its quotation marks', '"Q', /has a character in it that no secret has/],
    ['with a space before', ' Q', /begins or ends with a space/],
    ['with a space within', 'Q Q', /has a space in it: copy it from/],
    ['on two lines', 'Q\nQ', /has a line break in it/],
    ['in full-width letters', 'Ｑ', /has a character in it that no secret has/],
    ['with the word Bearer', 'Bearer Q', /begins with "Bearer"/],
    ['as an example has it', '<Q>', /is still the text of an example: copy it from/],
    ['as an example has it, in words', 'your-channel-access-token', /is still the text of an example/],
    ['as a row of x', 'xxxxxxxx', /is still the text of an example/],
    ['with a variable that nobody filled in', '${TOKEN}', /is still the text of an example/],
  ])('a secret pasted %s, once and without repeating it', ([, pasted, expected]) => {
    const value = pasted.replaceAll('Q', 'S3CR3Tvalue')
    const env = {
      LINE_CHANNEL_SECRET: value,
      LINE_CHANNEL_ACCESS_TOKEN: value,
      GEMINI_API_KEY: value,
      OPENAI_API_KEY: value,
    }
    const problems = problemsOf({ ...env, OPENAI_MODEL: 'gpt-5-mini', MODEL: 'gemini' })
    expect(problems).toHaveLength(4)
    expect(new Set(problems.map((line) => line.split(' ')[0]))).toEqual(new Set(Object.keys(env)))
    for (const problem of problems) expect(problem).toMatch(expected)
    expect(problems.join()).not.toContain('S3CR3T')
  })

  test('no value is repeated, since a secret may stand in the wrong line', () => {
    const names = settingNames()
    const problems = problemsOf(Object.fromEntries([...names].map((name) => [name, 'S3CR3T "value"'])))
    expect(problems.length).toBeGreaterThan(10)
    expect(problems.join()).not.toContain('S3CR3T')
  })
})

/** A `.env` that goes with the test. */
function file(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kidoku-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, '.env'), content)
  return join(folder, '.env')
}

describe('the file .env', () => {
  test('it is read, and the environment counts more', () => {
    const path = file('PORT=4000\nPROFILE="shop" # ours\n')
    expect(loadConfig({ PORT: '5000' }, path)).toMatchObject({ config: { port: 5000, profile: 'shop' } })
  })

  test('as Windows writes it', () => {
    expect(loadConfig({}, file('\uFEFFPORT=4000\r\nPROFILE=shop\r\n'))).toMatchObject({
      config: { port: 4000, profile: 'shop' },
    })
  })

  test('without one, the environment alone counts', () => {
    expect(loadConfig({ PORT: '5000' }, '/nowhere/.env')).toMatchObject({ config: { port: 5000 } })
  })

  test('a name that looks like a setting and is none is a problem, with all others; what is in the environment is not', () => {
    const path = file('Mode=testers\nLINE_SECRET=S3CR3T\nlog_level=\nMY_NOTE=1\nconsole: S3CR3T=\nPORT=http\n')
    const read = loadConfig({ Mode: 'x', LINE_OTHER: 'x' }, path)
    expect(read.ok ? [] : describeProblems(read.problems).split('\n')).toEqual([
      'LINE_SECRET is not a setting: the nearest is LINE_CHANNEL_SECRET; write that, or remove it',
      'Mode is not a setting: did you mean MODE?',
      'log_level is not a setting: did you mean LOG_LEVEL?',
      expect.stringMatching(/^PORT is not a whole number/),
    ])
    expect(loadConfig({ Mode: 'x', LINE_OTHER: 'x' }, '/nowhere/.env')).toMatchObject({ ok: true })
  })

  test.for<[string, string, string]>([
    ['one letter less', 'RETENTION_DAY', 'RETENTION_DAYS'],
    ['one letter less in front', 'TOKEN_PER_DAY', 'TOKENS_PER_DAY'],
    ['a line between words less', 'TOKENS_PERDAY', 'TOKENS_PER_DAY'],
    ['no line between words', 'SPENDPERDAY', 'SPEND_PER_DAY'],
    ['no line between four words', 'LINECHANNELACCESSTOKEN', 'LINE_CHANNEL_ACCESS_TOKEN'],
    ['another word at its beginning', 'METRIC_PORT', 'METRICS_PORT'],
    ['several of what is one', 'STAFF_GROUPS', 'STAFF_GROUP'],
    ['several of what is one, in one word', 'MODES', 'MODE'],
    ['one of what are several', 'TESTER', 'TESTERS'],
    ['two letters the wrong way round, and one too many', 'RETENITON_DAYSS', 'RETENTION_DAYS'],
    ['another case', 'testers', 'TESTERS'],
    ['a hyphen', 'RETENTION-DAYS', 'RETENTION_DAYS'],
    ['a space', 'RETENTION DAYS', 'RETENTION_DAYS'],
    ['our own name in front', 'KIDOKU_MODE', 'MODE'],
  ])('a name with %s is refused, with what was meant', ([, name, meant]) => {
    const read = loadConfig({}, file(`${name}=S3CR3T\n`))
    const problems = read.ok ? [] : describeProblems(read.problems).split('\n')
    expect(problems).toEqual([`${name} is not a setting: did you mean ${meant}?`])
  })

  test('a name that begins with the first word of a setting is refused, with the nearest', () => {
    const told = (name: string) => {
      const read = loadConfig({}, file(`${name}=x\n`))
      return read.ok ? '' : describeProblems(read.problems)
    }
    expect(told('DATA_FOLDER')).toBe('DATA_FOLDER is not a setting: the nearest is DATA_DIR; write that, or remove it')
    expect(told('staff_members')).toContain('the nearest is STAFF_USERS')
    for (const other of ['MY_NOTE', 'NODE_ENV', 'TZ', 'COMPOSE_PROJECT_NAME', 'HTTPS_PROXY']) {
      expect([other, told(other)]).toEqual([other, ''])
    }
  })

  test('a setting without its “=” is refused, since the line would be passed over; a pasted secret is not repeated', () => {
    const path = file(
      'RETENTION_DAYS: 90\nMODES testers\n# PORT: 80\nMODE: testers=x\nS3CR3T/abc+def\nTESTERS\n\nHOST = ::1',
    )
    const read = loadConfig({}, path)
    const remedy = (name: string) => `${name} has no “=” behind it: write ${name}=value`
    expect(read.ok ? [] : describeProblems(read.problems).split('\n')).toEqual([
      remedy('MODE'),
      remedy('RETENTION_DAYS'),
      'MODES is not a setting: did you mean MODE?',
      remedy('TESTERS'),
    ])
  })

  test('one that cannot be read is a problem and no stack trace', () => {
    expect(loadConfig({}, tmpdir())).toMatchObject({ ok: false, problems: [{ problem: 'cannot be read' }] })
  })
})

describe('several channels', () => {
  const text = `mugi:\n  secret: ${secret}\n  token: \${LINE_MUGI}\n`

  test('are read beside .env', () => {
    const read = loadConfig({ LINE_MUGI: accessToken }, '/nowhere/.env', file(text))
    const channel = { secrets: [secret], token: { type: 'long_lived', accessToken } }
    expect(read).toMatchObject({ config: { mode: 'line', channel, channels: [{ name: 'mugi', channel }] } })
  })

  test('a name that channels.yaml takes from .env is not taken for a misspelt setting', () => {
    const env = file(`LINE_MUGI=${accessToken}\nLINE_KOBO=x\n`)
    const read = loadConfig({}, env, file(text))
    expect(read.ok ? [] : read.problems.map(({ name }) => name)).toEqual(['LINE_KOBO'])
    const colon = loadConfig({}, file('LINE_MUGI: x\n'), file(text))
    expect(colon.ok ? '' : describeProblems(colon.problems)).toContain('LINE_MUGI has no “=” behind it')
  })
})

test('the names that count as settings are those that are read', () => {
  expect(knownNames.toSorted()).toEqual([...settingNames()].toSorted())
})

describe('.env.example', () => {
  const example = readFileSync('.env.example', 'utf8')

  test('it names every setting there is, and none that is not', () => {
    const named = [...example.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1] ?? '')
    expect(named.toSorted()).toEqual([...settingNames()].toSorted())
  })

  test('it says the most that TOKENS_PER_DAY may be', () => {
    const most = /999,999,999[^]*\n#TOKENS_PER_DAY=/.test(example)
    expect([most, configOf({ TOKENS_PER_DAY: '999999999' }).tokensPerDay]).toEqual([true, 999_999_999])
  })

  test('as it is, it changes nothing; and what it shows as defaults are the defaults', () => {
    expect(configOf(parseEnv(example))).toEqual(configOf({}))
    const shown = parseEnv(example.replace(/^#(?=[A-Z_]+=)/gm, ''))
    const {
      LINE_API_BASE_URL: _,
      LINE_DATA_API_BASE_URL: __,
      GEMINI_BASE_URL: ___,
      DATABASE_URL: ____,
      ...defaults
    } = shown
    expect(configOf(defaults)).toEqual(configOf({}))
  })
})

/** The names that the configuration looks for. */
function settingNames(): Set<string> {
  const asked = new Set<string>()
  const env = new Proxy<Record<string, string>>(
    {},
    {
      get(_, name) {
        asked.add(String(name))
        return undefined
      },
    },
  )
  readConfig(env)
  openChannels(env, '/nowhere/channels.yaml')
  return asked
}
