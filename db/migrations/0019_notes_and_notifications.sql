-- Notes and notifications: that private notes exist, who is told of what, what a reminder waits for.

-- An administrator sees that a private note exists and whose it is; the note itself, and with it what it says, stays its
-- author's by the policy of `note`. Kept by a trigger, so that no path leads from here to the text.
create table private_note (
  tenant_id uuid not null,
  note_id uuid not null,
  author_id uuid not null,
  company_id uuid,
  person_id uuid,
  primary key (tenant_id, note_id)
);
comment on table private_note is 'That a private note exists, for its author and for administrators. Written by the trigger of note alone.';
create index private_note_company on private_note (tenant_id, company_id, author_id) where company_id is not null;
create index private_note_person on private_note (tenant_id, person_id, author_id) where person_id is not null;
alter table private_note enable row level security;
alter table private_note force row level security;
create policy tenant on private_note
  using (tenant_id = acting_tenant() and (author_id = acting_user() or exists
    (select from member m where m.tenant_id = private_note.tenant_id and m.user_id = acting_user()
      and m.role = 'administrator' and m.deactivated_at is null)))
  with check (tenant_id = acting_tenant() and author_id = acting_user());
grant select, insert, delete on private_note to kundebok_app;

create function keep_private_note() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.is_private then
    delete from private_note where tenant_id = old.tenant_id and note_id = old.id;
  end if;
  if new.is_private and new.deleted_at is null then
    insert into private_note values (new.tenant_id, new.id, new.author_id, new.company_id, new.person_id);
  end if;
  return null;
end $$;
create trigger keep_private_note after insert or update on note for each row execute function keep_private_note();

-- The list of a card: what is pinned first, then the newest.
create index note_company_list on note (tenant_id, company_id, (pinned_at is not null) desc, noted_on desc, id desc)
  where deleted_at is null and company_id is not null;
create index note_person_list on note (tenant_id, person_id, (pinned_at is not null) desc, noted_on desc, id desc)
  where deleted_at is null and person_id is not null;
drop index note_company;
drop index note_person;

-- A mention is told of once a note and person, a reminder once for each time that it is about.
alter table notification add column about_at timestamptz;
comment on column notification.about_at is 'Of a reminder: the moment that it was set to, or the beginning of the appointment.';
create unique index notification_once on notification (tenant_id, user_id, kind, entity_id, about_at) nulls not distinct
  where kind in ('mention', 'reminder');

-- Who tells a member of something has to know whether she wants it by e-mail at once.
create policy notification_mail on member_preference for select
  using (tenant_id = acting_tenant() and key = 'notification_mail');

-- That a task was reminded of is no change of the task: no history, no new version under who is writing in it.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure), ',changed_by,', ',changed_by,reminded_at,');
end $$;
drop trigger stamp on task;
create trigger stamp before insert on task for each row execute function stamp_row();
create trigger stamp_of_change before update on task for each row
  when (not (old.reminded_at is null and new.reminded_at is not null)) execute function stamp_row();
create function forget_reminder() returns trigger language plpgsql as $$
begin
  new.reminded_at := null;
  return new;
end $$;
create trigger forget_reminder before update on task for each row
  when (new.reminder_at is distinct from old.reminder_at) execute function forget_reminder();

-- When to look at which appointment next. Of a series the job works out the next time; a single one has but one.
create table appointment_reminder (
  tenant_id uuid not null,
  appointment_id uuid not null,
  organizer_id uuid not null,
  remind_at timestamptz not null,
  starts_at timestamptz,
  primary key (tenant_id, appointment_id),
  foreign key (tenant_id, appointment_id) references appointment
);
comment on table appointment_reminder is 'The next reminder of each appointment that has one. starts_at: the time that it is about; null of a series whose next time is not worked out yet. The job acts as the organizer, who sees it.';
create index appointment_reminder_due on appointment_reminder (tenant_id, remind_at);
call keep_to_tenant('appointment_reminder', 'select, insert, update, delete');

create function plan_reminder() returns trigger language plpgsql as $$
begin
  delete from appointment_reminder where tenant_id = new.tenant_id and appointment_id = new.id;
  if new.reminder_minutes is null or new.deleted_at is not null or new.cancelled_at is not null then return null; end if;
  if new.recurrence is not null then
    insert into appointment_reminder values (new.tenant_id, new.id, new.organizer_id, now(), null);
  elsif new.ends_at > now() then
    insert into appointment_reminder values
      (new.tenant_id, new.id, new.organizer_id, new.starts_at - make_interval(mins => new.reminder_minutes), new.starts_at);
  end if;
  return null;
end $$;
create trigger plan_reminder after insert or update of starts_at, ends_at, time_zone, reminder_minutes, recurrence,
  recurs_until, skipped, organizer_id, cancelled_at, deleted_at on appointment
  for each row execute function plan_reminder();
