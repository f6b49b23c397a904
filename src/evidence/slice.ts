import { businessRoles, type Permission } from '../platform/permissions.ts'
import type { Slice } from '../platform/slice.ts'
import { evidenceApi } from './api.ts'
import { evidenceFilesCheck, evidenceKept } from './kept.ts'
import { fileTypeNames, fileTypes } from './model.ts'
import { evidencePages } from './routes.tsx'
import { evidenceFiles } from './schema.ts'

const permissions = {
  'evidence.read': { title: '查看凭据', roles: businessRoles },
  'evidence.read-withdrawn': { title: '取阅已撤回的凭据', roles: ['audit'] },
  // Attaching binds nobody, and so does taking back what one's own organisation uploaded.
  'evidence.file': { title: '上传、撤回凭据', roles: businessRoles.filter((role) => role !== 'audit') },
} as const satisfies Record<string, Permission>

declare module '../platform/permissions.ts' {
  interface Operations extends Record<keyof typeof permissions, true> {}
}

export const evidenceSlice: Slice = {
  name: 'evidence',
  rank: 3,
  permissions: [{ title: '凭据', permissions }],
  checks: [evidenceFilesCheck],
  kept: evidenceKept,
  objectReferences: [evidenceFiles.objectKey],
  vocabulary: {
    objects: { evidence: '凭据' },
    fields: {
      title: '文件标题',
      type: '文件类型',
      size: '大小（字节）',
      sha256: '指纹（SHA-256）',
      documentNumber: '文号',
      documentDate: '文件日期',
      evidenceOf: '用于',
      withdrawn: '已撤回',
    },
    values: { type: Object.fromEntries(fileTypeNames.map((type) => [type, fileTypes[type].title])) },
  },
  api: evidenceApi,
  pages: [evidencePages],
}
