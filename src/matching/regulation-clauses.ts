/** Pure. */

/** What the regulations say of a line as such; cited by the stable ids of their clauses. */

/** Classified systems (涉密) are outside each regulation: its clause on scope. */
const scopeClauses: Readonly<Record<string, { clause: string; article: string }>> = {
  'lingchuan-2024': { clause: 'LC-2', article: '第二条' },
  'yuncheng-2021': { clause: 'YC-1', article: '第一条' },
  'jincheng-chengqu-2022': { clause: 'CQ-3', article: '“三、项目内容”' },
  'jiaozuo-2021': { clause: 'JZP-34', article: '第三十四条' },
}

/** In: a jurisdiction's regulation. Out: its clause that leaves classified systems out, or null. */
export function scopeClauseOf(regulationId: string): { clause: string; article: string } | null {
  return Object.hasOwn(scopeClauses, regulationId) ? (scopeClauses[regulationId] ?? null) : null
}

/** In: a jurisdiction's regulation. Out: its clause against building again what the common application support has, or null. */
export function duplicateClauseOf(regulationId: string): { clause: string; article: string } | null {
  return regulationId === 'yuncheng-2021' ? { clause: 'YC-28b', article: '第二十八条' } : null
}
