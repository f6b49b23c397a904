CREATE TABLE "rulebooks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rulebooks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"hash" text NOT NULL,
	"regulation_id" text NOT NULL,
	"pack_version" text NOT NULL,
	"pack" jsonb NOT NULL,
	"calendar" jsonb NOT NULL,
	"first_used_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rulebooks_hash" UNIQUE("jurisdiction_id","hash")
);
--> statement-breakpoint
ALTER TABLE "verdicts" DROP CONSTRAINT "verdicts_system_id_systems_id_fk";
--> statement-breakpoint
DROP INDEX "verdicts_jurisdiction";--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "findings" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "deadlines" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "content" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "rulebook_id" bigint;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "missing" text[];--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "classified" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "emergency" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "registered" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "approved_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "construction_started_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "disguised" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "built_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "live_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "accepted_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "acceptance_filed_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "acceptance_extended_to" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "contract_signed_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "contract_filed_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "migration_required" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "migration_due_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "migrated_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "migration_conditions_ripe_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "exemption_until" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "exemption_document" text;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "hosting" text;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "public_cloud_assessed_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "data_sharing" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "business_coordination" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "co_construction" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "platform_connected" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "orders" jsonb;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "evaluated_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "evaluation_met" boolean;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "evaluation_rectified_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "investment_fen" bigint;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "finance_reviewed_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "budget_replied_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "budget_filed_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "decommissioned_on" date;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "disposal_reported_on" date;