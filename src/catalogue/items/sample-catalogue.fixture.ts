import { readFile } from 'node:fs/promises'
import { readTable } from '../../platform/spreadsheet/read-table.ts'
import type { CatalogueItem } from '../model.ts'
import { maxItems, readItems } from './read-items.ts'

/** Out: the items of demo/samples/catalogue.csv, in order. */
export async function sampleCatalogue(): Promise<CatalogueItem[]> {
  const bytes = new Uint8Array(await readFile('demo/samples/catalogue.csv'))
  return readItems(await readTable({}, { fileName: 'catalogue.csv', bytes }, maxItems)).items
}
