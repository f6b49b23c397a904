/** How departments write, as far as matching needs it: folded text, its tokens, and the words that carry no meaning. */

/** How often something happens says nothing of what it is. */
const often = /每(?:天|日|周|月|季度?|半?年)(?:[一二两三四\d]+次)?|定期|定时/g

/** Full width to half width, case away, the two most usual slips of spelling mended, versions apart from names; spaces and marks stay, they part words. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/⼀/g, '一')
    .replace(/登陆/g, '登录')
    .replace(/帐([号户])/g, '账$1')
    .replace(/([a-z]{3,})(\d+(?:\.\d+)+)/g, '$1 $2')
    .replace(often, '')
}

/** A Chinese character, or a run of Latin letters and digits: mysql, k8s, 12345. */
export function tokensOf(text: string): string[] {
  return foldText(text).match(/[a-z0-9]+(?:\.[0-9]+)*|[\u4e00-\u9fff]/g) ?? []
}

/** Pairs of neighbours, and Latin words by themselves: what two texts are compared by. */
export function gramsOf(tokens: readonly string[]): string[] {
  const pairs = tokens.slice(1).map((token, before) => `${tokens[before]}${token}`)
  return [...pairs, ...tokens.filter((token) => /^[a-z0-9]/.test(token))]
}

/** What may follow the name of a thing without making it another thing. */
const tails =
  /(?:(?:管理|应用|业务|综合)?(?:子系统|系统|平台)|服务器?接口|(?:\s+|v)\d+(?:\.\d+)*|一主[一多两]?[备从]|(?:主备|主从|高可用|双机热备|双机|单机|集群|标准|基础|企业)版?|通道|渠道|入口|底座|api|sdk|调用|服务|功能|模块|软件|工具|接口|能力|组件|产品|项目|工程|资源|实例|节点|账号|授权|许可|租用|托管服务|接入|对接|建设|升级|改造|改版|扩容|开发|采购|购置|购买|一期|二期|三期|及其?配套(?:设施|设备|工程)?|等|的|了|类|吧|各?(?:\d+|[一二两三四五六七八九十]+)?(?:台|套|个|条|份|处|座|张|项|块|年|批|式))+$/
/** What may come before the name of a thing without making it another thing: who asks, and how general it is. */
const heads =
  /^(?:e(?=[\u4e00-\u9fff])|做一?个|搞一?个|建一?个|上一?套|我|本|该|各|为|对|由|拟|将|要|请|用于|关于|实现|统一|政务|政府|公共|商用|全|县|市|区|乡|镇|级|新|一|二|两|三|四|五|六|七|八|九|十|\d+(?=[台套个条])|台|套|个|条|的|及|和|与|含|包括|包含|其中|另|还|只|仅|同时|以及|部门|单位|机关|自有|本地)/
/** Who asks: an office, with everything before it. */
const office =
  /^[\u4e00-\u9fff]{1,10}?(?:委员会|管委会|办公室|政府|人社局|服务中心|媒体中心|监管局|管理局|局|委|集团|医院|学校|公司|开发区|街道办|法院|检察院)(?=[\u4e00-\u9fffa-z]{2})/

/** 16g, 2t, 10m: a size, no part of a name. */
const volumes = /(?<![a-z0-9.])\d+(?:\.\d+)?(?:[tg]i?b?|m|cu)(?![a-z])/g

/** In: a phrase or the name of a thing. Out: without what follows or precedes it and means nothing by itself. */
export function coreOf(phrase: string): string {
  let core = foldText(phrase)
    .replace(/[^a-z0-9\u4e00-\u9fff. ]+/g, ' ')
    .replace(volumes, ' ')
    .trim()
  core = core.replace(office, '')
  for (let before = ''; before !== core; ) {
    before = core
    core = core.replace(tails, '').trim()
    if (core === '') return before
    core = core.replace(heads, '').trim()
    if (core === '') return before
  }
  return core
}

