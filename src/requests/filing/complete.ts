/** Pure. */

import type { CalendarDate } from '../../platform/dates.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import type { DraftLine } from './draft-input.ts'
import type { RequestRow } from './steps.ts'

export interface Complete {
  startsOn: CalendarDate
  endsOn: CalendarDate
}

/** What a request must have before it can be submitted. Out: its period. Throws invalid-input naming all that is missing. */
export function requireComplete(
  request: Pick<RequestRow, 'startsOn' | 'endsOn'>,
  lines: readonly DraftLine[],
): Complete {
  const { startsOn, endsOn } = request
  const errors: FieldError[] = []
  if (startsOn === null) errors.push({ path: 'startsOn', message: '请填写起始日期' })
  if (endsOn === null) errors.push({ path: 'endsOn', message: '请填写截止日期' })
  if (lines.length === 0) errors.push({ path: 'lines', message: '至少要有一行需求' })
  const unconfirmed = lines.filter(({ confirmed }) => !confirmed).length
  if (unconfirmed > 0)
    errors.push({ path: 'lines', message: `有${unconfirmed}行是从粘贴的文字读出的，请核对后保存` })
  if (errors.length > 0 || startsOn === null || endsOn === null)
    throw new AppError('invalid-input', `还不能提交：${errors.map(({ message }) => message).join('；')}。`, {
      errors,
    })
  return { startsOn, endsOn }
}
