ALTER TABLE "jurisdictions" ALTER COLUMN "regulation_id" DROP NOT NULL;--> statement-breakpoint
-- Two people of a jurisdiction that has no regulation adopt one; which one it has is then no longer theirs to change.
create policy adoption on jurisdictions for update
  using ((select dengyun_realm()) = 'jurisdiction' and id = (select dengyun_jurisdiction()) and regulation_id is null)
  with check (id = (select dengyun_jurisdiction()) and regulation_id is not null);
