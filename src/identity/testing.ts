import { and, eq } from 'drizzle-orm'
import { testPassword, testPasswordHash, type World } from '../../tests/support/world.ts'
import { auditEntries } from '../audit/schema.ts'
import { transactAs } from '../platform/database.ts'
import type { Role } from '../platform/permissions.ts'
import { listAskedChanges, releaseAccountChange } from './people/account-changes.ts'
import { addPerson } from './people/accounts.ts'

/** For this slice's tests: a form as a browser sends it. */
export const form = (values: Record<string, string>, cookie?: string): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(values),
  headers: cookie === undefined ? {} : { cookie },
})

/** Out: `name=value` of the cookie an answer sets. */
export function cookieOf(answer: Response, name = 'dengyun_session'): string {
  const found = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`))
  return found?.split(';')[0] ?? ''
}

export function signInAs(world: World, username: string, password = testPassword): Promise<Response> {
  return world.fetch('/sign-in', form({ username, password, next: '/account' }))
}

/** Puts one more person with the test password into the world. Out: their id. */
export async function addTestPerson(
  world: World,
  username: string,
  roles: readonly Role[],
  organisationId = world.organisations.department,
): Promise<number> {
  const { jurisdictionId } = world
  return transactAs(world.database, 'sign-in', (tx) =>
    addPerson(tx, {
      jurisdictionId,
      organisationId,
      username,
      name: username,
      passwordHash: testPasswordHash,
      roles,
    }),
  )
}

/** Out: what the record says of an object, in order. */
export async function recorded(world: World, objectType: string, objectId: number | string) {
  return transactAs(world.database, { jurisdictionId: world.jurisdictionId, organisations: 'all' }, (tx) =>
    tx
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.objectType, objectType), eq(auditEntries.objectId, String(objectId))))
      .orderBy(auditEntries.id),
  )
}

/** In: what must fail. Out: the code it failed with; 'done' when it didn't. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)
  }
}

/** Releases what was asked for of a person's account. Out: the code for a password. */
export async function releaseAsked(
  world: World,
  personId: number,
  input: { subject?: string } = {},
): Promise<string> {
  const context = world.as('security-admin')
  const [change] = await listAskedChanges(context, personId)
  if (change === undefined) throw new Error('nothing was asked for')
  return (await releaseAccountChange(context, personId, { changeId: change.id, ...input })) ?? ''
}
