-- matching and capacity became slices below requests: schema.ts no longer names the two keys to resource_requests.
-- They stand as 0009 and 0016 made them; from here on only SQL says so.
select 1;
