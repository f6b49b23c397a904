import { and, eq } from 'drizzle-orm'
import type { Person } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { systemsAs } from '../../systems/index.ts'
import type { Draft } from './draft-input.ts'

export interface SystemOfRequest {
  systemId: number | null
  systemName: string
  organisationId: number
}

/**
 * In: what a draft says of its system. Out: the system of the register and whose it is, or the name of one to come.
 * Throws invalid-input for a code that isn't the person's to ask for, or a classified system.
 */
export async function findSystem(tx: Transaction, person: Person, draft: Draft): Promise<SystemOfRequest> {
  if (draft.system === null)
    return { systemId: null, systemName: draft.systemName, organisationId: person.organisationId }
  const register = systemsAs('register')
  const [system] = await tx
    .select({
      id: register.id,
      name: register.name,
      organisationId: register.organisationId,
      classified: register.classified,
    })
    .from(register)
    .where(and(eq(register.jurisdictionId, person.jurisdictionId), eq(register.code, draft.system)))
  if (system === undefined || !person.organisationIds.includes(system.organisationId)) {
    const message = `系统目录里没有您单位的系统“${draft.system}”，请从列表里选，或填写拟建系统的名称。`
    throw new AppError('invalid-input', message, { errors: [{ path: 'system', message }] })
  }
  if (system.classified === true) {
    const message = '涉密系统不在政务云上办理，请按保密规定办理。'
    throw new AppError('invalid-input', message, { errors: [{ path: 'system', message }] })
  }
  return { systemId: system.id, systemName: system.name, organisationId: system.organisationId }
}
