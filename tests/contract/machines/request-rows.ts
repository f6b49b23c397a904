import { sql } from 'drizzle-orm'
import { approveRequest } from '../../../src/requests/filing/approve-request.ts'
import { cancelRequest } from '../../../src/requests/filing/cancel-request.ts'
import { correctLine } from '../../../src/requests/filing/correct-line.ts'
import { deleteRequestDraft } from '../../../src/requests/filing/delete-draft.ts'
import { matchAgain } from '../../../src/requests/filing/match-again.ts'
import { confirmMatch } from '../../../src/requests/filing/match-request.ts'
import { requestMachine } from '../../../src/requests/filing/model.ts'
import { provisionRequest } from '../../../src/requests/filing/provision-request.ts'
import { readRequest } from '../../../src/requests/filing/read-request.ts'
import { returnRequest } from '../../../src/requests/filing/return-request.ts'
import { reviewRequest } from '../../../src/requests/filing/review-request.ts'
import { saveDraft } from '../../../src/requests/filing/save-draft.ts'
import { sendForReview } from '../../../src/requests/filing/send-for-review.ts'
import { submitRequest } from '../../../src/requests/filing/submit-request.ts'
import { confirmUsage } from '../../../src/requests/resources/confirm-usage.ts'
import { decideChange } from '../../../src/requests/resources/decide-change.ts'
import { changeMachine, resourceMachine, usageImportMachine } from '../../../src/requests/resources/model.ts'
import { previewUsage } from '../../../src/requests/resources/preview-usage.ts'
import { releaseResource } from '../../../src/requests/resources/release-resource.ts'
import { requestChange } from '../../../src/requests/resources/request-change.ts'
import { draftOf, requestIn } from '../../../src/requests/testing.ts'
import type { World } from '../../support/world.ts'
import { bytesOf, comment, day, idOf, type MachineRow, only, reason, rowOf } from './machine-row.ts'

/** Rows of requests, of what runs for them and of their measured use. */
export async function requestRows(world: World): Promise<MachineRow[]> {
  const requestId = await requestIn(world, 'provisioned')
  const { row, resources } = await readRequest(world.as('data-centre'), { requestId })
  const [resource] = resources
  const { match: open } = await readRequest(world.as('data-centre'), {
    requestId: await requestIn(world, 'approved'),
  })
  const [item] = open?.items ?? []
  if (resource === undefined || item === undefined) throw new Error('nothing was provisioned or approved')
  const resourceId = resource.id
  const ask = { resourceId, expiresOn: '2028-11-30', reason }
  const { changeId } = await requestChange(world.as('department'), ask)
  const usage = bytesOf(`资源名称,月份,CPU平均,CPU峰值\n${resource.name},2026-10,50,80`)
  const { importId } = await previewUsage(world.as('data-centre'), { fileName: '使用率.csv', bytes: usage })
  const decider = idOf(world.as('competent-bureau'))
  const decided = (status: string) => ({
    decided_by: only(['approved', 'refused'].includes(status), decider),
  })
  return [
    rowOf(
      requestMachine,
      { id: requestId },
      {
        another: () => ({ match_id: null, approved_by: null, approved_on: null, decided_by_rule: null }),
        verbs: {
          edit: ['department', (c) => saveDraft(c, { requestId, version: row.version, draft: draftOf() })],
          delete: ['department', (c) => deleteRequestDraft(c, { requestId })],
          'hand-over': ['department', (c) => sendForReview(c, { requestId })],
          submit: ['department-head', (c) => submitRequest(c, { requestId })],
          match: ['data-centre', (c) => confirmMatch(c, { requestId })],
          'match-again': ['data-centre', (c) => matchAgain(c, { requestId })],
          correct: ['data-centre', (c) => correctLine(c, { requestId, lineId: '1', code: null })],
          review: ['data-centre', (c) => reviewRequest(c, { requestId, comment })],
          approve: ['competent-bureau', (c) => approveRequest(c, { requestId })],
          return: ['data-centre', (c) => returnRequest(c, { requestId, reason })],
          provision: ['data-centre', (c) => provisionRequest(c, { requestId })],
          cancel: ['data-centre', (c) => cancelRequest(c, { requestId, reason })],
        },
        follows: {
          'approve-by-rule': 'the submission of a small increase',
          recount: 'the daily job, when the calendar has changed',
          change: 'the approval of a change of one of its resources',
          release: 'the release of its last resource',
          expire: 'the expiry of its last resource',
        },
      },
    ),
    rowOf(
      resourceMachine,
      { id: resourceId },
      {
        columns: (status) => ({ ended_on: only(status !== 'running', day) }),
        another: () => ({
          name: '另一台',
          match_id: item.matchId,
          line_id: item.lineId,
          approved_code: item.code,
        }),
        verbs: {
          'request-change': ['department', (c) => requestChange(c, ask)],
          change: ['competent-bureau', (c) => decideChange(c, { changeId, decision: 'approved' })],
          release: ['department-head', (c) => releaseResource(c, { resourceId, reason })],
        },
        follows: { expire: 'the daily job' },
      },
    ),
    rowOf(
      changeMachine,
      { id: changeId },
      {
        columns: decided,
        // One change of a resource waits at a time.
        arrange: (from) =>
          from === null ? [sql`update resource_changes set status = 'refused', decided_by = ${decider}`] : [],
        verbs: {
          approve: ['competent-bureau', (c) => decideChange(c, { changeId, decision: 'approved' })],
          refuse: ['competent-bureau', (c) => decideChange(c, { changeId, decision: 'refused' })],
        },
      },
    ),
    rowOf(
      usageImportMachine,
      { id: importId },
      {
        verbs: { import: ['data-centre', (c) => confirmUsage(c, { importId })] },
      },
    ),
  ]
}
