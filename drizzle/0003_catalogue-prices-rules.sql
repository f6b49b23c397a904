-- The rule for months in part is approved with the prices: it stands still with them.
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
      ('in-approval', 'draft'), ('approved', 'draft'), ('approved', 'published'), ('published', 'superseded')) then
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
  if new.status in ('approved', 'published') and (approving <> 2 or contents <> 1) then
    raise exception 'catalogue edition % lacks two approvals of the same content', old.id using errcode = '55000';
  end if;
  if (old.status, new.status) = ('draft', 'in-approval') and approving > 0 then
    raise exception 'catalogue edition % keeps approvals of an earlier content', old.id using errcode = '55000';
  end if;
  return new;
end $$;
