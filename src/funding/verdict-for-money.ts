import { type SQL, sql } from 'drizzle-orm'
import { openDifferencesSql } from '../audit/index.ts'
import { authorize, type Context } from '../platform/context.ts'
import { type Finding, type Fund, type FundVerdict, funds } from '../regulations/index.ts'
import { type CurrentVerdict, currentVerdict } from './current-verdict.ts'
import { type Disagreement, disagreementsOf, disagreementWords } from './disagreements.ts'

/** A verdict on which money may be paid or refused: only where everything kept of the system agrees. */
export interface VerdictForMoney {
  /** null: not judged yet. Where something disagrees, every fund is 待核实 and a finding says why. */
  verdict: CurrentVerdict | null
  disagreements: Disagreement[]
}

const allFunds = Object.keys(funds).filter((name): name is Fund => Object.hasOwn(funds, name))

/**
 * What the program answers about a system's money, whoever asks: the verdict that stands, held against everything it
 * can be worked out from at this moment. In: the id of a system that the actor sees.
 */
export async function verdictForMoney(context: Context, systemId: number): Promise<VerdictForMoney> {
  authorize(context, 'funding.read')
  const verdict = await currentVerdict(context, systemId)
  const disagreements = await disagreementsOf(context, systemId)
  if (verdict === null || disagreements.length === 0) return { verdict, disagreements }
  return {
    verdict: {
      ...verdict,
      ...(verdict.funds === undefined && !disagreements.some(({ field }) => field === 'scope')
        ? {}
        : {
            funds: {
              construction: 'undetermined',
              operations: 'undetermined',
              purchase: 'undetermined',
              upgrade: 'undetermined',
            },
          }),
      findings: [unsettled(disagreements), ...verdict.findings],
    },
    disagreements,
  }
}

/**
 * In SQL, for lists: what a verdict says of operations funds, 待核实 where the reconciliation found something about the
 * system. In: the alias of current verdicts.
 */
export function operationsAnswerSql(alias: string): SQL<FundVerdict | null> {
  const at = (name: string) => sql`${sql.identifier(alias)}.${sql.identifier(name)}`
  return sql`case when ${at('system_id')} in (select d.system_id from ${openDifferencesSql()} d)
    then 'undetermined' else ${at('operations')} end`
}

/** Words with which every answer about money begins that something disagrees with. */
const unsettledWords = '核对不一致，暂不作为拨付依据'

const remedy = '请审计部门查明改动的来由；恢复登记记录所载的内容，或者重新判定并重新核对以后，即恢复答复。'

/** No clause says it: the program can't answer for what it keeps. */
const because = (reason: string): Finding => ({
  clause: null,
  article: null,
  effect: 'undetermined',
  funds: [...allFunds],
  since: null,
  reason,
  remedy,
  missing: [],
})

/** In a list, where what differs isn't asked for each. */
export const unsettledInList: Finding = because(`${unsettledWords}，不一致之处见系统页面。`)

function unsettled(disagreements: readonly Disagreement[]): Finding {
  const what = disagreements.slice(0, 5).map(disagreementWords)
  const more = disagreements.length > 5 ? `等 ${disagreements.length} 处` : ''
  return because(`${unsettledWords}：${what.join('；')}${more}。`)
}
