ALTER TABLE "resource_changes" DROP CONSTRAINT "resource_changes_status_known";--> statement-breakpoint
ALTER TABLE "resource_changes" DROP CONSTRAINT "resource_changes_decided";--> statement-breakpoint
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_status_known" CHECK ("resource_changes"."status" in ('asked', 'approved', 'refused', 'lapsed'));--> statement-breakpoint
ALTER TABLE "resource_changes" ADD CONSTRAINT "resource_changes_decided" CHECK (("resource_changes"."status" in ('asked', 'lapsed')) = ("resource_changes"."decided_by" is null));