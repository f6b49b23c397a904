import { sql } from 'drizzle-orm'
import { approveEdition } from '../../../src/catalogue/editions/approve-edition.ts'
import { commentOnItem } from '../../../src/catalogue/editions/comments.ts'
import { deleteDraft } from '../../../src/catalogue/editions/delete-draft.ts'
import { publishEdition, unscheduleEdition } from '../../../src/catalogue/editions/publish-edition.ts'
import { replaceDraft } from '../../../src/catalogue/editions/replace-draft.ts'
import { returnEdition } from '../../../src/catalogue/editions/return-edition.ts'
import { setTerms } from '../../../src/catalogue/editions/set-terms.ts'
import { submitEdition } from '../../../src/catalogue/editions/submit-edition.ts'
import { removeItem } from '../../../src/catalogue/items/change-item.ts'
import { editionMachine, unlistedNeedMachine } from '../../../src/catalogue/model.ts'
import { answerUnlistedNeed, fileUnlistedNeed } from '../../../src/catalogue/unlisted-needs/unlisted-needs.ts'
import { sampleCatalogue } from '../../../src/requests/testing.ts'
import type { World } from '../../support/world.ts'
import { bytesOf, comment, day, type MachineRow, only, reason, rowOf } from './machine-row.ts'

/** The published edition. */
export async function editionRow(editionId: number): Promise<MachineRow> {
  const csv = { fileName: 'catalogue.csv', bytes: bytesOf(await sampleCatalogue()) }
  return rowOf(
    editionMachine,
    { id: editionId },
    {
      columns: (status) => ({
        published_on: only(['published', 'superseded'].includes(status), day),
        publishes_on: day,
      }),
      another: () => ({ number: '另一版' }),
      beside: ['catalogue_approvals'],
      // What is submitted has no approvals; everything else has the two that were given.
      arrange: (from, to) =>
        from === 'draft' && to === 'in-approval' ? [sql`delete from catalogue_approvals`] : [],
      verbs: {
        edit: ['data-centre', (c) => removeItem(c, { editionId, code: 'ECS-08', version: 99 })],
        replace: ['data-centre', (c) => replaceDraft(c, { editionId, ...csv })],
        'set-terms': ['data-centre', (c) => setTerms(c, { editionId, midMonthRule: 'by-day' })],
        delete: ['data-centre', (c) => deleteDraft(c, { editionId })],
        submit: ['data-centre', (c) => submitEdition(c, { editionId })],
        comment: ['finance', (c) => commentOnItem(c, { editionId, comment })],
        approve: ['finance', (c) => approveEdition(c, { editionId })],
        return: ['finance', (c) => returnEdition(c, { editionId, reason })],
        publish: ['competent-bureau', (c) => publishEdition(c, { editionId })],
        schedule: ['competent-bureau', (c) => publishEdition(c, { editionId, on: '2026-12-01' })],
        unschedule: ['competent-bureau', (c) => unscheduleEdition(c, { editionId })],
      },
      follows: { 'take-effect': 'the daily job' },
    },
  )
}

/** A need that nobody has answered. */
export async function needRow(world: World): Promise<MachineRow> {
  const need = {
    title: '时空数据库',
    details: '存放轨迹数据',
    quantity: '1',
    unit: '实例',
    monthlyYuan: '',
  }
  const needId = await fileUnlistedNeed(world.as('department'), need)
  const answer = { needId, answer: '理由' }
  return rowOf(
    unlistedNeedMachine,
    { id: needId },
    {
      columns: (status) => ({ answered_on: only(status !== 'open', day) }),
      verbs: {
        plan: ['data-centre', (c) => answerUnlistedNeed(c, { ...answer, status: 'planned' })],
        serve: [
          'data-centre',
          (c) => answerUnlistedNeed(c, { ...answer, status: 'served', itemCode: 'ECS-08' }),
        ],
        decline: ['data-centre', (c) => answerUnlistedNeed(c, { ...answer, status: 'declined' })],
      },
    },
  )
}
