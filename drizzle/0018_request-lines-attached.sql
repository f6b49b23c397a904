ALTER TABLE "request_lines" ADD COLUMN "attached" text[];--> statement-breakpoint
ALTER TABLE "request_lines" ADD COLUMN "classified" boolean;