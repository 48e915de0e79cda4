/** What is wrong with a database is a sentence, with what to do, and without the address's password. */
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import pg from 'pg'
import { databaseFault } from '../../../src/adapters/postgres/unreachable.ts'

const url = 'postgres://kidoku:the-password@db.example:5432/shop'

/** As the driver tells what PostgreSQL says. */
function said(code: string): Error {
  const error = new pg.DatabaseError('password authentication failed for user "kidoku"', 1, 'error')
  return Object.assign(error, { code, severity: 'FATAL', routine: 'auth_failed' })
}
const failed = (code: string, more: object): Error => Object.assign(new Error('it failed'), { code, ...more })

describe('it is told', () => {
  test.for<[string, Error, RegExp]>([
    ['a wrong password', said('28P01'), /^PostgreSQL refuses the password in DATABASE_URL: correct it/],
    ['no such user', said('28000'), /pg_hba\.conf/],
    ['no such database', said('3D000'), /createdb/],
    ['no tables', said('42P01'), /start the server once, or run npm run migrate/],
    ['tables of an earlier version', said('42703'), /older than this kidoku: .*npm run migrate/],
    ['no right', said('42501'), /OWNER TO/],
    ['too many connections', said('53300'), /max_connections/],
    ['a table that a dump reads', said('55P03'), /a dump, say/],
    ['tables that others lock in another order', said('40P01'), /then try again/],
    ['a standby', said('25006'), /may be written/],
    ['a server that goes down', said('57P01'), /did not answer in time, or broke off/],
    ['a broken connection', said('08006'), /broke off/],
    [
      'a name that nobody has',
      failed('ENOTFOUND', { syscall: 'getaddrinfo', hostname: 'db.example' }),
      /^no computer is called db\.example/,
    ],
    [
      'a host with several addresses',
      Object.assign(new AggregateError([failed('ECONNREFUSED', { syscall: 'connect', address: '::1', port: 5432 })]), {
        code: 'ECONNREFUSED',
      }),
      /^no PostgreSQL answers at ::1 port 5432: see that it runs/,
    ],
    ['a certificate', failed('SELF_SIGNED_CERT_IN_CHAIN', {}), /sslrootcert/],
    ['an address that is none', failed('ERR_INVALID_URL', { input: url }), /signs such as @ in a password as %40/],
    ['no password', new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), /user:password@/],
    ['a wait for a connection', new Error('timeout exceeded when trying to connect'), /did not answer in time/],
  ])('%s', ([, error, words]) => {
    const sentence = databaseFault(error, url)
    expect(sentence).toMatch(words)
    expect(sentence).not.toContain('the-password')
  })

  test('the system’s own error', async () => {
    const error = await new Promise<unknown>((resolve) => connect(1, '127.0.0.1').once('error', resolve))
    expect(databaseFault(error, url)).toMatch(/^no PostgreSQL answers at 127\.0\.0\.1 port 1: see that it runs/)
  })
})

test.for<[string, unknown]>([
  ['a port that is taken', failed('EADDRINUSE', { syscall: 'listen' })],
  ['an address that is HOST', failed('ENOTFOUND', { syscall: 'getaddrinfo', hostname: 'my-shop' })],
  ['a folder that may not be written', failed('EACCES', { syscall: 'mkdir', path: '/data' })],
  ['a fault of ours', new TypeError('x is not a function')],
  ['a statement that is wrong', said('42601')],
  ['no error', 'broken'],
])('%s is none of it', ([, error]) => {
  expect(databaseFault(error, url)).toBeUndefined()
})
