CREATE TABLE "project_milestones" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "project_milestones_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"step" text NOT NULL,
	"day" date NOT NULL,
	"outcome" text,
	"until" date,
	"fen" bigint,
	"document" text,
	"reason" text,
	"as_happened" boolean DEFAULT false NOT NULL,
	"from_ledger" boolean DEFAULT false NOT NULL,
	"revokes" bigint,
	"status" text NOT NULL,
	"recorded_by" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"decided_by" bigint,
	"decided_at" timestamp with time zone,
	"comment" text,
	CONSTRAINT "project_milestones_step" CHECK ("project_milestones"."step" in ('emergency', 'approval', 'finance-reviewed', 'budget-replied', 'budget-filed', 'contract-signed', 'contract-filed', 'construction-started', 'built', 'live', 'accepted', 'acceptance-extended', 'acceptance-filed', 'decommissioned', 'disposal-reported')),
	CONSTRAINT "project_milestones_status" CHECK ("project_milestones"."status" in ('recorded', 'confirmed', 'refused')),
	CONSTRAINT "project_milestones_outcome" CHECK ("project_milestones"."outcome" in ('passed', 'failed') and ("project_milestones"."outcome" is not null) = ("project_milestones"."step" = 'accepted')),
	CONSTRAINT "project_milestones_until" CHECK (("project_milestones"."until" is not null) = ("project_milestones"."step" = 'acceptance-extended') and "project_milestones"."until" >= "project_milestones"."day"),
	CONSTRAINT "project_milestones_reason" CHECK ("project_milestones"."reason" is not null or not ("project_milestones"."as_happened" or "project_milestones"."revokes" is not null)),
	CONSTRAINT "project_milestones_two_people" CHECK ("project_milestones"."decided_by" <> "project_milestones"."recorded_by"),
	CONSTRAINT "project_milestones_decided" CHECK (("project_milestones"."decided_by" is not null) = ("project_milestones"."status" <> 'recorded' and not "project_milestones"."from_ledger")
        and ("project_milestones"."decided_by" is null) = ("project_milestones"."decided_at" is null) and (not "project_milestones"."from_ledger" or "project_milestones"."status" = 'confirmed'))
);
--> statement-breakpoint
CREATE TABLE "project_systems" (
	"project_id" bigint NOT NULL,
	"system_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"role" text NOT NULL,
	"linked_by" bigint NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "project_systems_project_id_system_id_pk" PRIMARY KEY("project_id","system_id"),
	CONSTRAINT "project_systems_role" CHECK ("project_systems"."role" in ('builds', 'rebuilds', 'runs'))
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "projects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"investment_fen" bigint,
	"created_by" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "projects_in_jurisdiction" UNIQUE("id","jurisdiction_id"),
	CONSTRAINT "projects_number" UNIQUE("jurisdiction_id","number")
);
--> statement-breakpoint
ALTER TABLE "project_milestones" ADD CONSTRAINT "project_milestones_revokes_project_milestones_id_fk" FOREIGN KEY ("revokes") REFERENCES "public"."project_milestones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_milestones" ADD CONSTRAINT "project_milestones_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_milestones" ADD CONSTRAINT "project_milestones_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_milestones" ADD CONSTRAINT "project_milestones_project_fk" FOREIGN KEY ("project_id","jurisdiction_id") REFERENCES "public"."projects"("id","jurisdiction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_systems" ADD CONSTRAINT "project_systems_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_systems" ADD CONSTRAINT "project_systems_linked_by_people_id_fk" FOREIGN KEY ("linked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_systems" ADD CONSTRAINT "project_systems_project_fk" FOREIGN KEY ("project_id","jurisdiction_id") REFERENCES "public"."projects"("id","jurisdiction_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "project_milestones_project" ON "project_milestones" USING btree ("project_id","day","id");--> statement-breakpoint
CREATE UNIQUE INDEX "project_milestones_waiting" ON "project_milestones" USING btree ("project_id","step",coalesce(revokes, 0)) WHERE status = 'recorded';--> statement-breakpoint
CREATE UNIQUE INDEX "project_milestones_revoked" ON "project_milestones" USING btree ("revokes") WHERE revokes is not null and status <> 'refused';--> statement-breakpoint
CREATE INDEX "project_milestones_awaited" ON "project_milestones" USING btree ("jurisdiction_id") WHERE status = 'recorded';--> statement-breakpoint
CREATE UNIQUE INDEX "project_systems_built_once" ON "project_systems" USING btree ("system_id") WHERE role in ('builds', 'rebuilds');--> statement-breakpoint
CREATE INDEX "projects_unit" ON "projects" USING btree ("jurisdiction_id","organisation_id");
--> statement-breakpoint
select dengyun_protect('projects', 'own-rows'), dengyun_protect('project_systems', 'own-rows'),
  dengyun_protect('project_milestones', 'own-rows');
--> statement-breakpoint
-- Only a system that was linked by mistake.
grant delete on project_systems to dengyun_app;
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on project_milestones
  for each row execute function dengyun_hold_transition('>recorded', '>confirmed', 'recorded>confirmed',
    'recorded>refused');
--> statement-breakpoint
-- A milestone stays what was recorded; a second person decides on it once.
create function dengyun_hold_milestone() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'recorded' and not new.from_ledger then
      raise exception 'milestone of project % begins without its second person', new.project_id using errcode = '55000';
    end if;
    return new;
  end if;
  if to_jsonb(new) - array['status', 'decided_by', 'decided_at', 'comment']
      is distinct from to_jsonb(old) - array['status', 'decided_by', 'decided_at', 'comment'] then
    raise exception 'milestone % stays what was recorded', old.id using errcode = '55000';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger hold before insert or update on project_milestones
  for each row execute function dengyun_hold_milestone();
--> statement-breakpoint
create trigger never_truncated before truncate on project_milestones
  for each statement execute function dengyun_append_only();
