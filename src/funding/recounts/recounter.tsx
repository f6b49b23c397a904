import type { Recounter } from '../../calendar/index.ts'
import { clockFrom } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { judgeSystems } from '../judge-systems.ts'
import { countProvisional } from './count-provisional.ts'
import { readRecounts } from './read-recounts.ts'
import { recordRecounts } from './record-recounts.ts'
import { RecountsCard } from './recounts-card.tsx'

/**
 * Verdicts count last days by the calendar. Systems are judged twice: first as they stand today, so that what changes
 * afterwards changes because of the calendar alone; each such last day gets a row that says what it was and by which
 * edition it moved.
 */
export const fundingRecounter: Recounter = {
  countProvisional,
  recount: async (context, tx, { id, now, publish }) => {
    await judge(context, tx, new Date(now.getTime() - 1))
    await publish()
    await judge(context, tx, now)
    return recordRecounts(context, tx, id, now)
  },
  render: async (context, { id, year, notice }) => (
    <RecountsCard {...(await readRecounts(context, id))} year={year} notice={notice} />
  ),
}

/** Whoever approves a calendar need not be one who may judge: the judging is the program's, as every night. */
async function judge(context: Context, tx: Transaction, at: Date): Promise<void> {
  const { jurisdictionId } = context.actor
  await judgeSystems(
    {
      ...context,
      actor: { kind: 'job', job: 'recount-deadlines', jurisdictionId },
      clock: clockFrom(() => at),
    },
    tx,
    clockFrom(() => at).today(),
  )
}
