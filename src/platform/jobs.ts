import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Apart } from './apart.ts'
import type { Clock } from './clock.ts'
import type { Context } from './context.ts'
import { type Database, type Transaction, transactAs } from './database.ts'
import type { CalendarDate } from './dates.ts'
import { runMachine } from './job-model.ts'
import { faultOf, type Log, reasonOf } from './log.ts'
import type { ObjectStore } from './objects.ts'
import { jobRuns } from './schema.ts'

export interface Job {
  name: string
  /** What users read. */
  title: string
  /**
   * In: today, the hour in China, and the last period done (null: none yet).
   * Out: the periods due, oldest first. A job whose newest run makes up for missed ones returns only the newest.
   */
  due(now: { today: CalendarDate; hour: number }, lastDone: string | null, since: CalendarDate): string[]
  /** Does the work inside `tx`; what it wrote and its success become visible together. Returns figures for the log. */
  run(context: Context, tx: Transaction, period: string): Promise<Record<string, number | string>>
}

export interface JobDependencies {
  database: Database
  objects: ObjectStore
  clock: Clock
  log: Log
  /** See Context. */
  auditSigningKey?: string | undefined
  /** See Context. */
  apart?: Apart | undefined
}

export type RunOutcome = 'done' | 'not-claimed' | 'failed'

/** How long a run that was killed keeps others from taking it over; a live one renews its lease every minute. */
const leaseMinutes = 3

const { claim, 'take-over': takeOver, finish, fail } = runMachine.steps

/** Thrown when another instance took the run over meanwhile: everything this one did is rolled back. */
class LeaseLost extends Error {}

async function claimRun(
  dependencies: JobDependencies,
  job: Job,
  jurisdictionId: string,
  period: string,
): Promise<number | null> {
  const { database } = dependencies
  // The database's clock decides about leases: instances may disagree about the time.
  const rows = await transactAs(database, 'all-jurisdictions', (tx) =>
    tx.execute<{ fence: number }>(sql`
      insert into job_runs (job, jurisdiction_id, period, status, fence, lease_until, attempts, started_at)
      values (${job.name}, ${jurisdictionId}, ${period}, ${claim.to}, 1, now() + make_interval(mins => ${leaseMinutes}), 1, now())
      on conflict (job, jurisdiction_id, period) do update
        set status = ${takeOver.to}, fence = job_runs.fence + 1, attempts = job_runs.attempts + 1, error = null,
            lease_until = now() + make_interval(mins => ${leaseMinutes}), started_at = now()
        where job_runs.status in ${takeOver.from} and job_runs.lease_until <= now()
      returning fence`),
  )
  return rows[0]?.fence ?? null
}

function runOf(job: Job, jurisdictionId: string, period: string, fence: number) {
  return and(
    eq(jobRuns.job, job.name),
    eq(jobRuns.jurisdictionId, jurisdictionId),
    eq(jobRuns.period, period),
    eq(jobRuns.fence, fence),
    inArray(jobRuns.status, finish.from),
  )
}

/** Tells the others every minute that this run is alive. Out: how to stop telling. */
function keepLease(
  dependencies: JobDependencies,
  job: Job,
  jurisdictionId: string,
  period: string,
  fence: number,
) {
  const timer = setInterval(() => {
    transactAs(dependencies.database, 'all-jurisdictions', (tx) =>
      tx
        .update(jobRuns)
        .set({ leaseUntil: sql`now() + make_interval(mins => ${leaseMinutes})` })
        .where(runOf(job, jurisdictionId, period, fence)),
    ).catch(() => {})
  }, 60_000)
  return () => clearInterval(timer)
}

/**
 * Runs a job for one jurisdiction and period, once over all instances and crashes.
 * Out: done; not-claimed when it is done already or another instance is at it; failed (it is tried again later).
 */
