-- Tasks as the planner reads them: each of its views by an index of its own.

-- What I made for others to do.
drop index task_creator;
create index task_delegated on task (tenant_id, created_by, due_on, id)
  where deleted_at is null and status not in ('done', 'cancelled') and created_by <> responsible_id;
create index task_open on task (tenant_id, due_on, id) where deleted_at is null and status not in ('done', 'cancelled');
create index task_closed on task (tenant_id, closed_at desc, id desc) where deleted_at is null and status in ('done', 'cancelled');
-- Whose day has passed, and whose next one is to be made.
create index task_recurring on task (tenant_id, due_on)
  where deleted_at is null and status not in ('done', 'cancelled') and recurs_from = 'date';

-- The next of a series is made by whoever is done with the one before, or by a job; it is the first one's maker's as that was.
create function keep_maker_of_series() returns trigger language plpgsql as $$
begin
  if new.previous_id is not null then
    select coalesce(t.created_by, new.created_by) into new.created_by
      from task t where t.tenant_id = new.tenant_id and t.id = new.previous_id;
  end if;
  return new;
end $$;
-- By its name it runs after "stamp".
create trigger stamp_series before insert on task for each row execute function keep_maker_of_series();
