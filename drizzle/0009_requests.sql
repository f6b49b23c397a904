CREATE TABLE "approved_items" (
	"match_id" bigint NOT NULL,
	"line_id" text NOT NULL,
	"code" text NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	CONSTRAINT "approved_items_match_id_line_id_code_pk" PRIMARY KEY("match_id","line_id","code")
);
--> statement-breakpoint
CREATE TABLE "capacity_holdings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "capacity_holdings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"pool_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"request_id" bigint NOT NULL,
	"line_id" text NOT NULL,
	"code" text NOT NULL,
	"amount" integer NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"returned_on" date,
	CONSTRAINT "capacity_holdings_amount" CHECK ("capacity_holdings"."amount" > 0),
	CONSTRAINT "capacity_holdings_period" CHECK ("capacity_holdings"."ends_on" >= "capacity_holdings"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "capacity_pools" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "capacity_pools_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"measure" text NOT NULL,
	"zone" text NOT NULL,
	"domestic" boolean NOT NULL,
	"name" text NOT NULL,
	"capacity" integer NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "capacity_pools_what" UNIQUE("jurisdiction_id","measure","zone","domestic","name"),
	CONSTRAINT "capacity_pools_measure" CHECK ("capacity_pools"."measure" in ('vcpu', 'memory', 'storage', 'named')),
	CONSTRAINT "capacity_pools_name" CHECK (("capacity_pools"."measure" = 'named') = ("capacity_pools"."name" <> '')),
	CONSTRAINT "capacity_pools_capacity" CHECK ("capacity_pools"."capacity" >= 0)
);
--> statement-breakpoint
CREATE TABLE "match_items" (
	"match_id" bigint NOT NULL,
	"line_id" text NOT NULL,
	"code" text NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"name" text NOT NULL,
	"specification" text NOT NULL,
	"unit" text NOT NULL,
	"quantity" integer NOT NULL,
	"monthly_fen" bigint NOT NULL,
	"vcpu" integer,
	"memory_gib" integer,
	"storage_gib" integer,
	"zone" text,
	"domestic" boolean NOT NULL,
	"pool" text,
	"pool_units" integer NOT NULL,
	"lead_time_working_days" integer,
	CONSTRAINT "match_items_match_id_line_id_code_pk" PRIMARY KEY("match_id","line_id","code"),
	CONSTRAINT "match_items_quantity" CHECK ("match_items"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "request_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "request_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"request_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"status" text NOT NULL,
	"by_name" text NOT NULL,
	"by_office" text,
	"comment" text
);
--> statement-breakpoint
CREATE TABLE "request_lines" (
	"request_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"quantity" integer,
	"vcpu" integer,
	"memory_gib" integer,
	"storage_gib" integer,
	"bandwidth_mbps" integer,
	"kind" text,
	"zone" text,
	"architecture" text,
	"domestic" boolean,
	"protection_level" smallint,
	"splittable" boolean,
	"words" text,
	"source" text,
	"confirmed" boolean NOT NULL,
	CONSTRAINT "request_lines_request_id_position_pk" PRIMARY KEY("request_id","position")
);
--> statement-breakpoint
CREATE TABLE "request_matches" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "request_matches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"request_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"edition_id" bigint NOT NULL,
	"edition_number" text NOT NULL,
	"engine_version" text NOT NULL,
	"frozen_at" timestamp with time zone NOT NULL,
	"frozen_by" bigint NOT NULL,
	"content" text NOT NULL,
	"content_hash" text NOT NULL,
	"monthly_fen" bigint NOT NULL,
	CONSTRAINT "request_matches_of_request" UNIQUE("id","request_id"),
	CONSTRAINT "request_matches_hash" CHECK ("request_matches"."content_hash" = encode(sha256(convert_to("request_matches"."content", 'UTF8')), 'hex'))
);
--> statement-breakpoint
CREATE TABLE "request_rules" (
	"jurisdiction_id" text PRIMARY KEY NOT NULL,
	"by_rule" boolean NOT NULL,
	"most_vcpu" integer NOT NULL,
	"most_memory_gib" integer NOT NULL,
	"most_storage_gib" integer NOT NULL,
	"most_monthly_fen" bigint NOT NULL,
	"most_per_quarter" integer NOT NULL,
	"idle_average_percent" integer NOT NULL,
	"idle_peak_percent" integer NOT NULL,
	"oversized_peak_percent" integer NOT NULL,
	"changed_by" bigint,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "resource_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"resource_id" bigint NOT NULL,
	"expires_on" date NOT NULL,
	"edition_id" bigint NOT NULL,
	"code" text NOT NULL,
	"quantity" integer NOT NULL,
	"monthly_fen" bigint NOT NULL,
	"reason" text NOT NULL,
	"status" text DEFAULT 'asked' NOT NULL,
	"asked_by" bigint NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"decided_by" bigint,
	"decided_at" timestamp with time zone,
	"comment" text,
	CONSTRAINT "resource_changes_status_known" CHECK ("resource_changes"."status" in ('asked', 'approved', 'refused')),
	CONSTRAINT "resource_changes_other_person" CHECK ("resource_changes"."decided_by" <> "resource_changes"."asked_by"),
	CONSTRAINT "resource_changes_decided" CHECK (("resource_changes"."status" = 'asked') = ("resource_changes"."decided_by" is null))
);
--> statement-breakpoint
CREATE TABLE "resource_notices" (
	"resource_id" bigint NOT NULL,
	"expires_on" date NOT NULL,
	"days_before" smallint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"noticed_on" date NOT NULL,
	CONSTRAINT "resource_notices_resource_id_expires_on_days_before_pk" PRIMARY KEY("resource_id","expires_on","days_before"),
	CONSTRAINT "resource_notices_days" CHECK ("resource_notices"."days_before" in (30, 7))
);
--> statement-breakpoint
CREATE TABLE "resource_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "resource_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"project" text NOT NULL,
	"system_id" bigint,
	"system_name" text NOT NULL,
	"purpose" text NOT NULL,
	"starts_on" date,
	"ends_on" date,
	"status" text DEFAULT 'draft' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"ready" boolean DEFAULT false NOT NULL,
	"filed_by" bigint NOT NULL,
	"filed_at" timestamp with time zone NOT NULL,
	"changed_by" bigint NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"submitted_by" bigint,
	"submitted_on" date,
	"match_id" bigint,
	"approved_by" bigint,
	"approved_on" date,
	"decided_by_rule" text,
	"due_on" date,
	"due_provisional" boolean DEFAULT false NOT NULL,
	"provisioned_on" date,
	"ended_on" date,
	CONSTRAINT "resource_requests_status_known" CHECK ("resource_requests"."status" in ('draft', 'submitted', 'matched', 'reviewed', 'approved', 'returned', 'provisioned', 'changed', 'released', 'expired')),
	CONSTRAINT "resource_requests_period" CHECK ("resource_requests"."ends_on" >= "resource_requests"."starts_on"),
	CONSTRAINT "resource_requests_other_approver" CHECK ("resource_requests"."approved_by" <> "resource_requests"."filed_by" and "resource_requests"."approved_by" <> "resource_requests"."submitted_by"),
	CONSTRAINT "resource_requests_approval" CHECK (("resource_requests"."approved_on" is null) = ("resource_requests"."approved_by" is null and "resource_requests"."decided_by_rule" is null)
        and ("resource_requests"."approved_by" is null or "resource_requests"."decided_by_rule" is null)),
	CONSTRAINT "resource_requests_decided" CHECK ("resource_requests"."status" not in ('approved', 'provisioned', 'changed', 'expired') or "resource_requests"."approved_on" is not null),
	CONSTRAINT "resource_requests_frozen" CHECK ("resource_requests"."status" in ('draft', 'returned') or ("resource_requests"."match_id" is not null and "resource_requests"."submitted_by" is not null))
);
--> statement-breakpoint
CREATE TABLE "resource_usage" (
	"resource_id" bigint NOT NULL,
	"month" text NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"average_cpu" smallint,
	"peak_cpu" smallint,
	"average_memory" smallint,
	"peak_memory" smallint,
	"storage" smallint,
	"import_id" bigint NOT NULL,
	CONSTRAINT "resource_usage_resource_id_month_pk" PRIMARY KEY("resource_id","month"),
	CONSTRAINT "resource_usage_month" CHECK ("resource_usage"."month" ~ '^\d{4}-(0[1-9]|1[0-2])$')
);
--> statement-breakpoint
CREATE TABLE "running_resources" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "running_resources_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"request_id" bigint NOT NULL,
	"match_id" bigint NOT NULL,
	"line_id" text NOT NULL,
	"approved_code" text NOT NULL,
	"system_id" bigint,
	"system_name" text NOT NULL,
	"name" text NOT NULL,
	"edition_id" bigint NOT NULL,
	"code" text NOT NULL,
	"item_name" text NOT NULL,
	"specification" text NOT NULL,
	"unit" text NOT NULL,
	"quantity" integer NOT NULL,
	"monthly_fen" bigint NOT NULL,
	"vcpu" integer,
	"memory_gib" integer,
	"storage_gib" integer,
	"zone" text,
	"domestic" boolean NOT NULL,
	"pool" text,
	"pool_units" integer NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"starts_on" date NOT NULL,
	"expires_on" date NOT NULL,
	"ended_on" date,
	"ended_reason" text,
	CONSTRAINT "running_resources_name" UNIQUE("jurisdiction_id","name"),
	CONSTRAINT "running_resources_approved" UNIQUE("match_id","line_id","approved_code"),
	CONSTRAINT "running_resources_status" CHECK ("running_resources"."status" in ('running', 'released', 'expired')),
	CONSTRAINT "running_resources_ended" CHECK (("running_resources"."status" = 'running') = ("running_resources"."ended_on" is null)),
	CONSTRAINT "running_resources_period" CHECK ("running_resources"."expires_on" >= "running_resources"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "usage_imports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "usage_imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"uploaded_by" bigint NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	"file_name" text NOT NULL,
	"file_key" text NOT NULL,
	"rows" jsonb NOT NULL,
	"faults" jsonb NOT NULL,
	"status" text NOT NULL,
	"imported_at" timestamp with time zone,
	CONSTRAINT "usage_imports_status" CHECK ("usage_imports"."status" in ('previewed', 'imported'))
);
--> statement-breakpoint
ALTER TABLE "approved_items" ADD CONSTRAINT "approved_items_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approved_items" ADD CONSTRAINT "approved_items_frozen_fk" FOREIGN KEY ("match_id","line_id","code") REFERENCES "public"."match_items"("match_id","line_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capacity_holdings" ADD CONSTRAINT "capacity_holdings_pool_id_capacity_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."capacity_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capacity_holdings" ADD CONSTRAINT "capacity_holdings_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capacity_holdings" ADD CONSTRAINT "capacity_holdings_request_id_resource_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."resource_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_items" ADD CONSTRAINT "match_items_match_id_request_matches_id_fk" FOREIGN KEY ("match_id") REFERENCES "public"."request_matches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_items" ADD CONSTRAINT "match_items_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_events" ADD CONSTRAINT "request_events_request_id_resource_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."resource_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_events" ADD CONSTRAINT "request_events_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_lines" ADD CONSTRAINT "request_lines_request_id_resource_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."resource_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_lines" ADD CONSTRAINT "request_lines_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_matches" ADD CONSTRAINT "request_matches_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_matches" ADD CONSTRAINT "request_matches_edition_id_catalogue_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."catalogue_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_matches" ADD CONSTRAINT "request_matches_frozen_by_people_id_fk" FOREIGN KEY ("frozen_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_rules" ADD CONSTRAINT "request_rules_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_resource_id_running_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."running_resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_edition_id_catalogue_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."catalogue_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_notices" ADD CONSTRAINT "resource_notices_resource_id_running_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."running_resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_notices" ADD CONSTRAINT "resource_notices_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_requests" ADD CONSTRAINT "resource_requests_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_requests" ADD CONSTRAINT "resource_requests_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_requests" ADD CONSTRAINT "resource_requests_filed_by_people_id_fk" FOREIGN KEY ("filed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_requests" ADD CONSTRAINT "resource_requests_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_requests" ADD CONSTRAINT "resource_requests_submitted_by_people_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_requests" ADD CONSTRAINT "resource_requests_approved_by_people_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_requests" ADD CONSTRAINT "resource_requests_match_fk" FOREIGN KEY ("match_id","id") REFERENCES "public"."request_matches"("id","request_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_usage" ADD CONSTRAINT "resource_usage_resource_id_running_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."running_resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_usage" ADD CONSTRAINT "resource_usage_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_usage" ADD CONSTRAINT "resource_usage_import_id_usage_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."usage_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "running_resources" ADD CONSTRAINT "running_resources_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "running_resources" ADD CONSTRAINT "running_resources_request_id_resource_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."resource_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "running_resources" ADD CONSTRAINT "running_resources_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "running_resources" ADD CONSTRAINT "running_resources_edition_id_catalogue_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."catalogue_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "running_resources" ADD CONSTRAINT "running_resources_approved_fk" FOREIGN KEY ("match_id","line_id","approved_code") REFERENCES "public"."approved_items"("match_id","line_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_imports" ADD CONSTRAINT "usage_imports_uploaded_by_people_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "capacity_holdings_pool" ON "capacity_holdings" USING btree ("pool_id","ends_on");--> statement-breakpoint
CREATE INDEX "capacity_holdings_request" ON "capacity_holdings" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "request_events_request" ON "request_events" USING btree ("request_id","id");--> statement-breakpoint
CREATE INDEX "request_matches_request" ON "request_matches" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "resource_changes_resource" ON "resource_changes" USING btree ("resource_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "resource_changes_one_asked" ON "resource_changes" USING btree ("resource_id") WHERE "resource_changes"."status" = 'asked';--> statement-breakpoint
CREATE INDEX "resource_changes_status" ON "resource_changes" USING btree ("jurisdiction_id","status");--> statement-breakpoint
CREATE INDEX "resource_requests_status" ON "resource_requests" USING btree ("jurisdiction_id","status","id");--> statement-breakpoint
CREATE INDEX "resource_requests_organisation" ON "resource_requests" USING btree ("jurisdiction_id","organisation_id","id");--> statement-breakpoint
CREATE INDEX "resource_requests_system" ON "resource_requests" USING btree ("system_id");--> statement-breakpoint
CREATE INDEX "running_resources_expiry" ON "running_resources" USING btree ("jurisdiction_id","status","expires_on");--> statement-breakpoint
CREATE INDEX "running_resources_system" ON "running_resources" USING btree ("system_id");