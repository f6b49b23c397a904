import { inChinese } from '../platform/dates.ts'
import { type Fen, inWanYuan, inYuan } from '../platform/money.ts'
import type { FactName, Facts, Hosting, OrderKind } from './facts.ts'

/** Facts as users read them: a name, and words for yes, no and none. */
interface Words {
  label: string
  yes?: string
  no?: string
  /** A known null: it has not happened, or none is set. */
  none?: string
}

const words: Record<FactName, Words> = {
  classified: { label: '是否涉密', yes: '涉密', no: '非涉密' },
  emergency: { label: '是否应急项目', yes: '应急', no: '非应急' },
  registered: { label: '是否纳入系统目录', yes: '已纳入', no: '未纳入' },
  approvedOn: { label: '批准日期', none: '尚未批准' },
  constructionStartedOn: { label: '开工日期', none: '尚未开工' },
  disguised: { label: '是否变相包装立项', yes: '是', no: '否' },
  builtOn: { label: '建成日期', none: '尚未建成' },
  liveOn: { label: '投入运行日期', none: '尚未运行' },
  acceptedOn: { label: '竣工验收日期', none: '尚未验收' },
  acceptanceFiledOn: { label: '验收备案日期', none: '尚未备案' },
  acceptanceExtendedTo: { label: '验收延期至', none: '没有延期' },
  contractSignedOn: { label: '合同签订日期', none: '尚未签订' },
  contractFiledOn: { label: '合同备案日期', none: '尚未备案' },
  migrationRequired: { label: '是否应迁移上云', yes: '应迁移', no: '不需迁移' },
  migrationDueOn: { label: '迁移要求完成日期', none: '未规定日期' },
  migratedOn: { label: '迁移确认日期', none: '尚未确认' },
  migrationConditionsRipeOn: { label: '迁移条件具备日期', none: '尚未具备' },
  exemption: { label: '迁移豁免', none: '没有豁免' },
  hosting: { label: '部署位置' },
  publicCloudAssessedOn: { label: '公有云安全风险评估日期', none: '尚未评估' },
  dataSharing: { label: '数据共享是否达标', yes: '达标', no: '未达标' },
  businessCoordination: { label: '业务协同是否达标', yes: '达标', no: '未达标' },
  coConstruction: { label: '共建共享是否达标', yes: '达标', no: '未达标' },
  platformConnected: { label: '是否接入共享平台', yes: '已接入', no: '未接入' },
  orders: { label: '限期整改' },
  evaluation: { label: '运行评价', none: '尚未评价' },
  investmentFen: { label: '投资规模' },
  financeReviewedOn: { label: '财政评审日期', none: '尚未评审' },
  budgetRepliedOn: { label: '预算批复日期', none: '尚未批复' },
  budgetFiledOn: { label: '预算批复报备日期', none: '尚未报备' },
  decommissionedOn: { label: '停用报废日期', none: '未停用' },
  disposalReportedOn: { label: '处置情况报送日期', none: '尚未报送' },
  buildingOpinionOn: { label: '未批先建处理意见日期', none: '尚未作出处理意见' },
}

export const hostingWords: Record<Hosting, string> = {
  'own-room': '本单位机房',
  carrier: '运营商托管',
  'public-cloud': '公有云',
  'industry-cloud': '行业云',
  'government-cloud': '政务云',
}

export const orderKindWords: Record<OrderKind, string> = {
  supervision: '监督检查整改',
  audit: '审计整改',
  effectiveness: '效能评估整改',
}

const department = '系统所属单位'
const authority = '主管部门'
/** Who holds the record of a fact; the system's own unit where nobody else does. */
const holders: { readonly [Name in FactName]?: string } = {
  registered: authority,
  approvedOn: authority,
  disguised: authority,
  buildingOpinionOn: authority,
  acceptanceFiledOn: authority,
  acceptanceExtendedTo: authority,
  contractFiledOn: authority,
  budgetFiledOn: authority,
  disposalReportedOn: authority,
  migrationRequired: authority,
  migrationDueOn: authority,
  migrationConditionsRipeOn: authority,
  exemption: authority,
  dataSharing: authority,
  businessCoordination: authority,
  coConstruction: authority,
  orders: '主管部门和审计机关',
  evaluation: '组织评价的主管部门和财政部门',
  financeReviewedOn: '财政部门',
  budgetRepliedOn: '财政部门',
  migratedOn: '大数据中心',
  platformConnected: '大数据中心',
}

/** In: facts. Out: who holds their records, each with its facts, in the order of the facts. */
export function holdersOf(facts: readonly FactName[]): Map<string, FactName[]> {
  const byHolder = new Map<string, FactName[]>()
  for (const fact of facts) {
    const holder = holders[fact] ?? department
    byHolder.set(holder, [...(byHolder.get(holder) ?? []), fact])
  }
  return byHolder
}

/** In: an unknown fact, and the others. Out: what of it nobody has recorded, as users call it. */
export function missingLabel(fact: FactName, facts: Facts): string {
  if (fact === 'evaluation' && facts.evaluation?.on)
    return facts.evaluation.met === undefined ? '评价结果' : '评价整改完成日期'
  if (fact === 'exemption' && facts.exemption) return '豁免文号'
  return factLabel(fact)
}

export function factLabel(fact: FactName): string {
  return words[fact].label
}

/** In: a fact and its value. Out: the value in Chinese; 未登记 when unknown. */
export function factValueWords(fact: FactName, value: Facts[FactName]): string {
  const of = words[fact]
  if (value === undefined) return '未登记'
  if (value === null) return of.none ?? '无'
  if (value === true) return of.yes ?? '是'
  if (value === false) return of.no ?? '否'
  if (typeof value === 'number') return amountWords(value)
  if (typeof value === 'string') return isHosting(value) ? hostingWords[value] : inChinese(value)
  return objectWords(value)
}

/** Whole hundreds of yuan in ten thousands, as budgets say it; else to the fen: next to a bound the rest decides. */
function amountWords(value: Fen): string {
  return value % 10_000 === 0 ? `${inWanYuan(value)} 万元` : `${inYuan(value)} 元`
}

function isHosting(value: string): value is Hosting {
  return value in hostingWords
}

function objectWords(value: Exclude<Facts['exemption' | 'evaluation' | 'orders'], null | undefined>): string {
  if ('length' in value)
    return value.length === 0
      ? '没有'
      : value
          .map(
            (order) =>
              `${orderKindWords[order.kind]}：${inChinese(order.issuedOn)}责令，${order.receivedOn ? `${inChinese(order.receivedOn)}收到，` : ''}${inChinese(order.dueOn)}到期，${
                order.resolvedOn === null ? '尚未完成' : `${inChinese(order.resolvedOn)}完成`
              }${order.refusedOn === null ? '' : `，${inChinese(order.refusedOn)}拒不整改`}`,
          )
          .join('；')
  if ('on' in value) {
    if (value.on === null) return '尚未评价'
    const met = value.met === undefined ? '结果未登记' : value.met ? '达标' : '未达标'
    return `${inChinese(value.on)}评价${met}${value.rectifiedOn ? `，${inChinese(value.rectifiedOn)}整改完成` : ''}`
  }
  const until = value.until === undefined ? '有效期未登记' : `有效期至${inChinese(value.until)}`
  return `${value.documentNumber ?? '文号未登记'}，${until}`
}

function isFact(name: string): name is FactName {
  return Object.hasOwn(words, name)
}

/** In: the name of a fact in a finding. Out: what users call it. */
export function labelOfFact(fact: string): string {
  return isFact(fact) ? factLabel(fact) : fact
}
