-- What happens around companies and persons: categories of persons, notes, tasks, appointments, notifications.

-- Who sees what is private is judged here, by the policies of `note` and `appointment`; what hangs on them asks the same.
-- What the history says of their fields is kept beside it, in history_detail, and is seen by whoever sees the record now.
create table history_detail (
  tenant_id uuid not null,
  history_id uuid not null,
  entity text not null check (entity in ('note', 'appointment')),
  entity_id uuid not null,
  changes jsonb not null,
  primary key (tenant_id, history_id)
);
comment on table history_detail is 'Old and new values of records that may be private: {field: [old, new]}, seen by who sees the record.';

alter table history drop constraint history_action_check;
alter table history add constraint history_action_check check (action in
  ('created', 'changed', 'deleted', 'restored', 'linked', 'unlinked', 'imported', 'import_undone', 'exported', 'merged', 'sent', 'answered'));

-- record_history(company column, person column, 'apart'): with the third, the values go to history_detail.
create or replace function record_history() returns trigger language plpgsql as $$
declare
  old_row jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  new_row jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  row_now jsonb := case when tg_op = 'DELETE' then old_row else new_row end;
  fields jsonb := changed_fields(old_row, new_row);
  done text := case tg_op when 'INSERT' then 'created' when 'DELETE' then 'deleted' else 'changed' end;
  is_apart boolean := coalesce(tg_argv[2], '') = 'apart';
  entry uuid := uuid_v7();
begin
  if tg_op = 'UPDATE' and fields = '{}' then return null; end if;
  if tg_op = 'UPDATE' and fields ? 'deleted_at' then
    done := case when new_row ->> 'deleted_at' is null then 'restored' else 'deleted' end;
    fields := fields - 'deleted_at';
  end if;
  insert into history (tenant_id, id, user_id, via, action, entity, entity_id, company_id, person_id, changes)
  values (
    (row_now ->> 'tenant_id')::uuid, entry, acting_user(),
    coalesce(nullif(current_setting('app.via', true), ''), 'job'),
    done, tg_table_name, (row_now ->> 'id')::uuid,
    case when tg_argv[0] <> '' then (row_now ->> tg_argv[0])::uuid end,
    case when tg_argv[1] <> '' then (row_now ->> tg_argv[1])::uuid end,
    case when is_apart then '{}' else fields end);
  if is_apart and fields <> '{}' then
    insert into history_detail (tenant_id, history_id, entity, entity_id, changes)
    values ((row_now ->> 'tenant_id')::uuid, entry, tg_table_name, (row_now ->> 'id')::uuid, fields);
  end if;
  return null;
end $$;

-- Persons: a private customer is one with a customer number, of the same series as the companies'.
alter table person add column customer_number bigint check (customer_number > 0);
alter table person add constraint person_customer_number unique (tenant_id, customer_number);
-- The list of persons is in the order of last names. What the database itself makes of other fields is no change of its own.
alter table person add column sort_name text generated always as
  (trim(coalesce(last_name, '') || ' ' || coalesce(first_name, ''))) stored;
