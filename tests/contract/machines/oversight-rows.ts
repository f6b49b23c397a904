import {
  deleteDetermination,
  draftDetermination,
  editDetermination,
} from '../../../src/oversight/determinations/draft-determination.ts'
import {
  dropLift,
  liftDetermination,
  proposeLift,
} from '../../../src/oversight/determinations/lift-determination.ts'
import { determinationMachine } from '../../../src/oversight/determinations/model.ts'
import { signDetermination } from '../../../src/oversight/determinations/sign-determination.ts'
import { evaluationMachine } from '../../../src/oversight/evaluations/model.ts'
import {
  confirmEvaluation,
  deleteEvaluation,
  draftEvaluation,
} from '../../../src/oversight/evaluations/record-evaluation.ts'
import {
  confirmRectified,
  dropRectified,
  proposeRectified,
} from '../../../src/oversight/evaluations/rectify-evaluation.ts'
import {
  dropWithdrawal,
  proposeWithdrawal,
  withdrawEvaluation,
} from '../../../src/oversight/evaluations/withdraw-evaluation.ts'
import { answerOrder } from '../../../src/oversight/orders/answer-order.ts'
import { confirmOutcome, dropOutcome, proposeOutcome } from '../../../src/oversight/orders/decide-order.ts'
import { deleteOrder } from '../../../src/oversight/orders/delete-order.ts'
import { draftOrder, editOrder } from '../../../src/oversight/orders/draft-order.ts'
import { issueOrder } from '../../../src/oversight/orders/issue-order.ts'
import { type Outcome, orderMachine } from '../../../src/oversight/orders/model.ts'
import { receiveOrder } from '../../../src/oversight/orders/receive-order.ts'
import { sampleEvaluation, sampleOrder } from '../../../src/oversight/testing.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { World } from '../../support/world.ts'
import { day, idOf, instant, type MachineRow, only, reason, rowOf } from './machine-row.ts'

/** A declaration about the whole jurisdiction. */
export async function determinationRow(world: World): Promise<MachineRow> {
  const declared = { about: 'orders', details: '已经核对。', document: '陵数声〔2026〕1号', holdsFrom: day }
  const id = await draftDetermination(world.as('bureau-handler'), declared)
  return rowOf(
    determinationMachine,
    { id },
    {
      columns: (status) => {
        const [signed, lifted] = [status !== 'drafted', status === 'lifted']
        return {
          signed_by: only(signed, idOf(world.as('competent-bureau'))),
          signed_at: only(signed, instant),
          lift_from: only(signed, day),
          lift_proposed_by: only(signed, idOf(world.as('bureau-handler'))),
          lifted_by: only(lifted, idOf(world.as('competent-bureau'))),
        }
      },
      verbs: {
        edit: ['bureau-handler', (c) => editDetermination(c, id, declared)],
        delete: ['bureau-handler', (c) => deleteDetermination(c, id)],
        sign: ['competent-bureau', (c) => signDetermination(c, { id, version: 1 })],
        'propose-lift': [
          'bureau-handler',
          (c) => proposeLift(c, { id, from: day, document: '陵数声〔2026〕2号', reason }),
        ],
        'drop-lift': ['bureau-handler', (c) => dropLift(c, { id, version: 1, reason })],
        lift: ['competent-bureau', (c) => liftDetermination(c, { id, version: 1 })],
      },
    },
  )
}

/** An evaluation that found something wanting. */
export async function evaluationRow(world: World, system: string): Promise<MachineRow> {
  const id = await draftEvaluation(world.as('bureau-handler'), {
    ...sampleEvaluation,
    system,
    evaluatedOn: day,
  })
  return rowOf(
    evaluationMachine,
    { id },
    {
      columns: (status) => {
        const confirmed = status !== 'drafted'
        const withdrawn = status === 'withdrawn'
        return {
          withdraw_reason: only(withdrawn, reason),
          withdraw_proposed_by: only(withdrawn, idOf(world.as('bureau-handler'))),
          withdrawn_by: only(withdrawn, idOf(world.as('competent-bureau'))),
          confirmed_by: only(confirmed, idOf(world.as('competent-bureau'))),
          rectified_on: only(confirmed, day),
          rectified_by: only(confirmed, idOf(world.as('bureau-handler'))),
          rectified_confirmed_by: only(status === 'rectified', idOf(world.as('competent-bureau'))),
        }
      },
      verbs: {
        delete: ['bureau-handler', (c) => deleteEvaluation(c, id)],
        confirm: ['competent-bureau', (c) => confirmEvaluation(c, { id, version: 1 })],
        'propose-rectified': [
          'bureau-handler',
          (c) => proposeRectified(c, { id, on: day, document: '陵数评〔2026〕2号' }),
        ],
        'drop-rectified': ['bureau-handler', (c) => dropRectified(c, { id, version: 1, reason })],
        'confirm-rectified': ['competent-bureau', (c) => confirmRectified(c, { id, version: 1 })],
        'propose-withdrawal': ['bureau-handler', (c) => proposeWithdrawal(c, { id, reason })],
        'drop-withdrawal': ['bureau-handler', (c) => dropWithdrawal(c, { id, version: 1, reason })],
        withdraw: ['competent-bureau', (c) => withdrawEvaluation(c, { id, version: 1 })],
      },
    },
  )
}

/** An order to a whole unit. */
export async function orderRow(world: World): Promise<MachineRow> {
  const order = { ...sampleOrder, organisationId: world.organisations.department }
  const id = await draftOrder(world.as('bureau-handler'), order)
  const confirming = (outcome: Outcome) =>
    ['competent-bureau', (c: Context) => confirmOutcome(c, { id, version: 1, outcome })] as const
  const found = { id, outcome: 'withdrawn', on: day, document: '陵数函〔2026〕2号', reason }
  return rowOf(
    orderMachine,
    { id },
    {
      columns: (status) => {
        const issued = status !== 'drafted'
        return {
          number: only(issued, '陵数函〔2026〕1号'),
          issued_on: only(issued, day),
          issued_by: only(issued, idOf(world.as('competent-bureau'))),
          outcome: only(issued, 'resolved'),
          outcome_on: only(issued, day),
          outcome_by: only(issued, idOf(world.as('bureau-handler'))),
        }
      },
      another: (status) => ({ number: only(status !== 'drafted', '陵数函〔2026〕99号') }),
      verbs: {
        edit: ['bureau-handler', (c) => editOrder(c, { id, order })],
        delete: ['bureau-handler', (c) => deleteOrder(c, { id })],
        issue: [
          'competent-bureau',
          (c) => issueOrder(c, { id, version: 1, number: '陵数函〔2026〕1号', on: day }),
        ],
        receive: ['department', (c) => receiveOrder(c, { id, on: day })],
        answer: ['department', (c) => answerOrder(c, { id, answer: '已经整改。' })],
        propose: ['bureau-handler', (c) => proposeOutcome(c, found)],
        drop: ['bureau-handler', (c) => dropOutcome(c, { id, version: 1, reason })],
        'confirm-resolved': confirming('resolved'),
        'confirm-refused': confirming('refused'),
        'confirm-failed': confirming('failed'),
        'confirm-withdrawn': confirming('withdrawn'),
      },
    },
  )
}
