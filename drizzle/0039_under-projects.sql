DROP INDEX "project_systems_built_once";--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "under_projects" jsonb;--> statement-breakpoint
ALTER TABLE "project_systems" ADD COLUMN "leads" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "systems" ADD COLUMN "under_projects" jsonb;--> statement-breakpoint
-- Until now at most one project built a system.
UPDATE "project_systems" SET "leads" = true WHERE role in ('builds', 'rebuilds');--> statement-breakpoint
ALTER TABLE "project_systems" ALTER COLUMN "leads" DROP DEFAULT;--> statement-breakpoint
CREATE UNIQUE INDEX "project_systems_leading" ON "project_systems" USING btree ("system_id") WHERE leads;--> statement-breakpoint
ALTER TABLE "project_systems" ADD CONSTRAINT "project_systems_builder" CHECK (not "project_systems"."leads" or "project_systems"."role" <> 'runs');--> statement-breakpoint
-- The trigger names the columns that never change: anew, with the one that came.
drop trigger append_only on verdicts;
--> statement-breakpoint
do $$
begin
  execute (
    select format('create trigger append_only before update of %s or delete or truncate on verdicts
      for each statement execute function dengyun_append_only()', string_agg(quote_ident(attname), ', '))
    from pg_attribute where attrelid = 'verdicts'::regclass and attnum > 0 and not attisdropped and attname <> 'superseded_at');
end $$;
