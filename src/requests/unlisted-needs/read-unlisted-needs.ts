import {
  groupUnlistedNeeds,
  listCatalogueEditions,
  listUnlistedNeeds,
  type UnlistedNeedGroup,
} from '../../catalogue/index.ts'
import { authorize, type Context } from '../../platform/context.ts'
import { type Fen, fenOf } from '../../platform/money.ts'
import { type UnmetLine, unmetLines } from './unmet-lines.ts'

/** Lines of requests that ask for the same and were not served. */
export interface UnmetNeedGroup {
  asked: string
  outcome: UnmetLine['outcome']
  lines: readonly UnmetLine[]
  departments: number
  /** What the nearest items would cost a month, over the lines that have one; null when none has. */
  estimatedFen: Fen | null
}

export interface UnlistedNeedsView {
  needs: readonly UnlistedNeedGroup[]
  unmet: readonly UnmetNeedGroup[]
  /** The draft that an unlisted need can be added to; null: none is being compiled. */
  draft: { id: number; number: string } | null
}

/** What all departments asked for and the catalogue doesn't serve, from needs and from requests. */
export async function readUnlistedNeeds(context: Context): Promise<UnlistedNeedsView> {
  authorize(context, 'catalogue.answer-wishes')
  const [needs, lines, editions] = [
    await listUnlistedNeeds(context),
    await unmetLines(context),
    await listCatalogueEditions(context),
  ]
  const draft = editions.find(({ status }) => status === 'draft')
  return {
    needs: groupUnlistedNeeds(needs),
    unmet: groupUnmetLines(lines),
    draft: draft === undefined ? null : { id: draft.id, number: draft.number },
  }
}

/** In: unmet lines. Out: the same words together, by how many departments ask and how much it costs. */
export function groupUnmetLines(lines: readonly UnmetLine[]): UnmetNeedGroup[] {
  const groups = new Map<string, UnmetLine[]>()
  for (const line of lines) {
    const key = `${line.outcome} ${line.asked.normalize('NFKC').replace(/\s/g, '').toLowerCase()}`
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return [...groups.values()]
    .map((group) => {
      const known = group.flatMap(({ estimatedFen }) => estimatedFen ?? [])
      return {
        asked: group[0]?.asked ?? '',
        outcome: group[0]?.outcome ?? 'not-in-catalogue',
        lines: group,
        departments: new Set(group.map(({ organisationId }) => organisationId)).size,
        estimatedFen: known.length === 0 ? null : fenOf(known.reduce<number>((sum, fen) => sum + fen, 0)),
      }
    })
    .sort((a, b) => b.departments - a.departments || (b.estimatedFen ?? -1) - (a.estimatedFen ?? -1))
}
