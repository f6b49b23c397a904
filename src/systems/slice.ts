import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { systemsApi } from './api.ts'
import { factEntryEvidence } from './evidence-subject.ts'
import { factSources } from './fact-sources.ts'
import { ledgerFilesCheck, systemsKept } from './kept.ts'
import { importMachine } from './model.ts'
import { proposalMachine } from './proposals/model.ts'
import { registerCheck } from './recorded-register.ts'
import { systemsPages } from './routes.tsx'
import { ledgerImports } from './schema.ts'
import { systemsTasks } from './tasks.ts'
import { dispositions, hostings, networkZones, stages } from './words.ts'

const permissions = {
  'systems.read': { title: '查看系统台账', roles: businessRoles },
  'systems.import': { title: '导入系统台账', roles: ['data-centre', 'bureau-handler', 'competent-bureau'] },
  // The centre prepares, the bureau decides; never the person who prepared.
  'systems.confirm': { title: '复核放宽资金结论的导入、更正申请', roles: ['competent-bureau'] },
  'systems.propose': {
    title: '登记、更正单项事实',
    roles: ['department', 'department-head', 'data-centre', 'bureau-handler', 'competent-bureau'],
  },
  'systems.export': { title: '导出系统台账', roles: businessRoles },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const systemsSlice: Slice = {
  name: 'systems',
  rank: 5,
  permissions: [{ title: '系统台账', permissions }],
  places: [
    {
      key: 'systems',
      href: '/systems',
      label: '系统台账',
      operation: 'systems.read',
      tabs: [
        { href: '/systems', label: '全部系统', operation: 'systems.read' },
        { href: '/proposals', label: '更正申请', operation: 'systems.read' },
        { href: '/systems/import', label: '导入', operation: 'systems.import' },
      ],
    },
  ],
  machines: [importMachine, proposalMachine],
  checks: [registerCheck, ledgerFilesCheck],
  objectReferences: [ledgerImports.fileKey, ledgerImports.previewKey],
  kept: systemsKept,
  evidenceSubjects: [factEntryEvidence],
  vocabulary: {
    objects: {
      system: '政务信息系统',
      ledger: '台账',
      'ledger-import': '台账导入',
      'fact-proposal': '更正申请',
      'ledger-contradiction': '台账与记录不一致',
    },
    fields: {
      unit: '主管单位',
      contactOffice: '联系科室',
      contactPhone: '联系电话',
      networkZone: '网络区域',
      vcpu: 'CPU（核）',
      memoryGiB: '内存（GB）',
      storageGiB: '存储（GB）',
      disposition: '处置意见',
      wave: '迁移批次',
      stage: '阶段',
      stageSince: '进入当前阶段',
      notes: '备注',
      classified: '是否涉密',
      registered: '已登记',
      emergency: '是否应急项目',
      approvedOn: '立项批复时间',
      constructionStartedOn: '开工时间',
      builtOn: '建成时间',
      liveOn: '上线时间',
      acceptedOn: '竣工验收时间',
      acceptanceFiledOn: '验收备案时间',
      contractSignedOn: '合同签订时间',
      contractFiledOn: '合同备案时间',
      migrationRequired: '应迁移上云',
      migrationDueOn: '应迁移日期',
      migratedOn: '迁移确认时间',
      exemptionUntil: '豁免有效期至',
      exemptionDocument: '豁免文号',
      hosting: '部署位置',
      publicCloudAssessedOn: '公有云评估时间',
      dataSharing: '数据共享是否达标',
      businessCoordination: '业务协同是否达标',
      coConstruction: '是否共建共享',
      platformConnected: '是否接入共享平台',
      investmentFen: '建设投资',
      annualOperationsFen: '年运维费',
      protectionLevel: '等保级别',
      holdsFrom: '事实起算日',
      factSource: '依据的种类',
      voids: '撤销的登记',
      contradictedField: '不一致的列',
      orders: '限期整改记录',
      disguised: '是否变相建设',
      acceptanceExtendedTo: '验收延期至',
      migrationConditionsRipeOn: '迁移条件具备时间',
      evaluatedOn: '绩效评价时间',
      evaluationMet: '绩效评价是否达标',
      evaluationRectifiedOn: '绩效评价整改时间',
      financeReviewedOn: '财政评审时间',
      budgetRepliedOn: '预算批复时间',
      budgetFiledOn: '预算备案时间',
      decommissionedOn: '停用报废时间',
      disposalReportedOn: '处置报告时间',
      buildingOpinionOn: '未批先建处理意见时间',
      underProjects: '各项目下的事实',
      rows: '行数',
      unchanged: '不变',
      rejected: '退回',
      notData: '非数据行',
      units: '单位数',
      newUnits: '新增单位',
      leftAlone: '未涉及',
      systems: '系统数',
      source: '来源文件',
      format: '格式',
      lifted: '放宽资金结论的系统数',
      liftingDocument: '放宽依据',
      submittedBy: '提交人',
    },
    values: {
      status: {
        previewed: '已预览',
        discarded: '已放弃',
        imported: '已导入',
        awaiting: '待复核',
        returned: '已退回',
        recorded: '已登记',
        withdrawn: '已撤回',
      },
      factSource: factSources,
      stage: stages,
      disposition: dispositions,
      hosting: hostings,
      networkZone: networkZones,
    },
  },
  tasks: systemsTasks,
  api: systemsApi,
  pages: [systemsPages],
}
