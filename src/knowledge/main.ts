/** `npm run knowledge`: brings texts that exist elsewhere into the assistant's knowledge. It ends with 1 when it did not. */
import { describeProblems, loadConfig } from '../config.ts'
import { readCommand, usage } from './command.ts'
import { importKnowledge } from './import.ts'
import { inLines } from './report.ts'

const command = readCommand(process.argv.slice(2))
if (command.type === 'usage') console.log(usage)
else if (command.type === 'wrong') {
  console.error(`${command.why}\n\n${usage}`)
  process.exitCode = 1
} else {
  const settings = loadConfig()
  if (settings.ok) {
    const { knowledgeDir } = settings.config
    const imported = await importKnowledge({ ...command.options, knowledgeDir })
    const done = imported.written.length > 0
    process.exitCode = done ? 0 : 1
    const lines = inLines(command.options.file, imported).join('\n')
    if (done) console.log(lines)
    else console.error(lines)
  } else {
    console.error(describeProblems(settings.problems))
    process.exitCode = 1
  }
}
