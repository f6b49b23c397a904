grant select, insert, update on learnt_phrases to dengyun_app;
--> statement-breakpoint
revoke delete on learnt_phrases from dengyun_app;
--> statement-breakpoint
alter table learnt_phrases enable row level security;
--> statement-breakpoint
alter table learnt_phrases force row level security;
--> statement-breakpoint
-- Everybody's lines are matched by what was taught; who may teach, the permission table says.
create policy readable on learnt_phrases for select using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create policy taught on learnt_phrases for insert with check (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()));
--> statement-breakpoint
create policy changed on learnt_phrases for update using (
  jurisdiction_id = (select dengyun_jurisdiction()) and (select dengyun_sees_all_organisations()));
