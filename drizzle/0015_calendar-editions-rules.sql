-- Which calendar counts is everybody's to read; what is only being prepared, of those who see the whole jurisdiction.
grant select, insert, update on calendar_editions to dengyun_app;
--> statement-breakpoint
grant select, insert on deadline_recounts to dengyun_app;
--> statement-breakpoint
alter table calendar_editions add constraint calendar_editions_jurisdiction_fk foreign key (jurisdiction_id) references jurisdictions (id);
--> statement-breakpoint
alter table calendar_editions add constraint calendar_editions_uploaded_by_fk foreign key (uploaded_by) references people (id);
--> statement-breakpoint
alter table calendar_editions add constraint calendar_editions_decided_by_fk foreign key (decided_by) references people (id);
--> statement-breakpoint
do $$
declare
  t text;
begin
  foreach t in array array['calendar_editions', 'deadline_recounts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
--> statement-breakpoint
create policy whole_jurisdiction on calendar_editions using (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()));
--> statement-breakpoint
create policy approved on calendar_editions for select using (
  jurisdiction_id = (select dengyun_jurisdiction()) and status = 'approved');
--> statement-breakpoint
create policy own_rows on deadline_recounts using (
  jurisdiction_id = (select dengyun_jurisdiction())
  and ((select dengyun_sees_all_organisations()) or organisation_id = any ((select dengyun_organisations())::bigint[])));
--> statement-breakpoint
-- What was uploaded stays as it was; only its state moves on, and a decision is final. 55000: object not in the state needed.
create function dengyun_hold_calendar_edition() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a calendar edition may not be deleted' using errcode = '55000';
  end if;
  if old.status in ('approved', 'returned')
    or (new.jurisdiction_id, new.year, new.notice, new.days, new.file_name, new.file_key, new.uploaded_by, new.uploaded_at)
      is distinct from
      (old.jurisdiction_id, old.year, old.notice, old.days, old.file_name, old.file_key, old.uploaded_by, old.uploaded_at)
    or (new.status = 'approved' and old.status <> 'submitted') then
    raise exception 'a calendar edition keeps what was uploaded and decided' using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before update or delete on calendar_editions for each row execute function dengyun_hold_calendar_edition();
--> statement-breakpoint
create function dengyun_keep_recounts() returns trigger language plpgsql
  as $$ begin raise exception 'a recount that was recorded may not be altered' using errcode = '55000'; end $$;
--> statement-breakpoint
create trigger keep before update or delete on deadline_recounts for each row execute function dengyun_keep_recounts();
