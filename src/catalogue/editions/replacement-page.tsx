import type { FC } from 'hono/jsx'
import { Alert } from '../../platform/ui/components.tsx'
import { Diff } from './edition-sections.tsx'
import type { ReplacementPreview } from './replace-draft.ts'

/** What an uploaded spreadsheet would make of a draft, before it is taken. */
export const ReplacementPage: FC<{ editionId: number; preview: ReplacementPreview; page: number }> = ({
  editionId,
  page,
  preview: { number, diff, unchanged, unknownColumns, confirm },
}) => {
  const touched = diff.added.length + diff.removed.length + diff.repriced.length + diff.altered.length
  return (
    <>
      <p class="crumbs">
        <a href="/editions">目录编制</a> › <a href={`/editions/${editionId}`}>{number}</a> › 预览改动
      </p>
      <h1>预览改动</h1>
      <p class="sub">
        {confirm.fileName} · 没有错误 · {unchanged} 项不变。确认之前，草稿不会改动。
      </p>
      {unknownColumns.length === 0 ? null : (
        <Alert tone="warn">
          <p>文件里这些列不认识，不会读取：{unknownColumns.join('、')}</p>
        </Alert>
      )}
      {diff.removed.length === 0 ? null : (
        <Alert tone="warn">
          <p>文件里没有的 {diff.removed.length} 项会从草稿里取消，请确认不是漏了行。</p>
        </Alert>
      )}
      <Diff
        diff={diff}
        against={`${number}草稿`}
        page={page}
        href={(to) =>
          `/editions/${editionId}/replace?${new URLSearchParams({ source: confirm.source, fileName: confirm.fileName, changes: String(to) })}`
        }
        title="与草稿比对"
        same="内容与草稿完全相同。"
      />
      <form method="post" action={`/editions/${editionId}/replace`} class="row">
        <input type="hidden" name="source" value={confirm.source} />
        <input type="hidden" name="fileName" value={confirm.fileName} />
        <input type="hidden" name="replaces" value={confirm.replaces} />
        <button type="submit" disabled={touched === 0} data-busy="正在替换…">
          确认替换
        </button>
        <a href={`/editions/${editionId}`}>不替换，回到草稿</a>
      </form>
    </>
  )
}
