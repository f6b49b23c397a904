ALTER TABLE "determinations" DROP CONSTRAINT "determinations_about";--> statement-breakpoint
ALTER TABLE "determinations" DROP CONSTRAINT "determinations_subject";--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "building_opinion_on" date;--> statement-breakpoint
ALTER TABLE "systems" ADD COLUMN "building_opinion_on" date;--> statement-breakpoint
ALTER TABLE "determinations" ADD CONSTRAINT "determinations_about" CHECK ("determinations"."about" in ('dataSharing', 'businessCoordination', 'coConstruction', 'platformConnected', 'disguised', 'buildingOpinionOn', 'migrationConditionsRipeOn', 'orders', 'evaluations', 'decommissioning'));--> statement-breakpoint
ALTER TABLE "determinations" ADD CONSTRAINT "determinations_subject" CHECK (("determinations"."about" in ('dataSharing', 'businessCoordination', 'coConstruction', 'platformConnected', 'disguised', 'buildingOpinionOn')) = ("determinations"."system_id" is not null)
        and ("determinations"."about" in ('dataSharing', 'businessCoordination', 'coConstruction', 'platformConnected', 'disguised')) = ("determinations"."value" is not null) and ("determinations"."system_id" is null) = ("determinations"."organisation_id" is null));--> statement-breakpoint
-- The trigger names the columns that never change: anew, with the one that came.
drop trigger append_only on verdicts;
--> statement-breakpoint
do $$
begin
  execute (
    select format('create trigger append_only before update of %s or delete or truncate on verdicts
      for each statement execute function dengyun_append_only()', string_agg(quote_ident(attname), ', '))
    from pg_attribute where attrelid = 'verdicts'::regclass and attnum > 0 and not attisdropped and attname <> 'superseded_at');
end $$;
