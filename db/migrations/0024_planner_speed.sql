-- What one takes part in, open ones alone: without looking at all the closed ones of years.
create index task_open_id on task (tenant_id, id)
  where deleted_at is null and status not in ('done', 'cancelled');

-- Private ones of several days: nothing else tells them from all the private ones that are over.
create index appointment_private_long on appointment (tenant_id, ends_at)
  where is_private and deleted_at is null and recurrence is null and ends_at - starts_at > interval '2 days';
