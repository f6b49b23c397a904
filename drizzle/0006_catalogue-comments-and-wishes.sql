CREATE TABLE "catalogue_comments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "catalogue_comments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"edition_id" bigint NOT NULL,
	"jurisdiction_id" text NOT NULL,
	"code" text,
	"item_hash" text,
	"bureau" text NOT NULL,
	"person_id" bigint NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"comment" text NOT NULL,
	"resolved_on" date,
	CONSTRAINT "catalogue_comments_bureau" CHECK ("catalogue_comments"."bureau" in ('competent-bureau', 'finance'))
);
--> statement-breakpoint
CREATE TABLE "catalogue_wishes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "catalogue_wishes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"organisation_id" bigint NOT NULL,
	"filed_by" bigint NOT NULL,
	"filed_on" date NOT NULL,
	"title" text NOT NULL,
	"details" text NOT NULL,
	"quantity" integer NOT NULL,
	"unit" text NOT NULL,
	"monthly_fen" bigint,
	"status" text DEFAULT 'open' NOT NULL,
	"answer" text,
	"answered_by" bigint,
	"answered_on" date,
	"item_code" text,
	"edition_id" bigint,
	CONSTRAINT "catalogue_wishes_status" CHECK ("catalogue_wishes"."status" in ('open', 'planned', 'served', 'declined')),
	CONSTRAINT "catalogue_wishes_quantity" CHECK ("catalogue_wishes"."quantity" >= 1 and "catalogue_wishes"."monthly_fen" >= 0),
	CONSTRAINT "catalogue_wishes_answer" CHECK (("catalogue_wishes"."status" = 'open') = ("catalogue_wishes"."answered_on" is null))
);
--> statement-breakpoint
ALTER TABLE "catalogue_editions" DROP CONSTRAINT "catalogue_editions_status";--> statement-breakpoint
ALTER TABLE "catalogue_editions" ADD COLUMN "publishes_on" date;--> statement-breakpoint
ALTER TABLE "catalogue_comments" ADD CONSTRAINT "catalogue_comments_edition_id_catalogue_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."catalogue_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_comments" ADD CONSTRAINT "catalogue_comments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_wishes" ADD CONSTRAINT "catalogue_wishes_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_wishes" ADD CONSTRAINT "catalogue_wishes_filed_by_people_id_fk" FOREIGN KEY ("filed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_wishes" ADD CONSTRAINT "catalogue_wishes_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalogue_wishes" ADD CONSTRAINT "catalogue_wishes_edition_id_catalogue_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."catalogue_editions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "catalogue_comments_edition" ON "catalogue_comments" USING btree ("edition_id");--> statement-breakpoint
CREATE INDEX "catalogue_wishes_organisation" ON "catalogue_wishes" USING btree ("jurisdiction_id","organisation_id");--> statement-breakpoint
ALTER TABLE "catalogue_editions" ADD CONSTRAINT "catalogue_editions_publishes_on" CHECK ("catalogue_editions"."status" <> 'scheduled' or "catalogue_editions"."publishes_on" is not null);--> statement-breakpoint
ALTER TABLE "catalogue_editions" ADD CONSTRAINT "catalogue_editions_status" CHECK ("catalogue_editions"."status" in ('draft', 'in-approval', 'approved', 'scheduled', 'published', 'superseded'));