export async function runOnce(
  dependencies: JobDependencies,
  job: Job,
  jurisdictionId: string,
  period: string,
): Promise<RunOutcome> {
  const { database, objects, clock, log } = dependencies
  const fence = await claimRun(dependencies, job, jurisdictionId, period)
  if (fence === null) return 'not-claimed'
  const context: Context = {
    actor: { kind: 'job', job: job.name, jurisdictionId },
    database,
    objects,
    clock,
    requestId: `${job.name}:${jurisdictionId}:${period}:${fence}`,
    address: null,
    apart: dependencies.apart,
    ...(dependencies.auditSigningKey === undefined ? {} : { auditSigningKey: dependencies.auditSigningKey }),
  }
  const release = keepLease(dependencies, job, jurisdictionId, period, fence)
  try {
    await transactAs(database, { jurisdictionId, organisations: 'all' }, async (tx) => {
      const result = await job.run(context, tx, period)
      const finished = await tx
        .update(jobRuns)
        .set({ status: finish.to, finishedAt: sql`now()`, result })
        .where(runOf(job, jurisdictionId, period, fence))
        .returning({ fence: jobRuns.fence })
      if (finished.length === 0) throw new LeaseLost(`${job.name} ${period}`)
    })
    return 'done'
  } catch (error) {
    if (error instanceof LeaseLost) return 'not-claimed'
    const message = reasonOf(error)
    log(`任务 ${job.title}（${jurisdictionId}，${period}）失败：${message}`, faultOf(error))
    await transactAs(database, 'all-jurisdictions', (tx) =>
      tx
        .update(jobRuns)
        // Waits longer after each failure, at most an hour.
        .set({
          status: fail.to,
          error: message.slice(0, 2000),
          leaseUntil: sql`now() + least(interval '1 hour', interval '1 minute' * power(2, least(attempts, 6)))`,
        })
        .where(runOf(job, jurisdictionId, period, fence)),
    ).catch(() => {})
    return 'failed'
  } finally {
    release()
  }
}

/** For whom jobs run, and since when. */
export interface JurisdictionSince {
  id: string
  createdOn: CalendarDate
}

/** Runs everything that is due now in each jurisdiction, one after another. Out: how many runs were done. */
export async function runDue(
  dependencies: JobDependencies,
  jobs: readonly Job[],
  jurisdictions: readonly JurisdictionSince[],
): Promise<number> {
  const now = { today: dependencies.clock.today(), hour: hourInChina(dependencies.clock.now()) }
  // Periods sort as text. One that is yet to come was written while a clock was wrong: it says nothing about today.
  const latest = `${now.today}T${String(now.hour).padStart(2, '0')}`
  const runs = await transactAs(dependencies.database, 'all-jurisdictions', (tx) =>
    tx.execute<{ id: string; job: string; last_done: string }>(sql`
      select jurisdiction_id as id, job, max(period) as last_done from job_runs where status = ${finish.to} and period collate "C" <= ${latest}
      group by jurisdiction_id, job`),
  )
  const lastDone = new Map(runs.map((run) => [`${run.job} ${run.id}`, run.last_done]))
  let done = 0
  for (const job of jobs) {
    for (const { id: jurisdictionId, createdOn } of jurisdictions) {
      for (const period of job.due(now, lastDone.get(`${job.name} ${jurisdictionId}`) ?? null, createdOn)) {
        // A later period must not hide that an earlier one failed: what is due counts from the last one done.
        if ((await runOnce(dependencies, job, jurisdictionId, period)) !== 'done') break
        done += 1
      }
    }
  }
  return done
}

function hourInChina(instant: Date): number {
  // China has one time zone, eight hours ahead, and no summer time.
  return (instant.getUTCHours() + 8) % 24
}

/** For jobs of which the newest daily run makes up for missed ones: due once a day from `hour` on. */
export function dueDaily(hour: number): Job['due'] {
  return (now, lastDone) => {
    if (now.hour < hour && lastDone !== null) return []
    return lastDone !== null && lastDone >= now.today ? [] : [now.today]
  }
}

/** For jobs of which the newest hourly run makes up for missed ones. */
export const dueHourly: Job['due'] = ({ today, hour }, lastDone) => {
  const period = `${today}T${String(hour).padStart(2, '0')}`
  return lastDone !== null && lastDone >= period ? [] : [period]
}
