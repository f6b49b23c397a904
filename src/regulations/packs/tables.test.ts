import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../../tests/support/published-calendar.ts'
import { differences } from './case.ts'
import { casesOf } from './cases.ts'
import { packs } from './index.ts'

describe.each(packs.map((pack) => [pack.documentNumber, pack] as const))('%s', (_, pack) => {
  it.each(casesOf(pack.id).map((given) => [`${given.clause} ${given.name}`, given] as const))(
    '%s',
    (__, given) => {
      expect(differences(pack, given, publishedCalendar)).toEqual([])
    },
  )
})
