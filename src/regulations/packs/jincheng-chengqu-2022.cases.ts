import { hostingWords } from '../fact-words.ts'
import { about, type Case, noted, scrappedCases, stateSince, suspended, wanting } from './case.ts'
import { decommissionedCases } from './decommissioned.cases.ts'
import { forceCases, scopeCases, sharingCases, unmigratedIsFine } from './shared.cases.ts'
import { constructionCases } from './shared-construction.cases.ts'
import { orderCases } from './shared-orders.cases.ts'

const from = '2022-07-12'
const today = '2026-11-20'

const hosting = about(
  'CQ-2',
  ...(['own-room', 'carrier', 'public-cloud', 'industry-cloud'] as const).map(
    (hosting) =>
      [
        `部署在${hostingWords[hosting]}：提示，不动资金`,
        today,
        { hosting, migratedOn: null },
        noted(stateSince(from)),
        { verdicts: { operations: 'eligible' } },
      ] as const,
  ),
  ...(['own-room', 'carrier', 'public-cloud', 'industry-cloud'] as const).map(
    (hosting) =>
      [
        `原部署在${hostingWords[hosting]}，已迁移：旧环境待下线`,
        today,
        { hosting },
        {
          ...noted('2025-11-12'),
          reason: `2025年11月12日已迁移，登记的部署位置还是${hostingWords[hosting]}，旧环境待下线。`,
        },
      ] as const,
  ),
  ['迁移确认当日', '2025-11-12', { hosting: 'own-room' }, noted('2025-11-12')],
  ['迁移确认前一日', '2025-11-11', { hosting: 'own-room' }, noted(stateSince(from))],
  [
    '是否迁移不知道：视为没有',
    today,
    { hosting: 'own-room', migratedOn: undefined },
    noted(stateSince(from)),
  ],
  ...scrappedCases({ hosting: 'own-room', migratedOn: null }, noted(stateSince(from))),
  ...scrappedCases({ hosting: 'own-room' }, noted('2025-11-12')),
  ['部署在政务云：无话可说', today, {}, null],
  ['部署在政务云，没有迁移确认', today, { migratedOn: null }, null],
  ['施行首日', from, { hosting: 'carrier' }, noted(from)],
  ['部署位置不知道', today, { hosting: undefined }, wanting(['hosting'])],
)

/** The case table of the pack: below, at and above every bound, unknown facts, exceptions, events before its time. */
export const jinchengChengqu2022Cases: readonly Case[] = [
  ...scopeCases('CQ-3', 'CQ-5.1b', 'dataSharing', from),
  ...forceCases('CQ-0', from),
  ...hosting,
  ...sharingCases('CQ-5.1b', from),
  ...unmigratedIsFine('CQ-5.1b'),
  ...constructionCases('CQ-5.1c', from, false),
  ...orderCases({
    clause: 'CQ-5.7',
    kind: 'supervision',
    other: 'audit',
    third: 'effectiveness',
    stopped: suspended,
    funds: ['construction', 'operations'],
    from,
  }),
  ...decommissionedCases(from),
]
