import type { FC } from 'hono/jsx'
import type { Context } from '../platform/context.ts'
import { Alert } from '../platform/ui/components.tsx'
import { type FundVerdict, fundVerdictWords } from '../regulations/index.ts'
import { readConstructionMoney } from './read-construction-money.ts'
import { readProject } from './read-project.ts'

/** What confirming milestones changes of a project's construction money; null: nothing stands of it yet. */
interface MoneyEffect {
  id: number
  name: string
  before: FundVerdict | null
  after: FundVerdict | null
}

/**
 * In: milestones that wait, of projects that the actor sees. Out: of which projects without a system of their own the
 * construction money is judged otherwise once they are confirmed; `effectOf` tells it of systems.
 */
export async function readMoneyEffects(
  context: Context,
  waiting: readonly { id: number; projectId: number }[],
): Promise<MoneyEffect[]> {
  const effects: MoneyEffect[] = []
  for (const projectId of new Set(waiting.map((one) => one.projectId))) {
    const project = await readProject(context, projectId)
    const milestones = project.milestones.map((one) =>
      waiting.some(({ id }) => id === one.id) ? { ...one, status: 'confirmed' as const } : one,
    )
    const before = (await readConstructionMoney(context, project))?.verdict ?? null
    const after = (await readConstructionMoney(context, { ...project, milestones }))?.verdict ?? null
    if (before !== after) effects.push({ id: projectId, name: project.name, before, after })
  }
  return effects
}

/** The same in words. */
export const MoneyEffects: FC<{ effects: readonly MoneyEffect[] }> = ({ effects }) =>
  effects.length === 0 ? null : (
    <Alert tone="warn" title={`还没有系统的项目：${effects.length} 个的建设资金结论改变`}>
      <ul>
        {effects.map(({ id, name, before, after }) => (
          <li>
            <a href={`/projects/${id}`}>{name}</a>：{wordsOf(before)} → {wordsOf(after)}
          </li>
        ))}
      </ul>
    </Alert>
  )

const wordsOf = (verdict: FundVerdict | null) => (verdict === null ? '还没有结论' : fundVerdictWords[verdict])
