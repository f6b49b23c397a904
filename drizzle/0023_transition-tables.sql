-- The transition table of a state machine, as its model.ts says it: every pair of states that a row may go between,
-- 'from>to'; nothing stands before it is there and after it is deleted. Also for the owner of the tables. Its name comes
-- first in the alphabet: what a table demands besides (trigger `hold`) is asked after it.
-- tests/contract/state-machines.test.ts tries every pair on both sides and prints the statement for a table that differs
-- (`create or replace trigger`). 55000: object not in the state needed.
create function dengyun_hold_transition() returns trigger language plpgsql as $$
declare
  was text := case when tg_op = 'INSERT' then '' else old.status end;
  becomes text := case when tg_op = 'DELETE' then '' else new.status end;
begin
  if was || '>' || becomes <> all (tg_argv) then
    if tg_op = 'INSERT' then
      raise exception '% may not begin as %', tg_table_name, becomes using errcode = '55000';
    elsif tg_op = 'DELETE' then
      raise exception '% % may not be deleted, it is %', tg_table_name, to_jsonb(old) ->> 'id', was using errcode = '55000';
    end if;
    raise exception '% % may not go from % to %', tg_table_name, to_jsonb(old) ->> 'id', was, becomes using errcode = '55000';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on resource_requests
  for each row execute function dengyun_hold_transition('>draft', 'draft>draft', 'returned>returned', 'draft>',
    'draft>submitted', 'returned>submitted', 'submitted>approved', 'submitted>matched', 'matched>matched',
    'reviewed>matched', 'matched>reviewed', 'reviewed>approved', 'submitted>returned', 'matched>returned',
    'reviewed>returned', 'approved>approved', 'approved>provisioned', 'approved>released', 'provisioned>changed',
    'changed>changed', 'provisioned>released', 'changed>released', 'provisioned>expired', 'changed>expired');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on running_resources
  for each row execute function dengyun_hold_transition('>running', 'running>running', 'running>released',
    'running>expired');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on resource_changes
  for each row execute function dengyun_hold_transition('>asked', 'asked>approved', 'asked>refused', 'asked>lapsed');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on usage_imports
  for each row execute function dengyun_hold_transition('>previewed', 'previewed>imported');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on catalogue_editions
  for each row execute function dengyun_hold_transition('>draft', 'draft>draft', 'draft>', 'draft>in-approval',
    'in-approval>approved', 'in-approval>draft', 'approved>draft', 'scheduled>draft', 'approved>published',
    'approved>scheduled', 'scheduled>approved', 'scheduled>published', 'published>superseded');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on catalogue_wishes
  for each row execute function dengyun_hold_transition('>open', 'open>planned', 'planned>planned', 'served>planned',
    'declined>planned', 'open>served', 'planned>served', 'served>served', 'declined>served', 'open>declined',
    'planned>declined', 'served>declined', 'declined>declined');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on supplementary_rules
  for each row execute function dengyun_hold_transition('>draft', 'draft>draft', 'draft>', 'draft>submitted',
    'submitted>approved', 'submitted>draft', 'approved>approved');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on rule_adoptions
  for each row execute function dengyun_hold_transition('>proposed', '>adopted', 'proposed>adopted',
    'proposed>withdrawn');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on calendar_editions
  for each row execute function dengyun_hold_transition('>previewed', 'previewed>submitted', 'submitted>approved',
    'submitted>returned');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on ledger_imports
  for each row execute function dengyun_hold_transition('>previewed', 'previewed>imported', 'previewed>discarded');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on memberships
  for each row execute function dengyun_hold_transition('>requested', '>granted', 'requested>granted', 'requested>',
    'granted>');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on job_runs
  for each row execute function dengyun_hold_transition('>running', 'running>running', 'failed>running', 'running>done',
    'running>failed');
--> statement-breakpoint
-- What these tables demand besides, without the pairs that stand above.
create or replace function dengyun_hold_catalogue_edition() returns trigger language plpgsql as $$
declare
  approving int;
  contents int;
begin
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
create or replace trigger hold before update on catalogue_editions
  for each row execute function dengyun_hold_catalogue_edition();
--> statement-breakpoint
create or replace function dengyun_hold_request() returns trigger language plpgsql as $$
begin
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
create or replace trigger hold before update on resource_requests for each row execute function dengyun_hold_request();
--> statement-breakpoint
-- An adoption is proposed, and either adopted by two signatures under the rules it names, before the first day judged by
-- them, or withdrawn. Only the first of a jurisdiction is adopted without signatures.
create or replace function dengyun_hold_rule_adoption() returns trigger language plpgsql as $$
declare
  signers int;
  approvers int;
begin
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
create or replace trigger hold before insert or update on rule_adoptions
  for each row execute function dengyun_hold_rule_adoption();
--> statement-breakpoint
-- A supplementary rule is frozen when submitted, and approved by somebody who has not written in it (a check); from then
-- on only its repeal is added, once, again by two people.
create or replace function dengyun_hold_supplementary_rule() returns trigger language plpgsql as $$
begin
  if new.force_from::text is distinct from new.definition ->> 'from' then
    raise exception 'supplementary rule % has another first day than its definition', new.clause using errcode = '55000';
  end if;
  if tg_op = 'INSERT' then return new; end if;
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
create or replace trigger hold before insert or update on supplementary_rules
  for each row execute function dengyun_hold_supplementary_rule();
--> statement-breakpoint
-- What was uploaded stays as it was; only its state moves on.
create or replace function dengyun_hold_calendar_edition() returns trigger language plpgsql as $$
begin
  if (new.jurisdiction_id, new.year, new.notice, new.days, new.file_name, new.file_key, new.uploaded_by, new.uploaded_at)
      is distinct from
      (old.jurisdiction_id, old.year, old.notice, old.days, old.file_name, old.file_key, old.uploaded_by, old.uploaded_at) then
    raise exception 'a calendar edition keeps what was uploaded' using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create or replace trigger hold before update on calendar_editions
  for each row execute function dengyun_hold_calendar_edition();
