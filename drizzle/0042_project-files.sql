CREATE TABLE "project_files" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "project_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"uploaded_by" bigint NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	"file_name" text NOT NULL,
	"file_key" text NOT NULL,
	"rows" jsonb NOT NULL,
	"faults" jsonb NOT NULL,
	"status" text NOT NULL,
	"registered_at" timestamp with time zone,
	CONSTRAINT "project_files_status" CHECK ("project_files"."status" in ('previewed', 'registered')),
	CONSTRAINT "project_files_registered" CHECK (("project_files"."registered_at" is not null) = ("project_files"."status" = 'registered'))
);
--> statement-breakpoint
ALTER TABLE "project_files" ADD CONSTRAINT "project_files_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_files" ADD CONSTRAINT "project_files_uploaded_by_people_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "project_files_uploader" ON "project_files" USING btree ("jurisdiction_id","uploaded_by");--> statement-breakpoint
select dengyun_protect('project_files', 'own-rows');
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on project_files
  for each row execute function dengyun_hold_transition('>previewed', 'previewed>registered');
