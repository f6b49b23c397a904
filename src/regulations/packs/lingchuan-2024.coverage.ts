import type { Coverage } from '../engine/rules.ts'

const process = '属于申报、立项、采购、变更等办事流程，随流程模块编入'

/** Every operative clause of 陵政办发〔2024〕29号, and what became of it. */
export const coverage: Coverage = {
  'LC-2': { encoded: '适用范围' },
  'LC-6': { notYet: `年度计划和部门规划备案，${process}` },
  'LC-7a': { notYet: `立项审查意见，${process}` },
  'LC-7b': { encoded: '三种情形：未迁移、未共享、未协同' },
  'LC-7c': { notYet: '未批先建，随第七条其余内容与第十五条的例外一并编入' },
  'LC-7d': { notYet: '不予批准的建设内容，随资源申请编入' },
  'LC-11': { notYet: `联合申报，${process}` },
  'LC-12': { notYet: `申报前置材料，${process}` },
  'LC-13': { notYet: `技术审核，${process}` },
  'LC-14': { notYet: '60万元以上的财政评审和3个工作日报备，随其余规则包一并编入' },
  'LC-15': { notYet: '应急项目的例外，随第七条未批先建一并编入' },
  'LC-17': { notYet: `采购不超预算，${process}` },
  'LC-22': { notYet: `变更10%以内备案，${process}` },
  'LC-24': { notYet: '等保、密评、应急预案的事实尚未纳入系统目录' },
  'LC-26': { encoded: '三种情形：公有云未评估、公有云已评估、部署在别处' },
  'LC-27': { encoded: '建成后半年内验收' },
  'LC-28': { notYet: `验收内容清单，${process}` },
  'LC-29': { encoded: '验收后30个工作日内备案' },
  'LC-30': { undecidable: '绩效自评结果只作运维资金安排的参考，不产生拨付或者停拨的结论' },
  'LC-32': { notYet: '停用后30日内报送处置情况，随其余规则包一并编入' },
  'LC-35': { encoded: '施行时间：2024年9月20日起五年' },
}
