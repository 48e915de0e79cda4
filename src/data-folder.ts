/** Which folder holds what the server writes. */
import { join } from 'node:path'
import type { Config } from './config.ts'

/** The profile of the shop that the simulator plays by itself. */
export const bakery = 'assistant'

/** What is played has a folder of its own, each shop's by itself: invented customers never wait among real ones. */
export function dataFolder({ mode, profile, dataDir }: Pick<Config, 'mode' | 'profile' | 'dataDir'>): string {
  if (mode === 'line') return dataDir
  return join(dataDir, profile === bakery ? 'simulator' : `simulator-${profile}`)
}
