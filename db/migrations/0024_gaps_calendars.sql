-- What a calendar program says of a record that Kundebok has no place for (attachments, comments, its own X- properties), for
-- whoever said it: it is given back to her programs as it came.
create table dav_extra (
  tenant_id uuid not null,
  user_id uuid not null,
  record_id uuid not null,
  properties jsonb not null check (octet_length(properties::text) <= 100000),
  primary key (tenant_id, user_id, record_id)
);
comment on table dav_extra is 'Properties of one member''s VEVENT or VTODO that are none of ours, as jCal (RFC 7265): {original start, or "" for the record itself: [property]}.';
call keep_to_member('dav_extra', 'select, insert, update, delete');
