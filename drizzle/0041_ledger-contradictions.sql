CREATE TABLE "ledger_contradictions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_contradictions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"system_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"column_name" text NOT NULL,
	"said" jsonb NOT NULL,
	"source_kind" text NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by" bigint
);
--> statement-breakpoint
ALTER TABLE "ledger_contradictions" ADD CONSTRAINT "ledger_contradictions_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_contradictions" ADD CONSTRAINT "ledger_contradictions_import_id_ledger_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."ledger_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_contradictions" ADD CONSTRAINT "ledger_contradictions_settled_by_people_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_contradictions_open" ON "ledger_contradictions" USING btree ("system_id","column_name") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "ledger_contradictions_settled" ON "ledger_contradictions" USING btree ("system_id") WHERE settled_by is not null;--> statement-breakpoint
select dengyun_protect('ledger_contradictions', 'own-rows');
