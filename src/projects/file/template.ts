import { authorize, type Context, visibilityOf } from '../../platform/context.ts'
import { writeSheet } from '../../platform/spreadsheet/sheet-writer.ts'
import { holdsRecord } from '../model.ts'
import { personOf } from '../store.ts'
import { fileColumns } from './columns.ts'

/** Out: an empty file of projects (.xlsx) with the columns that the actor fills. */
export async function projectFileTemplate(context: Context): Promise<Uint8Array<ArrayBuffer>> {
  authorize(context, 'projects.file')
  const person = personOf(context)
  const { organisations } = visibilityOf(context.actor)
  const columns = fileColumns
    .filter(({ told }) => !('step' in told) || holdsRecord(person, told.step, person.organisationId))
    .filter(({ told }) => told.what !== 'unit' || organisations === 'all' || organisations.length > 1)
    .map(({ title }) => ({ title, width: Math.max(14, title.length * 2 + 2) }))
  return writeSheet(context, { name: '项目', columns }, [], () => [])
}
