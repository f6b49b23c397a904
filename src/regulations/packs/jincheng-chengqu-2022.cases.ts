import { about, type Case, noted, suspended, wanting } from './case.ts'
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
        `部署在${hosting}：提示，不动资金`,
        today,
        { hosting },
        noted(from),
        { verdicts: { operations: 'eligible' } },
      ] as const,
  ),
  ['部署在政务云：无话可说', today, {}, null],
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
]
