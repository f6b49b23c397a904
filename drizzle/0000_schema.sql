CREATE TABLE "audit_batches" (
	"jurisdiction_id" text NOT NULL,
	"tree_size" bigint NOT NULL,
	"settled_entry_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "audit_batches_jurisdiction_id_tree_size_pk" PRIMARY KEY("jurisdiction_id","tree_size")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" bigint,
	"actor_name" text NOT NULL,
	"actor_key_id" bigint,
	"actor_roles" text[] NOT NULL,
	"organisation_id" bigint,
	"organisation_name" text,
	"address" text,
	"request_id" text NOT NULL,
	"operation" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "audit_entries_jurisdiction_id_id_pk" PRIMARY KEY("jurisdiction_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_heads_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"tree_size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"signature" text,
	"public_key" text,
	CONSTRAINT "audit_heads_jurisdiction_id_id_pk" PRIMARY KEY("jurisdiction_id","id"),
	CONSTRAINT "audit_heads_signed" CHECK (("audit_heads"."signature" is null) = ("audit_heads"."public_key" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_leaves" (
	"jurisdiction_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"entry_id" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_leaves_jurisdiction_id_sequence_pk" PRIMARY KEY("jurisdiction_id","sequence"),
	CONSTRAINT "audit_leaves_entry" UNIQUE("jurisdiction_id","entry_id"),
	CONSTRAINT "audit_leaves_sequence" CHECK ("audit_leaves"."sequence" > 0)
);
--> statement-breakpoint
CREATE TABLE "audit_subtrees" (
	"jurisdiction_id" text NOT NULL,
	"level" smallint NOT NULL,
	"index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_subtrees_jurisdiction_id_level_index_pk" PRIMARY KEY("jurisdiction_id","level","index")
);
--> statement-breakpoint
CREATE TABLE "catalogue_approvals" (
	"edition_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"bureau" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"approved_on" date NOT NULL,
	"comment" text,
	"content_hash" text NOT NULL,
	CONSTRAINT "catalogue_approvals_edition_id_bureau_pk" PRIMARY KEY("edition_id","bureau"),
	CONSTRAINT "catalogue_approvals_bureau" CHECK ("catalogue_approvals"."bureau" in ('competent-bureau', 'finance'))
);
--> statement-breakpoint
CREATE TABLE "catalogue_editions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "catalogue_editions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"number" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"compiled_by" bigint NOT NULL,
	"compiled_at" timestamp with time zone NOT NULL,
	"published_on" date,
	"superseded_on" date,
	"source_name" text,
	"source_key" text,
	"returned_reason" text,
	"returned_by" bigint,
	"returned_on" date,
	CONSTRAINT "catalogue_editions_number" UNIQUE("jurisdiction_id","number"),
	CONSTRAINT "catalogue_editions_status" CHECK ("catalogue_editions"."status" in ('draft', 'in-approval', 'approved', 'published', 'superseded')),
	CONSTRAINT "catalogue_editions_published_on" CHECK (("catalogue_editions"."status" in ('published', 'superseded')) = ("catalogue_editions"."published_on" is not null))
);
--> statement-breakpoint
CREATE TABLE "catalogue_items" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "catalogue_items_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"edition_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"position" integer NOT NULL,
	"code" text NOT NULL,
	"category" text NOT NULL,
	"item_group" text NOT NULL,
	"name" text NOT NULL,
	"specification" text NOT NULL,
	"unit" text NOT NULL,
	"billing" text NOT NULL,
	"monthly_fen" bigint,
	"price_formula" text,
	"vcpu" integer,
	"memory_gib" integer,
	"storage_gib" integer,
	"zones" text[] NOT NULL,
	"architecture" text,
	"domestic" boolean NOT NULL,
	"protection_level" smallint,
	"lead_time_working_days" integer,
	"availability" text,
	"shared" boolean NOT NULL,
	"aliases" text[] NOT NULL,
	"description" text NOT NULL,
	CONSTRAINT "catalogue_items_code" UNIQUE("edition_id","code"),
	CONSTRAINT "catalogue_items_category" CHECK ("catalogue_items"."category" in ('IaaS', 'PaaS', 'SaaS')),
	CONSTRAINT "catalogue_items_price" CHECK (("catalogue_items"."monthly_fen" is null) <> ("catalogue_items"."price_formula" is null)),
	CONSTRAINT "catalogue_items_level" CHECK ("catalogue_items"."protection_level" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "funding_totals" (
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"operations" text NOT NULL,
	"systems" integer NOT NULL,
	"annual_operations_fen" bigint NOT NULL,
	"unknown_sums" integer NOT NULL,
	"as_of" date NOT NULL,
	CONSTRAINT "funding_totals_jurisdiction_id_organisation_id_operations_pk" PRIMARY KEY("jurisdiction_id","organisation_id","operations")
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "verdicts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"system_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"regulation_id" text NOT NULL,
	"pack_version" text NOT NULL,
	"scope" text NOT NULL,
	"construction" text,
	"operations" text,
	"purchase" text,
	"upgrade" text,
	"findings" jsonb NOT NULL,
	"deadlines" jsonb NOT NULL,
	"basis" bigint NOT NULL,
	"content" text NOT NULL,
	"as_of" date NOT NULL,
	"judged_at" timestamp with time zone NOT NULL,
	"superseded_at" timestamp with time zone,
	CONSTRAINT "verdicts_scope" CHECK ("verdicts"."scope" in ('in', 'out', 'undetermined'))
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"person_id" bigint NOT NULL,
	"name" text NOT NULL,
	"operations" text[] NOT NULL,
	"token_hash" text,
	"prefix" text,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_token" UNIQUE("token_hash"),
	CONSTRAINT "api_keys_at_most_a_year" CHECK ("api_keys"."expires_at" <= "api_keys"."created_at" + interval '366 days')
);
--> statement-breakpoint
CREATE TABLE "jurisdictions" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"regulation_id" text NOT NULL,
	"second_factor" text DEFAULT 'off' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"person_id" bigint NOT NULL,
	"role" text NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"duty" text GENERATED ALWAYS AS (case when role in ('system-admin', 'security-admin', 'audit-admin') then role else 'business' end) STORED NOT NULL,
	"status" text NOT NULL,
	"requested_by" bigint,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"granted_by" bigint,
	"granted_at" timestamp with time zone,
	CONSTRAINT "memberships_person_id_role_pk" PRIMARY KEY("person_id","role"),
	CONSTRAINT "memberships_role" CHECK ("memberships"."role" in ('department', 'department-head', 'data-centre', 'bureau-handler', 'competent-bureau', 'finance', 'audit', 'system-admin', 'security-admin', 'audit-admin')),
	CONSTRAINT "memberships_status" CHECK ("memberships"."status" in ('requested', 'granted')),
	CONSTRAINT "memberships_two_people" CHECK ("memberships"."granted_by" <> "memberships"."requested_by"),
	CONSTRAINT "memberships_not_own" CHECK ("memberships"."granted_by" <> "memberships"."person_id")
);
--> statement-breakpoint
CREATE TABLE "one_time_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"person_id" bigint,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "one_time_tokens_purpose" CHECK ("one_time_tokens"."purpose" in ('second-factor', 'oidc', 'invitation'))
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organisations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"parent_id" bigint,
	"name" text NOT NULL,
	"credit_code" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisations_name" UNIQUE("jurisdiction_id","name"),
	CONSTRAINT "organisations_in_jurisdiction" UNIQUE("id","jurisdiction_id"),
	CONSTRAINT "organisations_not_own_parent" CHECK ("organisations"."parent_id" <> "organisations"."id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "people_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"duty" text DEFAULT 'business' NOT NULL,
	"password_hash" text,
	"password_changed_at" timestamp with time zone,
	"oidc_subject" text,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_oidc_subject" UNIQUE("oidc_subject"),
	CONSTRAINT "people_duty" UNIQUE("id","duty"),
	CONSTRAINT "people_duty_known" CHECK ("people"."duty" in ('business', 'system-admin', 'security-admin', 'audit-admin'))
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"person_id" bigint NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_person_id_code_hash_pk" PRIMARY KEY("person_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "sessions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"method" text DEFAULT 'password' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"address" text,
	"agent" text,
	CONSTRAINT "sessions_id_unique" UNIQUE("id"),
	CONSTRAINT "sessions_hash" CHECK (length("sessions"."token_hash") = 64)
);
--> statement-breakpoint
CREATE TABLE "indicators" (
	"jurisdiction_id" text NOT NULL,
	"as_of" date NOT NULL,
	"organisation_id" bigint NOT NULL,
	"formula_version" integer NOT NULL,
	"counts" jsonb NOT NULL,
	CONSTRAINT "indicators_jurisdiction_id_as_of_organisation_id_pk" PRIMARY KEY("jurisdiction_id","as_of","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "system_health" (
	"system_id" bigint PRIMARY KEY NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"as_of" date NOT NULL,
	"health" text[] NOT NULL,
	"due_on" date,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "calendar_days_kind" CHECK ("calendar_days"."kind" in ('off', 'worked'))
);
--> statement-breakpoint
CREATE TABLE "calendar_years" (
	"year" smallint PRIMARY KEY NOT NULL,
	"notice" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"job" text NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"period" text NOT NULL,
	"status" text NOT NULL,
	"fence" integer NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"error" text,
	"result" jsonb,
	CONSTRAINT "job_runs_job_jurisdiction_id_period_pk" PRIMARY KEY("job","jurisdiction_id","period"),
	CONSTRAINT "job_runs_status" CHECK ("job_runs"."status" in ('running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "monthly_reports" (
	"jurisdiction_id" text NOT NULL,
	"month" text NOT NULL,
	"snapshot" jsonb NOT NULL,
	"summary" jsonb NOT NULL,
	"snapshot_hash" text NOT NULL,
	"docx_key" text NOT NULL,
	"xlsx_key" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "monthly_reports_jurisdiction_id_month_pk" PRIMARY KEY("jurisdiction_id","month")
);
--> statement-breakpoint
CREATE TABLE "fact_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "fact_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"system_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"holds_from" date NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"recorded_by" bigint,
	"document" text,
	"import_id" bigint,
	"changed_values" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_imports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"uploaded_by" bigint NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	"file_name" text NOT NULL,
	"file_key" text NOT NULL,
	"preview_key" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"status" text NOT NULL,
	"imported_at" timestamp with time zone,
	CONSTRAINT "ledger_imports_status" CHECK ("ledger_imports"."status" in ('previewed', 'imported', 'discarded'))
);
--> statement-breakpoint
CREATE TABLE "systems" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "systems_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"contact_office" text,
	"contact_phone" text,
	"network_zone" text,
	"protection_level" smallint,
	"vcpu" integer,
	"memory_gib" integer,
	"storage_gib" integer,
	"annual_operations_fen" bigint,
	"disposition" text,
	"wave" text,
	"stage" text,
	"stage_since" date,
	"notes" text,
	"classified" boolean,
	"emergency" boolean,
	"registered" boolean,
	"approved_on" date,
	"construction_started_on" date,
	"disguised" boolean,
	"built_on" date,
	"live_on" date,
	"accepted_on" date,
	"acceptance_filed_on" date,
	"acceptance_extended_to" date,
	"contract_signed_on" date,
	"contract_filed_on" date,
	"migration_required" boolean,
	"migration_due_on" date,
	"migrated_on" date,
	"migration_conditions_ripe_on" date,
	"exemption_until" date,
	"exemption_document" text,
	"hosting" text,
	"public_cloud_assessed_on" date,
	"data_sharing" boolean,
	"business_coordination" boolean,
	"co_construction" boolean,
	"platform_connected" boolean,
	"orders" jsonb,
	"evaluated_on" date,
	"evaluation_met" boolean,
	"evaluation_rectified_on" date,
	"investment_fen" bigint,
	"finance_reviewed_on" date,
	"budget_replied_on" date,
	"budget_filed_on" date,
	"decommissioned_on" date,
	"disposal_reported_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "systems_code" UNIQUE("jurisdiction_id","code"),
	CONSTRAINT "systems_level" CHECK ("systems"."protection_level" between 0 and 5)
);
--> statement-breakpoint
ALTER TABLE "catalogue_approvals" ADD CONSTRAINT "catalogue_approvals_edition_id_catalogue_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."catalogue_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_approvals" ADD CONSTRAINT "catalogue_approvals_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_approvals" ADD CONSTRAINT "catalogue_approvals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_editions" ADD CONSTRAINT "catalogue_editions_compiled_by_people_id_fk" FOREIGN KEY ("compiled_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_editions" ADD CONSTRAINT "catalogue_editions_returned_by_people_id_fk" FOREIGN KEY ("returned_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD CONSTRAINT "catalogue_items_edition_id_catalogue_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."catalogue_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_granted_by_people_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_duty_fk" FOREIGN KEY ("person_id","duty") REFERENCES "public"."people"("id","duty") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_jurisdiction_id_jurisdictions_id_fk" FOREIGN KEY ("jurisdiction_id") REFERENCES "public"."jurisdictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_parent_fk" FOREIGN KEY ("parent_id","jurisdiction_id") REFERENCES "public"."organisations"("id","jurisdiction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_jurisdiction_id_jurisdictions_id_fk" FOREIGN KEY ("jurisdiction_id") REFERENCES "public"."jurisdictions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_organisation_fk" FOREIGN KEY ("organisation_id","jurisdiction_id") REFERENCES "public"."organisations"("id","jurisdiction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "system_health" ADD CONSTRAINT "system_health_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_entries" ADD CONSTRAINT "fact_entries_import_id_ledger_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."ledger_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_uploaded_by_people_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "systems" ADD CONSTRAINT "systems_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_object" ON "audit_entries" USING btree ("jurisdiction_id","object_type","object_id");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("jurisdiction_id","at");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("jurisdiction_id","actor_name");--> statement-breakpoint
CREATE INDEX "audit_entries_operation" ON "audit_entries" USING btree ("jurisdiction_id","operation");--> statement-breakpoint
CREATE INDEX "audit_entries_request" ON "audit_entries" USING btree ("jurisdiction_id","request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "catalogue_editions_in_force" ON "catalogue_editions" USING btree ("jurisdiction_id") WHERE "catalogue_editions"."status" = 'published';--> statement-breakpoint
CREATE INDEX "catalogue_items_position" ON "catalogue_items" USING btree ("edition_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "verdicts_current" ON "verdicts" USING btree ("system_id") WHERE "verdicts"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "verdicts_jurisdiction" ON "verdicts" USING btree ("jurisdiction_id","operations","organisation_id","system_id") WHERE "verdicts"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "api_keys_person" ON "api_keys" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "one_time_tokens_expiry" ON "one_time_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "organisations_parent" ON "organisations" USING btree ("parent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_username" ON "people" USING btree (lower("username"));--> statement-breakpoint
CREATE INDEX "people_organisation" ON "people" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "system_health_jurisdiction" ON "system_health" USING btree ("jurisdiction_id","organisation_id");--> statement-breakpoint
CREATE INDEX "system_health_due" ON "system_health" USING btree ("jurisdiction_id","due_on");--> statement-breakpoint
CREATE INDEX "fact_entries_system" ON "fact_entries" USING btree ("system_id","holds_from","id");--> statement-breakpoint
CREATE INDEX "ledger_imports_at" ON "ledger_imports" USING btree ("jurisdiction_id","uploaded_at");--> statement-breakpoint
CREATE INDEX "systems_organisation" ON "systems" USING btree ("jurisdiction_id","organisation_id","code");--> statement-breakpoint
CREATE INDEX "systems_stage" ON "systems" USING btree ("jurisdiction_id","stage");--> statement-breakpoint
CREATE INDEX "systems_register" ON "systems" USING btree ("jurisdiction_id","code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "systems_cost" ON "systems" USING btree ("jurisdiction_id","annual_operations_fen" desc nulls last,"code");