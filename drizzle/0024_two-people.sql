ALTER TABLE "ledger_imports" DROP CONSTRAINT "ledger_imports_status";--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "lifted" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "document" text;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "submitted_by" bigint;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "submitted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "decided_by" bigint;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "decided_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "comment" text;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_submitted_by_people_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_submitted" CHECK ("ledger_imports"."status" not in ('awaiting', 'returned') or ("ledger_imports"."submitted_by" is not null and "ledger_imports"."document" is not null));--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_second_person" CHECK ("ledger_imports"."decided_by" is null or ("ledger_imports"."decided_by" <> "ledger_imports"."uploaded_by" and "ledger_imports"."decided_by" is distinct from "ledger_imports"."submitted_by"));--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_lifting" CHECK ("ledger_imports"."status" <> 'imported' or "ledger_imports"."lifted" = 0 or "ledger_imports"."decided_by" is not null);--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD CONSTRAINT "ledger_imports_status" CHECK ("ledger_imports"."status" in ('previewed', 'awaiting', 'imported', 'returned', 'discarded'));--> statement-breakpoint
create or replace trigger allowed_transition before insert or update or delete on ledger_imports
  for each row execute function dengyun_hold_transition('>previewed', 'previewed>imported', 'previewed>awaiting',
    'awaiting>imported', 'awaiting>returned', 'awaiting>awaiting', 'previewed>discarded', 'awaiting>discarded');
--> statement-breakpoint
-- What was uploaded stays, and so does what was submitted; what waits is imported or returned by somebody named.
create function dengyun_hold_ledger_import() returns trigger language plpgsql as $$
begin
  if (new.jurisdiction_id, new.uploaded_by, new.uploaded_at, new.file_name, new.file_key, new.mapping)
      is distinct from
      (old.jurisdiction_id, old.uploaded_by, old.uploaded_at, old.file_name, old.file_key, old.mapping) then
    raise exception 'a ledger import keeps what was uploaded' using errcode = '55000';
  end if;
  if old.status <> 'previewed' and (new.submitted_by, new.submitted_at, new.document)
      is distinct from (old.submitted_by, old.submitted_at, old.document) then
    raise exception 'ledger import % keeps what was submitted', old.id using errcode = '55000';
  end if;
  if old.status = 'awaiting' and new.status in ('imported', 'returned') and new.decided_by is null then
    raise exception 'ledger import % is decided by a second person', old.id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before update on ledger_imports for each row execute function dengyun_hold_ledger_import();
