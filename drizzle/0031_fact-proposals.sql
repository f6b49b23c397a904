CREATE TABLE "fact_proposals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "fact_proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"system_id" bigint NOT NULL,
	"proposed_values" jsonb NOT NULL,
	"before_values" jsonb NOT NULL,
	"holds_from" date NOT NULL,
	"document" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" bigint NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"decided_by" bigint,
	"decided_at" timestamp with time zone,
	"comment" text,
	"entry_id" bigint,
	CONSTRAINT "fact_proposals_status" CHECK ("fact_proposals"."status" in ('awaiting', 'recorded', 'returned', 'withdrawn')),
	CONSTRAINT "fact_proposals_two_people" CHECK ("fact_proposals"."decided_by" <> "fact_proposals"."proposed_by"),
	CONSTRAINT "fact_proposals_recorded" CHECK (("fact_proposals"."status" = 'recorded') = ("fact_proposals"."entry_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "fact_proposals" ADD CONSTRAINT "fact_proposals_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_proposals" ADD CONSTRAINT "fact_proposals_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_proposals" ADD CONSTRAINT "fact_proposals_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_proposals" ADD CONSTRAINT "fact_proposals_entry_id_fact_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."fact_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fact_proposals_status" ON "fact_proposals" USING btree ("jurisdiction_id","status","id");--> statement-breakpoint
CREATE INDEX "fact_proposals_system" ON "fact_proposals" USING btree ("system_id","id");
--> statement-breakpoint
select dengyun_protect('fact_proposals', 'own-rows');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on fact_proposals
  for each row execute function dengyun_hold_transition('>awaiting', '>recorded', 'awaiting>recorded', 'awaiting>returned',
    'awaiting>withdrawn');
