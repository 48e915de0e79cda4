/**
 * What somebody can do when PostgreSQL cannot be used as it is: what is wrong and the remedy, told from the codes of the
 * system and of PostgreSQL. Nothing of `DATABASE_URL` is repeated but where it leads. It loads nothing: whoever keeps files
 * has none of PostgreSQL in memory.
 */

export interface Fault {
  /** What is wrong. */
  found: string
  remedy: string
}

const missing = 'start the server once, or run npm run migrate, with a user who may make tables'
const older = 'the tables in the database are older than this kidoku'
const inUse: Fault = {
  found: 'somebody else has something in PostgreSQL in use for too long',
  remedy: 'wait until they have ended (a dump, say), then try again',
}
const brokenOff: Fault = {
  found: 'PostgreSQL did not answer in time, or broke off',
  remedy: 'see that it runs and can be reached from here, then try again',
}

/** By the codes of PostgreSQL (its manual, appendix A). */
const told: Readonly<Record<string, Fault>> = {
  '28P01': {
    found: 'PostgreSQL refuses the password in DATABASE_URL',
    remedy: 'correct it; signs such as @ stand in it as %40',
  },
  '28000': {
    found: 'PostgreSQL does not let the user in DATABASE_URL in',
    remedy: 'see that there is such a user, and that pg_hba.conf admits it from here',
  },
  '3D000': {
    found: 'PostgreSQL has no database of the name in DATABASE_URL',
    remedy: 'make it (createdb), or correct the name',
  },
  '42501': {
    found: 'the user in DATABASE_URL may not do that',
    remedy: 'give it the tables (ALTER … OWNER TO), or let it make its own in an empty database',
  },
  '42P01': { found: 'the database of DATABASE_URL has not all of kidoku’s tables', remedy: missing },
  '3F000': { found: 'the database of DATABASE_URL has none of kidoku’s tables', remedy: missing },
  '42703': { found: older, remedy: missing },
  '42883': { found: older, remedy: missing },
  '25006': {
    found: 'the database of DATABASE_URL may only be read (a standby)',
    remedy: 'set it to the one that may be written',
  },
  '53100': { found: 'PostgreSQL’s disk is full', remedy: 'make room there' },
  '53300': {
    found: 'PostgreSQL takes no more connections',
    remedy: 'raise its max_connections, or run fewer processes',
  },
  '55P03': inUse,
  '40P01': inUse,
  '57014': { found: 'PostgreSQL took too long for it', remedy: 'try again when it has less to do' },
  '57P03': { found: 'PostgreSQL is just starting, or being restored', remedy: 'try again in a minute' },
}

/** Class 08, and what a server says that goes down. */
const lostCodes = /^08|^57P0[124]$/

/** Of the system, while it connects. */
const noConnection = /^(?:ECONN(?:REFUSED|RESET)|E(?:HOST|NET)UNREACH|ETIMEDOUT|EPIPE|ENOENT|EACCES)$/

/** The driver gives these no code. */
const lostWords = /timeout|terminated|connection ended|not queryable/i
const noPassword = /client password must be a/
const noEncryption = /does not support SSL/

/** The sentence about it; undefined when it is not about the database, or nobody foresaw it. */
export function databaseFault(error: unknown, url: string): string | undefined {
  const fault = faultOf(error, url)
  return fault && `${fault.found}: ${fault.remedy}`
}

/** @param url where the database is */
export function faultOf(error: unknown, url: string): Fault | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // The driver's own type, told without loading it.
  if ('severity' in error && 'routine' in error) return told[code] ?? (lostCodes.test(code) ? brokenOff : undefined)
  if (code === 'ERR_INVALID_URL' || error instanceof URIError) {
    return {
      found: 'DATABASE_URL cannot be read',
      remedy: 'write it like postgres://user:password@host:5432/name; signs such as @ in a password as %40, % as %25',
    }
  }
  return ofConnecting(error, code, url) ?? (code === '' ? ofDriver(error) : undefined)
}

function ofConnecting(error: Error, code: string, url: string): Fault | undefined {
  // A host with several addresses: each has its own.
  const tries: unknown[] = error instanceof AggregateError ? error.errors : [error]
  const [first] = tries.filter((one) => one instanceof Error)
  const syscall = first && 'syscall' in first ? first.syscall : undefined
  if (first && syscall === 'getaddrinfo' && 'hostname' in first) {
    const host = String(first.hostname)
    if (!url.includes(host)) return undefined
    return {
      found: `no computer is called ${host}, as DATABASE_URL has it`,
      remedy: 'correct it, or see that names can be looked up here',
    }
  }
  if (first && noConnection.test(code) && ['connect', 'read', 'write'].includes(String(syscall))) {
    return {
      found: `no PostgreSQL answers ${placeOf(first)}`,
      remedy: 'see that it runs, and that DATABASE_URL is its address',
    }
  }
  if (!/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return undefined
  return {
    found: 'PostgreSQL’s certificate is not one that is trusted here',
    remedy: 'name the file of its authority in DATABASE_URL (sslrootcert=FILE)',
  }
}

function ofDriver({ message }: Error): Fault | undefined {
  if (noPassword.test(message)) {
    return {
      found: 'PostgreSQL asks for a password, and DATABASE_URL has none',
      remedy: 'write it like postgres://user:password@host/name',
    }
  }
  if (noEncryption.test(message)) {
    return {
      found: 'PostgreSQL has no encrypted connections there',
      remedy: 'switch them on, or take sslmode out of DATABASE_URL',
    }
  }
  return lostWords.test(message) ? brokenOff : undefined
}

function placeOf(error: Error): string {
  if (!('address' in error)) return 'there'
  return `at ${String(error.address)}${'port' in error ? ` port ${String(error.port)}` : ''}`
}
