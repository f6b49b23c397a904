-- Which rules are in force is everybody's to read; what is only being prepared, of those who see the whole jurisdiction.
grant select, insert on rule_editions, rule_signatures to dengyun_app;
--> statement-breakpoint
grant select, insert, update on rule_adoptions to dengyun_app;
--> statement-breakpoint
grant select, insert, update, delete on supplementary_rules to dengyun_app;
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['rule_editions', 'rule_adoptions', 'rule_signatures', 'supplementary_rules'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($policy$
      create policy whole_jurisdiction on %I using (
        jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()))
    $policy$, t);
  end loop;
end $$;
--> statement-breakpoint
create policy adopted on rule_editions for select using (
  jurisdiction_id = (select dengyun_jurisdiction())
  and id in (select edition_id from rule_adoptions where status = 'adopted'));
--> statement-breakpoint
create policy adopted on rule_adoptions for select using (
  jurisdiction_id = (select dengyun_jurisdiction()) and status = 'adopted');
--> statement-breakpoint
create policy adopted on rule_signatures for select using (
  jurisdiction_id = (select dengyun_jurisdiction())
  and adoption_id in (select id from rule_adoptions where status = 'adopted'));
--> statement-breakpoint
create policy approved on supplementary_rules for select using (
  jurisdiction_id = (select dengyun_jurisdiction()) and status = 'approved');
--> statement-breakpoint
create function dengyun_keep_rules() returns trigger language plpgsql
  as $$ begin raise exception 'rules that were kept and signatures may not be altered' using errcode = '55000'; end $$;
--> statement-breakpoint
create trigger keep before update or delete on rule_editions for each row execute function dengyun_keep_rules();
--> statement-breakpoint
create trigger keep before update or delete on rule_signatures for each row execute function dengyun_keep_rules();
--> statement-breakpoint
-- An adoption is proposed, and either adopted by two signatures under the rules it names, before the first day judged by
-- them, or withdrawn. Only the first of a jurisdiction is adopted without signatures. 55000: object not in the state needed.
create function dengyun_hold_rule_adoption() returns trigger language plpgsql as $$
declare
  signers int;
  approvers int;
begin
  if tg_op = 'DELETE' then
    raise exception 'an adoption may not be deleted' using errcode = '55000';
  end if;
  if tg_op = 'INSERT' then
    if new.automatic then
      if new.status <> 'adopted' or exists (select from rule_adoptions where jurisdiction_id = new.jurisdiction_id) then
        raise exception 'only the first adoption of a jurisdiction is automatic' using errcode = '55000';
      end if;
    elsif new.status <> 'proposed' then
      raise exception 'an adoption begins as a proposal' using errcode = '55000';
    end if;
    return new;
  end if;
  if (old.status, new.status) not in (('proposed', 'adopted'), ('proposed', 'withdrawn')) then
    raise exception 'adoption % may not go from % to %', old.id, old.status, new.status using errcode = '55000';
  end if;
  if (new.id, new.jurisdiction_id, new.edition_id, new.effective_from, new.automatic, new.proposed_at)
    is distinct from (old.id, old.jurisdiction_id, old.edition_id, old.effective_from, old.automatic, old.proposed_at) then
    raise exception 'adoption % is proposed as it is', old.id using errcode = '55000';
  end if;
  if new.status = 'adopted' then
    select count(distinct s.person_id), count(*) filter (where s.role = 'competent-bureau') into signers, approvers
      from rule_signatures s join rule_editions e on e.id = old.edition_id
      where s.adoption_id = old.id and s.hash = e.hash;
    if signers < 2 or approvers < 1 then
      raise exception 'adoption % lacks two signatures', old.id using errcode = '55000';
    end if;
    if new.effective_from <= (new.adopted_at at time zone 'Asia/Shanghai')::date then
      raise exception 'adoption % would take effect on a day already judged', old.id using errcode = '55000';
    end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert or update or delete on rule_adoptions
  for each row execute function dengyun_hold_rule_adoption();
--> statement-breakpoint
-- Two people sign what is proposed, or, afterwards, the first edition; each signs the rules that are named.
create function dengyun_hold_rule_signature() returns trigger language plpgsql as $$
declare
  adoption record;
begin
  -- The lock makes signers wait for each other.
  select a.status, a.automatic, a.jurisdiction_id, e.hash into adoption
    from rule_adoptions a join rule_editions e on e.id = a.edition_id
    where a.id = new.adoption_id for update of a;
  if not found or (adoption.status <> 'proposed' and not adoption.automatic) then
    raise exception 'adoption % is not open to signatures', new.adoption_id using errcode = '55000';
  end if;
  if new.hash <> adoption.hash then
    raise exception 'adoption % is of other rules', new.adoption_id using errcode = '55000';
  end if;
  if (select count(*) from rule_signatures where adoption_id = new.adoption_id) >= 2 then
    raise exception 'adoption % has its two signatures', new.adoption_id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert on rule_signatures for each row execute function dengyun_hold_rule_signature();
--> statement-breakpoint
-- A supplementary rule is written as a draft, frozen when submitted, and approved by somebody who has not written in it
-- (a check); from then on only its repeal is added, once, again by two people.
create function dengyun_hold_supplementary_rule() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status <> 'draft' then
      raise exception 'only a draft may be deleted, % is %', old.id, old.status using errcode = '55000';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' and new.status <> 'draft' then
    raise exception 'a supplementary rule begins as a draft' using errcode = '55000';
  end if;
  if new.force_from::text is distinct from new.definition ->> 'from' then
    raise exception 'supplementary rule % has another first day than its definition', new.clause using errcode = '55000';
  end if;
  if tg_op = 'INSERT' then return new; end if;
  if (old.status, new.status) not in (('draft', 'draft'), ('draft', 'submitted'), ('submitted', 'draft'),
      ('submitted', 'approved'), ('approved', 'approved')) then
    raise exception 'supplementary rule % may not go from % to %', old.id, old.status, new.status using errcode = '55000';
  end if;
  if (new.id, new.jurisdiction_id, new.clause, new.created_at)
      is distinct from (old.id, old.jurisdiction_id, old.clause, old.created_at)
    or (old.status <> 'draft' and (new.definition, new.force_from, new.force_until, new.authors)
      is distinct from (old.definition, old.force_from, old.force_until, old.authors))
    or (old.status <> 'draft' and new.status <> 'draft'
      and (new.rule, new.hash, new.submitted_by, new.submitted_at)
        is distinct from (old.rule, old.hash, old.submitted_by, old.submitted_at))
    or (old.status = 'approved' and (new.approved_by, new.approved_at) is distinct from (old.approved_by, old.approved_at)) then
    raise exception 'supplementary rule % is no draft', old.id using errcode = '55000';
  end if;
  if new.status <> 'approved' and new.repeal_proposed_by is not null then
    raise exception 'supplementary rule % is not in force', old.id using errcode = '55000';
  end if;
  if old.repealed_by is not null then
    raise exception 'supplementary rule % is repealed', old.id using errcode = '55000';
  end if;
  if new.repealed_by is not null
    and (new.repeal_from, new.repeal_document, new.repeal_proposed_by, new.repeal_proposed_at)
      is distinct from (old.repeal_from, old.repeal_document, old.repeal_proposed_by, old.repeal_proposed_at) then
    raise exception 'the repeal of supplementary rule % is approved as proposed', old.id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert or update or delete on supplementary_rules
  for each row execute function dengyun_hold_supplementary_rule();
