import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { addOrganisation, addPerson, organisationsAs, peopleAs } from '../src/identity/index.ts'
import type { Actor } from '../src/platform/context.ts'
import { type Transaction, transactAs } from '../src/platform/database.ts'
import type { JobDependencies } from '../src/platform/jobs.ts'
import type { DemoAccount } from './accounts.ts'
import type { As } from './as.ts'

/** Who acts in a jurisdiction: whoever holds a role, and where two hold it the second of them. */
export interface People {
  as: As
  second: As
}

/** Makes accounts that aren't there yet, all with one password. In: its hash. Out: how to act as somebody. */
export async function makePeople(
  { database, objects, clock }: JobDependencies,
  jurisdictionId: string,
  accounts: readonly DemoAccount[],
  hash: string,
): Promise<People> {
  const actors = await transactAs(database, 'sign-in', async (tx) => {
    const made: { role: DemoAccount['role']; actor: Actor }[] = []
    for (const account of accounts)
      made.push({ role: account.role, actor: await personOf(tx, jurisdictionId, account, hash) })
    return made
  })
  const acting =
    (find: (among: typeof actors) => (typeof actors)[number] | undefined): As =>
    (role) => {
      const found = find(actors.filter((one) => one.role === role))
      if (found === undefined) throw new Error(`no demo account for ${role}`)
      return { actor: found.actor, database, objects, clock, requestId: randomUUID(), address: null }
    }
  return { as: acting((among) => among[0]), second: acting((among) => among[1]) }
}

async function personOf(
  tx: Transaction,
  jurisdictionId: string,
  account: DemoAccount,
  hash: string,
): Promise<Actor> {
  const { username, name, role } = account
  const [unit, people] = [organisationsAs('unit'), peopleAs('people')]
  const [organisation] = await tx
    .select({ id: unit.id })
    .from(unit)
    .where(and(eq(unit.jurisdictionId, jurisdictionId), eq(unit.name, account.organisation)))
  const organisationId = organisation?.id ?? (await addOrganisation(tx, jurisdictionId, account.organisation))
  const [person] = await tx.select({ id: people.id }).from(people).where(eq(people.username, username))
  const id =
    person?.id ??
    (await addPerson(tx, {
      jurisdictionId,
      organisationId,
      username,
      name,
      passwordHash: hash,
      roles: [role],
    }))
  return {
    kind: 'person',
    id,
    name,
    jurisdictionId,
    organisationId,
    organisationIds: [organisationId],
    organisationName: account.organisation,
    roles: [role],
  }
}
