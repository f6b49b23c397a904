import type { Coverage } from '../engine/rules.ts'

const application = '属于立项审批环节，系统目前不办理申报，所看的申报材料和会议决定没有登记'

/** Every operative clause of 城政办发〔2022〕18号, and what became of it. */
export const coverage: Coverage = {
  'CQ-2': { encoded: '两种情形：部署在全市政务云以外、已迁移而旧环境待下线' },
  'CQ-3': { encoded: '适用范围' },
  'CQ-5.1a': { undecidable: `是否违背共享政策、能否互联互通、是否经常委会批准，${application}` },
  'CQ-5.1b': { encoded: '两种情形：未共享、未协同' },
  'CQ-5.1c': { encoded: '三种情形：未批先建、先建后批（登记了主管部门的处理意见即告处理完毕）、变相包装' },
  'CQ-5.2': { undecidable: `先立项备案、落实资金再采购，${application}` },
  'CQ-5.5': {
    undecidable:
      '条件、内容是否发生重大变化，由主管部门受理调整申请后综合评估认定，属于变更审批环节，系统目前不办理',
  },
  'CQ-5.6': {
    undecidable:
      '验收由各部门或者专家逐项认定；数据落盘没有相应的登记事实，信息共享另由“五、工作要求”第1项判定',
  },
  'CQ-5.7': { encoded: '两种情形：整改失败、整改进行中' },
  'CQ-6': { undecidable: '数据安全事件应急预案，没有登记预案的事实' },
  'CQ-0': { encoded: '施行时间：印发之日2022年7月12日起' },
}
