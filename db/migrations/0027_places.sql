-- Where companies are: addresses looked up on the map, and the directories that a firm looks companies up in.

-- The three below are expressions of nothing but immutable operators, so that the planner puts them in where they are used:
-- they are worked out for each company that is written.

-- The lines of an address that can say where something is: a post-office box can not (as isPoBox in contract/rules.ts).
create function place_lines(address jsonb) returns text language sql immutable parallel safe as $$
  select nullif(btrim(
    case when address ->> 'street' ~* '^\s*(postboks|pb\.?|boks|p\.? ?o\.? ?box)\s*\d' then '' else coalesce(address ->> 'street', '') end
    || '|' ||
    case when address ->> 'street2' ~* '^\s*(postboks|pb\.?|boks|p\.? ?o\.? ?box)\s*\d' then '' else coalesce(address ->> 'street2', '') end,
    '|'), '')
$$;

-- Why an address can not be looked for on the map, which knows Norway; null when it can.
create function place_lack(address jsonb, home text) returns text language sql immutable parallel safe as $$
  select case
    when coalesce(address ->> 'street', address ->> 'street2', address ->> 'postal_code', address ->> 'city') is null then 'no_address'
    when coalesce(address ->> 'country', home) <> 'NO' then 'abroad'
    when coalesce(address ->> 'street', address ->> 'street2') is null then 'incomplete'
    when place_lines(address) is null then 'po_box'
    when coalesce(address ->> 'postal_code', address ->> 'city') is null then 'incomplete'
  end
$$;

-- What a place is kept by: all of the address that says where it is, in one spelling. Whose it is does not come into it.
create function place_key(address jsonb, home text) returns text language sql immutable parallel safe as $$
  select case when coalesce(address ->> 'country', home) = 'NO' and coalesce(address ->> 'postal_code', address ->> 'city') is not null then
    regexp_replace(lower(place_lines(address) || '|' || coalesce(address ->> 'postal_code', '') || '|' || coalesce(address ->> 'city', '')),
      '\s+', ' ', 'g')
  end
$$;

-- Where a company is: at its visiting address, or else at the postal one.
alter table company add column place_key text generated always as
  (coalesce(place_key(visiting_address, country), place_key(postal_address, country))) stored;
create index company_place on company (tenant_id, place_key) where place_key is not null and deleted_at is null;

-- It follows from the addresses, and is no field of its own in the history.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,', '{tenant_id,id,place_key,');
end $$;

create table place (
  tenant_id uuid not null references firm,
  address text not null,
  -- 'failed': nobody answered; it is asked again.
  state text not null check (state in ('known', 'unknown', 'failed')),
  lat double precision check (lat between -90 and 90),
  lon double precision check (lon between -180 and 180),
  looked_up_at timestamptz not null default now(),
  primary key (tenant_id, address),
  constraint place_known check ((state = 'known') = (lat is not null and lon is not null))
);
comment on table place is
  'What the map service said of an address. Each firm has its own: which addresses are known would tell whom others do business with.';
call keep_to_tenant('place', 'select, insert, update, delete');

-- Null: as the program has them by itself.
alter table firm add column directories jsonb;
