import { sql } from 'drizzle-orm'
import { transact } from '../../../src/platform/context.ts'
import { adoptionMachine } from '../../../src/rules/editions/model.ts'
import { proposeAdoption } from '../../../src/rules/editions/propose-adoption.ts'
import { readRuleEditions } from '../../../src/rules/editions/read-editions.ts'
import { signAdoption } from '../../../src/rules/editions/sign-adoption.ts'
import { withdrawAdoption } from '../../../src/rules/editions/withdraw-adoption.ts'
import { approveSupplement } from '../../../src/rules/supplements/approve-supplement.ts'
import { deleteSupplement } from '../../../src/rules/supplements/delete-supplement.ts'
import { draftSupplement } from '../../../src/rules/supplements/draft-supplement.ts'
import { supplementMachine } from '../../../src/rules/supplements/model.ts'
import { approveRepeal, dropRepeal, proposeRepeal } from '../../../src/rules/supplements/repeal-supplement.ts'
import { returnSupplement } from '../../../src/rules/supplements/return-supplement.ts'
import { frozen } from '../../../src/rules/supplements/store.ts'
import { submitSupplement } from '../../../src/rules/supplements/submit-supplement.ts'
import { adoptOlder, sampleDefinition } from '../../../src/rules/testing.ts'
import type { World } from '../../support/world.ts'
import { idOf, instant, type MachineRow, only, reason, rowOf } from './machine-row.ts'

/** An adoption with its two signatures. */
export async function adoptionRow(world: World): Promise<MachineRow> {
  await transact(world.as('job'), (tx) => adoptOlder(world.as('job'), tx))
  const { installed } = await readRuleEditions(world.as('competent-bureau'))
  const { hash } = installed
  const { adoptionId } = await proposeAdoption(world.as('bureau-handler'), {
    hash,
    effectiveFrom: '2027-01-01',
  })
  await signAdoption(world.as('competent-bureau'), { adoptionId, hash })
  return rowOf(
    adoptionMachine,
    { id: adoptionId },
    {
      columns: (status) => ({
        adopted_at: only(status === 'adopted', instant),
        withdrawn_at: only(status === 'withdrawn', instant),
      }),
      // Only the first of a jurisdiction begins as adopted; one is proposed at a time.
      another: (status) => ({ automatic: status === 'adopted' }),
      beside: ['rule_signatures'],
      arrange: (from) =>
        from === null ? [sql`delete from rule_signatures`, sql`delete from rule_adoptions`] : [],
      verbs: {
        sign: ['competent-bureau', (c) => signAdoption(c, { adoptionId, hash })],
        withdraw: ['bureau-handler', (c) => withdrawAdoption(c, { adoptionId, reason })],
      },
      follows: { 'sign-first': 'signing the first adoption, which none signed' },
    },
  )
}

/** A draft of a rule. */
export async function supplementRow(world: World): Promise<MachineRow> {
  const { id } = await draftSupplement(world.as('bureau-handler'), { definition: sampleDefinition })
  const repeal = { id, from: '2027-01-01', documentNumber: '陵数发〔2026〕20号' }
  return rowOf(
    supplementMachine,
    { id },
    {
      columns: (status) => ({
        rule: only(status !== 'draft', frozen(sampleDefinition, 'SUP-2026-1').rule),
        hash: only(status !== 'draft', 'x'),
        submitted_by: only(status !== 'draft', idOf(world.as('bureau-handler'))),
        approved_by: only(status === 'approved', idOf(world.as('competent-bureau'))),
      }),
      another: () => ({ clause: 'SUP-2026-99' }),
      verbs: {
        edit: ['bureau-handler', (c) => draftSupplement(c, { id, definition: sampleDefinition })],
        delete: ['bureau-handler', (c) => deleteSupplement(c, { id })],
        submit: ['bureau-handler', (c) => submitSupplement(c, { id })],
        approve: ['competent-bureau', (c) => approveSupplement(c, { id, hash: 'x' })],
        return: ['competent-bureau', (c) => returnSupplement(c, { id, reason })],
        repeal: ['bureau-handler', (c) => proposeRepeal(c, repeal)],
        'approve-repeal': ['competent-bureau', (c) => approveRepeal(c, repeal)],
        'drop-repeal': ['bureau-handler', (c) => dropRepeal(c, { ...repeal, reason })],
      },
    },
  )
}
