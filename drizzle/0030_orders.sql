CREATE TABLE "order_subjects" (
	"order_id" bigint NOT NULL,
	"system_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	CONSTRAINT "order_subjects_order_id_system_id_pk" PRIMARY KEY("order_id","system_id")
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "order_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"event" text NOT NULL,
	"on_day" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"person_id" bigint NOT NULL,
	"said" text,
	"document" text,
	"outcome" text,
	CONSTRAINT "order_events_event" CHECK ("order_events"."event" in ('draft', 'edit', 'issue', 'receive', 'answer', 'propose', 'drop', 'confirm-resolved', 'confirm-refused', 'confirm-failed'))
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "orders_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"whole_unit" boolean NOT NULL,
	"title" text NOT NULL,
	"details" text NOT NULL,
	"source" text NOT NULL,
	"demand" text NOT NULL,
	"due_on" date,
	"due_by_receipt" boolean NOT NULL,
	"number" text,
	"issued_on" date,
	"received_on" date,
	"answered_on" date,
	"resolved_on" date,
	"refused_on" date,
	"failed_on" date,
	"authors" bigint[] NOT NULL,
	"issued_by" bigint,
	"answerers" bigint[] DEFAULT '{}' NOT NULL,
	"outcome" text,
	"outcome_on" date,
	"outcome_document" text,
	"outcome_reason" text,
	"outcome_by" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "orders_in_jurisdiction" UNIQUE("id","jurisdiction_id"),
	CONSTRAINT "orders_number" UNIQUE("jurisdiction_id","number"),
	CONSTRAINT "orders_kind" CHECK ("orders"."kind" in ('supervision', 'audit', 'effectiveness')),
	CONSTRAINT "orders_status" CHECK ("orders"."status" in ('drafted', 'issued', 'received', 'answered', 'resolved', 'refused', 'failed')),
	CONSTRAINT "orders_outcome" CHECK ("orders"."outcome" in ('resolved', 'refused', 'failed')),
	CONSTRAINT "orders_outcome_whole" CHECK (("orders"."outcome" is null) = ("orders"."outcome_on" is null) and ("orders"."outcome" is null) = ("orders"."outcome_by" is null)),
	CONSTRAINT "orders_issued" CHECK (("orders"."status" = 'drafted') = ("orders"."issued_on" is null) and ("orders"."issued_on" is null) = ("orders"."number" is null)
        and ("orders"."issued_on" is null) = ("orders"."issued_by" is null) and ("orders"."issued_on" is null or "orders"."due_on" is not null)),
	CONSTRAINT "orders_issuer" CHECK ("orders"."issued_by" <> all ("orders"."authors")),
	CONSTRAINT "orders_due" CHECK ("orders"."due_on" >= "orders"."issued_on"),
	CONSTRAINT "orders_received" CHECK ("orders"."received_on" >= "orders"."issued_on")
);
--> statement-breakpoint
ALTER TABLE "order_subjects" ADD CONSTRAINT "order_subjects_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_subjects" ADD CONSTRAINT "order_subjects_order_fk" FOREIGN KEY ("order_id","jurisdiction_id") REFERENCES "public"."orders"("id","jurisdiction_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_issued_by_people_id_fk" FOREIGN KEY ("issued_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_outcome_by_people_id_fk" FOREIGN KEY ("outcome_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_subjects_system" ON "order_subjects" USING btree ("system_id");--> statement-breakpoint
CREATE INDEX "order_events_order" ON "order_events" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "orders_unit" ON "orders" USING btree ("jurisdiction_id","organisation_id","status");
--> statement-breakpoint
select dengyun_protect('orders', 'own-rows'), dengyun_protect('order_subjects', 'own-rows'), dengyun_protect('order_events', 'own-rows', true);
--> statement-breakpoint
-- Only of drafts; the transition table holds it.
grant delete on orders, order_subjects to dengyun_app;
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on orders
  for each row execute function dengyun_hold_transition('>drafted', 'drafted>drafted', 'drafted>', 'drafted>issued',
    'issued>received', 'received>received', 'answered>answered', 'refused>refused', 'failed>failed',
    'received>answered', 'refused>answered', 'failed>answered', 'received>resolved', 'answered>resolved',
    'refused>resolved', 'failed>resolved', 'received>refused', 'answered>refused', 'failed>refused',
    'received>failed', 'answered>failed');
