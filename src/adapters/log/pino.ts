/** The log: one JSON line an event for machines, coloured lines for a person at a terminal. Never a secret in either. */
import { pino, type DestinationStream } from 'pino'
import { prettyFactory } from 'pino-pretty'
import type { Log } from '../../ports/log.ts'
import { scrubber, withoutSecrets } from './redact.ts'

export interface LogOptions {
  /** Coloured lines instead of JSON: for when stdout is a terminal. */
  pretty: boolean
  /** Default: stdout. Written to at once, so that the last line before an end is there. */
  destination?: DestinationStream
  /** The secrets of this server: they are in no line, wherever they come from. */
  secrets?: readonly string[]
}

/** @param level what is less than this is not written; `silent` writes nothing */
export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  { pretty, destination = pino.destination({ sync: true }), secrets = [] }: LogOptions,
): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: withoutSecrets },
      // By then errors are plain fields; pino's own way with them would copy theirs as they are.
      serializers: { err: (fields: unknown) => fields },
      hooks: { streamWrite: scrubber(secrets) },
    },
    pretty ? inWords(destination) : destination,
  )
}

/** pino-pretty's own stream writes later than it is told; its formatter does not. */
function inWords(destination: DestinationStream): DestinationStream {
  const words = prettyFactory({ translateTime: 'SYS:HH:MM:ss', singleLine: true })
  return { write: (line) => destination.write(words(line)) }
}
