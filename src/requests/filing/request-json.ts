import { z } from '@hono/zod-openapi'
import { certainties, lineFields, matchJson } from '../../matching/index.ts'
import { resourceStatusList } from '../resources/model.ts'
import { eventActions, isCancelled, requestStatuses } from './model.ts'
import type { RequestView } from './read-request.ts'

const date = z.string().openapi({ format: 'date' })
const edition = z.object({ id: z.int(), number: z.string() })

const line = z.object({ ...lineFields, confirmed: z.boolean() })

const frozenMatch = z.object({
  contentHash: z
    .string()
    .openapi({ description: '固定的匹配的 SHA-256，十六进制；会审、批复时带上，换过就拒绝' }),
  edition,
  engineVersion: z.string(),
  lines: z.array(matchJson.extend({ certainty: z.enum(certainties).optional() })),
  monthlyFen: z.int(),
})

const event = z.object({
  at: z.string().openapi({ format: 'date-time' }),
  action: z.enum(eventActions),
  status: z.enum(requestStatuses),
  by: z.string(),
  office: z.string().nullable(),
  comment: z.string().nullable(),
})

const resource = z.object({
  id: z.int(),
  name: z.string(),
  code: z.string(),
  quantity: z.int(),
  monthlyFen: z.int(),
  status: z.enum(resourceStatusList),
  expiresOn: date,
})

/** A request as the JSON API answers it. */
export const requestJson = z
  .object({
    id: z.int(),
    number: z.string(),
    status: z.enum(requestStatuses),
    cancelled: z.boolean().openapi({ description: '批复后撤销，没有开通过' }),
    version: z.int(),
    project: z.string(),
    system: z.string().nullable(),
    systemName: z.string(),
    organisation: z.string(),
    purpose: z.string(),
    startsOn: date.nullable(),
    endsOn: date.nullable(),
    lines: z.array(line),
    match: frozenMatch.nullable(),
    newerEdition: edition.nullable(),
    underused: z.array(z.string()),
    submittedOn: date.nullable(),
    approvedOn: date.nullable(),
    decidedByRule: z.string().nullable(),
    approved: z.array(z.object({ line: z.string(), code: z.string() })),
    dueOn: date.nullable(),
    dueProvisional: z.boolean(),
    provisionedOn: date.nullable(),
    events: z.array(event),
    resources: z.array(resource),
  })
  .openapi('ResourceRequest')

/** In: a request with all of its page. Out: the same for the JSON API. */
export function asJson(view: RequestView): z.input<typeof requestJson> {
  const { row } = view
  return {
    id: row.id,
    number: view.number,
    status: row.status,
    cancelled: isCancelled(row),
    version: row.version,
    project: row.project,
    system: view.systemCode,
    systemName: row.systemName,
    organisation: view.organisation,
    purpose: row.purpose,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    lines: view.lines.map(({ source: _source, ...said }) => said),
    match: matchOf(view),
    newerEdition: view.newerEdition,
    underused: view.underused,
    submittedOn: row.submittedOn,
    approvedOn: row.approvedOn,
    decidedByRule: row.decidedByRule,
    approved: [...view.approved].map((key) => {
      const [line = '', code = ''] = key.split(' ')
      return { line, code }
    }),
    dueOn: row.dueOn,
    dueProvisional: row.dueProvisional,
    provisionedOn: row.provisionedOn,
    events: view.events.map(({ at, action, status, by, office, comment }) => ({
      at: at.toISOString(),
      action,
      status,
      by,
      office,
      comment,
    })),
    resources: view.resources.map(({ id, name, code, quantity, monthlyFen, status, expiresOn }) => ({
      id,
      name,
      code,
      quantity,
      monthlyFen,
      status,
      expiresOn,
    })),
  }
}

function matchOf({ match: stored }: RequestView): z.input<typeof frozenMatch> | null {
  if (stored === null) return null
  const { row, frozen } = stored
  return {
    contentHash: row.contentHash,
    edition: { id: row.editionId, number: row.editionNumber },
    engineVersion: row.engineVersion,
    lines: frozen.lines.map((each) => ({
      ...each,
      items: [...each.items],
      alternatives: [...each.alternatives],
    })),
    monthlyFen: row.monthlyFen,
  }
}

const draftJson = z.object({
  project: z.string(),
  system: z.string().nullable(),
  systemName: z.string(),
  purpose: z.string(),
  startsOn: date.nullable(),
  endsOn: date.nullable(),
  lines: z.array(line.extend({ source: z.string().optional() })),
})

/** A draft that somebody saved meanwhile: the problem, and both versions. */
export const staleDraftJson = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  requestId: z.string().optional(),
  saved: draftJson.extend({
    version: z.int(),
    by: z.string(),
    at: z.string().openapi({ format: 'date-time' }),
  }),
  yours: draftJson,
})

/** In: a draft as it was saved. Out: the same for the JSON API, with who saved it. */
export function savedJson(view: RequestView): z.input<typeof staleDraftJson>['saved'] {
  const { row } = view
  return {
    version: row.version,
    by: view.changedBy,
    at: row.changedAt.toISOString(),
    project: row.project,
    system: view.systemCode,
    systemName: row.systemName,
    purpose: row.purpose,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    lines: [...view.lines],
  }
}
