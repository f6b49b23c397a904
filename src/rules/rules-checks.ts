import { and, eq, sql } from 'drizzle-orm'
import { type Check, type Difference, type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { hashOfJson } from './editions/rules-hash.ts'
import { ruleAdoptions, ruleEditions, ruleSignatures, supplementaryRules } from './schema.ts'

const of = (subject: string, expected: string, found: string): Difference => ({
  organisationId: null,
  systemId: null,
  subject,
  field: 'hash',
  expected,
  found,
})

/** 采用的规则: each edition and each approved supplementary rule is what was signed. */
export const rulesCheck: Check = {
  name: 'rules',
  title: '采用的规则与签署内容',
  fields: { hash: '指纹' },
  async run({ actor: { jurisdictionId } }, tx) {
    const editions = await tx
      .select({ version: ruleEditions.version, hash: ruleEditions.hash, rules: ruleEditions.rules })
      .from(ruleEditions)
      .where(eq(ruleEditions.jurisdictionId, jurisdictionId))
    const supplements = await tx
      .select({
        clause: supplementaryRules.clause,
        definition: supplementaryRules.definition,
        rule: supplementaryRules.rule,
        hash: supplementaryRules.hash,
      })
      .from(supplementaryRules)
      .where(
        and(eq(supplementaryRules.jurisdictionId, jurisdictionId), eq(supplementaryRules.status, 'approved')),
      )
    const differences = [
      ...editions.map(({ version, hash, rules }) => of(`规则版本 ${version}`, hash, hashOfJson(rules))),
      ...supplements.map(({ clause, definition, rule, hash }) =>
        of(`补充规则 ${clause}`, hash ?? '', hashOfJson({ clause, definition, rule })),
      ),
    ].filter(({ expected, found }) => expected !== found)
    return { checked: editions.length + supplements.length, differences }
  },
}

/** Of what the nightly digests are taken. */
export const rulesKept: readonly KeptRows[] = [
  keptRows(ruleEditions, {
    name: 'rule-editions',
    title: '规则版本',
    appendOnly: true,
    order: sql`${ruleEditions.id}`,
  }),
  keptRows(ruleAdoptions, {
    name: 'rule-adoptions',
    title: '规则采用',
    appendOnly: false,
    order: sql`${ruleAdoptions.id}`,
  }),
  keptRows(ruleSignatures, {
    name: 'rule-signatures',
    title: '规则签署',
    appendOnly: false,
    order: sql`(${ruleSignatures.adoptionId}, ${ruleSignatures.personId})::text`,
  }),
  keptRows(supplementaryRules, {
    name: 'supplementary-rules',
    title: '补充规则',
    appendOnly: false,
    order: sql`${supplementaryRules.id}`,
    where: sql`${supplementaryRules.status} = 'approved'`,
  }),
]
