import type { Child, FC } from 'hono/jsx'
import { type Actor, allows } from '../context.ts'
import { Alert } from './components.tsx'
import { homeOf, placesOf, SectionBar } from './navigation.tsx'

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

const PlaceLinks: FC<{ actor: Actor; place: string | undefined }> = ({ actor, place }) => (
  <>
    {placesOf(actor).map(({ key, href, label }) => (
      <a href={href} aria-current={key === place ? 'page' : undefined}>
        {label}
      </a>
    ))}
    {actor.kind === 'public' ? <a href="/sign-in">登录</a> : null}
  </>
)

/** Where the actor can go: a row, or on a phone a menu. Only one of them is there at a time. */
const Places: FC<{ actor: Actor; place: string | undefined }> = (props) => (
  <>
    <nav class="main" aria-label="主导航">
      <PlaceLinks {...props} />
    </nav>
    <details class="menu">
      <summary>菜单</summary>
      <nav aria-label="主导航">
        <PlaceLinks {...props} />
      </nav>
    </details>
  </>
)

/** Finds systems by name, code or unit, in the register. */
const Find: FC = () => (
  <search class="find">
    <form method="get" action="/systems">
      <input
        type="search"
        name="q"
        aria-label="搜索系统"
        placeholder="系统名称、编号或单位"
        required
        maxlength={100}
      />
      <button type="submit" class="quiet">
        搜索
      </button>
    </form>
  </search>
)

const Who: FC<{ actor: Actor & { kind: 'person' } }> = ({ actor }) => (
  <form class="who" method="post" action="/sign-out">
    <a href="/account">
      {actor.organisationName} {actor.name}
    </a>
    <button class="plain" type="submit">
      退出
    </button>
  </form>
)

/** Every page: head, navigation by what the actor may do, main. `title` also becomes the window's title. */
export const Page: FC<{
  frame: PageFrame
  title: string
  /** The path of the page: tells which page of its place is open. */
  path: string
  /** The key of the place in the navigation that this page belongs to. */
  place?: string
  narrow?: boolean
  children?: Child
}> = ({ frame, title, path, place, narrow, children }) => {
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
            <Places actor={actor} place={place} />
            {allows(actor, 'systems.read') ? <Find /> : null}
            {actor.kind === 'person' ? <Who actor={actor} /> : null}
          </div>
          <SectionBar actor={actor} place={place} path={path} />
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
