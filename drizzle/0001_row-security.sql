-- The second wall: every query of the app runs as dengyun_app (`set local role`), which owns nothing
-- and can't bypass row-level security; drizzle-kit can't write FORCE or policies of this kind.
--
-- Settings of a transaction, all local to it:
--   dengyun.realm          'jurisdiction' | 'sign-in' | 'all-jurisdictions'
--   dengyun.jurisdiction   id of the one jurisdiction it may see
--   dengyun.organisations  '*' or an array of organisation ids, '{3,5}'
do $$
begin
  if not exists (select from pg_roles where rolname = 'dengyun_app') then
    begin
      create role dengyun_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  -- From PostgreSQL 16 on, having made a role allows granting it, not yet becoming it.
  begin
    execute format('grant dengyun_app to %I', current_user);
  exception when insufficient_privilege then
    if not pg_has_role(current_user, 'dengyun_app', 'usage') then raise; end if;
  end;
end $$;
--> statement-breakpoint
create function dengyun_realm() returns text language sql stable parallel safe
  as $$ select current_setting('dengyun.realm', true) $$;
--> statement-breakpoint
create function dengyun_jurisdiction() returns text language sql stable parallel safe
  as $$ select current_setting('dengyun.jurisdiction', true) $$;
--> statement-breakpoint
create function dengyun_sees_all_organisations() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('dengyun.organisations', true), '') = '*' $$;
--> statement-breakpoint
create function dengyun_organisations() returns bigint[] language sql stable parallel safe
  as $$ select case when current_setting('dengyun.organisations', true) ~ '^\{[0-9,]*\}$'
                    then current_setting('dengyun.organisations', true)::bigint[] else '{}'::bigint[] end $$;
--> statement-breakpoint
grant usage on schema public to dengyun_app;
--> statement-breakpoint
grant select, insert, update on all tables in schema public to dengyun_app;
--> statement-breakpoint
grant delete on catalogue_items, catalogue_approvals, catalogue_editions, sessions, memberships, system_health, ledger_imports to dengyun_app;
--> statement-breakpoint
revoke update on audit_entries, fact_entries, monthly_reports from dengyun_app;
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['jurisdictions', 'organisations', 'people', 'memberships', 'sessions',
    'catalogue_editions', 'catalogue_items', 'catalogue_approvals',
    'systems', 'fact_entries', 'ledger_imports', 'system_health', 'indicators', 'verdicts',
    'monthly_reports', 'job_runs', 'audit_entries', 'calendar_years', 'calendar_days'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
--> statement-breakpoint
-- Which jurisdictions exist is public; their rows are not.
create policy readable on jurisdictions for select using (true);
--> statement-breakpoint
create policy set_up on jurisdictions for insert with check ((select dengyun_realm()) = 'sign-in');
--> statement-breakpoint
create policy own_jurisdiction on organisations using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create policy sign_in on organisations using ((select dengyun_realm()) = 'sign-in');
--> statement-breakpoint
create policy own_jurisdiction on people using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create policy sign_in on people using ((select dengyun_realm()) = 'sign-in');
--> statement-breakpoint
create policy own_jurisdiction on memberships using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create policy sign_in on memberships using ((select dengyun_realm()) = 'sign-in');
--> statement-breakpoint
create policy sign_in on sessions using ((select dengyun_realm()) = 'sign-in');
--> statement-breakpoint
create policy own_jurisdiction on catalogue_editions using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create policy own_jurisdiction on catalogue_items using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create policy own_jurisdiction on catalogue_approvals using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
do $$
declare
  t text;
begin
  -- Rows of one organisation: seen by it, and by those who see the whole jurisdiction.
  foreach t in array array['systems', 'fact_entries', 'system_health', 'indicators', 'verdicts'] loop
    execute format($policy$
      create policy own_rows on %I using (
        jurisdiction_id = (select dengyun_jurisdiction())
        and ((select dengyun_sees_all_organisations()) or organisation_id = any ((select dengyun_organisations())::bigint[])))
    $policy$, t);
  end loop;
  -- Rows of the jurisdiction that no single department sees.
  foreach t in array array['ledger_imports', 'monthly_reports'] loop
    execute format($policy$
      create policy whole_jurisdiction on %I using (
        jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()))
    $policy$, t);
  end loop;
end $$;
--> statement-breakpoint
create policy own_jurisdiction on job_runs using (
  jurisdiction_id = (select dengyun_jurisdiction()) or (select dengyun_realm()) = 'all-jurisdictions');
--> statement-breakpoint
create policy append on audit_entries for insert with check (
  jurisdiction_id = (select dengyun_jurisdiction()) or (select dengyun_realm()) = 'sign-in');
--> statement-breakpoint
create policy own_jurisdiction on audit_entries for select using (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()));
--> statement-breakpoint
create policy readable on calendar_years for select using (true);
--> statement-breakpoint
create policy maintained on calendar_years for insert with check ((select dengyun_realm()) = 'all-jurisdictions');
--> statement-breakpoint
create policy readable on calendar_days for select using (true);
--> statement-breakpoint
create policy maintained on calendar_days for insert with check ((select dengyun_realm()) = 'all-jurisdictions');