/** In: a phrase. Out: the thing that is described: after the last 的, or null where there is none. 存照片的OSS → OSS. */
export function describedIn(phrase: string): string | null {
  const place = phrase.lastIndexOf('的')
  const thing = place < 0 ? '' : phrase.slice(place + 1).trim()
  return thing === '' || isEmpty(thing) ? null : thing
}

/** In: a phrase in folded text. Out: what is to be had: after the last verb of requesting, or before it when nothing follows. */
export function objectsOf(phrase: string): string[] {
  const parts = phrase
    .replace(/(?<=.)(?:替换|替代|取代|代替).*$/, '')
    .split(
      /想(?:走|用|要|做|建|上)|希望|打算|新建|自建|扩建|改扩建|搭建|建设(?!单位|局|用地|银行)|构建|建立|打造|开发(?!区|商)|采购(?!中心)|购置|购买|新购|租用|租赁|申请|所需|需要|需求|需配|开通|部署|引入|引进|实施|升级改造|升级|改造|改版|扩容|增加|配备|配置|上线|使用|接入(?=[^\s]{3})/,
    )
    .map((part) => part.trim())
  const last = parts.findLast((part) => coreOf(part) !== '' && tokensOf(part).length > 0 && !isEmpty(part))
  return last === undefined ? [] : [last]
}

/** Whether a phrase names nothing that could be had: 系统, 项目, 一套. */
export function isEmpty(phrase: string): boolean {
  return /^(?:我局|我委|我|本|单位|部门|机关|全?[县市区]|子?系统|平台|服务|项目|工程|综合|信息化?|业务|管理|建设|软件|模块|功能|设备|设施|资源|一期|二期|智慧|数字|[一二两三四五六七八九十\d]+[台套个条份]?|的|等|各|及其?配套|[\s.])*$/.test(
    phrase,
  )
}

const digits = '零一二三四五六七八九'
/** "4", "两", "十二" → the number; null when it is none. */
export function numberOf(text: string): number | null {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  const folded = text.replace('两', '二')
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(folded)
  if (match === null || folded === '') return null
  const [, first, ten, last] = match
  const value = (digit: string | undefined) => (digit === undefined ? 0 : digits.indexOf(digit))
  if (ten === undefined) return first !== undefined && last !== undefined ? null : value(first ?? last)
  return (first === undefined ? 1 : value(first)) * 10 + value(last)
}

const goods =
  /(?:摄像头|摄像机|录像机|相机|座椅|桌椅|话筒|音响|音箱|投影仪?|大屏|屏幕|显示器|触摸屏|打印机|扫描仪|读卡器|一体机|考勤机|pos机|门禁|闸机|手机|电话机|对讲机|键盘|移动硬盘|u盘|光盘|墨盒|硒鼓|耗材|柜|架子|机架|(?<!堡垒|主|虚拟|虚|前置|物理|密码)机|线缆|布线|终端设备|硬件设备|设备|硬件|材料)$/
const labour =
  /(?:人员|岗位|[审巡操协]\S{0,2}员|座席员|话务员|工程师|驻场|外包|刻制|印制|印刷|装修|装潢|运维(?:服务)?|维护(?:服务)?|维保(?:服务)?|测评(?:服务|机构|费)?|评估(?:服务|报告)?|培训|监理(?:服务)?|扫描录入|数字化加工|数据录入|咨询(?:服务)?|测绘|勘察|审计服务|费|费用|尾款|工程款|劳务)$/

/** Whether a phrase ends with goods or with people's work, which no catalogue of cloud services has: 视频会议摄像头. */
export function isGoodsOrLabour(phrase: string): boolean {
  const thing = phrase.replace(
    /(?:采购|购置|购买|更换|一批|[\d一二两三四五六七八九十]+[台套个条把部张件名人项]|[\s.,])+$/,
    '',
  )
  return goods.test(thing) || labour.test(thing)
}
