import type { FC } from 'hono/jsx'
import { type Health, healthWords } from '../migration/index.ts'
import { type CalendarDate, daysBetween } from '../platform/dates.ts'
import { DateText, Tag, type Tone } from '../platform/ui/components.tsx'
import { type FundVerdict, fundVerdictWords, verdictTones } from '../regulations/index.ts'

const healthTones: Record<Health, Tone> = {
  'exemption-expired': 'stop',
  overdue: 'stop',
  'due-soon': 'warn',
  stalled: 'warn',
  'no-due-date': 'hold',
  'public-cloud': 'plain',
  'running-twice': 'warn',
  exempt: 'plain',
  'on-time': 'go',
}

export const HealthTags: FC<{ health: readonly Health[] }> = ({ health }) =>
  health.length === 0 ? (
    <span class="muted">未核定</span>
  ) : (
    <span>
      {health.map((state) => (
        <Tag tone={healthTones[state]}>{healthWords[state]}</Tag>
      ))}
    </span>
  )

export const VerdictTag: FC<{ verdict: FundVerdict | null }> = ({ verdict }) =>
  verdict === null ? (
    <span class="muted">未判定</span>
  ) : (
    <Tag tone={verdictTones[verdict]}>{fundVerdictWords[verdict]}</Tag>
  )

/** A due day, and how far it is while it still matters. */
export const DueDay: FC<{ on: CalendarDate | null; today: CalendarDate; open: boolean }> = ({
  on,
  today,
  open,
}) => {
  if (on === null || !open) return <DateText on={on} />
  const days = daysBetween(today, on)
  return (
    <>
      <DateText on={on} />
      {days < 0 ? (
        <small>逾期 {-days} 天</small>
      ) : days <= 90 ? (
        <small>{days === 0 ? '今天到期' : `还有 ${days} 天`}</small>
      ) : null}
    </>
  )
}
