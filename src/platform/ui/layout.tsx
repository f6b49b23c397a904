import type { Child, FC } from 'hono/jsx'
import type { Actor } from '../context.ts'
import { Alert } from './components.tsx'
import { homeOf, placesOf } from './navigation.tsx'

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
  /** Whether somebody who hasn't signed in can look at another jurisdiction's public pages. */
  choosable?: boolean
  assetVersion: string
  /** What whoever runs the installation must know, on every page. */
  warning?: string | null
}

/** Every page: head, navigation by what the actor may do, main. `title` also becomes the window's title. */
export const Page: FC<{
  frame: PageFrame
  title: string
  /** The key of the place in the navigation that this page belongs to. */
  place?: string
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
            <span class="where">
              {frame.jurisdictionName}
              {frame.choosable ? <a href="/jurisdictions">换辖区</a> : null}
            </span>
            <nav class="main" aria-label="主导航">
              {placesOf(actor).map(({ key, href, label }) => (
                <a href={href} aria-current={key === place ? 'page' : undefined}>
                  {label}
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
        {actor.kind === 'person' && actor.notices !== undefined && actor.notices.length > 0 ? (
          <aside class="notices" aria-label="提醒">
            {actor.notices.map(({ text, action, href }) => (
              <Alert tone="warn">
                <p>
                  {text} <a href={href}>{action}</a>
                </p>
              </Alert>
            ))}
          </aside>
        ) : null}
        <main id="main" class={narrow ? 'narrow' : undefined}>
          {frame.warning ? <Alert tone="warn">{frame.warning}</Alert> : null}
          {children}
        </main>
      </body>
    </html>
  )
}
