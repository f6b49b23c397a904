import { getTableColumns, isNull } from 'drizzle-orm'
import { readable } from '../platform/readable.ts'
import { verdicts } from './schema.ts'

const { basis: _basis, ...offered } = getTableColumns(verdicts)

/** Every verdict written, the superseded ones too. */
export const verdictsAs = readable(verdicts, offered)

/** The verdicts that stand: at most one a system. */
export const currentVerdictsAs = readable(verdicts, offered, isNull(verdicts.supersededAt))
