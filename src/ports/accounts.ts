/** Who may see the console: accounts of staff, made by the owner with `npm run staff`. */

export type Role = 'owner' | 'staff'

export interface Account {
  name: string
  role: Role
}

export interface KeptAccount extends Account {
  /**
   * Changes with the password, and is another one when a name is removed and added again: what was signed in under an
   * earlier version is over.
   */
  version: string
  /** When it was made (ms). */
  added: number
}

export interface Accounts {
  /** All of them, as they are now; none: the console goes by CONSOLE_PASSWORD. Rejects when they cannot be read. */
  all(): Promise<KeptAccount[]>
  /** The account, if the password is its own. Takes the same time for a name that there is not. */
  check(name: string, password: string): Promise<KeptAccount | undefined>
}

/** With names as they are kept. */
export type Added = { type: 'added'; role: Role } | { type: 'taken'; name: string }
/** `left`: how many accounts there still are. */
export type Removed = { type: 'removed'; name: string; left: number } | { type: 'unknown' | 'last_owner' }
export type Changed = { type: 'changed' | 'same'; name: string } | { type: 'unknown' | 'last_owner' }

/** The accounts as `npm run staff` changes them, beside a running server. What resolves is durable. */
export interface AccountBook extends Accounts {
  /** The first account is an owner's, whatever was asked for. */
  add(name: string, role: Role, password: string, at: number): Promise<Added>
  /** The last owner stays while there are others. */
  remove(name: string): Promise<Removed>
  setPassword(name: string, password: string): Promise<Changed>
  /** The last owner stays one. */
  setRole(name: string, role: Role): Promise<Changed>
}

/** One who is signed in. */
export interface Member extends Account {
  /** The secret that the member's own forms carry (CSRF). */
  formToken: string
}

/** Two names with the same key are one name: whatever their case, their width and their spaces. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
