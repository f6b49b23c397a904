/** Pure. */

/** What evidence can be, by its content: what it is called, how it is served, and which endings its name may have. */
export const fileTypes = {
  pdf: { title: 'PDF', mediaType: 'application/pdf', endings: ['pdf'] },
  jpg: { title: 'JPG 图片', mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  png: { title: 'PNG 图片', mediaType: 'image/png', endings: ['png'] },
  docx: {
    title: 'Word 文档',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    endings: ['docx'],
  },
  xlsx: {
    title: 'Excel 工作簿',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    endings: ['xlsx'],
  },
  ofd: { title: 'OFD', mediaType: 'application/ofd', endings: ['ofd'] },
} as const satisfies Record<string, { title: string; mediaType: string; endings: readonly string[] }>

export type FileType = keyof typeof fileTypes
export const fileTypeNames = Object.keys(fileTypes) as [FileType, ...FileType[]]

/** What users are told can be uploaded. */
export const accepted = 'PDF、JPG、PNG、DOCX、XLSX 或 OFD'

/** Bytes of one file. */
export const largestFile = 20 * 1024 * 1024

/** Of a form that brings one file: the file, and what stands around it. */
export const oneFileForm = {
  bytes: largestFile + 64 * 1024,
  refusal: '凭据文件不能超过 20 MB，这次上传没有接收。请压缩图片、降低扫描分辨率，或拆成几份再传。',
} as const

/** In: the name a file came with. Out: its last part, without the folders that some programs send along. */
export const baseName = (fileName: string): string => fileName.split(/[\\/]/).at(-1)?.trim() ?? ''

/** In: a file's name. Out: what follows its last dot, in small letters; '' without one. */
export const endingOf = (fileName: string): string =>
  /\.([^.]+)$/.exec(fileName)?.[1]?.trim().toLowerCase() ?? ''

/** In: a file's name. Out: it without its ending: what the file is called unless somebody says otherwise. */
export const titleOf = (fileName: string): string => fileName.replace(/\.[^.]+$/, '').trim() || fileName

/** In: bytes. Out: them as users read sizes. */
export const inSize = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
