/**
 * `npm run doctor`: looks at everything kidoku needs to serve a shop, and says of each what was found, why it matters
 * and what to do. Nothing is changed, save that a token issued for a key is kept for the server (LINE lets only 30 live).
 * It ends with 1 when there is a problem, else with 0; warnings are no problem.
 */
import { loadOfficeHours } from '../adapters/office/office-hours.ts'
import { lookAtAccess } from '../adapters/files/private-folder.ts'
import { createLine } from '../adapters/line/line.ts'
import { createTokens } from '../adapters/line/tokens.ts'
import { lookAtNamed } from '../adapters/look-ups/look-at-named.ts'
import { withSampleShop } from '../adapters/look-ups/lookups-reading.ts'
import { BrokenFile } from '../adapters/markdown/broken-file.ts'
import { loadKnowledge } from '../adapters/markdown/knowledge.ts'
import { loadPrompts } from '../adapters/markdown/prompts.ts'
import { faultOf } from '../adapters/postgres/unreachable.ts'
import { chooseChannel, takeChannel } from '../channel-choice.ts'
import { inKeys } from '../channel-keys.ts'
import { loadConfig, telling, type Config, type ReadConfig, type Variable } from '../config.ts'
import type { Log } from '../ports/log.ts'
import { askGemini } from './ask-gemini.ts'
import { askOpenai } from './ask-openai.ts'
import { examine, type Instruments } from './examine.ts'
import type { Finding } from './finding.ts'
import { tellingVariables } from './host.ts'
import { liveSystems } from './live-systems.ts'
import { lookAtDisk } from './look-at-disk.ts'
import { lookAtStaff, setByStaff } from './look-at-staff.ts'
import { createReport } from './report.ts'
import { spendStop } from './spend-stop.ts'
import { texts, type Read } from './texts.ts'

// What customers wrote is nobody else's on this computer: new files and folders are for this user alone.
process.umask(0o077)

const silent = (): void => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }

const instruments: Instruments = {
  line({ channel: { token, secrets, apiBaseUrl }, dataDir }, name) {
    let complaint: string | undefined
    // What issues tokens says in its log what is wrong and what to do.
    const heard: Log = { ...log, error: (_, message) => (complaint = message) }
    const tokens = createTokens(token, { secrets, folder: dataDir, channel: name, apiBaseUrl, log: heard })
    return { line: createLine({ tokens, apiBaseUrl }), complaint: () => complaint }
  },
  async disk(folder) {
    // A folder that may not be entered is told as that.
    const access = await lookAtAccess(folder).catch(() => undefined)
    return { ...(await lookAtDisk(folder, Date.now())), access }
  },
  staff: lookAtStaff,
  async database(url) {
    // It is loaded only here.
    const { lookAt } = await import('../adapters/postgres/look.ts')
    try {
      const looked = await lookAt(url, log)
      return { ...looked, type: 'seen', staff: setByStaff({ ...looked }) }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code'
      const found = `the database could not be looked at (${code})`
      const fault = faultOf(error, url) ?? { found, remedy: 'look into the log of PostgreSQL' }
      return { type: 'fault', ...fault, staff: setByStaff({ service: null, staff: null }) }
    }
  },
  gemini: (gemini) => askGemini(gemini, 5_000),
  openai: (openai) => askOpenai(openai, 5_000),
  async texts({ mode, promptsDir, profile, knowledgeDir, tokensPerDay }, several = false) {
    const [prompts, knowledge, hours] = await Promise.all([
      readable(loadPrompts(promptsDir, profile), (loaded) => loaded.current()),
      readable(loadKnowledge(knowledgeDir), (loaded) => loaded.passages()),
      readable(loadOfficeHours(promptsDir, profile), (loaded) => loaded.file),
    ])
    const serves = mode === 'line' ? (several ? 'several' : 'one') : 'none'
    const found = texts(prompts, knowledge, hours, knowledgeDir, serves)
    if (!prompts.ok) return found
    const lookedAt = lookAtNamed(promptsDir, prompts.value, variableIn(mode))
    const live = liveSystems(await readable(lookedAt, (seen) => seen), serves, sampleShop.host)
    const stop = spendStop(tokensPerDay, prompts.value.policy)
    return [...found, ...live, ...(stop ? [stop] : [])]
  },
  hostVariables: telling(tellingVariables),
}

/** With the simulator it will be there, at a port that nobody knows yet. */
const sampleShop = new URL('http://127.0.0.1:1')

function variableIn(mode: Config['mode']): Variable {
  const set: Variable = (name) => (read.ok ? read.variable(name) : undefined)
  return mode === 'simulator' ? withSampleShop(sampleShop.origin, set) : set
}

async function readable<T, U>(loading: Promise<T>, use: (loaded: T) => U): Promise<Read<U>> {
  try {
    return { ok: true, value: use(await loading) }
  } catch (error) {
    if (error instanceof BrokenFile) return { ok: false, mistakes: error.message }
    throw error
  }
}

const usage = `npm run doctor    looks at everything kidoku needs to serve your shop (settings, LINE, staff, model, texts, live
                  systems, disk, host), and says of each what it found, why it matters and what to do

With several channels (docs/channels.md) what is in order takes a line of each; npm run doctor -- --channel NAME tells all of one.
It takes no more words, and changes nothing. kidoku may be running, and should be: then the webhook is tried too.
It ends with 1 when there is a problem, else with 0. docs/set-up.md, step 7.`
const words = takeChannel(process.argv.slice(2))
const [word] = words.ok ? words.rest : []
if (!words.ok || word !== undefined) {
  const asked = word !== undefined && ['--help', '-h', 'help'].includes(word)
  const why = words.ok ? `the doctor knows no “${word}”` : words.why
  console.log(asked ? usage : `${why}\n\n${usage}`)
  process.exit(asked ? 0 : 1)
}

const read = onlyOne(loadConfig(), words.name)
console.log('kidoku looks at your shop; LINE may take some seconds to answer.\n')
const report = createReport({ inFull: words.name !== undefined })
for await (const told of examine(read, instruments)) {
  // What is set in channels.yaml has names of its own.
  const found = 'channel' in told ? { ...told, findings: told.findings.map(inKeysOf) } : told
  console.log(report.tell(found))
}
// A call that LINE never answers would hold the process for minutes.
process.stdout.write(`\n${report.end()}\n`, () => process.exit(report.problems() ? 1 : 0))

/** @param name of the only channel that is to be looked at */
function onlyOne(all: ReadConfig, name: string | undefined): ReadConfig {
  if (!all.ok || name === undefined) return all
  const { config } = all
  const chosen = chooseChannel(config, name, [])
  if (config.mode === 'line' && chosen.ok && chosen.channel) {
    return { ...all, config: { ...config, channels: [chosen.channel] } }
  }
  console.log(chosen.ok ? usage : chosen.why)
  return process.exit(1)
}

function inKeysOf(finding: Finding): Finding {
  const { found, why, remedy } = finding
  return { ...finding, found: inKeys(found), why: why && inKeys(why), remedy: remedy && inKeys(remedy) }
}
