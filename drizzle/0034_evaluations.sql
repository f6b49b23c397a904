CREATE TABLE "evaluations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "evaluations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"system_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"evaluated_on" date NOT NULL,
	"met" boolean NOT NULL,
	"details" text NOT NULL,
	"document" text NOT NULL,
	"recorded_by" bigint NOT NULL,
	"confirmed_by" bigint,
	"rectified_on" date,
	"rectified_document" text,
	"rectified_by" bigint,
	"rectified_confirmed_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "evaluations_kind" CHECK ("evaluations"."kind" in ('operation', 'self', 'effectiveness', 'spot-check')),
	CONSTRAINT "evaluations_status" CHECK ("evaluations"."status" in ('drafted', 'confirmed', 'rectified')),
	CONSTRAINT "evaluations_confirmed" CHECK (("evaluations"."status" = 'drafted') = ("evaluations"."confirmed_by" is null)),
	CONSTRAINT "evaluations_confirmer" CHECK ("evaluations"."confirmed_by" <> "evaluations"."recorded_by"),
	CONSTRAINT "evaluations_rectified" CHECK (("evaluations"."status" = 'rectified') = ("evaluations"."rectified_confirmed_by" is not null)
        and ("evaluations"."rectified_on" is null) = ("evaluations"."rectified_by" is null) and ("evaluations"."rectified_on" is null or not "evaluations"."met")
        and ("evaluations"."rectified_confirmed_by" is null or "evaluations"."rectified_on" is not null)),
	CONSTRAINT "evaluations_rectified_confirmer" CHECK ("evaluations"."rectified_confirmed_by" <> "evaluations"."rectified_by"),
	CONSTRAINT "evaluations_rectified_later" CHECK ("evaluations"."rectified_on" >= "evaluations"."evaluated_on")
);
--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_system_id_systems_id_fk" FOREIGN KEY ("system_id") REFERENCES "public"."systems"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_confirmed_by_people_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_rectified_by_people_id_fk" FOREIGN KEY ("rectified_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_rectified_confirmed_by_people_id_fk" FOREIGN KEY ("rectified_confirmed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evaluations_system" ON "evaluations" USING btree ("jurisdiction_id","system_id","evaluated_on");
--> statement-breakpoint
select dengyun_protect('evaluations', 'own-rows');
--> statement-breakpoint
-- Only of what nobody has confirmed; the transition table holds it.
grant delete on evaluations to dengyun_app;
--> statement-breakpoint
create trigger allowed_transition before insert or update or delete on evaluations
  for each row execute function dengyun_hold_transition('>drafted', 'drafted>', 'drafted>confirmed',
    'confirmed>confirmed', 'confirmed>rectified');
