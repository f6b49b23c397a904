import type { Actor, Context } from './context.ts'
import type { Transaction } from './database.ts'

/** A row that evidence is attached to, by its kind and id. */
export interface SubjectReference {
  kind: string
  id: number
}

/** A subject as users know it. */
export interface FoundSubject {
  name: string
  /** Its page. */
  href: string
  /** Whose it is: these organisations read its evidence, beside those who see the whole jurisdiction; null: all of it. */
  organisationIds: readonly number[] | null
  /** What was decided on its evidence, in words: from then on only who decides withdraws a file of it. */
  decided?: { words: string; byActor: boolean } | null
  /** Why nothing is attached to it any more, in words. */
  closed?: string | null
}

/** One kind of row that can have evidence: what the slice that owns it tells the slice of evidence. */
export interface EvidenceSubject {
  kind: string
  /** What users call such a row. */
  title: string
  /** Out: the row; null where there is none that the actor may read now, evidence included. */
  find(context: Context, tx: Transaction, id: number): Promise<FoundSubject | null>
  /** Whether the actor may attach evidence from outside the owner's own verbs, on the subject's page of evidence. */
  mayAttach(actor: Actor, subject: FoundSubject): boolean
}
