-- The second wall: every query of the app runs as dengyun_app (`set local role`), which owns nothing
-- and can't bypass row-level security; drizzle-kit can't write FORCE or policies of this kind.
--
-- Settings of a transaction, all local to it:
--   dengyun.realm          'jurisdiction' | 'administration' | 'sign-in' | 'all-jurisdictions'
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
grant delete on sessions, memberships, second_factors, recovery_codes, one_time_tokens, rate_limits to dengyun_app;
--> statement-breakpoint
grant delete on catalogue_items, catalogue_approvals, catalogue_editions, system_health, funding_totals, ledger_imports to dengyun_app;
--> statement-breakpoint
revoke update on audit_entries, audit_leaves, audit_subtrees, audit_batches, audit_heads, fact_entries, monthly_reports from dengyun_app;
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['jurisdictions', 'organisations', 'people', 'memberships', 'sessions',
    'second_factors', 'recovery_codes', 'one_time_tokens', 'api_keys', 'rate_limits',
    'catalogue_editions', 'catalogue_items', 'catalogue_approvals',
    'systems', 'fact_entries', 'ledger_imports', 'system_health', 'indicators', 'verdicts', 'funding_totals',
    'monthly_reports', 'job_runs', 'audit_entries', 'audit_leaves', 'audit_subtrees', 'audit_batches', 'audit_heads', 'calendar_years', 'calendar_days'] loop
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
do $$
declare
  t text;
begin
  -- Proofs of identity: seen only while somebody proves who they are or looks after their own account.
  foreach t in array array['sessions', 'second_factors', 'recovery_codes', 'one_time_tokens', 'api_keys', 'rate_limits'] loop
    execute format($policy$create policy sign_in on %I using ((select dengyun_realm()) = 'sign-in')$policy$, t);
  end loop;
  -- Administrators see the proofs of the people of their jurisdiction, to end them.
  foreach t in array array['sessions', 'second_factors', 'recovery_codes', 'one_time_tokens', 'api_keys'] loop
    execute format($policy$
      create policy administration on %I using (
        (select dengyun_realm()) = 'administration'
        and person_id in (select id from people where jurisdiction_id = (select dengyun_jurisdiction())))
    $policy$, t);
  end loop;
end $$;
--> statement-breakpoint
-- Lock-outs carry a name or an address, no jurisdiction: the verb that lists and lifts them looks by account.
create policy administration on rate_limits using ((select dengyun_realm()) = 'administration');
--> statement-breakpoint
create policy administration on jurisdictions for update using (
  (select dengyun_realm()) = 'administration' and id = (select dengyun_jurisdiction()));
--> statement-breakpoint
-- What was published is everybody's; a draft is seen by those who see the whole jurisdiction.
create policy published_or_whole_jurisdiction on catalogue_editions using (
  jurisdiction_id = (select dengyun_jurisdiction())
  and ((select dengyun_sees_all_organisations()) or status in ('published', 'superseded')));
--> statement-breakpoint
create policy published_or_whole_jurisdiction on catalogue_items using (
  jurisdiction_id = (select dengyun_jurisdiction())
  and ((select dengyun_sees_all_organisations())
    or edition_id in (select id from catalogue_editions where status in ('published', 'superseded'))));
--> statement-breakpoint
create policy published_or_whole_jurisdiction on catalogue_approvals using (
  jurisdiction_id = (select dengyun_jurisdiction())
  and ((select dengyun_sees_all_organisations())
    or edition_id in (select id from catalogue_editions where status in ('published', 'superseded'))));
--> statement-breakpoint
do $$
declare
  t text;
begin
  -- Rows of one organisation: seen by it, and by those who see the whole jurisdiction.
  foreach t in array array['systems', 'fact_entries', 'system_health', 'indicators', 'verdicts', 'funding_totals'] loop
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
do $$
declare
  t text;
begin
  -- The proof over the entries: written and read by jobs and auditors, who see the whole jurisdiction.
  foreach t in array array['audit_leaves', 'audit_subtrees', 'audit_batches', 'audit_heads'] loop
    execute format($policy$
      create policy append on %I for insert with check (
        jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()))
    $policy$, t);
  end loop;
  foreach t in array array['audit_leaves', 'audit_subtrees', 'audit_batches'] loop
    execute format($policy$
      create policy own_jurisdiction on %I for select using (
        jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()))
    $policy$, t);
  end loop;
end $$;
--> statement-breakpoint
-- Heads are public: outside the database is where they belong.
create policy readable on audit_heads for select using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
-- Append-only for the owner too: not against one who takes the trigger away (that is what the heads are for),
-- but against every mistake and every statement smuggled into the app's own connection.
create function dengyun_append_only() returns trigger language plpgsql
  as $$ begin raise exception 'the audit record is append-only' using errcode = '42501'; end $$;
--> statement-breakpoint
-- Everybody who writes an entry holds this lock, shared, from before its id is drawn until the transaction ends.
create function dengyun_audit_writing() returns trigger language plpgsql
  as $$ begin perform pg_advisory_xact_lock_shared(4715203); return null; end $$;
