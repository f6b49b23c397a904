import { sql } from 'drizzle-orm'
import { objectCheck } from '../platform/object-check.ts'
import { type KeptRows, keptRows } from '../platform/reconciliation.ts'
import { approvedItems, requestMatches } from './filing/match-schema.ts'
import { requestEvents, requestRules } from './filing/schema.ts'
import { usageImports } from './resources/schema.ts'

export const usageFilesCheck = objectCheck({
  name: 'usage-files',
  title: '存放的使用率文件与指纹',
  files: (jurisdictionId) => sql`
    select file_key as key, file_name || '（第 ' || id || ' 次导入）' as subject from ${usageImports}
    where jurisdiction_id = ${jurisdictionId}`,
})

/** Of what the nightly digests are taken. */
export const requestsKept: readonly KeptRows[] = [
  keptRows(requestRules, {
    name: 'request-rules',
    title: '资源办理规则',
    appendOnly: false,
    order: sql`${requestRules.jurisdictionId}`,
  }),
  keptRows(requestMatches, {
    name: 'request-matches',
    title: '提交时的匹配结果',
    appendOnly: true,
    order: sql`${requestMatches.id}`,
  }),
  keptRows(requestEvents, {
    name: 'request-events',
    title: '资源申请的经过',
    appendOnly: false,
    order: sql`${requestEvents.id}`,
  }),
  keptRows(approvedItems, {
    name: 'approved-items',
    title: '批准的服务项',
    appendOnly: false,
    order: sql`(${approvedItems.matchId}, ${approvedItems.lineId}, ${approvedItems.code})::text`,
  }),
]
