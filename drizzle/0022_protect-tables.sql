-- Row-level security of a new table in one line: select dengyun_protect('orders', 'own-rows').
--   own-rows            rows of one organisation (jurisdiction_id, organisation_id): seen by it and by those who see the
--                       whole jurisdiction
--   whole-jurisdiction  rows (jurisdiction_id) that no single department sees
--   everybody-reads     rows (jurisdiction_id) that everybody of the jurisdiction reads and those who see it whole write
-- With append_only, what is written stays: nobody updates, deletes or truncates, the owner included.
create function dengyun_protect(protected regclass, kind text, append_only boolean default false)
returns void language plpgsql as $$
declare
  here constant text := 'jurisdiction_id = (select dengyun_jurisdiction())';
  whole constant text := here || ' and (select dengyun_sees_all_organisations())';
begin
  execute format('alter table %s enable row level security', protected);
  execute format('alter table %s force row level security', protected);
  execute format('revoke all on %s from dengyun_app', protected);
  execute format('grant select, insert%s on %s to dengyun_app',
    case when append_only then '' else ', update' end, protected);
  case kind
    when 'own-rows' then
      execute format('create policy own_rows on %s using (%s and ((select dengyun_sees_all_organisations())
        or organisation_id = any ((select dengyun_organisations())::bigint[])))', protected, here);
    when 'whole-jurisdiction' then
      execute format('create policy whole_jurisdiction on %s using (%s)', protected, whole);
    when 'everybody-reads' then
      execute format('create policy readable on %s for select using (%s)', protected, here);
      execute format('create policy written on %s for insert with check (%s)', protected, whole);
      execute format('create policy changed on %s for update using (%s)', protected, whole);
    else
      raise exception 'dengyun_protect knows no kind %', kind using errcode = '22023';
  end case;
  if append_only then
    execute format('create trigger append_only before update or delete or truncate on %s
      for each statement execute function dengyun_append_only()', protected);
  end if;
end $$;
--> statement-breakpoint
revoke execute on function dengyun_protect(regclass, text, boolean) from public;
