-- An edition approved for a day to come is scheduled: it goes into force from there, or back.
create or replace function dengyun_hold_catalogue_edition() returns trigger language plpgsql as $$
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
      ('in-approval', 'draft'), ('approved', 'draft'), ('approved', 'published'), ('approved', 'scheduled'), ('scheduled', 'approved'),
      ('scheduled', 'draft'), ('scheduled', 'published'), ('published', 'superseded')) then
    raise exception 'catalogue edition % may not go from % to %', old.id, old.status, new.status using errcode = '55000';
  end if;
  if (new.id, new.jurisdiction_id) is distinct from (old.id, old.jurisdiction_id)
    or (old.status <> 'draft' and (new.number, new.compiled_by, new.compiled_at, new.source_name, new.source_key, new.mid_month_rule)
      is distinct from (old.number, old.compiled_by, old.compiled_at, old.source_name, old.source_key, old.mid_month_rule))
    or (old.status = 'published' and new.published_on is distinct from old.published_on) then
    raise exception 'catalogue edition % is no draft', old.id using errcode = '55000';
  end if;
  select count(*), count(distinct content_hash) into approving, contents
    from catalogue_approvals where edition_id = old.id;
  if new.status in ('approved', 'scheduled', 'published') and (approving <> 2 or contents <> 1) then
    raise exception 'catalogue edition % lacks two approvals of the same content', old.id using errcode = '55000';
  end if;
  if (old.status, new.status) = ('draft', 'in-approval') and approving > 0 then
    raise exception 'catalogue edition % keeps approvals of an earlier content', old.id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
alter table catalogue_comments enable row level security;
--> statement-breakpoint
alter table catalogue_comments force row level security;
--> statement-breakpoint
alter table catalogue_wishes enable row level security;
--> statement-breakpoint
alter table catalogue_wishes force row level security;
--> statement-breakpoint
-- What the bureaus say of a draft is no department's to read.
create policy whole_jurisdiction on catalogue_comments using (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()));
--> statement-breakpoint
create policy own_rows on catalogue_wishes using (
  jurisdiction_id = (select dengyun_jurisdiction())
  and ((select dengyun_sees_all_organisations()) or organisation_id = any ((select dengyun_organisations())::bigint[])));
--> statement-breakpoint
grant select, insert, update, delete on catalogue_comments to dengyun_app;
--> statement-breakpoint
grant select, insert, update on catalogue_wishes to dengyun_app;
--> statement-breakpoint
-- A comment is written while a bureau decides, and afterwards only marked as resolved.
create function dengyun_hold_catalogue_comment() returns trigger language plpgsql as $$
declare
  found_status text;
begin
  select status into found_status from catalogue_editions
    where id = coalesce(new.edition_id, old.edition_id) for share;
  if tg_op = 'INSERT' and found_status is distinct from 'in-approval' and found_status is distinct from 'approved' then
    raise exception 'catalogue edition % is %, not under approval', new.edition_id, found_status using errcode = '55000';
  end if;
  if tg_op = 'DELETE' then
    if found_status <> 'draft' then
      raise exception 'comments go only with their draft' using errcode = '55000';
    end if;
    return old;
  end if;
  if tg_op = 'UPDATE' and (to_jsonb(new) - 'resolved_on') is distinct from (to_jsonb(old) - 'resolved_on') then
    raise exception 'a comment may not be altered' using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert or update or delete on catalogue_comments
  for each row execute function dengyun_hold_catalogue_comment();
