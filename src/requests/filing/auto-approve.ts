import { and, eq, gte, isNotNull, lte, ne, or } from 'drizzle-orm'
import { holdCapacity } from '../../capacity/index.ts'
import { type CatalogueItem, poolsOf } from '../../catalogue/index.ts'
import { lockOrganisation } from '../../identity/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Transaction, transactAs } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { fenOf } from '../../platform/money.ts'
import { canTake } from '../../platform/state-machine.ts'
import { runningResources } from '../resources/schema.ts'
import { underused } from '../resources/underused.ts'
import { approve } from './approve-step.ts'
import {
  type Increase,
  quarterOf,
  type RequestRules,
  reasonsForPerson,
  ruleInWords,
} from './auto-approval.ts'
import type { FrozenMatch } from './frozen-match.ts'
import { loadMatch, type StoredMatch } from './load-match.ts'
import { requestMachine } from './model.ts'
import { overQuota } from './quota.ts'
import { loadRules } from './request-rules.ts'
import { resourceRequests } from './schema.ts'
import { appendEvent, lockRequest, type RequestRow } from './steps.ts'

/**
 * Approves a submitted request by the jurisdiction's rule, if the rule has nothing against it and the capacity is
 * there; otherwise a person decides, and the timeline says why. It looks at the whole jurisdiction's ledger of
 * capacity, which the department that submits does not see. Out: whether it is approved.
 */
export async function autoApprove(
  context: Context,
  requestId: number,
  edition: ReadonlyMap<string, CatalogueItem>,
): Promise<boolean> {
  const { jurisdictionId } = context.actor
  return transactAs(context.database, { jurisdictionId, organisations: 'all' }, async (tx) => {
    const request = await lockRequest(tx, requestId)
    const match = await loadMatch(tx, request)
    if (!canTake(requestMachine, 'approve-by-rule', request.status) || match === null) return false
    // One increase of a department after another: no two pass on the same count or quota.
    await lockOrganisation(tx, request.organisationId)
    const rules = await loadRules(tx, jurisdictionId)
    const reasons = reasonsForPerson(rules, await increaseOf(tx, request, match, rules, edition))
    const short = reasons.length > 0 ? null : await holdOrSay(context, tx, request, match, edition)
    if (short !== null) reasons.push(short)
    if (reasons.length > 0) {
      const comment = `不符合按规则批复的条件：${reasons.join('；')}。`
      await appendEvent(context, tx, request, { action: 'leave-to-person', comment, by: '办理规则' })
      return false
    }
    await approve(context, tx, request, match.items, { rule: ruleInWords(rules) })
    return true
  })
}

/** Holds the room in a transaction within this one, so that a refusal leaves the rest standing. Out: the refusal. */
async function holdOrSay(
  context: Context,
  tx: Transaction,
  request: RequestRow,
  { items, frozen }: StoredMatch,
  edition: ReadonlyMap<string, CatalogueItem>,
): Promise<string | null> {
  try {
    await tx.transaction((inner) =>
      holdCapacity(context, inner, {
        requestId: request.id,
        organisationId: request.organisationId,
        startsOn: frozen.request.startsOn,
        endsOn: frozen.request.endsOn,
        takings: items,
        limits: poolsOf([...edition.values()]),
        confirmed: true,
      }),
    )
    return null
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return error.message.replace(/。$/, '')
    throw error
  }
}

async function increaseOf(
  tx: Transaction,
  request: RequestRow,
  { items, frozen, row }: StoredMatch,
  rules: RequestRules,
  edition: ReadonlyMap<string, CatalogueItem>,
): Promise<Increase> {
  const total = (size: 'vcpu' | 'memoryGiB' | 'storageGiB') =>
    items.reduce((sum, item) => sum + (item[size] ?? 0) * item.quantity, 0)
  const { systemId } = request
  return {
    systemIsRunning: systemId !== null && (await isRunning(tx, systemId)),
    unmetLines: frozen.lines.filter(({ outcome }) => outcome !== 'served' && outcome !== 'substituted')
      .length,
    interpretedLines: frozen.lines.filter(isInterpreted).length,
    substitutedLines: frozen.lines.filter(({ outcome }) => outcome === 'substituted').length,
    vcpu: total('vcpu'),
    memoryGiB: total('memoryGiB'),
    storageGiB: total('storageGiB'),
    monthlyFen: fenOf(row.monthlyFen),
    earlierInQuarter: systemId === null ? 0 : await passedByRule(tx, request, systemId),
    overQuota: await overQuota(tx, request, items, edition),
    underused: systemId === null ? [] : await underused(tx, systemId, rules),
  }
}

/** An exact name without a size is open as well: its price isn't proven. */
function isInterpreted({ certainty, optimal }: FrozenMatch['lines'][number]): boolean {
  return certainty !== undefined && certainty !== 'figures' && !(certainty === 'exact' && optimal)
}

async function isRunning(tx: Transaction, systemId: number): Promise<boolean> {
  const [one] = await tx
    .select({ id: runningResources.id })
    .from(runningResources)
    .where(and(eq(runningResources.systemId, systemId), eq(runningResources.status, 'running')))
    .limit(1)
  return one !== undefined
}

async function passedByRule(tx: Transaction, request: RequestRow, systemId: number): Promise<number> {
  if (request.submittedOn === null) return 0
  const { first, last } = quarterOf(request.submittedOn)
  const rows = await tx
    .select({ id: resourceRequests.id })
    .from(resourceRequests)
    .where(
      and(
        eq(resourceRequests.systemId, systemId),
        ne(resourceRequests.id, request.id),
        isNotNull(resourceRequests.decidedByRule),
        // What was cancelled before it was opened increased nothing.
        or(ne(resourceRequests.status, 'released'), isNotNull(resourceRequests.provisionedOn)),
        gte(resourceRequests.approvedOn, first),
        lte(resourceRequests.approvedOn, last),
      ),
    )
  return rows.length
}
