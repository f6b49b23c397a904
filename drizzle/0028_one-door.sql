ALTER TABLE "fact_entries" ADD COLUMN "source_kind" text DEFAULT 'ledger' NOT NULL;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD COLUMN "source_id" bigint;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD COLUMN "confirmed_by" bigint;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD COLUMN "voids" bigint;--> statement-breakpoint
ALTER TABLE "systems" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_confirmed_by_people_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_voids_fact_entries_id_fk" FOREIGN KEY ("voids") REFERENCES "public"."fact_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fact_entries_waiting" ON "fact_entries" USING btree ("jurisdiction_id","holds_from") WHERE holds_from > (recorded_at at time zone 'Asia/Shanghai')::date;--> statement-breakpoint
CREATE INDEX "fact_entries_records" ON "fact_entries" USING btree ("system_id") WHERE source_kind <> 'ledger';--> statement-breakpoint
CREATE UNIQUE INDEX "fact_entries_voided" ON "fact_entries" USING btree ("voids") WHERE voids is not null;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_source" CHECK ("fact_entries"."source_kind" in ('ledger', 'edit', 'order', 'determination', 'evaluation', 'milestone', 'declaration'));--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_two_people" CHECK ("fact_entries"."confirmed_by" <> "fact_entries"."recorded_by");--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_void" CHECK ("fact_entries"."voids" is null or "fact_entries"."changed_values" = '{}');
--> statement-breakpoint
-- Whoever changes the register without raising its version doesn't come through the one door (src/systems/record-facts.ts).
create function dengyun_one_door() returns trigger language plpgsql
  as $$ begin raise exception 'system % is changed by recording facts only', old.id using errcode = '42501'; end $$;
--> statement-breakpoint
create trigger one_door before update on systems for each row
  when (new.version <> old.version + 1) execute function dengyun_one_door();
