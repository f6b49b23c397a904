import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** In: a project's name, and files left out. Needs Node and npm only; with TEST_DATABASE_URL it runs on that server. */
const unit = (name: string, left: string[]): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name,
    include: ['src/**/*.test.{ts,tsx}', 'jobs/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'tests/browser/**', 'tests/restore/**', ...left],
    globalSetup: ['tests/support/postgres.ts'],
    setupFiles: ['tests/support/each-file.ts'],
    // Modules are loaded once a worker, as in production, not once a file.
    isolate: false,
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      include: ['src/**/*.{ts,tsx}', 'jobs/**/*.ts'],
      exclude: ['**/*.{test,cases,fixture,arbitrary}.ts', '**/testing.ts'],
      reporter: ['text-summary'],
      // What the suite reaches; more is welcome, less is not.
      thresholds: { lines: 95, branches: 84 },
    },
    projects: [
      unit('unit', []),
      // For a second server, TEST_DATABASE_URL: without what another server changes nothing in.
      unit('second-database', [
        'src/platform/{spreadsheet/**,workbook-threads.test.ts,sheet-threads.test.ts,solver-threads.test.ts}',
        'src/regulations/**',
        'src/matching/{text,cover}/**',
        'tests/{boundaries,documents,workers}/**',
        'tests/contract/{event-loop,hostile}/**',
        'tests/contract/{embedded-postgres,objects,uploads}.test.ts',
      ]),
      {
        extends: true,
        test: {
          // Needs PostgreSQL programs: Debian's, and those that tests/restore/tools.txt names.
          name: 'restore',
          include: ['tests/restore/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          // Needs a Chromium: /usr/bin/chromium, or CHROMIUM.
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
