import type { Coverage } from '../engine/rules.ts'

const application = '属于申报审核环节，系统目前不办理申报，所看的申报材料没有登记'
const yearly = '按年度计划和资金安排认定，没有登记历年资金安排的事实'
const data = '对象是数据资源和数据共享申请，不是系统，没有登记数据资源的事实'

/** Every operative clause of 焦示管办〔2021〕22号 (projects JZP, data resources JZD), and what became of it. */
export const coverage: Coverage = {
  'JZP-4a': { elsewhere: '不得新建业务机房和专网：由资源申请的需求行匹配判定' },
  'JZP-4b': { encoded: '两种情形：条件具备后尚未迁移、未接入大数据平台' },
  'JZP-5': { encoded: '不符合共建共享要求' },
  'JZP-9': { undecidable: `11月底前报送下一年度计划、改扩建和报废的测评报告，${application}` },
  'JZP-13': { encoded: '未经审核' },
  'JZP-14': { undecidable: `采购前的平台对接方案和共建共享方案，${application}` },
  'JZP-17': {
    undecidable: '变更是否较大、是否增加投资，由主管部门审查认定，属于变更审批环节，系统目前不办理',
  },
  'JZP-18': { undecidable: `项目库连续三年未安排资金的剔除，${yearly}` },
  'JZP-19a': { encoded: '未纳入系统目录' },
  'JZP-19b': { encoded: '不符合共享要求' },
  'JZP-19c': { undecidable: `已安排资金当年未开展又无充分理由的，${yearly}；理由是否充分由主管部门认定` },
  'JZP-20': {
    encoded: '三种情形：竣工后6个月内没有验收、延期届满、延期尚未届满；专家和核准，系统目前没有登记',
  },
  'JZP-21': {
    encoded:
      '两种情形：逾期未验收、延期届满仍未验收；再次验收登记在项目里，限期整改后再次验收的期限，系统目前没有登记',
  },
  'JZP-22': { undecidable: '质量、运维、安全、应急四种方案的报送，没有登记方案的事实' },
  'JZP-23': { encoded: '两种情形：评价未达标且未整改、满一年尚未评价' },
  'JZP-24': { encoded: '评价结果列在结论旁，不停拨资金' },
  'JZP-26': { undecidable: `可行性研究和方案中的目录、清单、机制，${application}` },
  'JZP-28': { encoded: '两种情形：未接入大数据平台、未按要求共享数据' },
  'JZP-31': { encoded: '两种情形：整改失败、整改进行中' },
  'JZP-32': { encoded: '两种情形：审计整改失败、整改进行中' },
  'JZP-34': { encoded: '适用范围；国家和省市另有规定的，系统目前没有登记' },
  'JZP-36': { encoded: '施行时间：自发布之日2021年7月6日起' },
  'JZD-6': { encoded: '条件具备后尚未迁移；新建共享交换系统属于申报审核环节，系统目前不办理申报' },
  'JZD-8': { undecidable: `目录清单和需求清单的提交、审核、汇总，${data}` },
  'JZD-9': { undecidable: `采集责任清单，${data}` },
  'JZD-10': { undecidable: `目录更新的10个和5个工作日，${data}` },
  'JZD-12': { elsewhere: '单位的统一社会信用代码：系统目录导入时按校验码核对' },
  'JZD-14': { undecidable: `数据校核的10个工作日和一次延长，${data}` },
  'JZD-18': { undecidable: `共享类型由主管部门审核确定，${data}` },
  'JZD-19': { undecidable: `数据使用申请的三项依据，${data}` },
  'JZD-22': { undecidable: `共享交换方式，${data}` },
  'JZD-33': { undecidable: '每年对部门的评估考核，对象是部门的全年工作，不是系统' },
  'JZD-39': { encoded: '施行时间：自印发之日2021年7月6日起' },
}
