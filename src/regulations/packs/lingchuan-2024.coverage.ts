import type { Coverage } from '../engine/rules.ts'

const application = '属于申报立项环节，系统目前不办理申报，所看的申报材料没有登记'

/** Every operative clause of 陵政办发〔2024〕29号, and what became of it. */
export const coverage: Coverage = {
  'LC-2': { encoded: '适用范围' },
  'LC-6': { undecidable: '应用规划、年度计划的编制批准和部门规划的备案，对象是计划，不是系统' },
  'LC-7a': { undecidable: `是否违背共享政策、能否互联互通，由审批人审查认定，${application}` },
  'LC-7b': { encoded: '四种情形：未迁移、豁免届满未迁移、未共享、未协同' },
  'LC-7c': { encoded: '三种情形：未批先建、先建后批（登记了主管部门的处理意见即告处理完毕）、变相包装' },
  'LC-7d': { elsewhere: '数据中心、机房、云平台不予批准建设：由资源申请的需求行匹配判定' },
  'LC-11': { undecidable: `跨部门项目的联合申报，${application}` },
  'LC-12': { undecidable: `集体决策、建设方案、专家论证意见，${application}` },
  'LC-13': { undecidable: `技术审核的五项内容由县数据局逐项认定，${application}` },
  'LC-14': { encoded: '四种情形：应评审而未评审就批复或者开工、批复后3个工作日内未报备、将来须评审' },
  'LC-15': { encoded: '应急项目：未批先建和未评审开工的例外' },
  'LC-17': {
    undecidable:
      '采购是否超预算、是否未招先建，没有登记采购预算和招标的事实（合同金额登记在项目里，无从比较）',
  },
  'LC-22': { undecidable: '调整是否在概算10%以内、是否属于三种情形，没有登记项目变更的事实' },
  'LC-24': { undecidable: '等级保护、密码应用评估、应急预案和演练，没有登记相应的事实，条文也没有规定期限' },
  'LC-26': { encoded: '四种情形：第三方云未评估、已评估、部署在别处、已迁移而旧环境待下线' },
  'LC-27': { encoded: '建成后半年内验收；初步验收、技术验收的先后，系统目前没有登记' },
  'LC-28': { undecidable: '验收内容由验收组逐项认定，没有登记验收清单的事实' },
  'LC-29': { encoded: '验收后30个工作日内备案' },
  'LC-30': {
    undecidable: '绩效自评结果只作运维资金安排的参考，不产生拨付或者停拨的结论；可以在“评价”里登记',
  },
  'LC-32': { encoded: '30日内未报送处置情况；论证、决策、备案的先后，系统目前没有登记' },
  'LC-35': { encoded: '施行时间：2024年9月20日起五年' },
}
