import { describe, expect, it } from 'vitest'
import { doesInputOutput, mayImportNode, missingOnWorkers, violations } from './rules.ts'

const brokenBy = (from: string, to: string) =>
  violations([{ from, to }], new Set(['src/desk/register-page.tsx', 'src/requests/filing/steps-api.ts'])).map(
    ({ rule }) => rule.split(/[:,( ]/)[0],
  )

describe('the dependency rules', () => {
  it.each([
    ['src/app.ts', 'src/systems/index.ts'],
    ['src/platform/http/guard.ts', 'src/platform/errors.ts'],
    ['src/platform/readiness.ts', 'drizzle/meta/_journal.json'],
    ['src/systems/schema.ts', 'src/identity/schema.ts'],
    ['src/requests/filing/match-schema.ts', 'src/catalogue/schema.ts'],
    ['src/systems/import-ledger.ts', 'drizzle-orm'],
    ['src/reports/model.ts', 'src/migration/index.ts'],
    ['src/identity/set-up.ts', 'src/audit/index.ts'],
    ['src/regulations/packs/lingchuan.ts', 'src/regulations/engine/rule.ts'],
    ['src/desk/pages.tsx', 'src/desk/list-register.ts'],
    ['src/systems/import.test.ts', 'tests/support/world.ts'],
    ['jobs/track-migrations.ts', 'src/migration/index.ts'],
    ['tests/support/world.ts', 'src/identity/sign-in/sessions.ts'],
  ])('allow %s → %s', (from, to) => {
    expect(brokenBy(from, to)).toEqual([])
  })

  it.each([
    ['src/platform/jobs.ts', 'src/audit/index.ts', 'platform'],
    ['src/app.ts', 'src/systems/pages.tsx', 'slices'],
    ['src/reports/collect.ts', 'src/migration/health.ts', 'slices'],
    ['src/systems/import-ledger.ts', 'src/identity/schema.ts', 'slices'],
    ['src/requests/filing/match-schema.ts', 'src/catalogue/editions.ts', 'slices'],
    ['jobs/track-migrations.ts', 'src/migration/track-migrations.ts', 'slices'],
    ['demo/fill.ts', 'src/systems/write-systems.ts', 'slices'],
    ['src/audit/record.ts', 'src/identity/index.ts', 'slices'],
    ['src/migration/track.ts', 'src/funding/index.ts', 'slices'],
    ['src/migration/track.ts', 'src/regulations/index.ts', 'slices'],
    ['src/systems/pages.tsx', 'src/app.ts', 'slices'],
    ['src/systems/pages.tsx', 'tests/support/world.ts', 'slices'],
    ['src/desk/register-page.tsx', 'drizzle-orm', 'what'],
    ['src/requests/filing/steps-api.ts', 'drizzle-orm/pg-core', 'what'],
    ['src/requests/filing/steps-api.ts', 'postgres', 'what'],
    ['src/identity/pages.tsx', 'src/identity/testing.ts', 'only'],
    ['src/novelty/model.ts', 'src/novelty/other.ts', 'every'],
  ])('forbid %s → %s', (from, to, rule) => {
    expect(brokenBy(from, to)).toEqual([rule])
  })

  it('know what does I/O and what Workers lack', () => {
    expect(
      ['drizzle-orm/pg-core', 'src/platform/database.ts', 'node:fs', 'postgres'].map(doesInputOutput),
    ).not.toContain(false)
    expect(['drizzle-orm', 'zod', 'src/platform/dates.ts'].map(doesInputOutput)).not.toContain(true)
    expect(
      ['fs', 'node:fs/promises', 'node:child_process'].map((name) => missingOnWorkers.test(name)),
    ).not.toContain(false)
    expect(['crypto', 'node:stream', 'node:zlib'].map((name) => missingOnWorkers.test(name))).not.toContain(
      true,
    )
    expect(mayImportNode({ from: 'src/identity/sign-in/passwords.ts', to: 'node:crypto' })).toBe(true)
    expect(mayImportNode({ from: 'src/identity/sign-in/passwords.ts', to: 'node:fs' })).toBe(false)
  })
})
