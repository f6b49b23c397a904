/** Pure. */

import {
  type Disposition,
  dispositions,
  type Hosting,
  hostings,
  type NetworkZone,
  networkZones,
  protectionLevels,
  type Stage,
  stages,
} from './words.ts'

/** The register's word for each code, and what departments write for it. Ambiguous words (外网, 云) stay out. */
function words<T extends string>(
  register: Record<T, string>,
  others: Record<string, T>,
): ReadonlyMap<string, T> {
  const map = new Map<string, T>(Object.entries(others))
  for (const code in register) map.set(register[code], code)
  return map
}

export const hostingWords = words<Hosting>(hostings, {
  单位机房: 'own-room',
  自建机房: 'own-room',
  自有机房: 'own-room',
  本地机房: 'own-room',
  运营商机房: 'carrier',
  运营商托管机房: 'carrier',
  电信托管: 'carrier',
  移动托管: 'carrier',
  联通托管: 'carrier',
  公共云: 'public-cloud',
  商业公有云: 'public-cloud',
  部门行业云: 'industry-cloud',
  政务云平台: 'government-cloud',
  县政务云: 'government-cloud',
  区政务云: 'government-cloud',
  市政务云: 'government-cloud',
  省政务云: 'government-cloud',
  县级政务云: 'government-cloud',
  市级政务云: 'government-cloud',
  省级政务云: 'government-cloud',
})

export const zoneWords = words<NetworkZone>(networkZones, {
  电子政务外网: 'government-extranet',
  政务外网区: 'government-extranet',
  互联网区: 'internet',
  部门专网: 'dedicated-network',
  行业专网: 'dedicated-network',
  涉密专网: 'classified-network',
  涉密网: 'classified-network',
})

export const dispositionWords = words<Disposition>(dispositions, {
  迁移上云: 'migrate',
  整合归并: 'integrate',
  归并整合: 'integrate',
  关停下线: 'shut-down',
  保留不迁: 'keep',
})

export const stageWords = words<Stage>(stages, { 旧系统下线: 'decommissioned' })

/** What departments write in yes-or-no columns. */
export const yesNoWords = {
  yes: new Set(['已接入', '接入', '达标', '已达标', '已共享', '已协同', '已完成', '涉密']),
  no: new Set(['未接入', '未达标', '不达标', '未共享', '未协同', '未完成', '非涉密', '不涉密', '未涉密']),
}

/** What departments write for a day that has not come. */
export const notYetWords = /^(尚未|还未|未|暂未)(发生|验收|备案|确认|完成|迁移|上线|签订|开工|建成|批复)?$/

/** Units in cells of vCPU, memory and storage, in capitals; memory and storage are kept in GiB. */
export const machineUnits: ReadonlyMap<string, number> = new Map([
  ...['核', 'C', 'GB', 'GIB', 'G'].map((unit) => [unit, 1] as const),
  ...['TB', 'TIB', 'T'].map((unit) => [unit, 1_024] as const),
])

const digits = ['', '一', '二', '三', '四', '五'] as const
export const levelWords: ReadonlyMap<string, number> = new Map([
  ['未定级', 0],
  ['无', 0],
  ...digits.flatMap((digit, level): [string, number][] =>
    level === 0
      ? []
      : [digit, String(level)].flatMap((text): [string, number][] => [
          [`${text}级`, level],
          [`第${text}级`, level],
          [`等保${text}级`, level],
          [text, level],
        ]),
  ),
])

export const levelNames: readonly string[] = protectionLevels
