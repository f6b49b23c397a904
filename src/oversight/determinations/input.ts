/** Pure. */

import { z } from 'zod'
import { asReadInput, dayInput, documentText, saidText } from '../act-of-person.ts'
import { type About, abouts, isFlag, isOfSystem } from './model.ts'

const aboutNames = Object.keys(abouts) as [About, ...About[]]

export const determinationInput = z
  .strictObject({
    about: z.enum(aboutNames, '请选择认定的事项'),
    /** The code of the system; null: the whole jurisdiction. */
    system: z.string().trim().max(100).nullish(),
    value: z.boolean('请选择认定的结论').nullish(),
    details: saidText('理由'),
    document: documentText(),
    holdsFrom: dayInput,
  })
  .superRefine(({ about, system, value }, context) => {
    if (!isOfSystem(about)) {
      if (system)
        context.addIssue({ code: 'custom', path: ['system'], message: '这一项是全辖区的，不填系统' })
      return
    }
    if (!system) context.addIssue({ code: 'custom', path: ['system'], message: '请填写系统编号' })
    if (isFlag(about) && (value === null || value === undefined))
      context.addIssue({ code: 'custom', path: ['value'], message: '请选择认定的结论' })
  })
export type DeterminationInput = z.output<typeof determinationInput>

const id = z.int().positive()
export const idInput = z.strictObject({ id })
export const proposeLiftInput = z.strictObject({
  id,
  from: dayInput,
  document: documentText('解除文书的文号'),
  reason: saidText('解除的理由', 1_000),
})
export const dropLiftInput = asReadInput.extend({ reason: saidText('不予解除的理由', 1_000) })
