/** What a text line comes to when no item serves it as it stands. */

import { emptyMatch, type Matching } from '../match-run.ts'
import type { Alternative, Match } from '../model.ts'
import { duplicateClauseOf } from '../regulation-clauses.ts'
import { describedServices } from './described-services.ts'
import { isOnlyConnecting, type ReadLine } from './read-line.ts'
import type { Service, ServiceIndex } from './service-index.ts'
import { coreOf } from './words.ts'

/** At most so many nearest items are shown. */
const maxAlternatives = 5
/** One that scores less than this share of the best is not near. */
const leastShare = 0.3

/** Whether it is to be built or only to be connected to, nobody builds it: who connects is told that this is the way. */
export function mustNotBuild(
  { regulationId }: Matching,
  read: ReadLine,
  services: readonly Service[],
): Match {
  const items = services.flatMap(({ items: [first] }) => first ?? [])
  const names = items.map(({ name, code }) => `${name}（${code}）`).join('、')
  const duplicate = duplicateClauseOf(regulationId)
  const basis = duplicate === null ? '' : `按${duplicate.article}，`
  const none = emptyMatch(read.line.id)
  return {
    ...none,
    outcome: 'must-not-build',
    items: items.map(({ code }) => ({ code, quantity: 1, monthlyFen: none.monthlyFen })),
    clause: duplicate?.clause ?? null,
    reason: isOnlyConnecting(read)
      ? `${basis}公共应用支撑已有${names}，不需要建设；接入它正是应走的途径，接入免费（每月0.00元），请直接申请接入。`
      : `${basis}公共应用支撑已有${names}，各部门不得重复建设；请改为申请接入，接入免费（每月0.00元）。`,
  }
}

/** Nothing serves the line with certainty: the services that it may describe, and those whose names are nearest. */
export function uncertain(services: ServiceIndex, read: ReadLine): Match {
  const ranked = services.rank(read.phrases.map(coreOf).join(' '))
  const least = (ranked[0]?.score ?? 0) * leastShare
  const near = [...describedServices(services, read), ...ranked.filter(({ score }) => score >= least)]
  const alternatives = [...new Set(near.map(({ service }) => service))]
    .slice(0, maxAlternatives)
    .flatMap(alternativeOf)
  const nearest = alternatives.map(({ name }) => name).join('、')
  return {
    ...emptyMatch(read.line.id),
    outcome: 'not-in-catalogue',
    reason:
      nearest === ''
        ? '目录中没有服务项与此相符；如确有需要，可以向大数据中心提出增补。'
        : `目录中没有服务项与此确切相符，最接近的是${nearest}；若指其中一项，请写明它的名称，否则可以提出增补。`,
    alternatives,
  }
}

function alternativeOf({ items: [item] }: Service): Alternative[] {
  if (item === undefined) return []
  const { code, name, specification, monthlyFen } = item
  return [{ code, name, specification, quantity: 1, monthlyFen, change: null }]
}
