/** `npm run lab -- schema`: writes the JSON schema of case files. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { casesJsonSchema } from './case-schema.ts'
import type { LabIo } from './io.ts'

/** @returns 0; 2 when it was given an option, of which it has none */
export async function runSchema(argv: string[], { config, out }: LabIo): Promise<number> {
  const file = join(config.promptsDir, 'cases.schema.json')
  if (argv.length > 0) {
    out(
      `npm run lab -- schema\n\nWrites ${file}, by which an editor checks cases while they are written. It takes no options.`,
    )
    return argv.every((word) => word === '--help' || word === '-h') ? 0 : 2
  }
  await writeFile(file, casesJsonSchema())
  out(file)
  return 0
}
