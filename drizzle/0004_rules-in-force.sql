CREATE TABLE "rule_adoptions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rule_adoptions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"edition_id" bigint NOT NULL,
	"effective_from" date NOT NULL,
	"status" text NOT NULL,
	"automatic" boolean DEFAULT false NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"adopted_at" timestamp with time zone,
	"withdrawn_by" bigint,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "rule_adoptions_in_jurisdiction" UNIQUE("id","jurisdiction_id"),
	CONSTRAINT "rule_adoptions_status" CHECK ("rule_adoptions"."status" in ('proposed', 'adopted', 'withdrawn')),
	CONSTRAINT "rule_adoptions_adopted" CHECK (("rule_adoptions"."status" = 'adopted') = ("rule_adoptions"."adopted_at" is not null)),
	CONSTRAINT "rule_adoptions_withdrawn" CHECK (("rule_adoptions"."status" = 'withdrawn') = ("rule_adoptions"."withdrawn_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "rule_editions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rule_editions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"regulation_id" text NOT NULL,
	"version" text NOT NULL,
	"hash" text NOT NULL,
	"rules" jsonb NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rule_editions_hash" UNIQUE("jurisdiction_id","hash"),
	CONSTRAINT "rule_editions_in_jurisdiction" UNIQUE("id","jurisdiction_id")
);
--> statement-breakpoint
CREATE TABLE "rule_signatures" (
	"adoption_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"person_id" bigint NOT NULL,
	"organisation_id" bigint NOT NULL,
	"role" text NOT NULL,
	"hash" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rule_signatures_adoption_id_person_id_pk" PRIMARY KEY("adoption_id","person_id"),
	CONSTRAINT "rule_signatures_role" CHECK ("rule_signatures"."role" in ('bureau-handler', 'competent-bureau'))
);
--> statement-breakpoint
CREATE TABLE "supplementary_rules" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "supplementary_rules_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"clause" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"definition" jsonb NOT NULL,
	"rule" jsonb,
	"hash" text,
	"force_from" date NOT NULL,
	"force_until" date,
	"authors" bigint[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"submitted_by" bigint,
	"submitted_at" timestamp with time zone,
	"approved_by" bigint,
	"approved_at" timestamp with time zone,
	"returned_reason" text,
	"returned_by" bigint,
	"returned_at" timestamp with time zone,
	"repeal_from" date,
	"repeal_document" text,
	"repeal_proposed_by" bigint,
	"repeal_proposed_at" timestamp with time zone,
	"repealed_by" bigint,
	"repealed_at" timestamp with time zone,
	CONSTRAINT "supplementary_rules_clause" UNIQUE("jurisdiction_id","clause"),
	CONSTRAINT "supplementary_rules_status" CHECK ("supplementary_rules"."status" in ('draft', 'submitted', 'approved')),
	CONSTRAINT "supplementary_rules_frozen" CHECK (("supplementary_rules"."status" = 'draft') = ("supplementary_rules"."rule" is null) and ("supplementary_rules"."rule" is null) = ("supplementary_rules"."hash" is null)
        and ("supplementary_rules"."status" = 'draft') = ("supplementary_rules"."submitted_by" is null)),
	CONSTRAINT "supplementary_rules_approved" CHECK (("supplementary_rules"."status" = 'approved') = ("supplementary_rules"."approved_by" is not null)),
	CONSTRAINT "supplementary_rules_approver" CHECK ("supplementary_rules"."approved_by" <> all ("supplementary_rules"."authors") and "supplementary_rules"."approved_by" <> "supplementary_rules"."submitted_by"),
	CONSTRAINT "supplementary_rules_repealer" CHECK ("supplementary_rules"."repealed_by" <> "supplementary_rules"."repeal_proposed_by"),
	CONSTRAINT "supplementary_rules_repeal" CHECK (("supplementary_rules"."repeal_proposed_by" is null) = ("supplementary_rules"."repeal_from" is null)
        and ("supplementary_rules"."repealed_by" is null or "supplementary_rules"."repeal_proposed_by" is not null)),
	CONSTRAINT "supplementary_rules_force" CHECK ("supplementary_rules"."force_until" > "supplementary_rules"."force_from" and "supplementary_rules"."repeal_from" >= "supplementary_rules"."force_from")
);
--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "rules_hash" text;--> statement-breakpoint
ALTER TABLE "rule_adoptions" ADD CONSTRAINT "rule_adoptions_withdrawn_by_people_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_adoptions" ADD CONSTRAINT "rule_adoptions_edition_fk" FOREIGN KEY ("edition_id","jurisdiction_id") REFERENCES "public"."rule_editions"("id","jurisdiction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_editions" ADD CONSTRAINT "rule_editions_jurisdiction_id_jurisdictions_id_fk" FOREIGN KEY ("jurisdiction_id") REFERENCES "public"."jurisdictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_signatures" ADD CONSTRAINT "rule_signatures_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_signatures" ADD CONSTRAINT "rule_signatures_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_signatures" ADD CONSTRAINT "rule_signatures_adoption_fk" FOREIGN KEY ("adoption_id","jurisdiction_id") REFERENCES "public"."rule_adoptions"("id","jurisdiction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplementary_rules" ADD CONSTRAINT "supplementary_rules_jurisdiction_id_jurisdictions_id_fk" FOREIGN KEY ("jurisdiction_id") REFERENCES "public"."jurisdictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplementary_rules" ADD CONSTRAINT "supplementary_rules_submitted_by_people_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplementary_rules" ADD CONSTRAINT "supplementary_rules_approved_by_people_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplementary_rules" ADD CONSTRAINT "supplementary_rules_returned_by_people_id_fk" FOREIGN KEY ("returned_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplementary_rules" ADD CONSTRAINT "supplementary_rules_repeal_proposed_by_people_id_fk" FOREIGN KEY ("repeal_proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplementary_rules" ADD CONSTRAINT "supplementary_rules_repealed_by_people_id_fk" FOREIGN KEY ("repealed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "rule_adoptions_proposed" ON "rule_adoptions" USING btree ("jurisdiction_id") WHERE "rule_adoptions"."status" = 'proposed';--> statement-breakpoint
CREATE UNIQUE INDEX "rule_adoptions_first" ON "rule_adoptions" USING btree ("jurisdiction_id") WHERE "rule_adoptions"."automatic";