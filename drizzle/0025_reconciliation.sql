CREATE TABLE "reconciliation_differences" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reconciliation_differences_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"reconciliation_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint,
	"check_name" text NOT NULL,
	"system_id" bigint,
	"subject" text NOT NULL,
	"field" text NOT NULL,
	"expected" text,
	"found" text
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reconciliations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"complete" boolean NOT NULL,
	"differing" integer NOT NULL,
	"checks" jsonb NOT NULL,
	"digests" jsonb NOT NULL,
	CONSTRAINT "reconciliations_in_jurisdiction" UNIQUE("id","jurisdiction_id")
);
--> statement-breakpoint
CREATE TABLE "judgements" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "judgements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"as_of" date NOT NULL,
	"judged_at" timestamp with time zone NOT NULL,
	"rulebook_id" bigint NOT NULL,
	"judged" integer NOT NULL,
	"changed" integer NOT NULL,
	"altered" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reconciliation_differences" ADD CONSTRAINT "reconciliation_differences_fk" FOREIGN KEY ("reconciliation_id","jurisdiction_id") REFERENCES "public"."reconciliations"("id","jurisdiction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_rulebook_id_rulebooks_id_fk" FOREIGN KEY ("rulebook_id") REFERENCES "public"."rulebooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reconciliation_differences_of" ON "reconciliation_differences" USING btree ("reconciliation_id","id");--> statement-breakpoint
CREATE INDEX "reconciliation_differences_system" ON "reconciliation_differences" USING btree ("system_id") WHERE "reconciliation_differences"."system_id" is not null;--> statement-breakpoint
CREATE INDEX "reconciliations_complete" ON "reconciliations" USING btree ("jurisdiction_id","id") WHERE "reconciliations"."complete";--> statement-breakpoint
CREATE INDEX "judgements_latest" ON "judgements" USING btree ("jurisdiction_id","id");
--> statement-breakpoint
select dengyun_protect('judgements', 'everybody-reads', true);
--> statement-breakpoint
select dengyun_protect('reconciliations', 'everybody-reads', true);
--> statement-breakpoint
select dengyun_protect('reconciliation_differences', 'own-rows', true);
--> statement-breakpoint
-- What is append-only says so whatever table it is.
create or replace function dengyun_append_only() returns trigger language plpgsql
  as $$ begin raise exception '% is append-only', tg_table_name using errcode = '42501'; end $$;
--> statement-breakpoint
-- Until now only the app's role could not; what is recorded, judged, reported and announced stays for its owner too.
-- Rows that are held by a trigger of each row are emptied by nobody either.
do $$
declare
  t text;
begin
  foreach t in array array['fact_entries', 'monthly_reports', 'rulebooks', 'resource_notices'] loop
    execute format('create trigger append_only before update or delete or truncate on %I
      for each statement execute function dengyun_append_only()', t);
  end loop;
  -- What happened to a draft goes with it.
  create trigger append_only before update or truncate on request_events
    for each statement execute function dengyun_append_only();
  foreach t in array array['rule_editions', 'rule_signatures', 'rule_adoptions', 'supplementary_rules',
    'deadline_recounts', 'calendar_editions', 'calendar_years', 'calendar_days', 'catalogue_editions', 'catalogue_items',
    'catalogue_approvals', 'catalogue_comments', 'resource_requests', 'request_lines', 'systems', 'memberships'] loop
    execute format('create trigger never_emptied before truncate on %I
      for each statement execute function dengyun_append_only()', t);
  end loop;
end $$;
--> statement-breakpoint
revoke update on calendar_years, calendar_days from dengyun_app;
--> statement-breakpoint
-- The strongest effect of findings (JSON, as `storedFindings` in src/regulations/stored-verdict.ts) on a fund.
create function dengyun_strongest_effect(findings jsonb, fund text) returns text
  language sql immutable parallel safe return coalesce(
    (array['denied', 'suspended', 'undetermined', 'warned'])[(
      select min(array_position(array['denied', 'suspended', 'undetermined', 'warned'], f ->> 'effect'))
      from jsonb_array_elements(findings) f where f -> 'funds' ? fund)],
    'eligible');
--> statement-breakpoint
-- A verdict's effects can't contradict its findings. Rows since 0013 keep the facts instead of the findings: those are
-- judged again whenever they are read (src/funding/disagreements.ts). Not valid: rows from before are reconciled, they
-- keep nobody from upgrading.
alter table verdicts
  add constraint verdicts_effects check (
    construction in ('denied', 'suspended', 'undetermined', 'warned', 'eligible')
    and operations in ('denied', 'suspended', 'undetermined', 'warned', 'eligible')
    and purchase in ('denied', 'suspended', 'undetermined', 'warned', 'eligible')
    and upgrade in ('denied', 'suspended', 'undetermined', 'warned', 'eligible')) not valid,
  add constraint verdicts_funds check (
    num_nulls(construction, operations, purchase, upgrade) = case when scope = 'out' then 4 else 0 end) not valid,
  add constraint verdicts_missing check (
    rulebook_id is null or (missing is not null) = (operations is not distinct from 'undetermined')) not valid,
  add constraint verdicts_findings check (
    findings is null or scope = 'out' or (
      construction = dengyun_strongest_effect(findings, 'construction')
      and operations = dengyun_strongest_effect(findings, 'operations')
      and purchase = dengyun_strongest_effect(findings, 'purchase')
      and upgrade = dengyun_strongest_effect(findings, 'upgrade'))) not valid;
--> statement-breakpoint
-- Of a verdict only `superseded_at` changes, once. By statement where another column is named, which costs a row nothing.
do $$
begin
  execute (
    select format('create trigger append_only before update of %s or delete or truncate on verdicts
      for each statement execute function dengyun_append_only()', string_agg(quote_ident(attname), ', '))
    from pg_attribute where attrelid = 'verdicts'::regclass and attnum > 0 and not attisdropped and attname <> 'superseded_at');
end $$;
--> statement-breakpoint
create function dengyun_superseded_once() returns trigger language plpgsql
  as $$ begin raise exception 'verdict % is superseded once and for all', old.id using errcode = '42501'; end $$;
--> statement-breakpoint
create trigger superseded_once before update on verdicts for each row
  when (old.superseded_at is not null or new.superseded_at is null) execute function dengyun_superseded_once();
--> statement-breakpoint
revoke update, delete on verdicts from dengyun_app;
--> statement-breakpoint
grant update (superseded_at) on verdicts to dengyun_app;
--> statement-breakpoint
-- Recordings of one thing put on each other, in the order given: what the register has to say.
create aggregate dengyun_fold(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}', parallel = safe);
