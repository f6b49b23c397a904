import type { Child, FC } from 'hono/jsx'
import { type Actor, allows } from '../context.ts'
import type { Operation } from '../permissions.ts'
import { homeOf } from './admin-places.tsx'

const places = [
  { key: 'desk', href: '/desk', label: '工作台', operation: 'migration.read' },
  { key: 'catalogue', href: '/catalogue', label: '服务目录', operation: 'catalogue.read-published' },
  { key: 'editions', href: '/editions', label: '目录编制', operation: 'catalogue.read-drafts' },
  { key: 'systems', href: '/systems', label: '系统台账', operation: 'systems.read' },
  { key: 'requests', href: '/requests', label: '资源申请', operation: 'requests.read' },
  { key: 'funding', href: '/funding', label: '运维资金', operation: 'funding.read' },
  { key: 'calendar', href: '/calendar', label: '工作日历', operation: 'calendar.read' },
  { key: 'reports', href: '/reports', label: '月报', operation: 'reports.read' },
  { key: 'audit', href: '/audit', label: '审计', operation: 'audit.read' },
  { key: 'admin', href: '/admin', label: '管理', operation: 'identity.read-administration' },
] as const satisfies readonly { key: string; href: string; label: string; operation: Operation }[]
export type Place = (typeof places)[number]['key']

const Mark: FC = () => (
  <svg viewBox="0 0 22 22" aria-hidden="true">
    <rect y="16" width="6" height="6" />
    <rect x="8" y="9" width="6" height="13" />
    <rect x="16" width="6" height="22" />
  </svg>
)

export interface PageFrame {
  actor: Actor
  jurisdictionName: string
  assetVersion: string
}

/** Every page: head, navigation by what the actor may do, main. `title` also becomes the window's title. */
export const Page: FC<{
  frame: PageFrame
  title: string
  place?: Place
  narrow?: boolean
  children?: Child
}> = ({ frame, title, place, narrow, children }) => {
  const { actor } = frame
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · 登云`}</title>
        <link rel="stylesheet" href={`/assets/app.css?v=${frame.assetVersion}`} />
        <link rel="icon" href={`/assets/icon.svg?v=${frame.assetVersion}`} type="image/svg+xml" />
        <script src={`/assets/enhance.js?v=${frame.assetVersion}`} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <header class="top">
          <div class="bar">
            <a class="mark" href={homeOf(actor)}>
              <Mark />
              登云
            </a>
            <span class="where">{frame.jurisdictionName}</span>
            <nav class="main" aria-label="主导航">
              {places
                .filter((candidate) => allows(actor, candidate.operation))
                .map((candidate) => (
                  <a href={candidate.href} aria-current={candidate.key === place ? 'page' : undefined}>
                    {candidate.label}
                  </a>
                ))}
              {actor.kind === 'public' ? <a href="/sign-in">登录</a> : null}
            </nav>
            {actor.kind === 'person' ? (
              <form class="who" method="post" action="/sign-out">
                <a href="/account">
                  {actor.organisationName} {actor.name}
                </a>
                <button class="plain" type="submit">
                  退出
                </button>
              </form>
            ) : null}
          </div>
        </header>
        <main id="main" class={narrow ? 'narrow' : undefined}>
          {children}
        </main>
      </body>
    </html>
  )
}
