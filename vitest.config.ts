import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Tests that leave nothing behind in their thread: the next file begins in it, which saves a third of a second each. */
const sharing = ['core', 'flow', 'lab', 'injection', 'adapters/{gemini,openai,recorded,markdown,offline}'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    // More than cores: much of a test's time is spent waiting for processes, browsers and disks.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // A test that starts a server process or a browser takes seconds on a busy machine; none may hang for ever.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'sharing', include: sharing, isolate: false } },
      { extends: true, test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: sharing } },
    ],
  },
})
