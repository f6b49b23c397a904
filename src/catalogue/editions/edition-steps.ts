import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import type { Operation } from '../../platform/permissions.ts'
import { bureauOf } from '../items/form-fields.ts'
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
  work: (context: Context, editionId: number, form: PostedForm) => Promise<string | undefined>
}

export const midMonthRuleOf = (text: string): MidMonthRule | undefined =>
  Object.hasOwn(midMonthRules, text) ? (text as MidMonthRule) : undefined

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
    work: async (context, editionId, form) => {
      await approveEdition(context, {
        editionId,
        comment: form.said('comment'),
        bureau: bureauOf(form.text('bureau')),
        contentHash: form.said('contentHash'),
      })
      return undefined
    },
  },
  return: {
    operation: 'catalogue.return',
    work: async (context, editionId, form) => {
      await returnEdition(context, { editionId, reason: form.text('reason') })
      return undefined
    },
  },
  publish: {
    operation: 'catalogue.publish',
    work: async (context, editionId, form) => {
      const on = form.said('on')
      await publishEdition(context, { editionId, ...(on === undefined ? {} : { on }) })
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
    work: async (context, editionId, form) => {
      const midMonthRule = midMonthRuleOf(form.text('midMonthRule'))
      if (midMonthRule === undefined) throw new AppError('invalid-input', '请选择月中开通、释放怎样计费。')
      await setTerms(context, { editionId, midMonthRule })
      return undefined
    },
  },
  comment: {
    operation: 'catalogue.approve',
    work: async (context, editionId, form) => {
      const comment = form.text('comment')
      await commentOnItem(context, { editionId, comment, bureau: bureauOf(form.text('bureau')) })
      return `/editions/${editionId}#comments`
    },
  },
  upload: {
    operation: 'catalogue.compile',
    work: async (context, editionId, form) => {
      const { fileName, bytes } = form.file('请选择要上传的目录文件。')
      const { source } = await uploadReplacement(context, { editionId, fileName, bytes })
      return `/editions/${editionId}/replace?${new URLSearchParams({ source, fileName })}`
    },
  },
  replace: {
    operation: 'catalogue.compile',
    work: async (context, editionId, form) => {
      const { unknownColumns } = await confirmReplacement(context, {
        editionId,
        fileName: form.text('fileName'),
        source: form.text('source'),
        replaces: form.text('replaces'),
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
