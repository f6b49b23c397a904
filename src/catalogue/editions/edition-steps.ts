import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { RequestContext } from '../../platform/http/routers.ts'
import type { Operation } from '../../platform/permissions.ts'
import { bureauOf, fieldOf, uploaded } from '../items/form-fields.ts'
import { type MidMonthRule, midMonthRules } from '../pricing/index.ts'
import { approveEdition } from './approve-edition.ts'
import { commentOnItem } from './comments.ts'
import { deleteDraft } from './delete-draft.ts'
import { publishEdition, unscheduleEdition } from './publish-edition.ts'
import { confirmReplacement, uploadReplacement } from './replace-draft.ts'
import { returnEdition } from './return-edition.ts'
import { setTerms } from './set-terms.ts'
import { submitEdition } from './submit-edition.ts'

/** A step taken on an edition's page. Out: where to go next; undefined: to the edition. */
interface Step {
  operation: Operation
  work: (context: Context, editionId: number, c: RequestContext) => Promise<string | undefined>
}

export const midMonthRuleOf = (text: string | undefined): MidMonthRule | undefined =>
  text !== undefined && text in midMonthRules ? (text as MidMonthRule) : undefined

/** Columns that were not read are told on the page the browser goes to next. */
export const afterUpload = (editionId: number, unknown: readonly string[]) =>
  `/editions/${editionId}${unknown.length === 0 ? '' : `?${new URLSearchParams({ unread: unknown.join('、').slice(0, 200) })}`}`

export const editionSteps: Readonly<Record<string, Step>> = {
  submit: {
    operation: 'catalogue.submit',
    work: async (context, editionId) => {
      await submitEdition(context, { editionId })
      return undefined
    },
  },
  approve: {
    operation: 'catalogue.approve',
    work: async (context, editionId, c) => {
      const wanted = await fieldOf(c, 'bureau')
      await approveEdition(context, {
        editionId,
        comment: await fieldOf(c, 'comment'),
        bureau: bureauOf(wanted),
        contentHash: await fieldOf(c, 'contentHash'),
      })
      return undefined
    },
  },
  return: {
    operation: 'catalogue.return',
    work: async (context, editionId, c) => {
      await returnEdition(context, { editionId, reason: (await fieldOf(c, 'reason')) ?? '' })
      return undefined
    },
  },
  publish: {
    operation: 'catalogue.publish',
    work: async (context, editionId, c) => {
      const on = await fieldOf(c, 'on')
      await publishEdition(context, { editionId, ...(on ? { on } : {}) })
      return undefined
    },
  },
  unschedule: {
    operation: 'catalogue.publish',
    work: async (context, editionId) => {
      await unscheduleEdition(context, { editionId })
      return undefined
    },
  },
  terms: {
    operation: 'catalogue.compile',
    work: async (context, editionId, c) => {
      const midMonthRule = midMonthRuleOf(await fieldOf(c, 'midMonthRule'))
      if (midMonthRule === undefined) throw new AppError('invalid-input', '请选择月中开通、释放怎样计费。')
      await setTerms(context, { editionId, midMonthRule })
      return undefined
    },
  },
  comment: {
    operation: 'catalogue.approve',
    work: async (context, editionId, c) => {
      const comment = (await fieldOf(c, 'comment')) ?? ''
      await commentOnItem(context, { editionId, comment, bureau: bureauOf(await fieldOf(c, 'bureau')) })
      return `/editions/${editionId}#comments`
    },
  },
  upload: {
    operation: 'catalogue.compile',
    work: async (context, editionId, c) => {
      const { fileName, bytes } = await uploaded(c)
      const { source } = await uploadReplacement(context, { editionId, fileName, bytes })
      return `/editions/${editionId}/replace?${new URLSearchParams({ source, fileName })}`
    },
  },
  replace: {
    operation: 'catalogue.compile',
    work: async (context, editionId, c) => {
      const { unknownColumns } = await confirmReplacement(context, {
        editionId,
        fileName: (await fieldOf(c, 'fileName')) ?? '',
        source: (await fieldOf(c, 'source')) ?? '',
        replaces: (await fieldOf(c, 'replaces')) ?? '',
      })
      return afterUpload(editionId, unknownColumns)
    },
  },
  delete: {
    operation: 'catalogue.compile',
    work: async (context, editionId) => {
      await deleteDraft(context, { editionId })
      return '/editions'
    },
  },
}
