/** What there is in PostgreSQL, in one piece: it is loaded only where a database is set. */
export { openPostgresAudit } from './audit.ts'
export { openPostgresDocuments } from './documents.ts'
export { keepContentsInPostgres } from './kept-contents.ts'
export { migrate } from './migrate.ts'
export { openPostgresPushCount } from './pushes.ts'
export { openPostgresStore } from './store.ts'
