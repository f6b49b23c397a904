import { readFile } from 'node:fs/promises'
import { approveEdition, compileEdition, publishEdition, submitEdition } from '../../src/catalogue/index.ts'
import type { World } from './world.ts'

/**
 * Publishes the sample catalogue. In: what the city has of some items (资源池总量), by code; none: nothing is limited.
 */
export async function publishSample(
  world: World,
  left: Readonly<Record<string, number>> = {},
): Promise<void> {
  const text = await readFile(new URL('../../demo/samples/catalogue.csv', import.meta.url), 'utf8')
  const [header = '', ...rows] = text.trimEnd().split(/\r?\n/)
  const limited = rows.map((row) => `${row},${left[row.split(',')[0] ?? ''] ?? ''}`)
  const bytes = new TextEncoder().encode([`${header},资源池总量`, ...limited].join('\n'))
  const { editionId } = await compileEdition(world.as('data-centre'), {
    number: '2026年第1版',
    fileName: 'catalogue.csv',
    bytes,
  })
  await submitEdition(world.as('data-centre'), { editionId })
  await approveEdition(world.as('competent-bureau'), { editionId })
  await approveEdition(world.as('finance'), { editionId })
  await publishEdition(world.as('competent-bureau'), { editionId })
}
