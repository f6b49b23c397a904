import type { Coverage } from '../engine/rules.ts'

const application = '属于申报审批环节，系统目前不办理申报，所看的申报材料没有登记'

/** Every operative clause of 运政办发〔2021〕7号, and what became of it. */
export const coverage: Coverage = {
  'YC-1': { encoded: '适用范围' },
  'YC-4': { undecidable: '应用规划和年度计划的编制、批准和备案，对象是计划，不是系统' },
  'YC-5a': { encoded: '新建项目未经批准' },
  'YC-5b': { encoded: '三种情形：未批先建、先建后批（登记了主管部门的处理意见即告处理完毕）、变相包装' },
  'YC-5c': { encoded: '已建系统未纳入目录' },
  'YC-7': { undecidable: `预算编报期申报和市政府同意的例外，${application}` },
  'YC-8a': { undecidable: `现有系统改造对接、能否互联互通，由审批人审查认定，${application}` },
  'YC-8b': { encoded: '两种情形：未共享、未协同' },
  'YC-8c': { elsewhere: '不得新建业务专网：由资源申请的需求行匹配判定' },
  'YC-10': { undecidable: '资金拟分配计划的公示，对象是分配计划，不是系统' },
  'YC-13': { encoded: '合同签订后5个工作日内备案' },
  'YC-15': {
    undecidable:
      '进展汇报没有规定频次；重大变化的调整申请由主管部门综合评估认定，属于变更审批环节，系统目前不办理',
  },
  'YC-16': { undecidable: '监理单位的确定和备案，没有登记监理的事实' },
  'YC-17': { encoded: '三种情形：未对接、未提供信息资源、未上云' },
  'YC-19': { undecidable: '产品是否自主可控由验收组逐项认定，没有登记产品的事实' },
  'YC-20': { encoded: '竣工验收后30个工作日内备案' },
  'YC-21': { undecidable: '预算绩效自评价按预算年度报送，条文没有规定资金后果；自评价可以在“评价”里登记' },
  'YC-23': { encoded: '两种情形：整改失败、整改进行中' },
  'YC-24': { encoded: '效能评估整改10个工作日内报送结果' },
  'YC-27': { undecidable: `信息资源需求目录和产生目录，${application}` },
  'YC-28a': { elsewhere: '目录版次：大数据中心编制，主管部门会同财政局批准并发布' },
  'YC-28b': { elsewhere: '不得重复建设：由资源申请的需求行匹配判定' },
  'YC-30a': { elsewhere: '县级不得新建、扩建政务云平台：由资源申请的需求行匹配判定' },
  'YC-30b': { encoded: '已建系统尚未迁移上云' },
  'YC-31': { undecidable: '六大基础资源库，对象是数据资源，不是系统' },
  'YC-33': { encoded: '两种情形：尚未迁移、部署在行业云' },
  'YC-37': { undecidable: '应急预案和演练，没有登记预案和演练的事实' },
  'YC-42': { encoded: '施行时间：自印发之日2021年2月9日起' },
}
