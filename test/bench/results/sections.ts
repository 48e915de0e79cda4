/** Every part as it is shown; one that has not been measured says so. */
import type { Measured, PartName } from './figures.ts'
import type { Section } from './section.ts'
import { intakeSection } from './sections/intake.ts'
import { modelSection } from './sections/model.ts'
import { processesSection } from './sections/processes.ts'
import { startSection } from './sections/start.ts'
import { storedSection } from './sections/stored.ts'
import { turnsSection } from './sections/turns.ts'

export function sectionOf(part: PartName, measured: Measured): Section {
  switch (part) {
    case 'intake':
      return intakeSection(measured.figures)
    case 'turns':
      return turnsSection(measured.figures)
    case 'stored':
      return storedSection(measured)
    case 'processes':
      return processesSection(measured.figures)
    case 'start':
      return startSection(measured)
    case 'model':
      return modelSection(measured.figures)
    default:
      return part satisfies never
  }
}

const listed = (values: Record<string, string | number>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en') : value}`)
    .join(', ')

/** When, of what, on what, and in which sizes. */
export const provenance = ({ date, commit, seconds, machine, setup }: Measured): string =>
  `${date}, commit ${commit}, in ${Math.round(seconds)} s. ${listed(machine)}. ${listed(setup)}.`
