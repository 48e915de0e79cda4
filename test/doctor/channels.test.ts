/** The doctor where several channels are set: each by itself, in a line as long as it is well, and what they share once. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createReport } from '../../src/doctor/report.ts'
import { webhookSetting, webhookTest } from '../../src/doctor/webhook.ts'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { deadAddress } from '../adapters/line/server.ts'
import { startServerProcess } from '../process/server.ts'
import { doctor, secrets, shop } from './doctor.ts'

const kobo = { secret: 'beef'.repeat(8), token: 'the-access-token-of-kobo', notify: 'https://hooks.example/of-kobo' }
const everySecret = [...Object.values(secrets), ...Object.values(kobo)]

interface Chain {
  mugi: Simulator
  kobo: Simulator
  folder: string
  env: Record<string, string>
}

/** A bakery in which all is well, and a coffee shop; `more` is what kobo has besides. */
async function chain(more = ''): Promise<Chain> {
  const one = await shop()
  const line = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    channelSecret: kobo.secret,
    channelAccessToken: kobo.token,
    displayName: 'Kobo Coffee',
    botUserId: `U${'b'.repeat(32)}`,
  })
  onTestFinished(() => line.close())
  const url = `http://127.0.0.1:${one.env.PORT}`
  one.line.connect(`${url}/webhook/mugi`)
  line.connect(`${url}/webhook/kobo`)
  const folder = one.env.PROMPTS_DIR ?? ''
  const channels = `mugi:
  name: Mugi Bakery
  secret: \${MUGI_SECRET}
  token: \${MUGI_TOKEN}
  api_base_url: ${one.line.url}
kobo:
  name: Kobo Coffee
  secret: \${KOBO_SECRET}
  token: \${KOBO_TOKEN}
  api_base_url: ${line.url}
  notify_webhook_url: ${kobo.notify}
${more}`
  await writeFile(join(folder, 'channels.yaml'), channels)
  const { LINE_CHANNEL_SECRET: _, LINE_CHANNEL_ACCESS_TOKEN: __, LINE_API_BASE_URL: ___, ...env } = one.env
  const keys = {
    CHANNELS_FILE: join(folder, 'channels.yaml'),
    MUGI_SECRET: secrets.channel,
    MUGI_TOKEN: secrets.token,
    KOBO_SECRET: kobo.secret,
    KOBO_TOKEN: kobo.token,
  }
  return { mugi: one.line, kobo: line, folder, env: { ...env, ...keys } }
}

