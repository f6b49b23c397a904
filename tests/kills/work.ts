import { z } from 'zod'
import type { Role } from '../../src/platform/permissions.ts'
import type { Acknowledged, Answer, People } from './clients.ts'

const withId = z.object({ id: z.int(), status: z.string().optional() })
const withStatus = z.object({ status: z.string() })
const proposed = z.object({ proposalId: z.int(), status: z.string() })

/** Thrown when the product was cut off: whoever works waits for the next start. */
class Cut extends Error {}

function answered(answer: Answer, so: Acknowledged): unknown {
  if (answer.kind === 'cut') {
    so.cut += 1
    throw new Cut()
  }
  so.steps += 1
  if (answer.kind === 'taken') return answer.body
  so.refusals.push(answer.said)
  return null
}

const steps: readonly [Role, string, object][] = [
  ['department-head', 'submit', {}],
  ['data-centre', 'match', {}],
  ['data-centre', 'review', { comment: '同意' }],
  ['competent-bureau', 'approve', {}],
]

/** A department asks for a machine, and the others take the request to its approval. */
async function oneRequest(people: People, so: Acknowledged, code: string): Promise<void> {
  const draft = { ...requestOf, system: code }
  const filed = withId.safeParse(answered(await people.take('department', '/api/v1/requests', draft), so))
  if (!filed.success) return
  const { id } = filed.data
  so.requests.set(id, 'draft')
  for (const [role, step, body] of steps) {
    const taken = withStatus.safeParse(
      answered(await people.take(role, `/api/v1/requests/${id}/${step}`, body), so),
    )
    if (!taken.success) return
    so.requests.set(id, taken.data.status)
    if (taken.data.status === 'approved') return
  }
}

const requestOf = {
  project: '扩容',
  purpose: '业务增长',
  startsOn: '2027-01-01',
  endsOn: '2027-12-31',
  lines: [{ quantity: 1, vcpu: 4, memoryGiB: 8, zone: '政务外网' }],
}

/** The bureau proposes a fact that money hangs on, and its approver accepts it: the system is judged anew. */
async function oneFact(people: People, so: Acknowledged, code: string, round: number): Promise<void> {
  const given = {
    values: { dataSharing: round % 2 === 0 },
    holdsFrom: '2026-11-20',
    document: '陵数函〔2026〕9号',
    reason: `第${so.steps}次核对`,
  }
  const made = proposed.safeParse(
    answered(await people.take('bureau-handler', `/api/v1/systems/${code}/facts`, given), so),
  )
  if (!made.success) return
  const { proposalId, status } = made.data
  so.proposals.set(proposalId, status)
  if (status !== 'awaiting') return
  const accepted = await people.take('competent-bureau', `/api/v1/fact-proposals/${proposalId}/accept`)
  answered(accepted, so)
  if (accepted.kind === 'taken') so.proposals.set(proposalId, 'recorded')
}

/** Works until the product is cut off. In: the systems that are worked on. */
export async function workUntilCut(
  people: People,
  so: Acknowledged,
  codes: readonly string[],
): Promise<void> {
  const untilCut = async (one: (code: string, turn: number) => Promise<void>) => {
    try {
      for (let turn = 0; ; turn += 1) await one(codes[turn % codes.length] ?? '', turn)
    } catch (error) {
      if (!(error instanceof Cut)) throw error
    }
  }
  await Promise.all([
    untilCut((code) => oneRequest(people, so, code)),
    untilCut((code, turn) => oneFact(people, so, code, Math.floor(turn / codes.length))),
  ])
}
