import type { WorkCalendar } from '../calendar/index.ts'
import { addDays, type CalendarDate, inChinese } from '../platform/dates.ts'
import { AppError } from '../platform/errors.ts'
import { evaluatorFor } from './engine/evaluator.ts'
import { isInForce, type Pack } from './engine/rules.ts'
import type { Facts } from './facts.ts'
import type { Verdict } from './model.ts'
import { withoutRegulation } from './packs/without-regulation.ts'

/** In: a pack and a day. Throws regulation-not-in-force naming the first and last day in force. */
export function assertInForce(pack: Pack, asOf: CalendarDate): void {
  if (isInForce(pack.force, asOf)) return
  if (pack.id === withoutRegulation.id)
    throw new AppError(
      'regulation-not-in-force',
      `${inChinese(asOf)}（${asOf}）本辖区还没有采用资金管理办法，不能判定。请由主管部门两人在“判定规则”页签署采用。`,
    )
  const { from, until } = pack.force
  const last =
    until === null ? '' : `，至${inChinese(addDays(until, -1))}止（${from}至${addDays(until, -1)}）`
  throw new AppError(
    'regulation-not-in-force',
    `《${pack.title}》（${pack.documentNumber}）${pack.forceArticle}：自${inChinese(from)}起施行${last}。${inChinese(asOf)}（${asOf}）不在施行期内，请换一个日期。`,
  )
}

/** What a pack says of one system's facts on a day. Throws regulation-not-in-force. */
export function evaluate(pack: Pack, facts: Facts, asOf: CalendarDate, calendar: WorkCalendar): Verdict {
  assertInForce(pack, asOf)
  return evaluatorFor(pack, asOf, calendar)(facts)
}
