import { permissions, type Role, roles } from '../platform/permissions.ts'

/** What kinds of object are called. */
const objectTypes: Record<string, string> = {
  person: '人员',
  organisation: '单位',
  jurisdiction: '辖区',
  'api-key': '接口密钥',
  system: '政务信息系统',
  ledger: '台账',
  'ledger-import': '台账导入',
  'funding-list': '运维资金清单',
  indicators: '迁移指标',
  verdicts: '资格结论',
  'calendar-edition': '放假安排',
  'monthly-report': '月报',
  'catalogue-edition': '目录版次',
  'rule-edition': '规则版本',
  'rule-adoption': '规则版本采用',
  'supplementary-rule': '补充规则',
  'rule-comparison': '规则变动试算',
  'catalogue-item': '服务项',
  'catalogue-comment': '目录审核意见',
  'catalogue-wish': '目录外需求',
  'resource-request': '资源申请',
  'request-rules': '资源办理规则',
  'learnt-phrase': '匹配词',
  'running-resource': '在用资源',
  'resource-change': '资源变更',
  'usage-import': '使用率导入',
  'capacity-pool': '资源池',
  'audit-head': '审计链头',
}

/** What the scheduler's jobs are called. */
const jobs: Record<string, string> = {
  'track-migrations': '迁移进度核定',
  'publish-editions': '目录定期发布',
  'judge-funding': '运维资金判定',
  'track-resources': '资源到期核对',
  'write-monthly-report': '生成月报',
  'recount-deadlines': '按新的放假安排重新判定',
  'sequence-audit': '审计记录编号',
  'sign-audit-head': '审计链头签署',
}

/** What the fields in "before" and "after" are called; a field that isn't here is shown by its own name. */
const fields: Record<string, string> = {
  name: '名称',
  username: '账号',
  organisation: '单位',
  organisationName: '单位',
  role: '岗位',
  roles: '岗位',
  requestedRole: '申请的岗位',
  phrase: '说法',
  granted: '已授予',
  disabled: '已停用',
  changed: '改动',
  invitedAgain: '重新邀请',
  sessionsEnded: '结束的会话数',
  secondFactor: '第二因素',
  collected: '已领取',
  revoked: '已撤销',
  succeeded: '成功',
  method: '方式',
  invitationAccepted: '已按邀请设置密码',
  linkedToProvider: '绑定的统一身份',
  unlocked: '已解除锁定',
  recoveryRenewed: '已换恢复码',
  owner: '责任人',
  days: '有效期（天）',
  operations: '权限',
  parentId: '上级单位编号',
  securityUsername: '安全管理员账号',
  auditUsername: '审计管理员账号',
  deleted: '已删除',
  status: '状态',
  stage: '阶段',
  number: '编号',
  fileName: '文件名',
  source: '来源文件',
  format: '格式',
  systems: '系统数',
  counts: '计数',
  approvals: '会签',
  bureau: '会签部门',
  comment: '意见',
  contentHash: '内容摘要',
  publishedOn: '发布日期',
  supersedes: '取代的版次',
  publishesOn: '定期发布日',
  midMonthRule: '月中计费',
  code: '编码',
  itemCode: '服务项编码',
  answer: '答复',
  added: '新增',
  resolved: '已办意见数',
  removed: '取消',
  regulation: '法规',
  packVersion: '规则版本',
  supplements: '补充规则',
  effectiveFrom: '采用起始日',
  clause: '条款编号',
  documentNumber: '文号',
  title: '文件标题',
  article: '条款',
  forceFrom: '施行日',
  repealFrom: '废止日',
  repealDocument: '废止文号',
  judged: '已判定',
  month: '月份',
  year: '年份',
  notice: '文号',
  arrangedDays: '安排天数',
  recounted: '改定的期限',
  asOf: '截至日期',
  administrator: '管理员账号',
  migrationDueOn: '应迁移日期',
  annualOperationsFen: '年运维费',
  treeSize: '记录条数',
  root: '根',
  signed: '已签名',
  on: '日期',
  by: '经办',
  project: '项目',
  systemName: '系统',
  lines: '需求行数',
  lineId: '需求行',
  requestId: '资源申请编号',
  version: '版本',
  ready: '送部门审核',
  edition: '目录版次',
  monthlyFen: '每月费用',
  changeFen: '每月费用增减',
  dueOn: '开通期限',
  items: '服务项',
  decidedByRule: '按规则批复',
  resources: '资源数',
  expiresOn: '到期日期',
  quantity: '数量',
  capacity: '容量',
  unit: '主管单位',
  contactOffice: '联系科室',
  contactPhone: '联系电话',
  networkZone: '网络区域',
  vcpu: 'CPU（核）',
  memoryGiB: '内存（GB）',
  storageGiB: '存储（GB）',
  disposition: '处置意见',
  wave: '迁移批次',
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
  protectionLevel: '等保级别',
  itemCount: '服务项数',
  holdsFrom: '事实起算日',
  rows: '行数',
  unchanged: '不变',
  rejected: '退回',
  notData: '非数据行',
  units: '单位数',
  newUnits: '新增单位',
  leftAlone: '未涉及',
  confirmed: '已确认',
  cancelled: '已撤销',
  dueSoon: '即将到期',
  overdue: '逾期',
  required: '应迁移',
  byRule: '小额扩容按规则批复',
  maxVcpu: 'CPU 上限（核）',
  maxMemoryGiB: '内存上限（GB）',
  maxStorageGiB: '存储上限（GB）',
  maxMonthlyFen: '每月费用上限',
  maxPerQuarter: '每季度份数上限',
  // As entries before 0.1.0 name them.
  mostVcpu: 'CPU 上限（核）',
  mostMemoryGiB: '内存上限（GB）',
  mostStorageGiB: '存储上限（GB）',
  mostMonthlyFen: '每月费用上限',
  mostPerQuarter: '每季度份数上限',
  idleAveragePercent: '闲置的平均值（%）',
  idlePeakPercent: '闲置的峰值（%）',
  oversizedPeakPercent: '偏大的峰值（%）',
  docxKey: 'Word 文件',
  xlsxKey: 'Excel 文件',
}

