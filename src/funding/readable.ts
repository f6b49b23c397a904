import { getTableColumns, isNull } from 'drizzle-orm'
import { readable } from '../platform/readable.ts'
import { verdicts } from './schema.ts'

const { basis: _basis, ...offered } = getTableColumns(verdicts)

/** Every verdict written, the superseded ones too. */
export const verdictsAs = readable(verdicts, offered)

/** What the verdicts that stand come to: at most one a system. */
export const currentVerdictsAs = readable(
  verdicts,
  {
    systemId: verdicts.systemId,
    organisationId: verdicts.organisationId,
    scope: verdicts.scope,
    operations: verdicts.operations,
    missing: verdicts.missing,
    asOf: verdicts.asOf,
  },
  isNull(verdicts.supersededAt),
)
