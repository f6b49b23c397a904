CREATE TABLE "determinations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "determinations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint,
	"system_id" bigint,
	"about" text NOT NULL,
	"value" boolean,
	"status" text NOT NULL,
	"details" text NOT NULL,
	"document" text NOT NULL,
	"holds_from" date NOT NULL,
	"authors" bigint[] NOT NULL,
	"signed_by" bigint,
	"signed_at" timestamp with time zone,
	"lift_from" date,
	"lift_document" text,
	"lift_reason" text,
	"lift_proposed_by" bigint,
	"lifted_by" bigint,
	"lifted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "determinations_about" CHECK ("determinations"."about" in ('dataSharing', 'businessCoordination', 'coConstruction', 'platformConnected', 'disguised', 'migrationConditionsRipeOn', 'orders', 'evaluations', 'decommissioning')),
	CONSTRAINT "determinations_status" CHECK ("determinations"."status" in ('drafted', 'signed', 'replaced', 'lifted')),
	CONSTRAINT "determinations_subject" CHECK (("determinations"."about" in ('dataSharing', 'businessCoordination', 'coConstruction', 'platformConnected', 'disguised')) = ("determinations"."system_id" is not null)
        and ("determinations"."system_id" is null) = ("determinations"."value" is null) and ("determinations"."system_id" is null) = ("determinations"."organisation_id" is null)),
	CONSTRAINT "determinations_signed" CHECK (("determinations"."status" = 'drafted') = ("determinations"."signed_by" is null)),
	CONSTRAINT "determinations_signer" CHECK ("determinations"."signed_by" <> all ("determinations"."authors")),
	CONSTRAINT "determinations_lifted" CHECK (("determinations"."status" = 'lifted') = ("determinations"."lifted_by" is not null)),
	CONSTRAINT "determinations_lifter" CHECK ("determinations"."lifted_by" <> "determinations"."lift_proposed_by"),
	CONSTRAINT "determinations_lift" CHECK (("determinations"."lift_proposed_by" is null) = ("determinations"."lift_from" is null)
        and ("determinations"."lifted_by" is null or "determinations"."lift_proposed_by" is not null) and "determinations"."lift_from" >= "determinations"."holds_from")
);
--> statement-breakpoint
ALTER TABLE "determinations" ADD CONSTRAINT "determinations_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "determinations" ADD CONSTRAINT "determinations_signed_by_people_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "determinations" ADD CONSTRAINT "determinations_lift_proposed_by_people_id_fk" FOREIGN KEY ("lift_proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "determinations" ADD CONSTRAINT "determinations_lifted_by_people_id_fk" FOREIGN KEY ("lifted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "determinations_about" ON "determinations" USING btree ("jurisdiction_id","about","system_id");
--> statement-breakpoint
select dengyun_protect('determinations', 'own-rows');
--> statement-breakpoint
-- Only of drafts; the transition table holds it.
grant delete on determinations to dengyun_app;
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on determinations
  for each row execute function dengyun_hold_transition('>drafted', 'drafted>drafted', 'drafted>', 'drafted>signed',
    'signed>replaced', 'signed>signed', 'signed>lifted');
