/** A shop with what the server has for privacy beside it, and the commands as they are typed: processes of their own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { openDrafts } from '../../src/adapters/documents/drafts.ts'
import { keepContents } from '../../src/adapters/files/kept-contents.ts'
import { learnedFiles } from '../../src/adapters/files/learned.ts'
import { lockFolder } from '../../src/adapters/files/lock.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import type { Forgotten } from '../../src/flow/forget.ts'
import type { Retention } from '../../src/flow/retention.ts'
import type { Erasing } from '../../src/ports/erasing.ts'
import type { Store } from '../../src/ports/store.ts'
import { backupCommand } from '../../src/privacy/backup-command.ts'
import { askControl } from '../../src/privacy/control.ts'
import { exportCommand } from '../../src/privacy/export-command.ts'
import { holdingsOf } from '../../src/privacy/folder-holdings.ts'
import { forgetCommand } from '../../src/privacy/forget-command.ts'
import { inSentences, Refused } from '../../src/privacy/refused.ts'
import { restoreCommand } from '../../src/privacy/restore-command.ts'
import { servePrivacy } from '../../src/privacy/serve.ts'
import { noContents } from '../contents.ts'
import { openShop, quietLog, type Shop, type ShopOptions } from '../flow/shop.ts'
import { cleanEnvironment } from '../process/server.ts'

/** A shop's store is the files store, which can erase. */
export function erasingOf(store: Store): Store & Erasing {
  if (!('erase' in store)) throw new Error('the store cannot erase')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has been opened as one
  return store as Store & Erasing
}

export type House = Shop & {
  audit: ReturnType<typeof openAudit>
  drafts: Awaited<ReturnType<typeof openDrafts>>
  kept: ReturnType<typeof keepContents>
}

/** @param retention looked at from the beginning on */
export async function openHouse(options: ShopOptions & { folder: string }, retention?: Retention): Promise<House> {
  const { folder } = options
  const shop = await openShop(options)
  const audit = openAudit(folder)
  const [knowledgeDir, casesDir] = [join(folder, 'knowledge'), join(folder, 'cases')]
  const drafts = await openDrafts({
    documents: openFileDocuments(folder, quietLog),
    learn: learnedFiles({ knowledgeDir, casesDir }),
    log: quietLog,
  })
  const kept = keepContents(noContents, {
    folder: join(folder, 'content'),
    ms: 3_600_000,
    clock: systemClock,
    log: quietLog,
    leavesFree: 0,
  })
  const privacy = await servePrivacy({
    folder,
    retention,
    store: erasingOf(shop.store),
    runner: shop.runner,
    contents: kept,
    drafts,
    audit,
    clock: options.clock ?? systemClock,
    log: quietLog,
  })
  return {
    ...shop,
    audit,
    drafts,
    kept,
    async close() {
      await privacy.close()
      await kept.close()
      await shop.close()
    },
  }
}

/** The same without a process of its own, which costs a second each; `forget` through the running server. */
export async function inProcess(folder: string, name: Name, ...args: string[]): Promise<Ran> {
  const lines: string[] = []
  const say = (line: string): void => void lines.push(line)
  const ended = (code: number): Ran => ({ code, output: lines.join('\n') })
  try {
    switch (name) {
      case 'backup':
        await inSentences(() => backupCommand(args, { folder, now: Date.now, say }))
        return ended(0)
      case 'restore': {
        const nothing = () => undefined
        await restoreCommand(args, { folder, lock: (place) => lockFolder(place, nothing, nothing), now: Date.now, say })
        return ended(0)
      }
      case 'export':
        await exportCommand(args, { holdings: holdingsOf(folder), now: Date.now(), say })
        return ended(0)
      case 'forget': {
        const erase = async (who: string): Promise<Forgotten> => {
          const answer = await askControl(folder, { do: 'forget', who, by: 'Owner' })
          if (!answer?.ok) throw new Refused(answer?.why ?? 'no server')
          return answer.result
        }
        return ended((await forgetCommand(args, { holdings: holdingsOf(folder), erase, say })) ? 0 : 1)
      }
      default:
        return name satisfies never
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { code: 1, output: error.message }
  }
}

type Name = 'forget' | 'export' | 'backup' | 'restore'

export interface Ran {
  code: number | null
  output: string
}

/** `npm run NAME -- …` over a data folder, as a process. */
export async function run(folder: string, ...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, ['src/privacy/main.ts', ...args], {
    env: cleanEnvironment({
      DATA_DIR: folder,
      LINE_CHANNEL_SECRET: 's'.repeat(32),
      LINE_CHANNEL_ACCESS_TOKEN: 'token-of-a-test',
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code]: unknown[] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : null, output }
}
