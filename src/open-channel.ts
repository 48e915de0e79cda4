/** A LINE channel with all that is its own: its key to LINE, the shop's files, who is told. Part of the entry. */
import { openService } from './adapters/documents/service.ts'
import { casesDir, learnedFiles } from './adapters/files/learned.ts'
import { createContents } from './adapters/line/contents.ts'
import { createLine } from './adapters/line/line.ts'
import { createTokens } from './adapters/line/tokens.ts'
import type { AllNotifiers } from './adapters/notify/all.ts'
import { createStaffWords } from './adapters/notify/staff-words.ts'
import { staffLanguageOf } from './adapters/notify/words.ts'
import { chooseModel } from './choose-model.ts'
import type { ChannelSettings, Config, LineChannel } from './config.ts'
import type { ShopFiles } from './open-sources.ts'
import type { Clock } from './ports/clock.ts'
import type { Contents } from './ports/contents.ts'
import type { Documents } from './ports/documents.ts'
import type { Learn } from './ports/drafts.ts'
import type { BotInfo, Line } from './ports/line.ts'
import type { Log } from './ports/log.ts'
import type { Model } from './ports/model.ts'
import type { ServiceSwitch } from './ports/service.ts'
import type { StaffWords } from './ports/staff-words.ts'
import { createTelling } from './tell-staff.ts'

/** As it is set: one of `channels.yaml`, or the only one, which has no name. */
export type SetChannel = Omit<ChannelSettings, 'name' | 'title'> & Partial<Pick<ChannelSettings, 'name' | 'title'>>

export interface OpenChannelParts {
  config: Config
  files: ShopFiles
  folder: string
  documents: Documents
  clock: Clock
  log: Log
}

export interface OpenedChannel {
  /** Missing: it is the only one. */
  name?: string
  settings: SetChannel
  channel: LineChannel
  files: ShopFiles
  line: Line
  /** What its customers send, from LINE. */
  contents: Contents
  service: ServiceSwitch
  /** Not guarded as yet. */
  model: Model
  telling: AllNotifiers
  staffWords: StaffWords
  testers?: ReadonlySet<string>
  /** Writes what staff taught into its files. */
  learn: Learn
}

export async function openChannel(settings: SetChannel, parts: OpenChannelParts): Promise<OpenedChannel> {
  const { config, files, folder, documents, clock } = parts
  const { name, channel, answering, staffGroup: group, promptsDir, knowledgeDir, profile } = settings
  const log = name === undefined ? parts.log : inChannel(parts.log, name)
  const { secrets, apiBaseUrl, dataApiBaseUrl } = channel
  const tokens = createTokens(channel.token, { secrets, folder, channel: name, apiBaseUrl, log, now: clock.now })
  const line = askedOnce(createLine({ tokens, apiBaseUrl }), clock)
  const service = await openService({ documents, channel: name, clock, log })
  const language = settings.staffLanguage ?? staffLanguageOf(files.prompts.current().policy.language)
  return {
    name,
    settings,
    channel,
    files,
    line,
    contents: createContents({ tokens, dataApiBaseUrl, log }),
    service,
    model: chooseModel(undefined, config, files.knowledge),
    telling: createTelling({ settings, group, line, language, service, now: clock.now, log }),
    staffWords: createStaffWords(language),
    testers: answering.mode === 'testers' ? new Set(answering.testers) : undefined,
    learn: learnedFiles({ knowledgeDir, casesDir: casesDir(promptsDir, profile) }),
  }
}

/** So long (ms) what LINE said of the account is good: at a start more than one wants to know. */
const goodFor = 30_000

/** LINE with an account that is asked for once by all who ask within a moment. What it failed to say is asked for anew. */
export function askedOnce(line: Line, { now }: Pick<Clock, 'now'>): Line {
  let last: { at: number; answer: Promise<BotInfo> } | undefined
  return {
    ...line,
    botInfo(timeout) {
      if (last && Math.abs(now() - last.at) < goodFor) return last.answer
      const asked = { at: now(), answer: line.botInfo(timeout) }
      last = asked
      asked.answer.catch(() => {
        if (last === asked) last = undefined
      })
      return asked.answer
    },
  }
}

/** What is said of one of several channels names it. */
export function inChannel(log: Log, channel: string): Log {
  const say =
    (level: keyof Log): Log[keyof Log] =>
    (fields, message) =>
      log[level]({ channel, ...fields }, message)
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
}
