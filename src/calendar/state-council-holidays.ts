/** Pure. */

import chineseDays from 'chinese-days'
import { addDays, type CalendarDate, dateOf, weekdayOf } from '../platform/dates.ts'

/**
 * The State Council's notices on days off, by year. `chinese-days` has the days; beyond its last year it
 * silently takes every weekday for a working day, so only years named here are read from it.
 */
const notices: Record<number, string> = {
  2021: '国办发明电〔2020〕27号',
  2022: '国办发明电〔2021〕11号',
  2023: '国办发明电〔2022〕16号',
  2024: '国办发明电〔2023〕7号',
  2025: '国办发明电〔2024〕12号',
  2026: '国办发明电〔2025〕7号',
}

export interface PublishedYear {
  year: number
  notice: string
  /** Days that differ from their weekday. */
  days: { day: CalendarDate; kind: 'off' | 'worked'; name: string }[]
}

/** Out: the years known from a notice, oldest first. Pure: dates go in as text, so no time zone plays a part. */
export function publishedYears(): PublishedYear[] {
  return Object.entries(notices).map(([text, notice]) => {
    const year = Number(text)
    const days: PublishedYear['days'] = []
    for (let day = dateOf(`${year}-01-01`); day.startsWith(text); day = addDays(day, 1)) {
      const worked = chineseDays.isWorkday(day)
      if (worked === weekdayOf(day) <= 5) continue
      days.push({
        day,
        kind: worked ? 'worked' : 'off',
        name: chineseDays.getDayDetail(day).name.split(',')[1] ?? '',
      })
    }
    return { year, notice, days }
  })
}
