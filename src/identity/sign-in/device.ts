/** Pure. */

const systems: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'],
  [/Android/i, '安卓'],
  [/iPhone|iPad/i, 'iOS'],
  [/Windows/i, 'Windows'],
  [/Mac OS X/i, 'macOS'],
  [/Linux|UOS|Kylin/i, 'Linux'],
]
const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/QQBrowser/i, 'QQ 浏览器'],
  [/MicroMessenger/i, '微信'],
  [/QIHU|360SE|360EE/i, '360 浏览器'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

/** In: a `User-Agent`. Out: browser and system in words people know, for recognising one's own sessions. Pure. */
export function deviceOf(agent: string | null): string {
  if (agent === null || agent === '') return '未知设备'
  const nameIn = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(agent))?.[1]
  const words = [nameIn(browsers), nameIn(systems)].filter((word) => word !== undefined)
  return words.length === 0 ? '其他程序' : words.join(' · ')
}
