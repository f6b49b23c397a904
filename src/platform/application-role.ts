import { sql } from 'drizzle-orm'
import { applicationRole, type Database, databaseErrorCode, type Transaction } from './database.ts'

/** Whether a login may act as another role: `set role` needs a right of its own from PostgreSQL 16 on. */
const mayActAs = sql`pg_has_role(current_user, oid,
  case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)`

/** Out: whether the login can run queries as the application role; false too where that role isn't there. */
export async function hasApplicationRole(tx: Pick<Transaction, 'execute'>): Promise<boolean> {
  const [row] = await tx.execute<{ may: boolean }>(
    sql`select ${mayActAs} as may from pg_roles where rolname = ${applicationRole}`,
  )
  return row?.may === true
}

/**
 * Makes the application role where it is missing and lets the login act as it. Roles belong to the server and stand in no
 * dump, so that a restored database lacks both. Throws, saying what a superuser has to run, where that isn't allowed.
 */
export async function ensureApplicationRole(database: Database): Promise<void> {
  if (await hasApplicationRole(database)) return
  try {
    await database.execute(
      sql.raw(`do $$
        begin
          if not exists (select from pg_roles where rolname = '${applicationRole}') then
            begin
              create role ${applicationRole} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
            exception when duplicate_object or unique_violation then null;
            end;
          end if;
          execute format('grant ${applicationRole} to %I', current_user);
        end $$`),
    )
  } catch (error) {
    // 42501: insufficient privilege.
    if (databaseErrorCode(error) !== '42501') throw error
    const [row] = await database.execute<{ login: string }>(sql`select quote_ident(current_user) as login`)
    throw new Error(
      `数据库用户 ${row?.login ?? ''} 还不能使用角色 ${applicationRole}（角色和授权不在数据库的备份里）。请由数据库的超级用户执行：create role ${applicationRole} nologin（已有则不用）；grant ${applicationRole} to ${row?.login ?? ''}；然后重新启动。`,
      { cause: error },
    )
  }
}
