import { dateOf } from '../../platform/dates.ts'
import type { Case } from './case.ts'

const d = dateOf
const operations = ['operations'] as const

const scope: readonly Case[] = [
  {
    clause: 'LC-2',
    name: '非涉密：适用',
    asOf: '2026-11-20',
    facts: {},
    expect: null,
    verdicts: { construction: 'eligible', operations: 'eligible', purchase: 'eligible', upgrade: 'eligible' },
  },
  {
    clause: 'LC-2',
    name: '涉密：不适用，别的事实不看',
    asOf: '2026-11-20',
    facts: { classified: true, dataSharing: false },
    expect: { effect: 'noted', funds: [] },
    scope: 'out',
  },
  {
    clause: 'LC-2',
    name: '是否涉密不知道：四项资金待核实',
    asOf: '2026-11-20',
    facts: { classified: undefined },
    expect: {
      effect: 'undetermined',
      funds: ['construction', 'operations', 'purchase', 'upgrade'],
      since: null,
      missing: ['classified'],
    },
    scope: 'undetermined',
    verdicts: { construction: 'undetermined', upgrade: 'undetermined' },
  },
  {
    clause: 'LC-7b',
    name: '是否涉密不知道，其余条款照样判',
    asOf: '2026-11-20',
    facts: { classified: undefined, dataSharing: false },
    expect: { effect: 'denied', funds: operations },
    scope: 'undetermined',
    verdicts: { operations: 'denied', construction: 'undetermined' },
  },
  {
    clause: 'LC-2',
    name: '施行首日即适用',
    asOf: '2024-09-20',
    facts: { classified: true },
    expect: { effect: 'noted', since: '2024-09-20' },
    scope: 'out',
  },
  {
    clause: 'LC-2',
    name: '什么都不知道，只问要用的',
    asOf: '2024-09-20',
    facts: { classified: undefined, dataSharing: undefined },
    expect: { effect: 'undetermined', missing: ['classified'] },
    scope: 'undetermined',
  },
  {
    clause: 'LC-2',
    name: '施行末日仍适用',
    asOf: '2029-09-19',
    facts: { classified: true },
    expect: { effect: 'noted' },
    scope: 'out',
  },
]

const hosting: readonly Case[] = [
  {
    clause: 'LC-26',
    name: '公有云，评估在判定日当天',
    asOf: '2026-11-20',
    facts: { hosting: 'public-cloud', publicCloudAssessedOn: d('2026-11-20') },
    expect: { effect: 'noted', funds: [] },
    verdicts: { operations: 'eligible' },
  },
  {
    clause: 'LC-26',
    name: '公有云，评估在次日',
    asOf: '2026-11-20',
    facts: { hosting: 'public-cloud', publicCloudAssessedOn: d('2026-11-21') },
    expect: { effect: 'warned', funds: [], since: '2024-09-20' },
  },
  {
    clause: 'LC-26',
    name: '公有云，没有评估：预警，不动资金',
    asOf: '2026-11-20',
    facts: { hosting: 'public-cloud' },
    expect: { effect: 'warned', funds: [], since: '2024-09-20' },
    verdicts: { operations: 'eligible', construction: 'eligible' },
  },
  {
    clause: 'LC-26',
    name: '公有云，是否评估不知道',
    asOf: '2026-11-20',
    facts: { hosting: 'public-cloud', publicCloudAssessedOn: undefined },
    expect: { effect: 'undetermined', funds: [], missing: ['publicCloudAssessedOn'] },
    verdicts: { operations: 'eligible' },
  },
  {
    clause: 'LC-26',
    name: '部署位置不知道',
    asOf: '2026-11-20',
    facts: { hosting: undefined },
    expect: { effect: 'undetermined', funds: [], missing: ['hosting'] },
  },
  ...(['own-room', 'carrier', 'industry-cloud'] as const).map(
    (where): Case => ({
      clause: 'LC-26',
      name: `部署在${where}：提示`,
      asOf: '2026-11-20',
      facts: { hosting: where, publicCloudAssessedOn: undefined },
      expect: { effect: 'noted', funds: [], since: '2024-09-20' },
      verdicts: { operations: 'eligible' },
    }),
  ),
  {
    clause: 'LC-26',
    name: '部署在政务云：无话可说',
    asOf: '2026-11-20',
    facts: { publicCloudAssessedOn: undefined },
    expect: null,
  },
  {
    clause: 'LC-26',
    name: '施行首日',
    asOf: '2024-09-20',
    facts: { hosting: 'public-cloud', publicCloudAssessedOn: d('2024-09-20') },
    expect: { effect: 'noted', since: '2024-09-20' },
  },
]

/** 陵政办发〔2024〕29号: whom it governs, and where systems run. */
export const scopeAndHostingCases: readonly Case[] = [...scope, ...hosting]
