import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { telling } from '../../src/config.ts'
import type { Disk } from '../../src/doctor/disk.ts'
import { hostFindings, tellingVariables } from '../../src/doctor/host.ts'
import { lookAtDisk } from '../../src/doctor/look-at-disk.ts'

const lies = (place: Disk['place']): Disk => ({ folder: 'data/var', state: 'writable', place, running: false })
/** `Processor: problem, Disk: problem`, with the host's name looked for in both. */
function levels(set: string[], place: Disk['place'] = 'root'): string {
  return hostFindings(set, lies(place))
    .map(({ topic, level }) => `${topic}: ${level}`)
    .join(', ')
}

describe('a host that tells what it is', () => {
  test.for<[string, string[], string, string]>([
    ['Vercel', ['VERCEL', 'AWS_LAMBDA_FUNCTION_NAME'], 'problem', 'problem'],
    ['Netlify', ['NETLIFY', 'AWS_LAMBDA_FUNCTION_NAME'], 'problem', 'problem'],
    ['AWS Lambda', ['AWS_LAMBDA_FUNCTION_NAME'], 'problem', 'problem'],
    ['Azure Functions', ['WEBSITE_INSTANCE_ID', 'FUNCTIONS_WORKER_RUNTIME'], 'problem', 'problem'],
    ['Google Cloud Functions', ['K_SERVICE', 'FUNCTION_TARGET'], 'problem', 'problem'],
    ['Google App Engine', ['GAE_SERVICE'], 'warning', 'problem'],
    ['Google Cloud Run', ['K_SERVICE', 'K_REVISION'], 'warning', 'problem'],
    ['Azure Container Apps', ['CONTAINER_APP_NAME', 'KUBERNETES_SERVICE_HOST'], 'warning', 'problem'],
    ['Azure App Service', ['WEBSITE_INSTANCE_ID'], 'warning', 'problem'],
    ['Heroku', ['DYNO'], 'warning', 'problem'],
    ['Render', ['RENDER', 'KUBERNETES_SERVICE_HOST'], 'warning', 'problem'],
    ['Fly.io', ['FLY_APP_NAME'], 'warning', 'problem'],
    ['Railway', ['RAILWAY_ENVIRONMENT'], 'warning', 'problem'],
    ['Koyeb', ['KOYEB_APP_NAME'], 'warning', 'problem'],
    ['Replit', ['REPL_ID'], 'warning', 'problem'],
    ['Zeabur', ['ZEABUR_SERVICE_ID', 'KUBERNETES_SERVICE_HOST'], 'ok', 'problem'],
    ['Cloud Foundry', ['CF_INSTANCE_INDEX'], 'ok', 'problem'],
    ['Amazon ECS', ['ECS_CONTAINER_METADATA_URI_V4'], 'ok', 'problem'],
    ['Kubernetes', ['KUBERNETES_SERVICE_HOST'], 'ok', 'problem'],
  ])('%s', ([name, set, processor, disk]) => {
    expect(levels(set)).toBe(`Processor: ${processor}, Disk: ${disk}`)
    for (const { level, found, why, remedy } of hostFindings(set, lies('root'))) {
      expect(found).toContain(name)
      if (level !== 'ok') expect([why, remedy]).not.toContain(undefined)
    }
  })

  test('on a volume of its own the disk is in order, where volumes stay', () => {
    expect(levels(['FLY_APP_NAME'], 'mount')).toBe('Processor: warning, Disk: ok')
    expect(levels(['KUBERNETES_SERVICE_HOST'], 'mount')).toBe('Processor: ok, Disk: ok')
    expect(levels(['DYNO'], 'mount')).toBe('Processor: warning, Disk: problem')
  })
})

test('a machine that tells nothing is taken for one that runs on; a container without a volume is not', () => {
  expect(levels([])).toBe('Processor: ok')
  expect(levels([], 'mount')).toBe('Processor: ok')
  expect(levels([], 'container')).toBe('Processor: ok, Disk: warning')
  expect(levels([], 'memory')).toBe('Processor: ok, Disk: warning')
})

test('only the names of variables are read, of those that are known', () => {
  const env = { K_SERVICE: 'shop', DYNO: '', GEMINI_API_KEY: 'AIza' }
  expect(telling(tellingVariables, env)).toEqual(['K_SERVICE'])
})

describe('a look at DATA_DIR', () => {
  async function folder(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'kidoku-doctor-'))
    onTestFinished(() => rm(made, { recursive: true, force: true }))
    return made
  }

  test('a folder, one that is not there yet, and a file in the way', async () => {
    const at = await folder()
    await writeFile(join(at, 'file'), '')
    const state = async (name: string) => (await lookAtDisk(join(at, name), Date.now())).state
    expect([await state('.'), await state('a/b'), await state('file'), await state('file/a')]).toEqual([
      'writable',
      'new',
      'blocked',
      'blocked',
    ])
    expect((await lookAtDisk(at, Date.now())).free).toBeGreaterThan(0)
  })

  test('a fresh heartbeat is a kidoku at work; an old one is a dead one’s', async () => {
    const at = await folder()
    const running = async () => (await lookAtDisk(at, Date.now())).running
    expect(await running()).toBe(false)
    await mkdir(join(at, 'lock'))
    expect(await running()).toBe(true)
    const before = Date.now() / 1000 - 60
    await utimes(join(at, 'lock'), before, before)
    expect(await running()).toBe(false)
  })

  test('it leaves nothing behind', async () => {
    const at = await folder()
    await lookAtDisk(join(at, 'new'), Date.now())
    expect((await lookAtDisk(join(at, 'new'), Date.now())).state).toBe('new')
  })
})
