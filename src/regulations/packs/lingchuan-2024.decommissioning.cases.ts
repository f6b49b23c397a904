import { dateOf } from '../../platform/dates.ts'
import type { Facts } from '../facts.ts'
import { about, type Case, wanting, warned } from './case.ts'

const d = dateOf
const from = '2024-09-20'
const today = '2026-11-20'

const gone = (on: string, reported: string | null = null): Facts => ({
  decommissionedOn: d(on),
  disposalReportedOn: reported === null ? null : d(reported),
})

const decommissioning = about(
  'LC-32',
  ['没有停用', today, {}, null, { deadline: null }],
  [
    '停用当日：本条不动资金，列出期限',
    '2026-03-02',
    gone('2026-03-02'),
    null,
    { deadline: { dueOn: '2026-04-01', provisional: false, metOn: null } },
  ],
  ['停用前一日', '2026-03-01', gone('2026-03-02'), null, { deadline: null }],
  ['停用第三十日没有报送', '2026-04-01', gone('2026-03-02'), null],
  [
    '停用第三十日的次日没有报送：预警，不动资金',
    '2026-04-02',
    gone('2026-03-02'),
    warned('2026-04-02'),
    { deadline: { dueOn: '2026-04-01', provisional: false, metOn: null } },
  ],
  [
    '第三十日放假，顺延（民法典第二百零三条）',
    '2026-02-24',
    gone('2026-01-20'),
    null,
    { deadline: { dueOn: '2026-02-24', provisional: false, metOn: null } },
  ],
  ['顺延之后的次日', '2026-02-25', gone('2026-01-20'), warned('2026-02-25')],
  [
    '逾期后报送：预警消除',
    '2026-05-06',
    gone('2026-03-02', '2026-05-06'),
    null,
    { deadline: { dueOn: '2026-04-01', provisional: false, metOn: '2026-05-06' } },
  ],
  ['报送的前一日', '2026-05-05', gone('2026-03-02', '2026-05-06'), warned('2026-04-02')],
  [
    '施行首日停用：适用',
    today,
    gone(from),
    warned('2024-10-22'),
    { deadline: { dueOn: '2024-10-21', provisional: false, metOn: null } },
  ],
  ['施行前一日停用：没有报送期限', today, gone('2024-09-19'), null, { deadline: null }],
  [
    '是否停用不知道：待核实，不动资金',
    today,
    { decommissionedOn: undefined },
    wanting(['decommissionedOn']),
    { verdicts: { operations: 'eligible' }, deadline: null },
  ],
  [
    '何时停用不知道，但已报送处置情况',
    today,
    { decommissionedOn: undefined, disposalReportedOn: d('2026-05-06') },
    null,
  ],
  [
    '是否报送不知道，期限已过',
    today,
    { ...gone('2026-03-02'), disposalReportedOn: undefined },
    wanting(['disposalReportedOn']),
    { verdicts: { operations: 'denied' } },
  ],
)

const validity = about(
  'LC-35',
  ['施行前一日', '2024-09-19', {}, null, { notInForce: true }],
  ['施行首日', from, {}, null],
  ['施行次日', '2024-09-21', {}, null],
  ['有效期末日的前一日', '2029-09-18', {}, null],
  ['有效期末日', '2029-09-19', {}, null],
  ['有效期末日的次日', '2029-09-20', {}, null, { notInForce: true }],
)

/** 陵政办发〔2024〕29号: scrapping, and the time in force. */
export const decommissioningCases: readonly Case[] = [...decommissioning, ...validity]
