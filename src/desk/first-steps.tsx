import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import { Card } from '../platform/ui/components.tsx'
import type { Desk } from './read-desk.ts'

interface Step {
  title: string
  text: string
  /** The way there, for those who may do it. */
  link: { href: string; label: string } | null
}

function stepsFor(actor: Actor, desk: Desk): Step[] {
  const mayImport = allows(actor, 'systems.import')
  const [edition] = desk.awaitedEditions
  return [
    {
      title: '导入系统台账',
      text: mayImport
        ? '上传现在用的 Excel 或 CSV 台账。先预览，核对列和有误的行，再一次导入。'
        : '由大数据中心或主管部门导入。导入后，您能看到的系统会出现在“系统台账”里。',
      link: mayImport ? { href: '/systems/import', label: '导入台账' } : null,
    },
    catalogueStep(actor, edition),
    {
      title: '每天自动核定',
      text: '导入后，每天 01:00 核定进度和状态、判定运维资金，每月 1 日生成上月月报。结果显示在这里。',
      link: null,
    },
  ]
}

function catalogueStep(actor: Actor, edition: Desk['awaitedEditions'][number] | undefined): Step {
  const title = '发布服务目录'
  if (edition !== undefined)
    return {
      title,
      text: `${edition.number}：${edition.words}`,
      link: { href: `/editions/${edition.id}`, label: '去处理' },
    }
  if (allows(actor, 'catalogue.compile'))
    return {
      title,
      text: '上传目录文件成为草稿，主管部门和财政部门分别批准后发布，任何人都能查看。',
      link: { href: '/editions', label: '编制目录' },
    }
  if (allows(actor, 'catalogue.approve'))
    return { title, text: '大数据中心提交目录后，等您批准的一版会出现在这里。', link: null }
  return {
    title,
    text: '发布后，可以在“服务目录”里查看云平台提供什么、价格多少。',
    link: { href: '/catalogue', label: '看服务目录' },
  }
}

/** What a new installation shows: what to do next, for this role. */
export const FirstSteps: FC<{ actor: Actor; desk: Desk }> = ({ actor, desk }) => (
  <Card title="从这里开始">
    <ol class="steps">
      {stepsFor(actor, desk).map((step) => (
        <li>
          <strong>{step.title}</strong>
          <p>{step.text}</p>
          {step.link === null ? null : (
            <a class="button" href={step.link.href}>
              {step.link.label}
            </a>
          )}
        </li>
      ))}
    </ol>
  </Card>
)
