/** Pure. */

/** Numbers of PostgreSQL's advisory locks, in one place so that no two meanings share one. */
export const locks = {
  /** migrate.ts: one instance migrates. */
  migration: 4_715_201,
  /** identity/organisations/set-up.ts: the installation is set up once. */
  setUp: 4_715_202,
  /** drizzle/0001_row-security.sql: writers of audit entries share it, the sequencer takes it alone. */
  auditAppend: 4_715_203,
  /** audit/sequence-entries.ts: one sequencer a jurisdiction. */
  auditSequence: 4_715_204,
  /** identity/people/keep-administrators.ts: with the jurisdiction's hash, whoever takes an administrator's role away. */
  administrators: 47_152,
  /** identity/organisations/organisation-tree.ts: with the jurisdiction's hash, whoever moves an organisation. */
  organisationTree: 47_153,
  /** rules/editions/adopt-first.ts: with the jurisdiction's hash, whoever finds that no rules are adopted yet. */
  ruleAdoption: 47_154,
  /** projects/store.ts: with the jurisdiction's hash, whoever takes the next number for a project. */
  projectNumber: 47_155,
  /** projects/store.ts: with the system's number, whoever reads all projects that build it, to record what they come to. */
  projectsOfSystem: 47_157,
  /** systems/followers.ts: with the jurisdiction's hash, whoever tracks or judges, all or some. */
  followers: 47_156,
  /** storage.ts: one process a data folder. */
  dataDirectory: 4_715_205,
  /** systems/confirm-import.ts: one import at a time a jurisdiction; audit/hold-register.ts: and none while it is judged. */
  ledgerImport: 4_715_206,
} as const
