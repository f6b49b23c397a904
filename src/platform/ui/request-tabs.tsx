import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../context.ts'
import type { Operation } from '../permissions.ts'

const tabs = [
  { key: 'requests', href: '/requests', label: '申请', operation: 'requests.read' },
  { key: 'resources', href: '/resources', label: '在用资源', operation: 'resources.read' },
  { key: 'idle', href: '/resources/idle', label: '闲置和偏大', operation: 'resources.read' },
  { key: 'capacity', href: '/capacity', label: '容量', operation: 'capacity.read' },
  { key: 'rules', href: '/requests/rules', label: '办理规则', operation: 'requests.read' },
  { key: 'phrases', href: '/requests/phrases', label: '匹配词库', operation: 'matching.learn' },
] as const satisfies readonly { key: string; href: string; label: string; operation: Operation }[]
export type Tab = (typeof tabs)[number]['key']

/** The places of requests and resources that the actor may see. */
export const Tabs: FC<{ actor: Actor; here: Tab }> = ({ actor, here }) => (
  <nav class="tabs" aria-label="资源申请">
    {tabs
      .filter(({ operation }) => allows(actor, operation))
      .map(({ key, href, label }) => (
        <a href={href} aria-current={key === here ? 'page' : undefined}>
          {label}
        </a>
      ))}
  </nav>
)
