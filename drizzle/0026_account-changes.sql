CREATE TABLE "account_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "account_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"person_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"asked_by" bigint NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decided_by" bigint,
	"decided_at" timestamp with time zone,
	"code_hash" text,
	CONSTRAINT "account_changes_kind" CHECK ("account_changes"."kind" in ('password', 'second-factor', 'binding')),
	CONSTRAINT "account_changes_status" CHECK ("account_changes"."status" in ('asked', 'released', 'refused', 'withdrawn')),
	CONSTRAINT "account_changes_two_people" CHECK ("account_changes"."decided_by" <> "account_changes"."asked_by"),
	CONSTRAINT "account_changes_not_own" CHECK ("account_changes"."person_id" not in ("account_changes"."asked_by", "account_changes"."decided_by"))
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "changes_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "account_changes" ADD CONSTRAINT "account_changes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_changes" ADD CONSTRAINT "account_changes_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_changes" ADD CONSTRAINT "account_changes_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_changes_person" ON "account_changes" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "account_changes_asked" ON "account_changes" USING btree ("person_id","kind") WHERE status = 'asked';
--> statement-breakpoint
alter table account_changes enable row level security;
--> statement-breakpoint
alter table account_changes force row level security;
--> statement-breakpoint
revoke all on account_changes from dengyun_app;
--> statement-breakpoint
grant select, insert, update on account_changes to dengyun_app;
--> statement-breakpoint
create policy sign_in on account_changes using ((select dengyun_realm()) = 'sign-in');
--> statement-breakpoint
create policy own_jurisdiction on account_changes using (jurisdiction_id = (select dengyun_jurisdiction()));
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on account_changes
  for each row execute function dengyun_hold_transition('>asked', 'asked>released', 'asked>refused', 'asked>withdrawn');
--> statement-breakpoint
-- The owner of the tables sees no row either while row-level security is forced.
alter table jurisdictions no force row level security;
--> statement-breakpoint
alter table people no force row level security;
--> statement-breakpoint
alter table one_time_tokens no force row level security;
--> statement-breakpoint
alter table rate_limits no force row level security;
--> statement-breakpoint
-- Who had to use a second factor before: administrators. Now whoever approves, signs, pays, reviews or administers.
update jurisdictions set second_factor = 'deciding' where second_factor = 'administrators';
--> statement-breakpoint
-- An invitation of before opens by its link alone: the system administrator makes a new one.
delete from one_time_tokens where purpose = 'invitation'
  and person_id in (select id from people where duty = 'business');
--> statement-breakpoint
-- Counted otherwise from now on.
delete from rate_limits;
--> statement-breakpoint
alter table jurisdictions force row level security;
--> statement-breakpoint
alter table people force row level security;
--> statement-breakpoint
alter table one_time_tokens force row level security;
--> statement-breakpoint
alter table rate_limits force row level security;
