grant select, insert, update on resource_requests, request_lines, request_rules, capacity_pools, capacity_holdings,
  running_resources, resource_changes, usage_imports, resource_usage to dengyun_app;
--> statement-breakpoint
grant select, insert on request_matches, match_items, approved_items, request_events, resource_notices to dengyun_app;
--> statement-breakpoint
grant delete on resource_requests, request_lines to dengyun_app;
--> statement-breakpoint
-- Whatever default privileges the database has, what is append-only is granted no more.
revoke update, delete on request_matches, match_items, approved_items, request_events, resource_notices from dengyun_app;
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['resource_requests', 'request_lines', 'request_matches', 'match_items', 'approved_items',
    'request_events', 'request_rules', 'capacity_pools', 'capacity_holdings', 'running_resources', 'resource_changes',
    'resource_notices', 'usage_imports', 'resource_usage'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  -- Rows of one organisation: seen by it, and by those who see the whole jurisdiction.
  foreach t in array array['resource_requests', 'request_lines', 'request_matches', 'match_items', 'approved_items',
    'request_events', 'capacity_holdings', 'running_resources', 'resource_changes', 'resource_notices',
    'resource_usage'] loop
    execute format($policy$
      create policy own_rows on %I using (
        jurisdiction_id = (select dengyun_jurisdiction())
        and ((select dengyun_sees_all_organisations()) or organisation_id = any ((select dengyun_organisations())::bigint[])))
    $policy$, t);
  end loop;
  foreach t in array array['capacity_pools', 'usage_imports'] loop
    execute format($policy$
      create policy whole_jurisdiction on %I using (
        jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()))
    $policy$, t);
  end loop;
end $$;
--> statement-breakpoint
-- Everybody of the jurisdiction may know the rules; who may change them, the permission table says.
create policy readable on request_rules for select using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create policy maintained on request_rules for insert with check (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()));
--> statement-breakpoint
create policy changed on request_rules for update using (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()));
--> statement-breakpoint
-- What was matched and approved stands as it was, for the owner of the tables too. 55000: object not in the state needed.
create function dengyun_frozen_match() returns trigger language plpgsql
  as $$ begin raise exception 'a frozen match is never altered' using errcode = '55000'; end $$;
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['request_matches', 'match_items', 'approved_items'] loop
    execute format('create trigger frozen before update or delete or truncate on %I
      for each statement execute function dengyun_frozen_match()', t);
  end loop;
end $$;
--> statement-breakpoint
-- The steps of a request; from its submission to its return nothing of what is asked for changes.
create function dengyun_hold_request() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'draft' then
      raise exception 'a request begins as a draft' using errcode = '55000';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.status <> 'draft' then
      raise exception 'only a draft request may be deleted, % is %', old.id, old.status using errcode = '55000';
    end if;
    return old;
  end if;
  if new.status <> old.status and (old.status, new.status) not in (
      ('draft', 'submitted'), ('returned', 'submitted'),
      ('submitted', 'matched'), ('submitted', 'approved'), ('submitted', 'returned'),
      ('matched', 'reviewed'), ('matched', 'returned'),
      ('reviewed', 'matched'), ('reviewed', 'approved'), ('reviewed', 'returned'),
      ('approved', 'provisioned'), ('approved', 'released'),
      ('provisioned', 'changed'), ('provisioned', 'released'), ('provisioned', 'expired'),
      ('changed', 'released'), ('changed', 'expired')) then
    raise exception 'request % may not go from % to %', old.id, old.status, new.status using errcode = '55000';
  end if;
  if (new.id, new.jurisdiction_id, new.organisation_id, new.filed_by, new.filed_at)
      is distinct from (old.id, old.jurisdiction_id, old.organisation_id, old.filed_by, old.filed_at)
    or (old.status not in ('draft', 'returned')
      and (new.project, new.system_id, new.system_name, new.purpose, new.starts_on, new.ends_on, new.submitted_by)
        is distinct from (old.project, old.system_id, old.system_name, old.purpose, old.starts_on, old.ends_on, old.submitted_by))
    or (old.approved_on is not null
      and (new.match_id, new.approved_by, new.approved_on, new.decided_by_rule)
        is distinct from (old.match_id, old.approved_by, old.approved_on, old.decided_by_rule)) then
    raise exception 'request % stands as it was submitted and approved', old.id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert or update or delete on resource_requests
  for each row execute function dengyun_hold_request();
--> statement-breakpoint
-- Lines change only while their request is the department's to change; the lock keeps it so until the change is done.
create function dengyun_hold_request_line() returns trigger language plpgsql as $$
declare
  asked bigint := case when tg_op = 'DELETE' then old.request_id else new.request_id end;
  found_status text;
begin
  select status into found_status from resource_requests where id = asked for share;
  if found_status is not null and found_status not in ('draft', 'returned') then
    raise exception 'request % is %: its lines stand still', asked, found_status using errcode = '55000';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger hold before insert or update or delete on request_lines
  for each row execute function dengyun_hold_request_line();
--> statement-breakpoint
-- Only what its request is decided on can be approved, and only by the step that approves.
create function dengyun_hold_approved_item() returns trigger language plpgsql as $$
begin
  if not exists (select from resource_requests r where r.match_id = new.match_id and r.approved_on is not null) then
    raise exception 'match % is not the approved one of its request', new.match_id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger approved before insert on approved_items
  for each row execute function dengyun_hold_approved_item();
