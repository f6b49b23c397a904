/**
 * What regulations forbid to build, whoever asks. Only what the article itself names: Chengqu's names nothing, Lingchuan's
 * no networks, Yuncheng's no rooms.
 */

type Thing = 'room' | 'data-centre' | 'cloud-platform' | 'network'

export interface Prohibition {
  /** Stable id of the clause. */
  clause: string
  article: string
  /** What the article says, in our words, and what to do instead. */
  reason: string
}

const lingchuan: Prohibition = {
  clause: 'LC-7d',
  article: '第七条',
  reason: '数据中心、机房和云平台一律不批准建设；请改为申请县政务云平台上的资源。',
}
const yunchengNetwork: Prohibition = {
  clause: 'YC-8c',
  article: '第八条',
  reason: '各部门不得新建业务专网，国家另有规定并经主管部门批准的除外；请使用电子政务网络。',
}
const yunchengCounty: Prohibition = {
  clause: 'YC-30a',
  article: '第三十条',
  reason: '县（市、区）和开发区不得新建、扩建政务云平台；请使用市级政务云平台。',
}
const yunchengCity: Prohibition = {
  clause: 'YC-28b',
  article: '第二十八条',
  reason: '项目应使用市级政务云平台服务目录中的服务，不得重复建设云平台。',
}
const jiaozuo: Prohibition = {
  clause: 'JZP-4a',
  article: '第四条',
  reason: '不得新建业务机房和专网；请依托市政务云平台和电子政务网络。',
}

const ofCounty = /县|开发区|乡|镇|街道|(?<![社城景校园])区/
const rules: Readonly<Record<string, (thing: Thing, text: string) => Prohibition | null>> = {
  'lingchuan-2024': (thing) => (thing === 'network' ? null : lingchuan),
  'yuncheng-2021': (thing, text) => {
    if (thing === 'network') return yunchengNetwork
    if (thing !== 'cloud-platform') return null
    return ofCounty.test(text) ? yunchengCounty : yunchengCity
  },
  'jiaozuo-2021': (thing) => (thing === 'room' || thing === 'network' ? jiaozuo : null),
}

/** What may stand before a data centre or a cloud platform and leave it one: 智慧教育云平台 is an application. */
const plain =
  /^(?:我|本|该|各|全|县域|县|市|区|乡|镇|级|单位|部门|机关|政府|政务|自有|私有|专有|公有|混合|独立|本地|同城|异地|新|小型|大型|一个|一处|一座|一套|一间|云计算|虚拟化|灾备|容灾|备份|绿色|核心|主|模块化|标准化|大|云|的|拟|将|要|为|[\u4e00-\u9fff]{0,8}?(?:局|委|办公室|医院|学校|政府|开发区|园区|公司|集团|法院|检察院|街道办)|\s)*$/
const building =
  /新建|自建|建设(?!单位|局)|扩建|改扩建|搭建|构建|建立|建成|建造|打造|采购|购置|购买|新购|部署|申请|需要|配备|自己[搭建弄搞]|[搭建弄搞上](?=[一二两三四\d个套座间])/g
/** What may follow and leave it what it is. */
const ending =
  /^(?:的|新建|建设|扩建|改扩建|扩容|搭建|采购|购置|部署|项目|工程|[一二三]期|[一二两三四五六七八九十\d]+(?:个|处|座|间|套|平方米|平米)|及其?(?:相关)?配套(?:设施|设备|工程)?|等|\s)*$/
/** Says that the room or network itself is not what is to be built. */
const otherwise =
  /(?:部署|托管|存放|放置?)[在于到]|位于|现有|原有?|已有|搬迁|迁移|迁出|腾退|租|托管|运维|维护|维修|维保|检测|清理|保洁|巡检|利用|依托|接入|监控|安防|改造|升级|整改|评估|关闭|停|撤|退/

/**
 * In: a requested clause, folded, and the jurisdiction's regulation. Out: what forbids to build it;
 * null when nothing does, or when it isn't certain that such a thing is to be built.
 */
export function prohibitionOf(clause: string, regulationId: string): Prohibition | null {
  if (!Object.hasOwn(rules, regulationId)) return null
  for (const match of clause.matchAll(
    /数据中心机房|机房|数据中心|私有云平台|云平台|私有云(?!主机|网络)|专用网络|专网/g,
  )) {
    const [name] = match
    const before = clause.slice(0, match.index)
    if (!ending.test(clause.slice(match.index + name.length))) continue
    const what: Thing = name.endsWith('机房')
      ? 'room'
      : name === '数据中心'
        ? 'data-centre'
        : name.endsWith('云平台') || name === '私有云'
          ? 'cloud-platform'
          : 'network'
    if (what !== 'network' && /联通/.test(before)) continue
    if (otherwise.test(before) && !/^\s*(?:扩建|改扩建)/.test(clause.slice(match.index + name.length)))
      continue
    const modifiers = before.split(building).at(-1) ?? ''
    // 智慧教育云平台 is an application; a private cloud is a cloud, whoever's.
    const sure = what === 'room' || what === 'network' || name === '私有云平台'
    if (!sure && !plain.test(modifiers)) continue
    const prohibition = rules[regulationId]?.(what, clause) ?? null
    if (prohibition !== null) return prohibition
  }
  return null
}
