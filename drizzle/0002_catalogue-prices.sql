ALTER TABLE "catalogue_editions" ADD COLUMN "mid_month_rule" text DEFAULT 'full-month' NOT NULL;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "price" jsonb;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "dependencies" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "successor" text;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "pool" text;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "pool_capacity" integer;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "pool_units" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "quota_per_department" integer;--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "catalogue_editions" ADD CONSTRAINT "catalogue_editions_mid_month_rule" CHECK ("catalogue_editions"."mid_month_rule" in ('full-month', 'half-month', 'by-day'));--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD CONSTRAINT "catalogue_items_pool" CHECK ("catalogue_items"."pool_capacity" >= 0 and "catalogue_items"."pool_units" >= 1);--> statement-breakpoint
ALTER TABLE "catalogue_items" ADD CONSTRAINT "catalogue_items_quota" CHECK ("catalogue_items"."quota_per_department" >= 0);