CREATE TABLE "deadline_recounts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deadline_recounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"system_id" bigint NOT NULL,
	"edition_id" bigint NOT NULL,
	"regulation_id" text NOT NULL,
	"clause" text NOT NULL,
	"was_due_on" date NOT NULL,
	"was_provisional" boolean NOT NULL,
	"due_on" date NOT NULL,
	"provisional" boolean NOT NULL,
	"verdict_before" bigint NOT NULL,
	"verdict_after" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_editions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "calendar_editions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"year" smallint NOT NULL,
	"notice" text NOT NULL,
	"days" jsonb NOT NULL,
	"file_name" text NOT NULL,
	"file_key" text NOT NULL,
	"status" text NOT NULL,
	"uploaded_by" bigint NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"decided_by" bigint,
	"decided_at" timestamp with time zone,
	"comment" text,
	CONSTRAINT "calendar_editions_status" CHECK ("calendar_editions"."status" in ('previewed', 'submitted', 'approved', 'returned')),
	CONSTRAINT "calendar_editions_decided" CHECK (("calendar_editions"."status" in ('approved', 'returned')) = ("calendar_editions"."decided_by" is not null)
        and ("calendar_editions"."decided_by" is null) = ("calendar_editions"."decided_at" is null)),
	CONSTRAINT "calendar_editions_two_people" CHECK ("calendar_editions"."decided_by" <> "calendar_editions"."uploaded_by")
);
--> statement-breakpoint
ALTER TABLE "deadline_recounts" ADD CONSTRAINT "deadline_recounts_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_recounts" ADD CONSTRAINT "deadline_recounts_edition_id_calendar_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."calendar_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deadline_recounts_edition" ON "deadline_recounts" USING btree ("edition_id","id");--> statement-breakpoint
CREATE INDEX "deadline_recounts_system" ON "deadline_recounts" USING btree ("system_id","id");--> statement-breakpoint
CREATE INDEX "calendar_editions_year" ON "calendar_editions" USING btree ("jurisdiction_id","year","decided_at");