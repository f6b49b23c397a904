-- What recordings come to, by what they rest on: a single fact wins over the ledger, any other record over both. Of a
-- classified system (LC-2), which the ledger alone tells, nothing but the ledger counts.
create function dengyun_said(ledger jsonb, edits jsonb, records jsonb) returns jsonb
  language sql immutable parallel safe
  return case when ledger -> 'classified' = 'true' then ledger else ledger || edits || dengyun_known(records) end;
--> statement-breakpoint
-- Of one thing one determination stands.
create unique index determinations_standing on determinations (jurisdiction_id, about, coalesce(system_id, 0)) where status = 'signed';
--> statement-breakpoint
-- What is determined of the whole jurisdiction, and declared, concerns every department.
create policy jurisdiction_wide on determinations for select using (
  jurisdiction_id = (select dengyun_jurisdiction()) and organisation_id is null
  and cardinality((select dengyun_organisations())) > 0);
