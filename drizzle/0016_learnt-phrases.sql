CREATE TABLE "learnt_phrases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "learnt_phrases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"jurisdiction_id" text NOT NULL,
	"phrase" text NOT NULL,
	"code" text,
	"request_id" bigint,
	"learnt_by" bigint NOT NULL,
	"learnt_at" timestamp with time zone NOT NULL,
	"removed_by" bigint,
	"removed_at" timestamp with time zone,
	CONSTRAINT "learnt_phrases_removal" CHECK (("learnt_phrases"."removed_by" is null) = ("learnt_phrases"."removed_at" is null))
);
--> statement-breakpoint
ALTER TABLE "learnt_phrases" ADD CONSTRAINT "learnt_phrases_request_id_resource_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."resource_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learnt_phrases" ADD CONSTRAINT "learnt_phrases_learnt_by_people_id_fk" FOREIGN KEY ("learnt_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learnt_phrases" ADD CONSTRAINT "learnt_phrases_removed_by_people_id_fk" FOREIGN KEY ("removed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "learnt_phrases_known" ON "learnt_phrases" USING btree ("jurisdiction_id","phrase") WHERE "learnt_phrases"."removed_at" is null;