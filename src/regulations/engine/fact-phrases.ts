import type { DateFact, FlagFact } from '../facts.ts'

/** A fact in a lawyer's sentence: the event by name, and what is said once it has happened or while it has not. */
interface EventPhrase {
  name: string
  /** As a verb: what somebody does on that day. */
  verb: string
  done: string
  open: string
}

/** An act with the verb it takes: 取得 + 批准. */
const act = (name: string, verb = name): EventPhrase => ({
  name,
  verb,
  done: `已${verb}`,
  open: `尚未${verb}`,
})
const phrase = (name: string, done: string, open: string): EventPhrase => ({ name, verb: name, done, open })

export const eventPhrases: Readonly<Record<DateFact, EventPhrase>> = {
  approvedOn: act('批准', '取得批准'),
  constructionStartedOn: act('开工'),
  builtOn: act('建成'),
  liveOn: act('投入运行'),
  acceptedOn: act('竣工验收'),
  acceptanceFiledOn: act('验收备案', '办理验收备案'),
  acceptanceExtendedTo: phrase('延期后的验收期限', '有延期后的验收期限', '没有延期'),
  contractSignedOn: act('合同签订', '签订合同'),
  contractFiledOn: act('合同备案', '办理合同备案'),
  migrationDueOn: phrase('规定的迁移完成日期', '已到规定的迁移完成日期', '未到规定的迁移完成日期'),
  migratedOn: act('迁移确认', '取得迁移确认'),
  migrationConditionsRipeOn: phrase('迁移条件具备', '主管部门已确认迁移条件具备', '尚未确认迁移条件具备'),
  publicCloudAssessedOn: act('公有云安全风险评估', '开展公有云安全风险评估'),
  financeReviewedOn: act('财政评审', '完成财政评审'),
  budgetRepliedOn: act('预算批复', '收到预算批复'),
  budgetFiledOn: act('预算批复报备', '报备预算批复'),
  decommissionedOn: act('停用报废'),
  disposalReportedOn: act('处置情况报送', '报送处置情况'),
  buildingOpinionOn: act('未批先建处理意见', '作出未批先建处理意见'),
  'exemption.until': phrase('迁移豁免的有效期', '迁移豁免已届满', '迁移豁免尚未届满'),
  'evaluation.on': act('运行评价', '作出运行评价'),
  'evaluation.rectifiedOn': act('评价整改完成', '完成评价整改'),
}

export const flagPhrases: Readonly<Record<FlagFact, { yes: string; no: string }>> = {
  classified: { yes: '涉密项目', no: '非涉密项目' },
  emergency: { yes: '属于应急项目', no: '不属于应急项目' },
  registered: { yes: '已纳入政务信息系统目录', no: '未纳入政务信息系统目录' },
  disguised: { yes: '被变相包装或者纳入其他项目建设', no: '没有被变相包装或者纳入其他项目建设' },
  migrationRequired: { yes: '经认定应当迁移上云', no: '经认定不需迁移上云' },
  dataSharing: { yes: '数据共享达到要求', no: '数据共享未达到要求' },
  businessCoordination: { yes: '业务协同达到要求', no: '业务协同未达到要求' },
  coConstruction: { yes: '符合共建共享要求', no: '不符合共建共享要求' },
  platformConnected: { yes: '已接入共享平台', no: '未接入共享平台' },
  'evaluation.met': { yes: '运行评价达标', no: '运行评价未达标' },
}
