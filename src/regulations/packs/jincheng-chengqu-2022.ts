import { dateOf } from '../../platform/dates.ts'
import { all, happened, hostedIn, known, no, not } from '../engine/expressions.ts'
import type { Force, Pack, Rule, Scope } from '../engine/rules.ts'
import { decommissioned, isRunning } from './decommissioned.ts'
import { constructionGrounds, oldEnvironment, orderGrounds, sharingGrounds } from './grounds.ts'
import { coverage } from './jincheng-chengqu-2022.coverage.ts'

/** Issued on 2022-07-12; the text names no other start and no end. */
const force: Force = { from: dateOf('2022-07-12'), until: null }

const authority = '区行政审批服务管理局（区政务信息管理局）'

const scope: Scope = {
  clause: 'CQ-3',
  article: '“三、项目内容”',
  demand: '一般适用于区本级使用财政性资金的非涉密政务大数据建设项目。',
  governs: no('classified'),
  outside: { reason: '该项目涉密，不适用本制度，不作判定。' },
  unknown: { remedy: '由系统所属单位登记是否涉密（凭定密文件或者非涉密说明）后重新判定' },
}

const hosting: Rule = {
  clause: 'CQ-2',
  article: '“二、总体要求”',
  demand: '项目总体上依托全市“一云、一网、一中心”部署实施。条文没有规定期限和资金后果。',
  grounds: [
    {
      name: 'elsewhere',
      effect: 'noted',
      funds: [],
      when: all(
        hostedIn('own-room', 'carrier', 'public-cloud', 'industry-cloud'),
        not(known(happened('migratedOn'))),
        isRunning,
      ),
      reason: (read) => `部署在${read.value('hosting')}，总体上应当依托全市政务云`,
      remedy: { what: '向全市政务云迁移', by: '系统所属单位', evidence: '迁移确认单' },
    },
    oldEnvironment,
  ],
}

const sharing: Rule = {
  clause: 'CQ-5.1b',
  article: '“五、工作要求”第1项',
  demand: '未按要求进行业务协同和数据共享的项目，不再拨付运维经费。条文没有提到迁移上云。',
  grounds: sharingGrounds(authority),
}

const construction: Rule = {
  clause: 'CQ-5.1c',
  article: '“五、工作要求”第1项',
  demand: '不得未批先建，不得将项目变相包装或者纳入其他项目建设。条文没有规定应急例外，也没有规定资金后果。',
  grounds: constructionGrounds(force.from, authority),
}

const rectification: Rule = {
  clause: 'CQ-5.7',
  article: '“五、工作要求”第7项',
  demand:
    '违反审批要求建设、擅自调整、长期拖延不验收的，责令限期整改；拒不整改或者整改后仍不符合要求的，暂停拨付建设和运维资金，直至终止项目。',
  grounds: orderGrounds({
    kind: 'supervision',
    funds: ['construction', 'operations'],
    effect: 'suspended',
    from: force.from,
    authority,
  }),
}

/** 晋城市城区加强政务大数据项目建设应用管理制度. */
export const jinchengChengqu2022: Pack = {
  id: 'jincheng-chengqu-2022',
  version: '2022.3',
  title: '晋城市城区加强政务大数据项目建设应用管理制度',
  documentNumber: '城政办发〔2022〕18号',
  force,
  forceArticle: '印发日期',
  scope,
  rules: [hosting, sharing, construction, rectification, decommissioned],
  numbers: { 'CQ-0': [{ day: '2022-07-12', means: 'in-force-from' }] },
  coverage,
}
