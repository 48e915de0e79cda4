/** The console as this server has it: who may come in, and what its pages are made of. Part of the entry. */
import { BrokenAccounts, openAccounts } from './adapters/documents/accounts.ts'
import { openSessions } from './adapters/documents/sessions.ts'
import { openPromptFiles } from './adapters/markdown/prompt-files.ts'
import type { Config } from './config.ts'
import { accessOf } from './console/access.ts'
import { createConsole, type ConsoleParts } from './console/console.ts'
import type { Chats } from './console/words.ts'
import { tryPrompt } from './flow/try-prompt.ts'
import type { Guarded } from './guarding.ts'
import type { ShopFiles } from './open-sources.ts'
import type { AccountBook } from './ports/accounts.ts'
import type { Documents } from './ports/documents.ts'
import type { Log } from './ports/log.ts'

type Given =
  | 'audit'
  | 'drafts'
  | 'store'
  | 'line'
  | 'staff'
  | 'contents'
  | 'service'
  | 'telling'
  | 'metrics'
  | 'price'
  | 'ending'
  | 'clock'
  | 'log'

export interface OpenConsoleParts extends Pick<ConsoleParts, Given> {
  documents: Documents
  files: ShopFiles
  guarded: Guarded
}

export interface OpenedConsole {
  routes: ReturnType<typeof createConsole>
  /** Whether anybody can come in. */
  isOn: boolean
}

export async function openConsole(
  config: Config,
  { documents, files, guarded, ...parts }: OpenConsoleParts,
): Promise<OpenedConsole> {
  const { clock, log } = parts
  const { knowledge, prompts, experiments, office } = files
  const { tried, health, spending } = guarded
  const accounts = openAccounts(documents)
  const simulator = config.mode === 'simulator'
  const access = accessOf({ password: config.consolePassword, simulator, host: config.host })
  const routes = createConsole({
    ...parts,
    access,
    accounts,
    sessions: await openSessions({ documents, clock }),
    answering: config.answering,
    modelHealth: health,
    spending,
    sources: files,
    knowledge,
    office,
    playground: {
      files: openPromptFiles(config.promptsDir),
      prompts,
      model: tried.name,
      stoppedUntil: () => spending.state().stopped?.until,
      tryOut: (conversation, prompt, signal) =>
        tryPrompt(
          conversation,
          prompt,
          { model: tried, knowledge, clock, log, office: office.at(clock.now()) },
          signal,
        ),
    },
    experiments: { ...experiments, own: () => prompts.current().name },
    prices: config.modelPrices,
    chats: chatsOf(config),
  })
  return { routes, isOn: access.type !== 'off' || (await hasAny(accounts, log)) }
}

/** Where staff see and answer customers: LINE has no Chat for an account with the old endpoint. */
function chatsOf({ mode, readApi }: Config): Chats {
  if (mode === 'simulator') return 'simulator'
  return readApi === 'partner' ? 'elsewhere' : 'line'
}

/** A list of accounts that cannot be read lets nobody in; customers are served all the same. */
async function hasAny(accounts: AccountBook, log: Log): Promise<boolean> {
  try {
    return (await accounts.all()).length > 0
  } catch (error) {
    if (!(error instanceof BrokenAccounts)) throw error
    log.error({}, error.message)
    return true
  }
}
