import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // More than cores: much of a test's time is spent waiting for processes, browsers and disks.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // A test that starts a server process or a browser takes seconds on a busy machine; none may hang for ever.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
