import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import type { EvidenceSubject, FoundSubject, SubjectReference } from '../platform/evidence-subject.ts'

const subjects = new Map<string, EvidenceSubject>()

/** Sets what can have evidence, once, from all slices. */
export function registerEvidenceSubjects(all: readonly EvidenceSubject[]): void {
  subjects.clear()
  for (const subject of all) subjects.set(subject.kind, subject)
}

/** Out: what users call a kind of subject; the kind itself where no slice says. */
export const subjectTitle = (kind: string): string => subjects.get(kind)?.title ?? kind

/** Out: the subject; null where there is none that the actor may read. */
export async function findSubject(
  context: Context,
  tx: Transaction,
  { kind, id }: SubjectReference,
): Promise<FoundSubject | null> {
  return (await subjects.get(kind)?.find(context, tx, id)) ?? null
}

/** The same; throws not-found. */
export async function requireSubject(
  context: Context,
  tx: Transaction,
  subject: SubjectReference,
): Promise<FoundSubject> {
  const found = await findSubject(context, tx, subject)
  if (found === null) throw new AppError('not-found', '没有要附凭据的这一条，或者您看不到它。')
  return found
}

/** Out: whether the actor may attach evidence to it from outside its owner's verbs. */
export const mayAttach = ({ actor }: Context, { kind }: SubjectReference, found: FoundSubject): boolean =>
  !found.closed && (subjects.get(kind)?.mayAttach(actor, found) ?? false)
