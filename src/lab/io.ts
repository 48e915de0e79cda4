/**
 * LabIo: what a command of the lab works with. Commands choose no adapters: src/lab/main.ts opens these for them, each
 * when it is first asked for, so that a wrong key stops only those who need it.
 */
import type { Config } from '../config.ts'
import type { Prompt } from '../core/request.ts'
import type { Clock } from '../ports/clock.ts'
import type { Knowledge } from '../ports/knowledge.ts'
import type { Log } from '../ports/log.ts'
import type { Model } from '../ports/model.ts'
import type { OfficeHours } from '../ports/office-hours.ts'
import type { DeclaredSystems } from './case-systems.ts'
import type { LoadedCases } from './cases.ts'

/** Answers of models are kept (`record`), or kept ones are used and nobody is asked (`use`): src/adapters/recorded/. */
export type Recording = 'use' | 'record'

/** What of the settings the lab goes by: no secret of the channel is among it. */
export type LabConfig = Pick<Config, 'profile' | 'promptsDir' | 'model' | 'modelPrices'>

export interface LabIo {
  config: LabConfig
  /** A line of what was asked for. */
  out(line: string): void
  /** A line beside it: progress, warnings, what is wrong. It never mixes with what is piped on. */
  say(line: string): void
  /** Where `say` goes, when that is a terminal. */
  terminal?: NodeJS.WritableStream
  log: Log
  clock: Clock
  /** Aborts when somebody presses Ctrl-C. */
  signal: AbortSignal
  /** Where results go, and what is unfinished: DATA_DIR/lab. */
  folder: string
  /** The profile's cases folder. */
  casesDir: string
  /** @throws BrokenFile */
  openKnowledge(): Promise<Knowledge>
  /** What `lookups.yaml` declares: where it is is never asked. */
  openSystems(): Promise<DeclaredSystems>
  /**
   * Cases with what is wrong with the others; never throws for a broken case.
   * @param dir missing: the profile's
   * @throws BrokenFile when there is no such folder
   */
  openCases(dir?: string): Promise<LoadedCases>
  /** @throws BrokenFile with file, line and remedy; also where it names a look-up or a record that is not declared */
  prompt(name: string): Promise<Prompt>
  openOffice(): Promise<OfficeHours>
  /**
   * `offline`, `gemini`, `gemini:NAME`, `openai`, `openai:NAME`; undefined: what the server answers with.
   * @param kept through kept answers; each repeat, from 1, has its own. `again`: what was recorded is asked for anew
   * @throws WrongCommand whose message has the remedy: no key, no such name
   */
  model(spec: string | undefined, kept?: { mode: Recording; repeat: number; again?: boolean }): Promise<Model>
}

/** A command: what it was asked on the command line in, the exit code out. */
export type LabCommand = (argv: string[], io: LabIo) => Promise<number>
