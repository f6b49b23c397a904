alter table rulebooks enable row level security;
--> statement-breakpoint
alter table rulebooks force row level security;
--> statement-breakpoint
-- What judged is law and calendar: everybody of the jurisdiction may read it again, nobody may change it.
create policy own_jurisdiction on rulebooks using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
grant select, insert on rulebooks to dengyun_app;
--> statement-breakpoint
revoke update, delete on rulebooks from dengyun_app;
--> statement-breakpoint
-- One index for "the current verdict of a system" and "how the current verdicts stand", answered without the rows;
-- drizzle-kit can't write INCLUDE. Each index less is a tenth of what writing a million verdicts costs.
drop index verdicts_current;
--> statement-breakpoint
create unique index verdicts_current on verdicts (system_id) include (jurisdiction_id, organisation_id, operations)
  where superseded_at is null;
