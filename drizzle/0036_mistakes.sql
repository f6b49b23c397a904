ALTER TABLE "evidence_links" DROP CONSTRAINT "evidence_links_once";--> statement-breakpoint
ALTER TABLE "evaluations" DROP CONSTRAINT "evaluations_status";--> statement-breakpoint
ALTER TABLE "evaluations" DROP CONSTRAINT "evaluations_rectified";--> statement-breakpoint
ALTER TABLE "order_events" DROP CONSTRAINT "order_events_event";--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_status";--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_outcome";--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "withdraw_reason" text;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "withdraw_proposed_by" bigint;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "withdrawn_by" bigint;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "withdrawn_on" date;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_withdraw_proposed_by_people_id_fk" FOREIGN KEY ("withdraw_proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_withdrawn_by_people_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_links" ADD CONSTRAINT "evidence_links_once" UNIQUE NULLS NOT DISTINCT("evidence_id","subject_kind","subject_id","organisation_ids");--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_withdrawn" CHECK (("evaluations"."status" = 'withdrawn') = ("evaluations"."withdrawn_by" is not null)
        and ("evaluations"."withdraw_proposed_by" is null) = ("evaluations"."withdraw_reason" is null)
        and ("evaluations"."withdrawn_by" is null or "evaluations"."withdraw_proposed_by" is not null));--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_withdrawer" CHECK ("evaluations"."withdrawn_by" <> "evaluations"."withdraw_proposed_by");--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_status" CHECK ("evaluations"."status" in ('drafted', 'confirmed', 'rectified', 'withdrawn'));--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_rectified" CHECK (("evaluations"."status" = 'withdrawn' or ("evaluations"."status" = 'rectified') = ("evaluations"."rectified_confirmed_by" is not null))
        and ("evaluations"."rectified_on" is null) = ("evaluations"."rectified_by" is null) and ("evaluations"."rectified_on" is null or not "evaluations"."met")
        and ("evaluations"."rectified_confirmed_by" is null or "evaluations"."rectified_on" is not null));--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_event" CHECK ("order_events"."event" in ('draft', 'edit', 'issue', 'receive', 'answer', 'propose', 'drop', 'confirm-resolved', 'confirm-refused', 'confirm-failed', 'confirm-withdrawn'));--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_status" CHECK ("orders"."status" in ('drafted', 'issued', 'received', 'answered', 'resolved', 'refused', 'failed', 'withdrawn'));--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_outcome" CHECK ("orders"."outcome" in ('resolved', 'refused', 'failed', 'withdrawn'));
--> statement-breakpoint
create or replace trigger allowed_transition before insert or update or delete on orders
  for each row execute function dengyun_hold_transition('>drafted', 'drafted>drafted', 'drafted>', 'drafted>issued', 'issued>received', 'received>answered', 'answered>answered', 'refused>answered', 'failed>answered', 'issued>issued', 'received>received', 'refused>refused', 'failed>failed', 'resolved>resolved', 'received>resolved', 'answered>resolved', 'refused>resolved', 'failed>resolved', 'received>refused', 'answered>refused', 'failed>refused', 'received>failed', 'answered>failed', 'issued>withdrawn', 'received>withdrawn', 'answered>withdrawn', 'refused>withdrawn', 'failed>withdrawn', 'resolved>withdrawn');
--> statement-breakpoint
create or replace trigger allowed_transition before insert or update or delete on determinations
  for each row execute function dengyun_hold_transition('>drafted', 'drafted>drafted', 'drafted>', 'drafted>signed', 'signed>replaced', 'replaced>signed', 'signed>signed', 'signed>lifted');
--> statement-breakpoint
create or replace trigger allowed_transition before insert or update or delete on evaluations
  for each row execute function dengyun_hold_transition('>drafted', 'drafted>', 'drafted>confirmed', 'confirmed>confirmed', 'confirmed>rectified', 'rectified>rectified', 'confirmed>withdrawn', 'rectified>withdrawn');
