-- What is known of a JSON object: its keys without those that are null.
create function dengyun_known(said jsonb) returns jsonb
  language sql immutable parallel safe
  return case when said = '{}' then said else (
    select coalesce(jsonb_object_agg(key, value) filter (where value <> 'null'), '{}') from jsonb_each(said)) end;