create index person_name on person (tenant_id, sort_name collate "nb-x-icu", id) where deleted_at is null;
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,city,version,', '{tenant_id,id,city,sort_name,version,');
end $$;
create index person_changed on person (tenant_id, changed_at desc, id);
create index person_mobile on person (tenant_id, mobile) where mobile is not null;

alter table category add column colour text not null default 'blue';

create table person_category (
  tenant_id uuid not null,
  person_id uuid not null,
  category_id uuid not null,
  id uuid generated always as (category_id) stored,
  primary key (tenant_id, person_id, category_id),
  foreign key (tenant_id, person_id) references person,
  foreign key (tenant_id, category_id) references category
);
create index person_category_category on person_category (tenant_id, category_id, person_id);
call keep_to_tenant('person_category', 'select, insert, delete');
create trigger history after insert or delete on person_category for each row execute function record_history('', 'person_id');

create table note (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  company_id uuid,
  person_id uuid,
  subject text not null check (subject <> '' and char_length(subject) <= 200),
  body jsonb not null,
  body_text text not null default '',
  noted_on date not null,
  author_id uuid not null,
  is_private boolean not null default false,
  pinned_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint note_of check (company_id is not null or person_id is not null),
  foreign key (tenant_id, company_id) references company,
  foreign key (tenant_id, person_id) references person,
  constraint note_author foreign key (tenant_id, author_id) references member (tenant_id, user_id)
);
comment on table note is 'What was noted about a company or a person. body is the editor''s document, never HTML; a private one is its author''s alone.';
create index note_company on note (tenant_id, company_id, noted_on desc, id desc) where deleted_at is null and company_id is not null;
create index note_person on note (tenant_id, person_id, noted_on desc, id desc) where deleted_at is null and person_id is not null;
create index note_author on note (tenant_id, author_id, noted_on desc);
alter table note enable row level security;
alter table note force row level security;
create policy tenant on note
  using (tenant_id = acting_tenant() and (not is_private or author_id = acting_user()))
  with check (tenant_id = acting_tenant() and (not is_private or author_id = acting_user()));
grant select, insert, update on note to kundebok_app;
call stamp_rows('note');
create trigger history after insert or update on note for each row execute function record_history('company_id', 'person_id', 'apart');

create table task (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  title text not null check (title <> '' and char_length(title) <= 200),
  description text,
  status text not null default 'not_started' check (status in ('not_started', 'in_progress', 'waiting', 'done', 'cancelled')),
  priority smallint not null default 2 check (priority between 1 and 3),
  percent_complete smallint not null default 0 check (percent_complete between 0 and 100),
  start_on date,
  due_on date,
  responsible_id uuid not null,
  company_id uuid,
  person_id uuid,
  reminder_at timestamptz,
  reminded_at timestamptz,
  recurrence text,
  recurs_from text check (recurs_from in ('completion', 'date')),
  previous_id uuid,
  uid text not null default uuid_v7()::text,
  closed_at timestamptz,
  closed_by uuid,
  deleted_at timestamptz,
  deleted_by uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint task_uid unique (tenant_id, uid),
  constraint task_period check (start_on <= due_on),
  constraint task_done check ((status = 'done') = (percent_complete = 100)),
  constraint task_recurrence check ((recurrence is null) = (recurs_from is null)),
  foreign key (tenant_id, company_id) references company,
  foreign key (tenant_id, person_id) references person,
  foreign key (tenant_id, previous_id) references task,
  constraint task_responsible foreign key (tenant_id, responsible_id) references member (tenant_id, user_id)
);
comment on table task is 'What somebody is to do. Priority 1 is high, 3 low; recurrence is a rule of RFC 5545, counted from the due day (date) or from the day it was done (completion).';
create unique index task_previous on task (tenant_id, previous_id) where previous_id is not null and deleted_at is null;
create index task_responsible on task (tenant_id, responsible_id, due_on, id) where deleted_at is null and status not in ('done', 'cancelled');
create index task_responsible_closed on task (tenant_id, responsible_id, closed_at desc, id) where deleted_at is null and status in ('done', 'cancelled');
create index task_creator on task (tenant_id, created_by, due_on, id) where deleted_at is null and status not in ('done', 'cancelled');
create index task_company on task (tenant_id, company_id, due_on, id) where deleted_at is null and company_id is not null;
create index task_person on task (tenant_id, person_id, due_on, id) where deleted_at is null and person_id is not null;
create index task_reminder on task (tenant_id, reminder_at) where reminder_at is not null and reminded_at is null and deleted_at is null;
create index task_changed on task (tenant_id, responsible_id, changed_at);
call keep_to_tenant('task', 'select, insert, update');
call stamp_rows('task');
create trigger history after insert or update on task for each row execute function record_history('company_id', 'person_id');

create table task_participant (
  tenant_id uuid not null,
  task_id uuid not null,
  user_id uuid not null,
  id uuid generated always as (task_id) stored,
  primary key (tenant_id, task_id, user_id),
  foreign key (tenant_id, task_id) references task,
  foreign key (tenant_id, user_id) references member (tenant_id, user_id)
);
comment on table task_participant is 'Colleagues who take part in a task beside the one responsible.';
create index task_participant_user on task_participant (tenant_id, user_id, task_id);
call keep_to_tenant('task_participant', 'select, insert, delete');
create trigger history after insert or delete on task_participant for each row execute function record_history('', '');

create table appointment (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  title text not null check (title <> '' and char_length(title) <= 200),
  place text,
  description text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null default 'Europe/Oslo',
  is_all_day boolean not null default false,
  is_busy boolean not null default true,
  is_private boolean not null default false,
  reminder_minutes integer check (reminder_minutes between 0 and 40320),
  organizer_id uuid not null,
  visible_to uuid[],
  recurrence text,
  recurs_until timestamptz,
  series_id uuid,
  original_starts_at timestamptz,
  skipped timestamptz[] not null default '{}',
  uid text not null default uuid_v7()::text,
  sequence integer not null default 0,
  cancelled_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint appointment_period check (starts_at <= ends_at),
  constraint appointment_visible check (is_private = (visible_to is not null)),
  constraint appointment_instance check ((series_id is null) = (original_starts_at is null)),
  constraint appointment_series check (series_id is null or recurrence is null),
  foreign key (tenant_id, series_id) references appointment,
  constraint appointment_organizer foreign key (tenant_id, organizer_id) references member (tenant_id, user_id)
);
comment on table appointment is 'A meeting or other time that is booked. An all-day one begins and ends at midnight of its zone, the end not included. A series has a recurrence (RFC 5545) in its zone''s own time and its end in recurs_until (null: without end); skipped are beginnings that fell out; a changed single instance is a row of its own with series_id. visible_to: whoever sees a private one.';
create unique index appointment_uid on appointment (tenant_id, uid) where series_id is null;
create unique index appointment_instance on appointment (tenant_id, series_id, original_starts_at) where series_id is not null;
create index appointment_time on appointment (tenant_id, starts_at, ends_at) where deleted_at is null and recurrence is null;
create index appointment_series on appointment (tenant_id, starts_at, recurs_until) where deleted_at is null and recurrence is not null;
create index appointment_changed on appointment (tenant_id, changed_at);
alter table appointment enable row level security;
alter table appointment force row level security;
create policy tenant on appointment
  using (tenant_id = acting_tenant() and (visible_to is null or acting_user() = any (visible_to)))
  with check (tenant_id = acting_tenant() and (visible_to is null or acting_user() = any (visible_to)));
grant select, insert, update on appointment to kundebok_app;
call stamp_rows('appointment');
create trigger history after insert or update on appointment for each row execute function record_history('', '', 'apart');

-- One who takes part: a colleague, a person or a company. What is tied to a company or a person is in its own history.
create table appointment_participant (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  appointment_id uuid not null,
  user_id uuid,
  person_id uuid,
  company_id uuid,
  state text not null default 'unseen' check (state in ('unseen', 'seen', 'accepted', 'declined', 'tentative')),
  answered_at timestamptz,
  sent_sequence integer,
  sent_to text,
  answer_token_hash bytea,
  primary key (tenant_id, id),
  constraint appointment_participant_kind check (num_nonnulls(user_id, person_id, company_id) = 1),
  foreign key (tenant_id, appointment_id) references appointment,
  foreign key (tenant_id, user_id) references member (tenant_id, user_id),
  foreign key (tenant_id, person_id) references person,
  foreign key (tenant_id, company_id) references company
);
comment on table appointment_participant is 'Who takes part in an appointment: exactly one of colleague, person, company. sent_sequence and sent_to: the last invitation that went out.';
create unique index appointment_participant_user on appointment_participant (tenant_id, appointment_id, user_id) where user_id is not null;
create unique index appointment_participant_person on appointment_participant (tenant_id, appointment_id, person_id) where person_id is not null;
create unique index appointment_participant_company on appointment_participant (tenant_id, appointment_id, company_id) where company_id is not null;
create index appointment_participant_of_user on appointment_participant (tenant_id, user_id, appointment_id) where user_id is not null;
create index appointment_participant_of_person on appointment_participant (tenant_id, person_id, appointment_id) where person_id is not null;
create index appointment_participant_of_company on appointment_participant (tenant_id, company_id, appointment_id) where company_id is not null;
alter table appointment_participant enable row level security;
alter table appointment_participant force row level security;
create policy tenant on appointment_participant
  using (tenant_id = acting_tenant() and exists
    (select from appointment a where a.tenant_id = appointment_participant.tenant_id and a.id = appointment_participant.appointment_id))
  with check (tenant_id = acting_tenant() and exists
    (select from appointment a where a.tenant_id = appointment_participant.tenant_id and a.id = appointment_participant.appointment_id));
grant select, insert, update, delete on appointment_participant to kundebok_app;
create trigger history after insert or delete on appointment_participant for each row execute function record_history('company_id', 'person_id');

alter table history_detail enable row level security;
alter table history_detail force row level security;
create policy tenant on history_detail
  using (tenant_id = acting_tenant() and case entity
    when 'note' then exists (select from note n where n.tenant_id = history_detail.tenant_id and n.id = history_detail.entity_id)
    when 'appointment' then exists (select from appointment a where a.tenant_id = history_detail.tenant_id and a.id = history_detail.entity_id)
  end)
  with check (tenant_id = acting_tenant());
grant select, insert on history_detail to kundebok_app;

create table notification (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  user_id uuid not null,
  kind text not null check (kind in ('mention', 'task_given', 'task_done', 'reminder', 'invitation', 'invitation_answered')),
  entity text not null check (entity in ('note', 'task', 'appointment')),
  entity_id uuid not null,
  company_id uuid,
  person_id uuid,
  by_user_id uuid,
  at timestamptz not null default now(),
  read_at timestamptz,
  mailed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references member (tenant_id, user_id)
);
comment on table notification is 'That something waits for a member. What it is about is read from the record itself, by who may see it.';
create index notification_user on notification (tenant_id, user_id, id desc);
create index notification_unread on notification (tenant_id, user_id, id desc) where read_at is null;
alter table notification enable row level security;
alter table notification force row level security;
create policy tenant on notification
  using (tenant_id = acting_tenant() and user_id = acting_user()) with check (tenant_id = acting_tenant());
grant select, insert, update, delete on notification to kundebok_app;
