import { chmod, cp, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { deadAddress, json, serve } from '../adapters/line/server.ts'
import { startServerProcess } from '../process/server.ts'
import { doctor, secrets, shop, type Shop } from './doctor.ts'

/** The shop's server, running until the test ends. */
async function open({ env }: Shop): Promise<void> {
  const server = await startServerProcess(env)
  onTestFinished(async () => {
    server.child.kill('SIGTERM')
    await server.ended
  })
}

const noSecretIn = (output: string): void => {
  for (const secret of Object.values(secrets)) expect(output).not.toContain(secret)
}

describe('a shop in which everything is as it should be', () => {
  test('the doctor finds it well, ends with 0, and leaves the running server alone', async () => {
    const one = await shop()
    await open(one)
    const { code, output, levels, about } = await doctor(one.env)
    expect(output).not.toContain('PROBLEM')
    expect(code).toBe(0)
    for (const topic of [
      'Settings',
      'Who is answered',
      'Access token',
      'Read',
      'Webhook',
      'LINE’s test call',
      'Messages left',
      'Hand-off',
      'Links',
      'Prompt',
      'Knowledge',
      'Model',
      'DATA_DIR',
      'Processor',
    ]) {
      expect([topic, ...levels(topic)]).toEqual([topic, 'ok'])
    }
    expect(about('Access token')).toContain('Hana Flowers')
    expect(about('DATA_DIR')).toContain('a kidoku is running on it')
    expect(output).toMatch(/^no problems, .* in order\./m)
    noSecretIn(output)
    expect((await fetch(`http://127.0.0.1:${one.env.PORT}/readyz`)).status).toBe(200)
  })

  test('not everybody answered, and few messages left: said, and no problem', async () => {
    const one = await shop()
    await open(one)
    one.line.settings.monthlyLimit = 0
    const user = `U${'1'.repeat(32)}`
    const { code, levels, about } = await doctor({ ...one.env, MODE: 'testers', TESTERS: user })
    expect(levels('Who is answered')).toEqual(['warning'])
    expect(about('Who is answered')).toContain('only the one user in TESTERS')
    expect(levels('Messages left')).toEqual(['warning'])
    expect(code).toBe(0)
  })
})

describe('the command', () => {
  test('--help: what it is for, and nothing is looked at', async () => {
    const { code, output } = await doctor({}, ['--help'])
    expect(output).toMatch(/^npm run doctor +looks at/)
    expect(output).not.toContain('PROBLEM')
    expect(code).toBe(0)
  })

  test('a word that it does not know: it says so, looks at nothing, and ends with 1', async () => {
    const { code, output } = await doctor({}, ['--quick'])
    expect(output).toMatch(/^the doctor knows no “--quick”\n\nnpm run doctor +looks at/)
    expect(output).not.toContain('PROBLEM')
    expect(code).toBe(1)
  })
})

describe('a shop in which something is wrong: what, why, and where to change it; and it ends with 1', () => {
  test('Chat is off', async () => {
    const { line, env } = await shop()
    Object.assign(line.settings, { chatMode: 'bot', markAsReadMode: 'auto' })
    const { code, levels, about } = await doctor(env)
    expect(levels('Read')).toEqual(['problem'])
    expect(about('Read')).toMatch(/Chat is Off.*Response settings, and switch Chat on/)
    expect(code).toBe(1)
  })

  test.skipIf(process.platform === 'win32')(
    'others may write to the data folder, and one customer may take all',
    async () => {
      const { env } = await shop()
      await mkdir(env.DATA_DIR)
      await chmod(env.DATA_DIR, 0o777)
      const { levels, about } = await doctor({ ...env, TOKENS_PER_DAY: '1000' })
      expect(levels('DATA_DIR')).toEqual(['warning'])
      expect(about('DATA_DIR')).toContain(`chmod 700 ${env.DATA_DIR}`)
      expect(levels('Spend stop')).toEqual(['warning'])
      // It only looks.
      expect((await stat(env.DATA_DIR)).mode & 0o777).toBe(0o777)
    },
  )

  test('the old read endpoint together with Chat', async () => {
    const { env } = await shop()
    const { code, levels, about } = await doctor({ ...env, READ_API: 'partner' })
    expect(levels('Read')).toEqual(['problem'])
    expect(about('Read')).toContain('Remove READ_API')
    expect(code).toBe(1)
  })

  test('the server does not run: LINE cannot connect', async () => {
    const { env } = await shop()
    const { code, levels, about } = await doctor(env)
    expect(levels('LINE’s test call')).toEqual(['problem'])
    expect(about('LINE’s test call')).toMatch(/could not connect.*No kidoku is running on this DATA_DIR/)
    expect(about('DATA_DIR')).toContain('made at the first start')
    expect(code).toBe(1)
  })

  test('another channel’s secret: LINE’s test call is answered 401', async () => {
    const one = await shop()
    await open({ ...one, env: { ...one.env, LINE_CHANNEL_SECRET: 'beef'.repeat(8) } })
    const { code, levels, about } = await doctor(one.env)
    expect(levels('LINE’s test call')).toEqual(['problem'])
    expect(about('LINE’s test call')).toContain('LINE_CHANNEL_SECRET does not fit this channel')
    expect(code).toBe(1)
  })

  test('no webhook URL, and one on another path', async () => {
    const one = await shop()
    await open(one)
    one.line.webhook.missing = true
    const without = await doctor(one.env)
    expect(without.about('Webhook')).toContain('no webhook URL is set')
    expect(without.levels('LINE’s test call')).toEqual([])
    expect(without.code).toBe(1)

    one.line.webhook.missing = false
    one.line.connect(`http://127.0.0.1:${one.env.PORT}/callback`)
    const elsewhere = await doctor(one.env)
    expect(elsewhere.about('Webhook')).toContain('does not end in /webhook')
    expect(elsewhere.about('LINE’s test call')).toMatch(/answered LINE with 404.*path is wrong/)
  })

  test('“Use webhook” is off', async () => {
    const one = await shop()
    await open(one)
    one.line.webhook.active = false
    const { code, about } = await doctor(one.env)
    expect(about('Webhook')).toContain('“Use webhook” is off')
    expect(code).toBe(1)
  })

  test('a token that LINE refuses, a key that Google refuses, and nobody to tell; no secret is shown', async () => {
    const { env } = await shop()
    const { LINE_CHANNEL_ACCESS_TOKEN: _, NOTIFY_WEBHOOK_URL: __, CONSOLE_PASSWORD: ___, ...rest } = env
    const { code, output, levels, about } = await doctor({
      ...rest,
      LINE_CHANNEL_ACCESS_TOKEN: 'a-token-of-somebody-else',
      GEMINI_API_KEY: 'AIzaSomebodyElse',
    })
    expect(levels('Access token')).toEqual(['problem'])
    expect(about('Access token')).toMatch(/does not accept LINE_CHANNEL_ACCESS_TOKEN.*copy it again/)
    expect(levels('Read')).toEqual([])
    expect(about('Model')).toMatch(/Google refuses the key/)
    expect(about('Hand-off')).toContain('neither NOTIFY_WEBHOOK_URL nor CONSOLE_PASSWORD')
    expect(output).not.toMatch(/somebody-else|SomebodyElse/)
    noSecretIn(output)
    expect(code).toBe(1)
  })

  test('a private model: asked for its list, with the key if there is one, and the model by its name there', async () => {
    const { env } = await shop()
    const endpoint = await serve((response, { headers }) => {
      const known = headers.authorization === 'Bearer the-key-of-the-endpoint'
      json(response, known ? 200 : 401, known ? { object: 'list', data: [{ id: 'qwen3:8b', object: 'model' }] } : {})
    })
    const { GEMINI_API_KEY: _, GEMINI_BASE_URL: __, ...rest } = env
    const set = { ...rest, OPENAI_BASE_URL: `${endpoint.url}/v1`, OPENAI_MODEL: 'qwen3:8b' }
    const without = await doctor(set)
    expect(without.about('Model')).toMatch(/wants a key/)
    const { levels, about, output } = await doctor({ ...set, OPENAI_API_KEY: 'the-key-of-the-endpoint' })
    expect(levels('Model')).toEqual(['ok'])
    expect(about('Model')).toContain('qwen3:8b')
    expect(output).not.toContain('the-key-of-the-endpoint')
    expect(endpoint.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/models', 'GET /v1/models'])
  })

  test('tokens issued by itself: in order with the channel’s id and secret, and else what LINE said of them', async () => {
    const one = await shop()
    const { LINE_CHANNEL_ACCESS_TOKEN: _, ...rest } = one.env
    const issued = { ...rest, LINE_CHANNEL_ID: one.line.tokens.channelId }
    expect((await doctor(issued)).levels('Access token')).toEqual(['ok'])

    const { code, output, levels, about } = await doctor({ ...issued, LINE_CHANNEL_SECRET: 'beef'.repeat(8) })
    expect(levels('Access token')).toEqual(['problem'])
    expect(about('Access token')).toMatch(
      /issues no channel access token.*copy LINE_CHANNEL_ID and LINE_CHANNEL_SECRET again/,
    )
    expect(output).not.toContain('beef')
    expect(code).toBe(1)
  })

  test('LINE cannot be reached', async () => {
    const { env } = await shop()
    const { code, about } = await doctor({ ...env, LINE_API_BASE_URL: await deadAddress() })
    expect(about('Access token')).toMatch(/cannot be reached.*check that this computer reaches/)
    expect(code).toBe(1)
  })

  test('a broken passage, the sample bakery’s prompt, and a file where DATA_DIR should be', async () => {
    const { env } = await shop()
    const knowledge = join(env.DATA_DIR, '..', 'broken')
    await mkdir(knowledge)
    await writeFile(join(knowledge, 'hours.md'), 'We open at eight.\n')
    await cp('prompts/assistant.md', join(knowledge, '..', 'bakery.md'))
    await cp('prompts/partials', join(knowledge, '..', 'partials'), { recursive: true })
    const data = join(knowledge, 'hours.md', 'data')
    const { code, levels, about } = await doctor({
      ...env,
      KNOWLEDGE_DIR: knowledge,
      PROFILE: 'bakery',
      DATA_DIR: data,
    })
    expect(about('Knowledge')).toMatch(/hours\.md:1: no passage/)
    expect(levels('Your own texts')).toEqual(['warning'])
    expect(about('DATA_DIR')).toContain('in the way')
    expect(code).toBe(1)
  })

  test('settings that cannot be read: each with its remedy, and nothing else is asked', async () => {
    const { line, env } = await shop()
    const { code, output, levels, about } = await doctor({ ...env, PORT: 'eighty', CONSOLE_PASSWORD: 'short' })
    expect(levels('Settings')).toEqual(['problem', 'problem'])
    expect(about('Settings')).toMatch(/PORT is not a whole number.*\n.*CONSOLE_PASSWORD is too short/)
    expect(line.calls).toEqual([])
    noSecretIn(output)
    expect(code).toBe(1)
  })

  test('no channel: the simulator plays LINE, and what to set', async () => {
    const { code, about, levels } = await doctor({})
    expect(levels('LINE')).toEqual(['problem'])
    expect(about('LINE')).toMatch(/the simulator plays LINE.*LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN/)
    expect(levels('Model')).toEqual(['ok'])
    expect(code).toBe(1)
  })

  test('a host that stops the processor and forgets its disk, told by its variables', async () => {
    const one = await shop()
    await open(one)
    const { code, levels, about } = await doctor({ ...one.env, AWS_LAMBDA_FUNCTION_NAME: 'shop' })
    expect([...levels('Processor'), ...levels('Disk')]).toEqual(['problem', 'problem'])
    expect(about('Processor')).toContain('AWS Lambda stops the processor between requests')
    expect(code).toBe(1)
  })
})
