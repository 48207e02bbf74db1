-- What Brønnøysundregistrene tell, shared by all firms: the local copy of Enhetsregisteret, and what was asked of it and of
-- Regnskapsregisteret. Open data; no row belongs to a firm, and none is written while one acts. See docs/decisions/0025-register.md.
create schema register;
grant usage on schema register to kundebok_app, kundebok_backup;

-- A firm's request may read what all share, and change nothing of it.
create function register.refuse_firms() returns trigger language plpgsql as $$
begin
  if acting_tenant() is not null then
    raise exception 'The register is written by no firm.' using errcode = '42501';
  end if;
  return null;
end $$;

create table register.unit (
  org_number text collate "C" primary key check (org_number ~ '^\d{9}$'),
  is_sub_unit boolean not null,
  parent_org_number text collate "C",
  weight smallint not null,
  folded_name text collate "C",
  folded text collate "C",
  unit jsonb not null,
  fetched_at timestamptz not null default now()
);
comment on table register.unit is 'Units and branches, as contract/register.ts has them, without what is empty. The name of an ENK is a person''s: personal data, from an open register.';
comment on column register.unit.weight is 'How likely it is meant: large companies first, branches and those that are bankrupt last.';
comment on column register.unit.folded_name is 'The name as search compares it; null for what is struck off, which is not searched.';
comment on column register.unit.folded is 'A space, the folded name, and the place.';

create table register.word (
  word text collate "C" primary key,
  weight integer not null
);
comment on table register.word is 'The words that names of units are made of, by which a mistyped one is put right.';

create table register.role (
  org_number text collate "C" primary key,
  roles jsonb not null,
  fetched_at timestamptz not null default now()
);
comment on table register.role is 'Who holds a role in a unit, as it was when somebody asked. Personal data, from an open register, without days of birth; gone when the register removes the unit.';

create table register.accounts (
  org_number text collate "C" not null,
  year integer not null,
  kind text not null check (kind in ('company', 'group')),
  accounts jsonb not null,
  fetched_at timestamptz not null default now(),
  primary key (org_number, year, kind)
);
comment on table register.accounts is 'Annual accounts that have been seen. The register gives but the last ones: the years grow here.';

create table register.accounts_asked (
  org_number text collate "C" primary key,
  asked_at timestamptz not null default now()
);
comment on table register.accounts_asked is 'When the accounts of a unit were last asked for, whether there were any or not.';

create table register.copy (
  only_one boolean primary key default true check (only_one),
  state text not null default 'none' check (state in ('none', 'loading', 'ready')),
  units integer not null default 0,
  sub_units integer not null default 0,
  as_of timestamptz,
  followed_at timestamptz,
  problem text
);
comment on table register.copy is 'The local copy of the whole register: whether there is one and how fresh it is.';
insert into register.copy default values;

create table register.feed (
  name text primary key check (name in ('enheter', 'underenheter', 'roller')),
  last_id bigint,
  last_at timestamptz
);
comment on table register.feed is 'How far the change feeds have been read. No id below the last one is believed.';

create table register.change (
  id bigint generated always as identity primary key,
  org_number text collate "C" not null,
  kind text not null check (kind in ('unit', 'role')),
  at timestamptz not null default now()
);
comment on table register.change is 'What has changed in the register, in the order in which we heard of it: for whoever watches units.';
create index change_at on register.change (at);

grant select, insert, update, delete on all tables in schema register to kundebok_app;
do $$
declare
  name text;
begin
  foreach name in array '{unit,word,role,accounts,accounts_asked,copy,feed,change}'::text[] loop
    execute format('create trigger refuse_firms before insert or update or delete on register.%I for each statement execute function register.refuse_firms()', name);
  end loop;
end $$;

-- The indexes of a table of units: made after it is filled.
create procedure register.index_units(name text) language plpgsql as $$
begin
  -- Names that begin so, in their order.
  execute format('create index %I on register.%I (folded_name)', name || '_name', name);
  -- The likeliest of those that begin with three letters; of all, the likeliest that have a word somewhere.
  execute format('create index %I on register.%I (left(folded_name, 3), weight desc, folded_name, org_number)', name || '_likely', name);
  execute format('create index %I on register.%I (weight desc, folded, org_number) where weight >= 2', name || '_weight', name);
  -- Branches mostly bear the name of their unit: they are looked through only where no unit has the words.
  execute format('create index %I on register.%I using gin (folded gin_trgm_ops) with (fastupdate = off) where not is_sub_unit', name || '_trigram', name);
  execute format('create index %I on register.%I using gin (folded gin_trgm_ops) with (fastupdate = off) where is_sub_unit', name || '_branch_trigram', name);
  execute format('create index %I on register.%I (parent_org_number) where parent_org_number is not null', name || '_parent', name);