--> statement-breakpoint
create trigger writing before insert on audit_entries for each statement execute function dengyun_audit_writing();
--> statement-breakpoint
-- Writes entries: a function, so that every connection plans the statement once and not for each entry.
create function dengyun_audit_record(common jsonb, changes jsonb) returns void language plpgsql volatile as $$
begin
  insert into audit_entries (jurisdiction_id, at, actor_kind, actor_id, actor_name, actor_key_id, actor_roles,
    organisation_id, organisation_name, address, request_id,
    operation, object_type, object_id, reason, before, after)
  select common->>'jurisdictionId', (common->>'at')::timestamptz, common->>'actorKind', (common->>'actorId')::bigint,
    common->>'actorName', (common->>'actorKeyId')::bigint, change."actorRoles",
    (common->>'organisationId')::bigint, common->>'organisationName', common->>'address', common->>'requestId',
    change.operation, change."objectType", change."objectId", change.reason, change.before, change.after
  from jsonb_to_recordset(changes) as change (operation text, "objectType" text, "objectId" text, reason text,
    before jsonb, after jsonb, "actorRoles" text[]);
end $$;
--> statement-breakpoint
-- The highest entry id of the jurisdiction when nobody is writing at this moment, else null: every id up to it is
-- committed or was given up. Never waits. The lock ends with the inner block, whatever happens.
create function dengyun_audit_settled(wanted text) returns bigint language plpgsql volatile as $$
declare
  highest bigint;
begin
  begin
    if pg_try_advisory_xact_lock(4715203) then
      select max(id) into highest from audit_entries where jurisdiction_id = wanted;
    end if;
    raise exception 'release' using errcode = 'DY001';
  exception when sqlstate 'DY001' then
    return highest;
  end;
end $$;
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['audit_entries', 'audit_leaves', 'audit_subtrees', 'audit_batches', 'audit_heads'] loop
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function dengyun_append_only()', t);
  end loop;
end $$;
--> statement-breakpoint
-- The record of what administrators did, for the one who reads it without seeing business rows.
create policy administration on audit_entries for select using (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_realm()) = 'administration'
  and operation like 'identity.%');
--> statement-breakpoint
create policy administration on audit_leaves for select using (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_realm()) = 'administration');
--> statement-breakpoint
create policy readable on calendar_years for select using (true);
--> statement-breakpoint
create policy maintained on calendar_years for insert with check ((select dengyun_realm()) = 'all-jurisdictions');
--> statement-breakpoint
create policy readable on calendar_days for select using (true);
--> statement-breakpoint
create policy maintained on calendar_days for insert with check ((select dengyun_realm()) = 'all-jurisdictions');
--> statement-breakpoint
-- A catalogue edition is edited as a draft only, approved as submitted, published as approved, and then
-- immutable; whatever the app's code says. 55000: object not in the state needed.
create function dengyun_hold_catalogue_edition() returns trigger language plpgsql as $$
declare
  approving int;
  contents int;
begin
  if tg_op = 'INSERT' then
    if new.status <> 'draft' then
      raise exception 'a catalogue edition begins as a draft' using errcode = '55000';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.status <> 'draft' then
      raise exception 'only a draft edition may be deleted, % is %', old.id, old.status using errcode = '55000';
    end if;
    return old;
  end if;
  if (old.status, new.status) not in (('draft', 'draft'), ('draft', 'in-approval'), ('in-approval', 'approved'),
      ('in-approval', 'draft'), ('approved', 'draft'), ('approved', 'published'), ('published', 'superseded')) then
    raise exception 'catalogue edition % may not go from % to %', old.id, old.status, new.status using errcode = '55000';
  end if;
  if (new.id, new.jurisdiction_id) is distinct from (old.id, old.jurisdiction_id)
    or (old.status <> 'draft' and (new.number, new.compiled_by, new.compiled_at, new.source_name, new.source_key)
      is distinct from (old.number, old.compiled_by, old.compiled_at, old.source_name, old.source_key))
    or (old.status = 'published' and new.published_on is distinct from old.published_on) then
    raise exception 'catalogue edition % is no draft', old.id using errcode = '55000';
  end if;
  select count(*), count(distinct content_hash) into approving, contents
    from catalogue_approvals where edition_id = old.id;
  if new.status in ('approved', 'published') and (approving <> 2 or contents <> 1) then
    raise exception 'catalogue edition % lacks two approvals of the same content', old.id using errcode = '55000';
  end if;
  if (old.status, new.status) = ('draft', 'in-approval') and approving > 0 then
    raise exception 'catalogue edition % keeps approvals of an earlier content', old.id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert or update or delete on catalogue_editions
  for each row execute function dengyun_hold_catalogue_edition();
--> statement-breakpoint
-- In which state the edition must be for its rows to change; the lock keeps it there until the change is done.
create function dengyun_hold_catalogue_rows() returns trigger language plpgsql as $$
declare
  needed text := case when tg_table_name = 'catalogue_approvals' and tg_op = 'INSERT' then 'in-approval' else 'draft' end;
  found_status text;
begin
  if tg_table_name = 'catalogue_approvals' and tg_op = 'UPDATE' then
    raise exception 'an approval may not be altered' using errcode = '55000';
  end if;
  if tg_op <> 'DELETE' then
    select status into found_status from catalogue_editions where id = new.edition_id for share;
    if found_status is distinct from needed then
      raise exception 'catalogue edition % is %, not %', new.edition_id, found_status, needed using errcode = '55000';
    end if;
  end if;
  if tg_op <> 'INSERT' then
    select status into found_status from catalogue_editions where id = old.edition_id for share;
    if found_status is distinct from needed then
      raise exception 'catalogue edition % is %, not %', old.edition_id, found_status, needed using errcode = '55000';
    end if;
    if tg_op = 'DELETE' then return old; end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert or update or delete on catalogue_items
  for each row execute function dengyun_hold_catalogue_rows();
--> statement-breakpoint
create trigger hold before insert or update or delete on catalogue_approvals
  for each row execute function dengyun_hold_catalogue_rows();
