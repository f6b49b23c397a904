import { dateOf } from '../../platform/dates.ts'
import { any } from '../engine/expressions.ts'
import type { Pack } from '../engine/rules.ts'

/** What judges where no regulation is adopted: it governs nothing, and is in force on no day. */
export const withoutRegulation: Pack = {
  id: 'none',
  version: '无',
  title: '尚未采用资金管理办法',
  documentNumber: '无文号',
  force: { from: dateOf('9999-12-31'), until: dateOf('9999-12-31') },
  forceArticle: '',
  scope: {
    clause: '',
    article: '',
    demand: '',
    governs: any(),
    outside: { reason: '尚未采用资金管理办法' },
    unknown: { remedy: '' },
  },
  rules: [],
  numbers: {},
  coverage: {},
}