const statuses: Record<string, string> = {
  submitted: '已提交',
  matched: '已匹配',
  reviewed: '已会审',
  approved: '已批准',
  returned: '已退回',
  provisioned: '已开通',
  running: '在用',
  released: '已释放',
  expired: '已到期',
  asked: '待批复',
  refused: '未同意',
  lapsed: '已终止',
  draft: '编制中',
  'in-approval': '会签中',
  published: '已发布',
  scheduled: '已定期发布',
  open: '待答复',
  planned: '拟列入',
  served: '目录可满足',
  declined: '不列入',
  superseded: '已被取代',
  previewed: '已预览',
  discarded: '已放弃',
  imported: '已导入',
  proposed: '待第二人签署',
  adopted: '已采用',
  withdrawn: '已撤回',
  'repeal-proposed': '废止待批准',
  repealed: '已废止',
}

/** What signing in was done by, and who must use a second factor. */
const signInWords: Record<string, string> = {
  password: '密码',
  oidc: '统一身份认证',
  'second-factor': '第二因素',
  totp: '验证码',
  'recovery-code': '恢复码',
  none: '无',
  off: '自愿',
  administrators: '三类管理员',
  everyone: '所有人',
}

/** For which bureau an edition is approved or commented on. */
const bureauWords: Record<string, string> = { 'competent-bureau': '主管部门', finance: '财政部门' }

/** What the register of systems says in codes; a test of the register holds that none is missing here. */
const registerWords: Record<string, Record<string, string>> = {
  stage: {
    registered: '清查登记',
    assessed: '调研评估',
    decided: '处置认定',
    designed: '方案设计',
    requested: '资源申请',
    deployed: '部署测试',
    'data-moved': '数据迁移',
    'cut-over': '割接上线',
    'trial-run': '试运行',
    confirmed: '迁移确认',
    decommissioned: '旧环境下线',
  },
  disposition: { migrate: '迁移', integrate: '整合', 'shut-down': '关停', keep: '保留' },
  hosting: {
    'own-room': '本单位机房',
    carrier: '运营商托管',
    'public-cloud': '公有云',
    'industry-cloud': '行业云',
    'government-cloud': '政务云',
  },
  networkZone: {
    'government-extranet': '政务外网',
    internet: '互联网',
    'dedicated-network': '业务专网',
    'classified-network': '专网',
  },
}

function isKey<T extends object>(key: PropertyKey, table: T): key is keyof T {
  return Object.hasOwn(table, key)
}

export function operationTitle(operation: string): string {
  return isKey(operation, permissions) ? permissions[operation].title : operation
}

export function objectTypeTitle(type: string): string {
  return objectTypes[type] ?? type
}

/** In: who acted. Out: the person's name, or the job's title. */
export function actorTitle(actor: { kind: string; name: string }): string {
  return actor.kind === 'job' ? `定时任务：${jobs[actor.name] ?? actor.name}` : actor.name
}

export function roleTitle(role: string): string {
  return isKey(role, roles) ? roles[role] : role
}

export function fieldTitle(field: string): string {
  return fields[field] ?? field
}

/** In: a field and its value. Out: the words for it; null when there are none and the value stands for itself. */
export function valueWords(field: string, value: string): string | null {
  if (value === 'infinity') return '尚未发生'
  if (isKey(field, registerWords)) return registerWords[field]?.[value] ?? null
  if (field === 'status') return statuses[value] ?? null
  if (field === 'method' || field === 'secondFactor') return signInWords[value] ?? null
  if (field === 'bureau') return bureauWords[value] ?? null
  if (field === 'operations') return operationTitle(value)
  if (field === 'role' || field === 'roles' || field === 'requestedRole')
    return isKey(value, roles) ? roles[value satisfies Role] : null
  return null
}

/** Every operation that can occur, with its title, for the filter. */
export const operationOptions = Object.entries(permissions).map(([value, { title }]) => ({
  value,
  label: title,
}))
