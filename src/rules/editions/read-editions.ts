import { asc, desc, eq } from 'drizzle-orm'
import { organisationsAs, peopleAs } from '../../identity/index.ts'
import { authorize, type Context, transact } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { CalendarDate } from '../../platform/dates.ts'
import { packOf } from '../../regulations/index.ts'
import { ruleAdoptions, ruleEditions, ruleSignatures } from '../schema.ts'
import type { AdoptionStatus } from './model.ts'
import { editionOf, installedEdition, isGoverned, type RulesInForce, rulesInForce } from './rules-in-force.ts'

export interface Signature {
  personId: number
  by: string
  organisation: string
  role: 'bureau-handler' | 'competent-bureau'
  at: Date
}

/** 采用 of one edition of the rules. */
export interface Adoption {
  id: number
  regulationId: string
  version: string
  hash: string
  effectiveFrom: CalendarDate
  status: AdoptionStatus
  automatic: boolean
  proposedAt: Date
  adoptedAt: Date | null
  withdrawnReason: string | null
  signatures: Signature[]
}

export interface RuleEditions {
  /** What judges today. */
  current: RulesInForce
  /** What the installed software brings for the regulation; where none is adopted, for the one proposed or chosen. */
  installed: Omit<RulesInForce['edition'], 'id'>
  /** Waiting for a second signature. */
  proposed: Adoption | null
  /** Signed by two, taking effect on a day to come. */
  coming: Adoption | null
  /** Everything that was proposed, the newest first. */
  adoptions: Adoption[]
}

/** Whether the installed rules differ from what was adopted last, so that somebody has to look at them. */
export function upgradeAwaits({ installed, current, coming }: RuleEditions): boolean {
  return installed.hash !== (coming?.hash ?? current.edition.hash)
}

/** Out: by which version of the rules the jurisdiction is judged, which one is installed, and what is on its way between. */
export async function readRuleEditions(context: Context): Promise<RuleEditions> {
  authorize(context, 'regulations.read')
  return transact(context, (tx) => ruleEditionsOf(context, tx))
}

/** The same inside the caller's transaction. In: the regulation to be adopted, where there is none. */
export async function ruleEditionsOf(
  context: Context,
  tx: Transaction,
  chosen?: string,
): Promise<RuleEditions> {
  const { clock, actor } = context
  const today = clock.today()
  const adoptions = await readAdoptions(tx)
  const proposed = adoptions.find(({ status }) => status === 'proposed') ?? null
  const installed = await installedEdition(tx, actor.jurisdictionId)
  const wanted = packOf(proposed?.regulationId ?? chosen ?? '')
  return {
    current: await rulesInForce(tx, actor.jurisdictionId, today, clock.now()),
    installed: isGoverned(installed) || wanted === undefined ? installed : editionOf(wanted),
    proposed,
    coming:
      adoptions.find(({ status, effectiveFrom }) => status === 'adopted' && effectiveFrom > today) ?? null,
    adoptions,
  }
}

async function readAdoptions(tx: Transaction): Promise<Adoption[]> {
  const rows = await tx
    .select({
      adoption: ruleAdoptions,
      regulationId: ruleEditions.regulationId,
      version: ruleEditions.version,
      hash: ruleEditions.hash,
    })
    .from(ruleAdoptions)
    .innerJoin(ruleEditions, eq(ruleEditions.id, ruleAdoptions.editionId))
    .orderBy(desc(ruleAdoptions.id))
  const [signer, organisation] = [peopleAs('signer'), organisationsAs('organisation')]
  const signatures = await tx
    .select({
      adoptionId: ruleSignatures.adoptionId,
      personId: ruleSignatures.personId,
      by: signer.name,
      organisation: organisation.name,
      role: ruleSignatures.role,
      at: ruleSignatures.signedAt,
    })
    .from(ruleSignatures)
    .innerJoin(signer, eq(signer.id, ruleSignatures.personId))
    .innerJoin(organisation, eq(organisation.id, ruleSignatures.organisationId))
    .orderBy(asc(ruleSignatures.signedAt))
  return rows.map(({ adoption, regulationId, version, hash }) => ({
    id: adoption.id,
    regulationId,
    version,
    hash,
    effectiveFrom: adoption.effectiveFrom,
    status: adoption.status,
    automatic: adoption.automatic,
    proposedAt: adoption.proposedAt,
    adoptedAt: adoption.adoptedAt,
    withdrawnReason: adoption.withdrawnReason,
    signatures: signatures
      .filter(({ adoptionId }) => adoptionId === adoption.id)
      .map(({ adoptionId: _, ...signature }) => signature),
  }))
}

/** Out: the proposal that waits for this person's signature, whether new rules wait for anybody's, and whether a regulation judges or is on its way. */
export async function awaitedSignatures(
  context: Context,
  tx: Transaction,
): Promise<{ mine: Adoption | null; unseen: RuleEditions['installed'] | null; governed: boolean }> {
  const { actor } = context
  const editions = await ruleEditionsOf(context, tx)
  const { proposed } = editions
  const signed =
    actor.kind !== 'person' || proposed?.signatures.some(({ personId }) => personId === actor.id) === true
  return {
    mine: signed ? null : proposed,
    governed: isGoverned(editions.current.edition) || proposed !== null || editions.coming !== null,
    unseen: proposed === null && upgradeAwaits(editions) ? editions.installed : null,
  }
}
