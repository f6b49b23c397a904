/** Who a person is in an organisation. */
export const roles = {
  department: '部门填报',
  'department-head': '部门审核',
  'data-centre': '大数据中心经办',
  'bureau-handler': '主管部门经办',
  'competent-bureau': '主管部门审批',
  finance: '财政',
  audit: '审计',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
} as const
export type Role = keyof typeof roles

/**
 * The three separated administrators (三员分立, GB/T 22239-2019 8.1.5): none does another's work, none sees business
 * data. Nobody holds two of them, nor one of them beside a business role; the database holds that too.
 */
export const administrators = ['system-admin', 'security-admin', 'audit-admin'] as const satisfies Role[]
export type Administrator = (typeof administrators)[number]

export function isAdministrator(role: Role): role is Administrator {
  return administrators.some((administrator) => administrator === role)
}

/** Everybody who signs in. */
export const everyone = Object.keys(roles) as Role[]
/** Everybody but the administrators. */
export const businessRoles: readonly Role[] = everyone.filter((role) => !isAdministrator(role))
/** Business roles that see a whole jurisdiction and not only their own department. */
export const offices = [
  'data-centre',
  'bureau-handler',
  'competent-bureau',
  'finance',
  'audit',
] as const satisfies Role[]

/** Who a permission can name: a role, everybody (`public`), whoever has signed in (`person`), the scheduler (`job`). */
export type Grantee = Role | 'public' | 'person' | 'job'

/** One operation in the words users read, and who may do it. */
export interface Permission {
  title: string
  roles: readonly Grantee[]
}

/** Operations of one subject, as the permission table groups them. */
export interface PermissionArea {
  title: string
  permissions: Readonly<Record<string, Permission>>
}

/**
 * The names of all operations: each slice.ts adds those of its permissions by declaration merging, so that no verb can
 * name one that doesn't exist.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the slices
export interface Operations {}
export type Operation = keyof Operations & string

let areas: readonly PermissionArea[] = []
const table = new Map<string, Permission>()

/** Sets the permission table, once, from all slices. Throws when two slices name the same operation. */
export function registerPermissions(all: readonly PermissionArea[]): void {
  areas = all
  table.clear()
  for (const { permissions } of all)
    for (const [operation, permission] of Object.entries(permissions)) {
      if (table.has(operation)) throw new Error(`two slices name the operation ${operation}`)
      table.set(operation, permission)
    }
}

/**
 * In: an operation. Out: its title and who may do it: the only place that verbs, buttons and the permission page read.
 * Throws for an operation that no slice has registered.
 */
export function permissionOf(operation: Operation): Permission {
  const permission = table.get(operation)
  if (permission === undefined) throw new Error(`no slice has registered the operation ${operation}`)
  return permission
}

/**
 * Operations that bind nobody, by the first word of their names: reading, drafting, asking, one's own account. Whatever
 * is called otherwise approves, signs, pays, reviews or administers: a new name counts as that until it is added here.
 */
const harmless = /\.(read|export|preview|file|propose|wish|change|account|sign-in|set-up)(-|$)/

/**
 * Out: the roles that approve, sign, pay, review or administer, so that a password alone isn't enough for them: the one
 * place that says so, derived from the permission table.
 */
export function decidingRoles(): readonly Role[] {
  const granted = allOperations()
    .filter((operation) => !harmless.test(operation))
    .flatMap((operation): readonly Grantee[] => permissionOf(operation).roles)
  return everyone.filter((role) => isAdministrator(role) || granted.includes(role))
}

export function isOperation(name: string): name is Operation {
  return table.has(name)
}

/** Out: every operation, in the order of the slices. */
export function allOperations(): readonly Operation[] {
  return [...table.keys()].filter(isOperation)
}

/** In: operations. Out: them by area, areas without any left out. */
export function byArea(
  operations: readonly Operation[],
): readonly { area: string; operations: readonly Operation[] }[] {
  return areas
    .map(({ title, permissions }) => ({
      area: title,
      operations: operations.filter((operation) => Object.hasOwn(permissions, operation)),
    }))
    .filter((part) => part.operations.length > 0)
}
