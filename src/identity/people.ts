import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import { authorize, type Context, transact } from '../platform/context.ts'
import { databaseErrorCode } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { type Role, roles } from '../platform/permissions.ts'
import { hashPassword } from './passwords.ts'
import { memberships, organisations, people } from './schema.ts'
import { addOrganisation, addPerson } from './set-up.ts'

export const personInput = z.strictObject({
  organisationName: z.string().trim().min(2, '请填写单位名称').max(60, '单位名称过长'),
  name: z.string().trim().min(1, '请填写姓名').max(40, '姓名过长'),
  username: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{3,64}$/, '账号用 3 至 64 个字母、数字、点、横线'),
  password: z.string().min(12, '密码至少 12 个字').max(256, '密码过长'),
  role: z.enum(Object.keys(roles) as [Role, ...Role[]], '请选择岗位'),
})

export interface ListedPerson {
  id: number
  name: string
  username: string
  organisationName: string
  roles: Role[]
  disabled: boolean
}

/** Out: everybody in the jurisdiction, by organisation and name. */
export async function listPeople(context: Context): Promise<ListedPerson[]> {
  authorize(context, 'identity.administer')
  const rows = await transact(context, (tx) =>
    tx
      .select({
        id: people.id,
        name: people.name,
        username: people.username,
        disabled: people.disabled,
        organisationName: organisations.name,
        role: memberships.role,
      })
      .from(people)
      .innerJoin(memberships, eq(memberships.personId, people.id))
      .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
      .orderBy(asc(organisations.id), asc(people.id)),
  )
  const byId = new Map<number, ListedPerson>()
  for (const { role, ...row } of rows) {
    const person = byId.get(row.id) ?? { ...row, roles: [] }
    person.roles.push(role)
    byId.set(row.id, person)
  }
  return [...byId.values()]
}

/** Makes an account in an organisation, which is made too when it is new. Throws conflict when the account exists. */
export async function createPerson(context: Context, input: z.infer<typeof personInput>): Promise<number> {
  authorize(context, 'identity.administer')
  const passwordHash = await hashPassword(input.password)
  const { jurisdictionId } = context.actor
  try {
    return await transact(context, async (tx) => {
      const [organisation] = await tx
        .select({ id: organisations.id })
        .from(organisations)
        .where(eq(organisations.name, input.organisationName))
      const organisationId =
        organisation?.id ?? (await addOrganisation(tx, jurisdictionId, input.organisationName))
      const id = await addPerson(tx, {
        ...input,
        jurisdictionId,
        organisationId,
        passwordHash,
        roles: [input.role],
      })
      const { password: _secret, ...after } = input
      await record(context, tx, [
        { operation: 'identity.administer', objectType: 'person', objectId: String(id), after },
      ])
      return id
    })
  } catch (error) {
    if (databaseErrorCode(error) === '23505')
      throw new AppError('invalid-input', '账号已被使用，请换一个。', {
        errors: [{ path: 'username', message: '账号已被使用，请换一个' }],
        cause: error,
      })
    throw error
  }
}

/** Blocks or re-admits an account; blocked, its sessions end at once. Throws not-found. */
export async function setDisabled(context: Context, personId: number, disabled: boolean): Promise<void> {
  authorize(context, 'identity.administer')
  if (context.actor.kind === 'person' && context.actor.id === personId)
    throw new AppError('conflict', '不能停用自己的账号。')
  await transact(context, async (tx) => {
    const changed = await tx
      .update(people)
      .set({ disabled })
      .where(eq(people.id, personId))
      .returning({ id: people.id })
    if (changed.length === 0) throw new AppError('not-found', '没有这个账号。')
    await record(context, tx, [
      {
        operation: 'identity.administer',
        objectType: 'person',
        objectId: String(personId),
        after: { disabled },
      },
    ])
  })
}