end $$;
call register.index_units('unit');

-- Loading the whole register is one transaction of the program: start_load makes the table of the next copy, COPY fills
-- it, finish_load puts it in the place of the old one.
create function register.start_load() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if acting_tenant() is not null then raise exception 'The register is written by no firm.' using errcode = '42501'; end if;
  create table register.unit_next (like register.unit including defaults including comments);
  grant insert on register.unit_next to kundebok_app;
end $$;

create function register.finish_load(made_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp set maintenance_work_mem = '256MB' as $$
declare
  name text;
  unit_count integer;
  sub_unit_count integer;
begin
  if acting_tenant() is not null then raise exception 'The register is written by no firm.' using errcode = '42501'; end if;
  alter table register.unit_next add constraint unit_next_pkey primary key (org_number);
  call register.index_units('unit_next');
  analyze register.unit_next;
  -- Those who watch hear what is new since the copy before, as they would of the feed.
  if (select as_of is not null from register.copy) then
    insert into register.change (org_number, kind)
      select coalesce(n.org_number, o.org_number), 'unit'
      from register.unit_next n full join register.unit o on o.org_number = n.org_number
      where n.unit is distinct from o.unit and o.org_number is not null;
  end if;
  create table register.word_next (like register.word including comments);
  insert into register.word_next
    select w.word, least(count(*), 1000000) from register.unit_next u, string_to_table(u.folded_name, ' ') w (word)
    where length(w.word) between 4 and 40 group by w.word;
  alter table register.word_next add constraint word_next_pkey primary key (word);
  analyze register.word_next;
  select count(*) filter (where not is_sub_unit), count(*) filter (where is_sub_unit) into unit_count, sub_unit_count
    from register.unit_next;
  -- From here on searches wait: all that takes long is done.
  drop table register.unit;
  drop table register.word;
  alter table register.unit_next rename to unit;
  alter table register.unit rename constraint unit_next_pkey to unit_pkey;
  alter table register.word_next rename to word;
  alter table register.word rename constraint word_next_pkey to word_pkey;
  foreach name in array '{name,likely,weight,trigram,branch_trigram,parent}'::text[] loop
    execute format('alter index register.%I rename to %I', 'unit_next_' || name, 'unit_' || name);
  end loop;
  foreach name in array '{unit,word}'::text[] loop
    execute format('grant select, insert, update, delete on register.%I to kundebok_app', name);
    execute format('create trigger refuse_firms before insert or update or delete on register.%I for each statement execute function register.refuse_firms()', name);
  end loop;
  -- The feeds tell what has changed since the files were made, and somewhat before.
  insert into register.feed (name, last_at) select feed, made_at - interval '1 day' from unnest('{enheter,underenheter}'::text[]) feed
    on conflict on constraint feed_pkey do update set last_id = null, last_at = excluded.last_at;
  update register.copy set state = 'ready', as_of = made_at, followed_at = null, problem = null,
    units = unit_count, sub_units = sub_unit_count;
end $$;
revoke all on procedure register.index_units(text) from public;
revoke all on function register.start_load() from public;
revoke all on function register.finish_load(timestamptz) from public;
grant execute on function register.start_load(), register.finish_load(timestamptz) to kundebok_app;

-- All that a word becomes by one error: a letter too many, wrong or missing, or two exchanged.
create function register.edits(word text) returns setof text language sql immutable as $$
  select left(word, at) || substr(word, at + 2) from generate_series(0, length(word) - 1) at
  union all
  select left(word, at) || letter || substr(word, at + 2) from generate_series(0, length(word) - 1) at, string_to_table('abcdefghijklmnopqrstuvwxyz', null) letter
  union all
  select left(word, at) || letter || substr(word, at + 1) from generate_series(0, length(word)) at, string_to_table('abcdefghijklmnopqrstuvwxyz', null) letter
  union all
  select left(word, at) || substr(word, at + 2, 1) || substr(word, at + 1, 1) || substr(word, at + 3) from generate_series(0, length(word) - 2) at
$$;

-- The query with each word that no name has put right: the commonest word of the register that is one error away, or else
-- the beginning of one. The few hundred words that it can have been are looked up, each by the index.
create function register.put_right(plain text) returns text language plpgsql stable
set plan_cache_mode = force_custom_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  typed text;
  guess text;
  guessed text[] := '{}';
begin
  foreach typed in array string_to_array(plain, ' ') loop
    guess := null;
    if length(typed) < 4 or length(typed) > 24 or exists (select from register.word w where w.word ^@ typed) then
      guess := typed;
    end if;
    if guess is null then
      select w.word into guess from register.edits(typed) e join register.word w on w.word = e
      order by w.weight desc, w.word limit 1;
    end if;
    if guess is null and length(typed) >= 5 then
      select e into guess from register.edits(typed) e, lateral (
        select w.weight from register.word w where w.word >= e and w.word < e || chr(1114111) limit 1) w
      order by w.weight desc, e limit 1;
    end if;
    if guess is null then return null; end if;
    guessed := guessed || guess;
  end loop;
  return nullif(array_to_string(guessed, ' '), plain);
end $$;

-- Units that have all words somewhere in name or place, those where each begins a word first, then by weight; branches where no
-- unit has them. The words have letters and digits alone. A common word is met among the heaviest; for any other the
-- trigrams are asked, and the first four hundred that they meet are put in order.
create function register.find_containing(words text[], wanted integer)
returns table (org_number text, tier integer, weight smallint, folded text)
language plpgsql stable set enable_seqscan = off as $$
declare
  begins_word text[] := (select array_agg('% ' || word || '%') from unnest(words) word);
  conditions text := (select string_agg(format('folded like %L', '%' || word || '%'), ' and ') from unnest(words) word);
  first_ones text := '(select org_number, weight, folded from register.unit where weight >= 2 order by weight desc limit 2500) e where ' || conditions;
  in_order text := 'select org_number, case when folded like all ($2) then 2 else 3 end as tier, weight, folded from (select * from %s) met
    order by tier, weight desc, folded, org_number limit $1';
  met integer;
begin
  if not exists (select from unnest(words) word where length(word) >= 3) then return; end if;
  execute 'select count(*) from (select from ' || first_ones || ' limit $1) met' into met using wanted;
  if met >= wanted then
    return query execute format(in_order, first_ones) using wanted, begins_word;
    return;
  end if;
  perform set_config('enable_indexscan', 'off', true), set_config('enable_indexonlyscan', 'off', true);
  return query execute format(in_order, '(select org_number, weight, folded from register.unit where not is_sub_unit and '
    || conditions || ' limit 400) e') using wanted, begins_word;
  get diagnostics met = row_count;
  if met = 0 then
    return query execute format(in_order, '(select org_number, weight, folded from register.unit where is_sub_unit and '
      || conditions || ' limit 400) e') using wanted, begins_word;
  end if;
  perform set_config('enable_indexscan', 'on', true), set_config('enable_indexonlyscan', 'on', true);
end $$;

-- Hits in tiers, best first: the number begins so; the name begins so; each word begins a word; is somewhere; the same
-- with typing errors put right. `plain` is folded already: words of letters and digits with one space between.
create function register.find_units(plain text, wanted integer)
returns table (org_number text, tier integer, weight smallint, folded text)
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
  prefix text := plain || '%';
  beginning text := left(plain, 3);
  near text;
  so_far integer := 0;
  many constant integer := 300;
begin
  if plain = '' then return; end if;
  if plain ~ '^\d{3,9}$' then
    return query select u.org_number, 0, u.weight, u.folded from register.unit u
      where u.org_number like prefix and u.folded is not null order by u.org_number limit wanted;
    get diagnostics so_far = row_count;
    if so_far >= wanted or length(plain) > 6 then return; end if;
  end if;
  if length(plain) >= 3 and (select count(*) from (select from register.unit u where u.folded_name like prefix limit many) met) >= many then
    -- In the order of the index: the planner would rather sort them all.
    perform set_config('enable_sort', 'off', true);
    return query select u.org_number, 1, u.weight, ' ' || u.folded_name from register.unit u
      where left(u.folded_name, 3) = beginning and u.folded_name like prefix
      order by u.weight desc, u.folded_name, u.org_number limit wanted;
    perform set_config('enable_sort', 'on', true);
    return;
  end if;
  return query select met.* from (select u.org_number, 1, u.weight, u.folded from register.unit u
      where u.folded_name like prefix order by u.folded_name limit many) met
    order by 3 desc, 4, 1 limit wanted - so_far;
  get diagnostics so_far = row_count;
  -- One or two letters are in half of all names: they are beginnings only.
  if so_far >= wanted or length(plain) < 3 then return; end if;
  return query select r.* from register.find_containing(string_to_array(plain, ' '), wanted) r
    where not starts_with(substr(r.folded, 2), plain) limit wanted - so_far;
  if so_far > 0 or found then return; end if;
  near := register.put_right(plain);
  if near is null then return; end if;
  -- All its words are known: there is no third time.
  return query select r.org_number, 4 + r.tier, r.weight, r.folded from register.find_units(near, wanted) r;
end $$;
