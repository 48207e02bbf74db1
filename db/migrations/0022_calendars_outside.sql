-- How appointments and tasks are reached by other programs: invitations by e-mail, a feed, CalDAV.

-- The calendar that goes along with a letter, and whom an answer to it goes to.
alter table mail
  add column calendar text,
  add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
  add column reply_to text,
  add constraint mail_calendar check ((calendar is null) or (calendar_method is not null)),
  add constraint mail_calendar_sent check (state <> 'sent' or calendar is null);

alter table appointment_participant add column sent_language text check (sent_language in ('nb', 'en'));
create index appointment_participant_token on appointment_participant (tenant_id, answer_token_hash)
  where answer_token_hash is not null;

create table invitation_template (
  tenant_id uuid not null references firm,
  id uuid not null default uuid_v7(),
  kind text not null check (kind in ('request', 'update', 'cancel')),
  language text not null check (language in ('nb', 'en')),
  subject text not null check (subject <> ''),
  body text not null check (body <> ''),
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  primary key (tenant_id, id),
  constraint invitation_template_once unique (tenant_id, kind, language)
);
comment on table invitation_template is 'Letters about meetings as the firm wants them; what is not here is as the program has it.';
call keep_to_tenant('invitation_template', 'select, insert, update');
call stamp_rows('invitation_template');
create trigger history after insert or update on invitation_template for each row execute function record_history('', '');

create table calendar_feed (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references member (tenant_id, user_id)
);
comment on table calendar_feed is 'A secret address at which a member''s calendar can be read. Of the address only the SHA-256 of its secret is kept.';
create unique index calendar_feed_of on calendar_feed (tenant_id, user_id) where revoked_at is null;
create unique index calendar_feed_token on calendar_feed (tenant_id, token_hash);
call keep_to_tenant('calendar_feed', 'select, insert, update');
create trigger history after insert or update on calendar_feed for each row execute function record_history('', '');

create table app_password (
  tenant_id uuid not null,
  id uuid not null default uuid_v7(),
  user_id uuid not null,
  name text not null check (name <> ''),
  password_hash bytea not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references member (tenant_id, user_id)
);
comment on table app_password is 'What a telephone or a calendar program signs in with over CalDAV, and nothing else: made by the program, 120 random bits, kept as SHA-256.';
create index app_password_owner on app_password (tenant_id, user_id);
call keep_to_member('app_password', 'select, insert, update');
create trigger history after insert on app_password for each row execute function record_history('', '');
create trigger history_of_change after update of name, revoked_at on app_password
  for each row execute function record_history('', '');

-- Under which name a program put a record there; one without is called by its id.
create table dav_object (
  tenant_id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('event', 'task')),
  name text not null check (name <> '' and char_length(name) <= 255),
  record_id uuid not null,
  primary key (tenant_id, user_id, kind, name),
  constraint dav_object_record unique (tenant_id, user_id, record_id)
);
comment on table dav_object is 'The name of a record in one member''s CalDAV collection, as the program that made it chose.';
call keep_to_member('dav_object', 'select, insert, delete');

create table dav_change (
  tenant_id uuid not null,
  user_id uuid not null,
  record_id uuid not null,
  kind text not null check (kind in ('event', 'task')),
  changed_in xid8 not null default pg_current_xact_id(),
  primary key (tenant_id, user_id, record_id)
);
comment on table dav_change is 'In whose calendars something changed last, and when: by the number of the transaction, so that what another was still writing is not passed over by a later sync.';
create index dav_change_since on dav_change (tenant_id, user_id, kind, changed_in);
call keep_to_tenant('dav_change', 'select, insert, update');

-- By what name other programs know a record is nothing that anybody did to it.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure), '{tenant_id,id,', '{tenant_id,id,uid,');
end $$;

-- What one has, beside what one takes part in.
create index appointment_organizer on appointment (tenant_id, organizer_id, starts_at) where deleted_at is null;

-- A changed instance of a series changes the series too. Statement by statement: one that writes two hundred participants touches each calendar once. In order of the key, so
-- that two who write at once wait for each other and do not lock each other out.
create function appointments_in_calendars() returns trigger language plpgsql as $$
begin
  insert into dav_change (tenant_id, user_id, kind, record_id)
  select distinct c.tenant_id, u.user_id, 'event', r.record_id
  from changed c cross join lateral unnest(array_remove(array[c.id, c.series_id], null)) r (record_id)
  cross join lateral (
    select c.organizer_id as user_id
    union select p.user_id from appointment_participant p
      where p.tenant_id = c.tenant_id and p.appointment_id = any (array[c.id, c.series_id]) and p.user_id is not null) u
  order by 4, 2
  on conflict (tenant_id, user_id, record_id) do update set changed_in = pg_current_xact_id();
  return null;
end $$;
create trigger calendars after insert on appointment referencing new table as changed
  for each statement execute function appointments_in_calendars();
create trigger calendars_after after update on appointment referencing new table as changed
  for each statement execute function appointments_in_calendars();
create trigger calendars_before after update on appointment referencing old table as changed
  for each statement execute function appointments_in_calendars();

create function participants_in_calendars() returns trigger language plpgsql as $$
begin
  insert into dav_change (tenant_id, user_id, kind, record_id)
  select distinct a.tenant_id, u.user_id, 'event', r.record_id
  from (select distinct tenant_id, appointment_id from changed) c
  join appointment a on a.tenant_id = c.tenant_id and a.id = c.appointment_id
  cross join lateral unnest(array_remove(array[a.id, a.series_id], null)) r (record_id)
  cross join lateral (
    select a.organizer_id as user_id
    union select p.user_id from appointment_participant p
      where p.tenant_id = a.tenant_id and p.appointment_id = a.id and p.user_id is not null
    union select g.user_id from changed g where g.appointment_id = a.id and g.user_id is not null) u
  order by 4, 2
  on conflict (tenant_id, user_id, record_id) do update set changed_in = pg_current_xact_id();
  return null;
end $$;
create trigger calendars_added after insert on appointment_participant referencing new table as changed
  for each statement execute function participants_in_calendars();
create trigger calendars_changed after update on appointment_participant referencing new table as changed
  for each statement execute function participants_in_calendars();
create trigger calendars_removed after delete on appointment_participant referencing old table as changed
  for each statement execute function participants_in_calendars();

create function tasks_in_calendars() returns trigger language plpgsql as $$
begin
  insert into dav_change (tenant_id, user_id, kind, record_id)
  select distinct tenant_id, responsible_id, 'task', id from changed order by 4, 2
  on conflict (tenant_id, user_id, record_id) do update set changed_in = pg_current_xact_id();
  return null;
end $$;
create trigger calendars after insert on task referencing new table as changed
  for each statement execute function tasks_in_calendars();
create trigger calendars_after after update on task referencing new table as changed
  for each statement execute function tasks_in_calendars();
create trigger calendars_before after update on task referencing old table as changed
  for each statement execute function tasks_in_calendars();
