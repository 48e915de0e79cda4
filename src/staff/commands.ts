/** What `npm run staff` does: makes, removes, lists and changes accounts, and writes each change into the audit. */
import { parseArgs } from 'node:util'
import { nameKey, type AccountBook, type KeptAccount, type Role } from '../ports/accounts.ts'
import { readName } from './names.ts'
import { faultOf, makePassword } from './passwords.ts'

export interface StaffCommand {
  accounts: Omit<AccountBook, 'check'>
  /** Writes a line of the audit: what was done, and to whom. */
  audit: (action: string, detail: string) => Promise<void>
  /** Asks for a password until there is no fault in it; undefined when nobody gave one. */
  ask: (fault: (password: string) => string | undefined) => Promise<string | undefined>
  now: number
  /** Where the accounts are, for a person: a folder, or the database. */
  place: string
  say: (line: string) => void
}

/** What somebody asked for cannot be done: the message says why, and nothing was changed. */
export class Refused extends Error {
  override name = 'Refused'
}

export const usage = `npm run staff -- add NAME [--owner]        makes an account; the first one is an owner's
npm run staff -- remove NAME               removes it, and ends where it is signed in
npm run staff -- list                      who there is
npm run staff -- password NAME             gives it another password, and ends where it is signed in
npm run staff -- role NAME owner|staff     what it may do

The password is asked for, or read from what is piped in; --generate makes one up and shows it once.
A name with spaces stands in quotes.`

/** @throws Refused */
export async function runStaff(args: readonly string[], command: StaffCommand): Promise<void> {
  const { positionals, owner, generate } = read(args)
  const [action, text, role] = positionals
  const extra = positionals.slice(action === 'list' ? 1 : action === 'role' ? 3 : 2)
  if (extra.length > 0) throw new Refused(`That is one word too many: ${extra.join(' ')}\n\n${usage}`)
  switch (action) {
    case 'list':
      return list(command)
    case 'add':
      return add(nameIn(text), owner ? 'owner' : 'staff', generate, command)
    case 'remove':
      return remove(nameIn(text), command)
    case 'password':
      return setPassword(nameIn(text), generate, command)
    case 'role':
      if (role !== 'owner' && role !== 'staff') throw new Refused(`A role is owner or staff.\n\n${usage}`)
      return setRole(nameIn(text), role, command)
    case undefined:
    default:
      throw new Refused(usage)
  }
}

function read(args: readonly string[]): { positionals: string[]; owner: boolean; generate: boolean } {
  const options = { owner: { type: 'boolean', default: false }, generate: { type: 'boolean', default: false } } as const
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { positionals, ...values }
  } catch {
    throw new Refused(usage)
  }
}

function nameIn(text: string | undefined): string {
  if (text === undefined) throw new Refused(`A name is missing.\n\n${usage}`)
  const read = readName(text)
  if (!read.ok) throw new Refused(read.why)
  return read.name
}

async function add(name: string, role: Role, generate: boolean, command: StaffCommand): Promise<void> {
  const { accounts, audit, say, place, now } = command
  const before = await accounts.all()
  const taken = find(before, name)
  if (taken) throw new Refused(alreadyThere(taken.name))
  const made = await passwordFor(name, generate, command)
  const added = await accounts.add(name, role, made.password, now)
  if (added.type === 'taken') throw new Refused(alreadyThere(added.name))
  await audit('account_added', `${name} (${added.role})`)
  say(`${name} has an account now, as ${added.role} (in ${place}).`)
  if (before.length === 0) {
    if (role !== 'owner') say('The first account is an owner’s: somebody has to see members and the audit.')
    say('From now on the console asks for name and password; CONSOLE_PASSWORD signs in nobody any more.')
  }
  if (made.generated) say(`The password, shown this once: ${made.password}`)
}

async function remove(name: string, { accounts, audit, say }: StaffCommand): Promise<void> {
  const removed = await accounts.remove(name)
  switch (removed.type) {
    case 'unknown':
      throw new Refused(notThere(name))
    case 'last_owner':
      throw new Refused(`${name} is the last owner: make somebody else one first (npm run staff -- role NAME owner).`)
    case 'removed':
      await audit('account_removed', removed.name)
      say(`${removed.name} has no account any more, and is signed out everywhere.`)
      if (removed.left === 0) say('There are no accounts left: the console goes by CONSOLE_PASSWORD again.')
      return
    default:
      removed satisfies never
  }
}

async function setPassword(name: string, generate: boolean, command: StaffCommand): Promise<void> {
  const { accounts, audit, say } = command
  if (!find(await accounts.all(), name)) throw new Refused(notThere(name))
  const made = await passwordFor(name, generate, command)
  const changed = await accounts.setPassword(name, made.password)
  if (!('name' in changed)) throw new Refused(notThere(name))
  await audit('password_changed', changed.name)
  say(`${changed.name} has another password, and is signed out everywhere.`)
  if (made.generated) say(`The password, shown this once: ${made.password}`)
}

async function setRole(name: string, role: Role, { accounts, audit, say }: StaffCommand): Promise<void> {
  const changed = await accounts.setRole(name, role)
  switch (changed.type) {
    case 'unknown':
      throw new Refused(notThere(name))
    case 'last_owner':
      throw new Refused(`${name} is the last owner: make somebody else one first (npm run staff -- role NAME owner).`)
    case 'same':
      return say(`${changed.name} is ${role} already.`)
    case 'changed':
      await audit('role_changed', `${changed.name} (${role})`)
      return say(`${changed.name} is ${role} now.`)
    default:
      changed satisfies never
  }
}

async function list({ accounts, say, place }: StaffCommand): Promise<void> {
  const all = await accounts.all()
  if (all.length === 0) return say(`There are no accounts in ${place}: the console goes by CONSOLE_PASSWORD.`)
  for (const { name, role, added } of all)
    say(`${role.padEnd(7)}${new Date(added).toISOString().slice(0, 10)}  ${name}`)
}

async function passwordFor(name: string, generate: boolean, { ask }: StaffCommand) {
  if (generate) return { password: makePassword(), generated: true }
  const fault = (password: string): string | undefined => faultOf(password, name)
  const password = await ask(fault)
  if (password === undefined) {
    throw new Refused('No password was given: pipe one line in, or let one be made with --generate.')
  }
  const wrong = fault(password)
  if (wrong !== undefined) throw new Refused(wrong)
  return { password, generated: false }
}

const find = (accounts: readonly KeptAccount[], name: string): KeptAccount | undefined =>
  accounts.find((one) => nameKey(one.name) === nameKey(name))
const alreadyThere = (name: string): string => `There is an account called ${name} already: choose another name.`
const notThere = (name: string): string => `There is no account called ${name}: see npm run staff -- list.`
