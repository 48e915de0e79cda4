/** `npm run knowledge`: brings texts that exist elsewhere into the assistant's knowledge. It ends with 1 when it did not. */
import { chooseChannel } from '../channel-choice.ts'
import { describeProblems, loadConfig } from '../config.ts'
import { readCommand, usage } from './command.ts'
import { importKnowledge } from './import.ts'
import { inLines } from './report.ts'

const command = readCommand(process.argv.slice(2))
if (command.type === 'usage') console.log(usage)
else if (command.type === 'wrong') refuse(`${command.why}\n\n${usage}`)
else {
  const settings = loadConfig()
  const chosen = settings.ok
    ? chooseChannel(settings.config, command.channel, ['knowledgeDir'])
    : { ok: false as const, why: describeProblems(settings.problems) }
  if (chosen.ok) {
    const { knowledgeDir } = chosen.config
    const setting = chosen.channel && `knowledge of ${chosen.channel.name}`
    const imported = await importKnowledge({ ...command.options, knowledgeDir, setting })
    const lines = inLines(command.options.file, imported).join('\n')
    if (imported.written.length > 0) console.log(lines)
    else refuse(lines)
  } else refuse(chosen.why)
}

function refuse(why: string): void {
  console.error(why)
  process.exitCode = 1
}
