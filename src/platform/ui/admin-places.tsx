import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../context.ts'
import type { Operation } from '../permissions.ts'

const adminPlaces = [
  { href: '/admin/people', label: '人员', operation: 'identity.read-people' },
  { href: '/admin/rights', label: '权限审批', operation: 'identity.approve-rights' },
  { href: '/admin/organisations', label: '单位', operation: 'identity.manage-organisations' },
  { href: '/admin/keys', label: '接口密钥', operation: 'identity.manage-keys' },
  { href: '/admin/audit', label: '操作记录', operation: 'audit.read-administration' },
  { href: '/admin/permissions', label: '权限表', operation: 'identity.read-permissions' },
] as const satisfies readonly { href: string; label: string; operation: Operation }[]

/** In: who acts. Out: where administering begins for them: with the rights that wait for who approves them. */
export function firstAdminPlace(actor: Actor): string {
  if (allows(actor, 'identity.approve-rights')) return '/admin/rights'
  return adminPlaces.find(({ operation }) => allows(actor, operation))?.href ?? '/catalogue'
}

/** In: who acts. Out: the page their work begins at. */
export function homeOf(actor: Actor): string {
  if (actor.kind !== 'person') return '/catalogue'
  if (allows(actor, 'migration.read')) return '/desk'
  return allows(actor, 'identity.read-administration') ? firstAdminPlace(actor) : '/catalogue'
}

/** The places of administering that this actor may enter; others than administrators see none. */
export const AdminPlaces: FC<{ actor: Actor; current: (typeof adminPlaces)[number]['href'] }> = ({
  actor,
  current,
}) =>
  allows(actor, 'identity.read-administration') ? (
    <nav class="tabs" aria-label="管理">
      {adminPlaces
        .filter(({ operation }) => allows(actor, operation))
        .map(({ href, label }) => (
          <a href={href} aria-current={href === current ? 'page' : undefined}>
            {label}
          </a>
        ))}
    </nav>
  ) : null
