import { z } from 'zod'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Card, Empty, Table } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { Instant } from '../page-parts.tsx'
import type { AttemptKind } from './attempts.ts'
import { liftLock, listLocks } from './secure-account.ts'

const kinds: Record<AttemptKind, string> = {
  account: '账号，从一处',
  everywhere: '账号，从各处',
  address: '网络地址',
  code: '验证码',
}
const liftForm = z.strictObject({ key: z.string().min(1, '请选择要解除的锁定').max(255) })

/** Accounts and networks that must wait after failures, and lifting both. */
export function lockPages() {
  const pages = pageRouter()
  const secures = guard('identity.secure-accounts')

  const locksPage = async (c: RequestContext) => {
    const context = c.get('context')
    const locks = await listLocks(context)
    return renderPage(
      c,
      { title: '锁定', place: 'admin' },
      <>
        <h1>锁定</h1>
        <p class="sub">
          连续失败后要等一会儿才能再试，从一分钟起，每失败一次加倍，最长一刻钟；在这里可以立即解除。
        </p>
        <Card>
          <Table
            caption="正在等待的账号和网络地址"
            rows={locks}
            empty={<Empty title="没有锁定">连续登录失败的账号和网络地址列在这里。</Empty>}
            columns={[
              { label: '种类', cell: ({ kind }) => kinds[kind] },
              {
                label: '账号或网络地址',
                cell: ({ person, what }) =>
                  person === null ? (
                    what
                  ) : (
                    <>
                      <a href={`/admin/people/${person.id}`}>{person.name}</a>
                      <small>{person.username}</small>
                    </>
                  ),
              },
              { label: '来自', cell: ({ from }) => from ?? <span class="muted">—</span> },
              { label: '等到', cell: ({ until }) => <Instant at={until} /> },
              {
                label: '操作',
                cell: ({ key, person, what }) => (
                  <Form action="/admin/locks/lift" fixed={{ key }}>
                    <button class="quiet" type="submit" aria-label={`解除 ${person?.name ?? what} 的锁定`}>
                      解除
                    </button>
                  </Form>
                ),
              },
            ]}
          />
        </Card>
      </>,
    )
  }

  pages.get('/admin/locks', secures, locksPage)
  pages.post('/admin/locks/lift', secures, (c) =>
    orRefusal(
      c,
      async (form) => {
        await liftLock(c.get('context'), parseInput(liftForm, form.values()).key)
        return c.redirect('/admin/locks', 303)
      },
      () => locksPage(c),
    ),
  )
  return pages
}
