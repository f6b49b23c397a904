import type { FC } from 'hono/jsx'
import { Card, DateText, Empty, Table, Tag } from '../../platform/ui/components.tsx'
import { clauseDeadlineWords } from '../../regulations/index.ts'
import type { Recount } from './read-recounts.ts'

/** The last days that a published calendar moved, each with what it was. */
export const RecountsCard: FC<{
  recounts: readonly Recount[]
  total: number
  year: number
  notice: string
}> = ({ recounts, total, year, notice }) => (
  <Card>
    <Table<Recount>
      caption={`改定的期限${total === 0 ? '' : `（${total} 项）`}`}
      rows={recounts}
      empty={
        <Empty title="没有期限因此改变">
          <p>没有哪一项期限数到{year}年。</p>
        </Empty>
      }
      columns={[
        {
          label: '系统',
          cell: ({ code, name }) => <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>,
        },
        { label: '事项', cell: ({ regulationId, clause }) => clauseDeadlineWords(regulationId, clause) },
        {
          label: '原来',
          cell: ({ wasDueOn, wasProvisional }) => <LastDay on={wasDueOn} provisional={wasProvisional} />,
        },
        {
          label: '改定',
          cell: ({ wasDueOn, dueOn, provisional }) => (
            <>
              <LastDay on={dueOn} provisional={provisional} />
              {dueOn === wasDueOn ? <span class="muted">日期不变</span> : null}
            </>
          ),
        },
      ]}
    />
    {recounts.length === 0 ? null : (
      <p class="note">
        原因：{year}年放假安排导入（{notice}）
      </p>
    )}
    {total > recounts.length ? <p class="note">只列前 {recounts.length} 项。</p> : null}
  </Card>
)

const LastDay: FC<{ on: string; provisional: boolean }> = ({ on, provisional }) => (
  <span class="nowrap">
    <DateText on={on} /> {provisional ? <Tag tone="hold">暂定</Tag> : null}
  </span>
)
