/** What was measured, part by part: kept in docs/performance.json, each figure with what every round gave. */
import { z } from 'zod'

export const partNames = ['intake', 'turns', 'stored', 'processes', 'start', 'model'] as const
export type PartName = (typeof partNames)[number]

/** By the figure's name, such as `rush.files.events_per_s`: what each round gave, in order. */
const figuresSchema = z.record(z.string(), z.array(z.number()).min(1))
export type Figures = z.infer<typeof figuresSchema>

export const measuredSchema = z.object({
  date: z.iso.date(),
  commit: z.string(),
  seconds: z.number().nonnegative(),
  /** What it was measured on, and in which sizes: words and numbers for a person. */
  machine: z.record(z.string(), z.union([z.string(), z.number()])),
  setup: z.record(z.string(), z.union([z.string(), z.number()])),
  figures: figuresSchema,
})
export type Measured = z.infer<typeof measuredSchema>

export const performanceSchema = z.partialRecord(z.enum(partNames), measuredSchema)
/** A part that has not been measured yet is missing. */
export type Performance = z.infer<typeof performanceSchema>

/** Adds what a round gave; what is not known is left out, and not taken for 0. */
export function add(figures: Figures, under: string, values: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || !Number.isFinite(value)) continue
    const key = `${under}.${name}`
    figures[key] = [...(figures[key] ?? []), Number(value.toPrecision(6))]
  }
}
