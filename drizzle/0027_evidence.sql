CREATE TABLE "evidence_files" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "evidence_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"object_key" text NOT NULL,
	"sha256" text GENERATED ALWAYS AS (substr(object_key, 8, 64)) STORED NOT NULL,
	"size" integer NOT NULL,
	"type" text NOT NULL,
	"file_name" text NOT NULL,
	"title" text NOT NULL,
	"document_number" text,
	"document_date" date,
	"uploaded_by" bigint NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	"withdrawn_by" bigint,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "evidence_files_type" CHECK ("evidence_files"."type" in ('pdf', 'jpg', 'png', 'docx', 'xlsx', 'ofd')),
	CONSTRAINT "evidence_files_key" CHECK ("evidence_files"."object_key" ~ '^sha256-[0-9a-f]{64}[.]' and "evidence_files"."object_key" like '%.' || "evidence_files"."type"),
	CONSTRAINT "evidence_files_size" CHECK ("evidence_files"."size" between 1 and 20971520),
	CONSTRAINT "evidence_files_withdrawn" CHECK (num_nulls("evidence_files"."withdrawn_by", "evidence_files"."withdrawn_at", "evidence_files"."withdrawn_reason") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "evidence_links" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "evidence_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"evidence_id" bigint NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"organisation_ids" bigint[],
	"linked_by" bigint NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "evidence_links_once" UNIQUE("evidence_id","subject_kind","subject_id")
);
--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_uploaded_by_people_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_withdrawn_by_people_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_links" ADD CONSTRAINT "evidence_links_evidence_id_evidence_files_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."evidence_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_links" ADD CONSTRAINT "evidence_links_linked_by_people_id_fk" FOREIGN KEY ("linked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_files_content" ON "evidence_files" USING btree ("organisation_id","object_key");--> statement-breakpoint
CREATE INDEX "evidence_links_subject" ON "evidence_links" USING btree ("jurisdiction_id","subject_kind","subject_id");
--> statement-breakpoint
select dengyun_protect('evidence_files', 'own-rows');
--> statement-breakpoint
-- A subject's organisations see its links, and by them its evidence, whoever uploaded it.
alter table evidence_links enable row level security;
--> statement-breakpoint
alter table evidence_links force row level security;
--> statement-breakpoint
revoke all on evidence_links from dengyun_app;
--> statement-breakpoint
grant select, insert on evidence_links to dengyun_app;
--> statement-breakpoint
create policy readable on evidence_links for select using (jurisdiction_id = (select dengyun_jurisdiction())
  and ((select dengyun_sees_all_organisations())
    or organisation_ids && (select dengyun_organisations())::bigint[]
    or (organisation_ids is null and (select dengyun_organisations())::bigint[] <> '{}')));
--> statement-breakpoint
create policy written on evidence_links for insert with check (jurisdiction_id = (select dengyun_jurisdiction())
  and ((select dengyun_sees_all_organisations()) or organisation_ids && (select dengyun_organisations())::bigint[]));
--> statement-breakpoint
create policy linked on evidence_files for select using (jurisdiction_id = (select dengyun_jurisdiction())
  and exists (select from evidence_links l where l.evidence_id = evidence_files.id));
--> statement-breakpoint
create trigger append_only before update or delete or truncate on evidence_links
  for each statement execute function dengyun_append_only();
--> statement-breakpoint
-- Nobody lets themselves see a file by linking it: who links it sees it already.
create function dengyun_hold_evidence_link() returns trigger language plpgsql as $$
begin
  if not exists (select from evidence_files f where f.id = new.evidence_id
      and f.jurisdiction_id = new.jurisdiction_id and f.withdrawn_at is null) then
    raise exception 'evidence % is not to be linked', new.evidence_id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert on evidence_links for each row execute function dengyun_hold_evidence_link();
--> statement-breakpoint
create trigger never_deleted before delete or truncate on evidence_files
  for each statement execute function dengyun_append_only();
--> statement-breakpoint
-- A file stays what was uploaded; it is withdrawn once.
create function dengyun_hold_evidence() returns trigger language plpgsql as $$
begin
  if old.withdrawn_at is not null then
    raise exception 'evidence % was withdrawn already', old.id using errcode = '55000';
  end if;
  if (new.id, new.jurisdiction_id, new.organisation_id, new.object_key, new.size, new.type, new.file_name, new.title,
      new.document_number, new.document_date, new.uploaded_by, new.uploaded_at)
      is distinct from
      (old.id, old.jurisdiction_id, old.organisation_id, old.object_key, old.size, old.type, old.file_name, old.title,
      old.document_number, old.document_date, old.uploaded_by, old.uploaded_at) then
    raise exception 'evidence % stays what was uploaded', old.id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before update on evidence_files for each row execute function dengyun_hold_evidence();
