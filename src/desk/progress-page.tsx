import type { FC } from 'hono/jsx'
import { formulaTexts, MigrationRate } from '../migration/index.ts'
import { inChinese } from '../platform/dates.ts'
import { Card, Empty } from '../platform/ui/components.tsx'
import type { Progress } from './read-progress.ts'
import { StageBars } from './stage-bars.tsx'
import { UnitTable } from './unit-table.tsx'
import { Waves } from './waves.tsx'

/** All units, all waves, and what the rate means. */
export const ProgressBody: FC<{ progress: Progress }> = ({ progress: { now, units } }) => (
  <>
    <p class="crumbs">
      <a href="/desk">工作台</a> › 迁移进展
    </p>
    <h1>迁移进展</h1>
    <p class="sub">{now === null ? '尚未核定' : `数据截至 ${inChinese(now.asOf)}`}</p>
    {now === null || now.counts.inScope === 0 ? (
      <Card>
        <Empty title="还没有进展">
          <p>导入台账并核定后，这里列出各单位、各批次的进展。</p>
        </Empty>
      </Card>
    ) : (
      <div class="columns">
        <div>
          <Card>
            <UnitTable units={units} />
          </Card>
        </div>
        <div>
          <Card title="上云率">
            <MigrationRate counts={now.counts} formulaVersion={now.formulaVersion} />
            <StageBars counts={now.counts} />
          </Card>
          <Waves counts={now.counts} />
        </div>
      </div>
    )}
    <Card title="口径" id="formula">
      {Object.entries(formulaTexts).map(([version, text]) => (
        <p>
          <strong>第{version}版</strong> {text}
        </p>
      ))}
    </Card>
  </>
)