describe('two channels', () => {
  test('both are well: a line for each, what they share once, and it ends with 0; one alone is told of in full', async () => {
    const { mugi, env } = await chain()
    const server = await startServerProcess(env)
    onTestFinished(async () => {
      server.child.kill('SIGTERM')
      await server.ended
    })
    const { code, output, levels, about } = await doctor(env)
    expect(output).not.toMatch(/PROBLEM|warning /)
    expect(about('mugi')).toMatch(/^mugi +Mugi Bakery \(mugi\): all \d+ in order$/)
    expect(about('kobo')).toMatch(/Kobo Coffee \(kobo\): all \d+ in order/)
    for (const topic of ['Settings', 'Links', 'Model', 'DATA_DIR', 'Processor'])
      expect([topic, ...levels(topic)]).toEqual([topic, 'ok'])
    for (const topic of ['Access token', 'Webhook', 'Read', 'Prompt', 'Knowledge']) expect(levels(topic)).toEqual([])
    expect(output).toMatch(/All is well\.\s*$/)
    expect(code).toBe(0)

    const tests = () => mugi.calls.filter(({ call }) => call === 'webhookTest')
    const before = tests().length
    const one = await doctor(env, ['--channel', 'kobo'])
    const topics = [
      'Who is answered',
      'Access token',
      'Read',
      'Webhook',
      'LINE’s test call',
      'Messages left',
      'Hand-off',
    ]
    for (const topic of [...topics, 'Prompt', 'Knowledge', 'Model'])
      expect([topic, ...one.levels(topic)]).toEqual([topic, 'ok'])
    expect(one.about('Access token')).toContain('Kobo Coffee')
    expect([before, tests().length]).toEqual([1, 1])
    expect(one.code).toBe(0)
  })

  test('what is wrong is told under its channel, in the words of channels.yaml, and keeps no other from being looked at', async () => {
    const {
      kobo: line,
      folder,
      env,
    } = await chain(`  mode: observe
  knowledge: KNOWLEDGE
hana:
  secret: ${'cafe'.repeat(8)}
  token: the-access-token-of-hana
  api_base_url: ${await deadAddress()}
  mode: observe
  knowledge: KNOWLEDGE
`)
    const broken = join(folder, 'broken')
    await mkdir(broken)
    await writeFile(join(broken, 'hours.md'), 'We open at eight.\n')
    const file = env['CHANNELS_FILE'] ?? ''
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('KNOWLEDGE', broken))
    line.connect(`${env['PUBLIC_URL']?.replace('https:', 'http:')}/webhook/mugi`)
    const { code, output, about, levels } = await doctor({ ...env, MUGI_TOKEN: 'a-token-of-somebody-else' })

    const parts = output.split(/^(?=\S.*\((?:mugi|kobo)\)$|hana$)/m)
    const [, mugi = '', ofKobo = '', hana = ''] = parts
    expect(parts).toHaveLength(4)
    expect(mugi).toMatch(/PROBLEM +Access token +LINE does not accept token/)
    expect(mugi).toMatch(/ok +The rest +\d+ in order/)
    expect(mugi).not.toContain('Knowledge')
    expect(ofKobo).toMatch(/warning +Who is answered +nobody \(mode: observe\)\n +Why: /)
    expect(ofKobo).toMatch(/PROBLEM +Webhook +the webhook URL does not end in \/webhook\/kobo/)
    expect(ofKobo).toMatch(/PROBLEM +Knowledge +\S+hours\.md:1: no passage/)
    expect(ofKobo).toMatch(/Why: +A channel whose texts cannot be read when kidoku starts is not served/)
    // Its neighbour's reasons hold for it too, and so do its texts.
    expect(hana).toMatch(/warning +Who is answered +nobody \(mode: observe\)\n +[^\sW]/)
    expect(hana).toMatch(/PROBLEM +Access token .*cannot be reached/)
    expect(hana).toMatch(/PROBLEM +Texts +they are those of Kobo Coffee/)
    expect(levels('Model')).toEqual(['ok'])
    expect(about('DATA_DIR')).toContain('made at the first start')
    expect(output).toMatch(/Channels with problems: mugi, kobo, hana\.\s*$/)
    for (const secret of [...everySecret, 'somebody-else']) expect(output).not.toContain(secret)
    expect(code).toBe(1)
  })
})

describe('a webhook of one of several', () => {
  const url = 'https://chain.example'
  const set = (path: string) => webhookSetting({ url: `${url}${path}`, active: true }, url, '/webhook/kobo')

  test('at its own address; without its name, which works; and at another’s, which does not', () => {
    expect(set('/webhook/kobo')).toEqual([expect.objectContaining({ level: 'ok' })])
    expect(set('/webhook')).toEqual([
      expect.objectContaining({ level: 'warning', remedy: expect.stringContaining('end in /webhook/kobo') }),
    ])
    expect(set('/webhook/mugi')).toEqual([
      expect.objectContaining({ level: 'problem', remedy: expect.stringContaining('end in /webhook/kobo') }),
    ])
  })

  test('what to set is said whole', () => {
    expect(webhookSetting(undefined, url, '/webhook/kobo')[0]?.remedy).toContain(`${url}/webhook/kobo`)
    const missing = { success: false, reason: 'ERROR_STATUS_CODE', statusCode: 404, detail: '' }
    expect(webhookTest(missing, true, '/webhook/kobo').remedy).toContain('/webhook/kobo at its end')
  })
})

test('many channels with problems are counted, and the first of them named', () => {
  const report = createReport()
  for (let index = 1; index <= 30; index += 1) {
    const finding = { level: 'problem', topic: 'Read', found: 'Chat is Off', why: 'So', remedy: 'Do' } as const
    report.tell({ channel: { name: `shop-${index}`, title: 'A shop' }, findings: [finding] })
  }
  expect(report.end()).toMatch(/^30 problems, .*\nChannels with problems: shop-1, .*, shop-20 and 10 more\.$/)
  expect(report.problems()).toBe(true)
})
