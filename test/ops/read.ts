/** Reads the files for deploying, as far as the tests ask: none of them is a format of ours. */
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'

/** A Dockerfile's instructions, each with its words on one line. */
export function instructions(text: string): { name: string; words: string }[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => {
      const [, name, words] = /^([A-Z]+) (.+)$/.exec(line) ?? []
      return name === undefined || words === undefined ? [] : [{ name, words }]
    })
}

/** Program and arguments of a HEALTHCHECK in its form for programs. */
export function healthCommand(words: string): string[] {
  return z.array(z.string()).parse(JSON.parse(words.slice(words.indexOf('CMD ') + 4)))
}

const imported = /(?:from |import\()'([^'.][^']*)'/g

/** The packages that the sources below a folder import. */
export function packagesUsed(folder: string): Set<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[jt]s$/.test(file))
  const used = new Set<string>()
  for (const file of files) {
    for (const [, name = ''] of readFileSync(join(folder, file), 'utf8').matchAll(imported)) {
      const parts = name.split('/')
      const own = name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
      if (!name.startsWith('node:') && !builtinModules.includes(own)) used.add(own)
    }
  }
  return used
}

/** What a compose file takes from the environment or from `.env`. */
export function settingsIn(text: string): string[] {
  return [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)
}

/** A unit's directives; one may stand there several times. */
export function directives(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), value ?? ''])
  }
  return found
}

/** The commands of ops/systemd/kidoku, with the files that they start. */
export function commandsIn(script: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, names = '', file = ''] of script.matchAll(/^ {2}([a-z][a-z |]+)\) .*"\$release\/([^"]+)"/gm)) {
    for (const name of names.split(' | ')) found.set(name, file.replace('$command', name))
  }
  return found
}
