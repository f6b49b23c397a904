import type { FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter } from '../../platform/http/routers.ts'
import {
  allOperations,
  byArea,
  type Grantee,
  type Operation,
  permissionOf,
  type Role,
  roles,
} from '../../platform/permissions.ts'

/** How a role comes to an operation: by its own right, as anybody signed in, as everybody; or not. */
function markOf(operation: Operation, role: Role): 'own' | 'person' | 'public' | null {
  const allowed: readonly Grantee[] = permissionOf(operation).roles
  if (allowed.includes('public')) return 'public'
  if (allowed.includes(role)) return 'own'
  return allowed.includes('person') ? 'person' : null
}

const marks = { own: '●', person: '○', public: '○' } as const
const spoken = { own: '可以', person: '登录即可', public: '无需登录' } as const

const roleNames = Object.keys(roles) as Role[]

const AreaRows: FC<{ area: string; operations: readonly Operation[] }> = ({ area, operations }) => (
  <tbody>
    <tr class="group">
      <th scope="rowgroup" colspan={roleNames.length + 1}>
        {area}
      </th>
    </tr>
    {operations.map((operation) => (
      <tr>
        <th scope="row">
          {permissionOf(operation).title}
          {jobDoes(operation) ? <small> 定时任务也做</small> : null}
        </th>
        {roleNames.map((role) => (
          <td>
            <Mark mark={markOf(operation, role)} />
          </td>
        ))}
      </tr>
    ))}
  </tbody>
)

const Mark: FC<{ mark: keyof typeof marks | null }> = ({ mark }) =>
  mark === null ? (
    <span class="visually-hidden">不可以</span>
  ) : (
    <>
      <span aria-hidden="true">{marks[mark]}</span>
      <span class="visually-hidden">{spoken[mark]}</span>
    </>
  )

function jobDoes(operation: Operation): boolean {
  const allowed: readonly Grantee[] = permissionOf(operation).roles
  return allowed.includes('job')
}

/** The permission table as it is enforced: read from the same data, never written by hand. */
export function permissionPages() {
  const pages = pageRouter()

  pages.get('/admin/permissions', guard('identity.read-permissions'), (c) =>
    renderPage(
      c,
      { title: '权限表', place: 'admin' },
      <>
        <h1>权限表</h1>
        <p class="sub">
          本页就是系统执行的那张表。● 岗位权限　○
          登录即可或公开　空白为不可以。部门只见本单位和下属单位的数据，其余业务岗位见全辖区。
        </p>
        <section class="card table-wrap" tabindex={0} aria-label="岗位与操作">
          <table class="matrix">
            <caption class="visually-hidden">岗位与操作</caption>
            <thead>
              <tr>
                <th scope="col">操作</th>
                {roleNames.map((role) => (
                  <th scope="col">{roles[role]}</th>
                ))}
              </tr>
            </thead>
            {byArea(allOperations()).map(({ area, operations }) => (
              <AreaRows area={area} operations={operations} />
            ))}
          </table>
        </section>
      </>,
    ),
  )
  return pages
}
