import { sql } from 'drizzle-orm'
import journal from '../../drizzle/meta/_journal.json' with { type: 'json' }
import { hasApplicationRole } from './application-role.ts'
import { applicationRole, type Database, databaseErrorCode, type Transaction } from './database.ts'
import { busyCode } from './reconnect.ts'
import { timeLimits } from './time-limits.ts'

/**
 * Everything that must hold before the app may answer, with sentences for the person who runs it.
 * `unusable`: reachable, but must not be used.
 */
export interface Readiness {
  state: 'ready' | 'unreachable' | 'unmigrated' | 'unusable'
  reasons: string[]
}

const lastMigration = Math.max(...journal.entries.map((entry) => entry.when))

/** The address itself is never told: anybody can read /readyz. */
const knownReasons: Record<string, string> = {
  '28P01': '用户名或密码不对（28P01）',
  '28000': '不允许这个用户连接（28000）',
  '3D000': '没有这个数据库（3D000）',
  '57P03': '数据库正在启动（57P03）',
  ECONNREFUSED: '地址上没有数据库应答（ECONNREFUSED）',
  ENOTFOUND: '找不到这个主机（ENOTFOUND）',
  CONNECT_TIMEOUT: '连接超时（CONNECT_TIMEOUT）',
  '55P03': '数据表被锁住，等待超时（55P03）',
  '57014': '查询超时（57014）',
  [busyCode]: '所有连接都被占用，等待超时',
}

/** In: the database. Out: whether it is reachable, migrated, and behind row-level security. Never throws. */
export async function checkReadiness(database: Pick<Database, 'transaction'>): Promise<Readiness> {
  try {
    return await database.transaction(check)
  } catch (error) {
    const code = databaseErrorCode(error) ?? '原因不明'
    return { state: 'unreachable', reasons: [`数据库连接不上：${knownReasons[code] ?? code}`] }
  }
}

async function check(tx: Transaction): Promise<Readiness> {
  await tx.execute(sql`select set_config('lock_timeout', ${`${timeLimits.readiness.lock}`}, true)`)
  const [row] = await tx.execute<{
    version: string
    login: string
    login_bypasses: boolean
    app_bypasses: boolean | null
    migrated: boolean
  }>(sql`
      select current_setting('server_version_num') as version, current_user as login,
        (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as login_bypasses,
        (select rolsuper or rolbypassrls from pg_roles where rolname = ${applicationRole}) as app_bypasses,
        to_regclass('drizzle.__drizzle_migrations') is not null as migrated`)
  if (row === undefined) return { state: 'unreachable', reasons: ['数据库没有应答'] }
  const faults: string[] = []
  if (Number(row.version) < 150_000) faults.push(`PostgreSQL 版本过低（${row.version}），需要 15 或以上`)
  if (row.login_bypasses)
    faults.push(
      `数据库用户 ${row.login} 是超级用户或可绕过行级安全，拒绝启动。请改用普通用户：create role dengyun login createrole password '…'; create database dengyun owner dengyun;`,
    )
  if (row.app_bypasses === true) faults.push(`角色 ${applicationRole} 可绕过行级安全，拒绝启动`)
  if (faults.length > 0) return { state: 'unusable', reasons: faults }
  if (!row.migrated || !(await isMigrated(tx)))
    return { state: 'unmigrated', reasons: ['数据库尚未迁移到本版本，请运行 npm run migrate'] }
  // After a restore on another server: roles stand in no dump.
  if (!(await hasApplicationRole(tx)))
    return {
      state: 'unmigrated',
      reasons: [`数据库用户 ${row.login} 还不能使用角色 ${applicationRole}，请运行 npm run migrate`],
    }
  return { state: 'ready', reasons: [] }
}

async function isMigrated(tx: Transaction): Promise<boolean> {
  const [row] = await tx.execute<{ last: string | null }>(
    sql`select max(created_at)::text as last from drizzle.__drizzle_migrations`,
  )
  return Number(row?.last ?? 0) >= lastMigration
}
