import { configDefaults, defineConfig } from 'vitest/config'

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
      {
        extends: true,
        test: {
          // Needs Node and npm only; with TEST_DATABASE_URL it runs on that server.
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'jobs/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'tests/browser/**', 'tests/restore/**'],
          globalSetup: ['tests/support/postgres.ts'],
          setupFiles: ['tests/support/each-file.ts'],
          // Modules are loaded once a worker, as in production, not once a file.
          isolate: false,
        },
      },
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
