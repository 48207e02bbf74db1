-- Search in the order of names at any size, words before parts of words, and typing errors by the firm's own vocabulary.
create extension if not exists fuzzystrmatch;

-- The folded name sorts by its bytes, so that one index serves both "begins so" and the order.
drop index search_entry_name;
alter table search_entry alter column folded_name type text collate "C";
create index search_entry_name on search_entry (tenant_id, folded_name, kind, id);
alter table search_entry add column website_domain text;
create index search_entry_domain on search_entry (tenant_id, website_domain) where website_domain is not null;

create index company_phone on company (tenant_id, phone) where phone is not null;
create index company_mobile on company (tenant_id, mobile) where mobile is not null;
create index company_email on company (tenant_id, email) where email is not null;

-- Words of names, from which a mistyped word is guessed. Not unique: two savers must not wait for each other.
create table search_word (
  tenant_id uuid not null,
  word text collate "C" not null
);
comment on table search_word is 'The words that names are made of, folded. Written by triggers, read by find_records alone.';
create index search_word_word on search_word (tenant_id, word);
create index search_word_trigram on search_word using gin (tenant_id, word gin_trgm_ops);
alter table search_word enable row level security;
create policy tenant on search_word using (tenant_id = acting_tenant()) with check (tenant_id = acting_tenant());

create function learn_words(tenant uuid, folded_name text) returns void language sql as $$
  insert into search_word
  select distinct tenant, t.word from regexp_split_to_table(folded_name, '[^[:alnum:]]+') t (word)
  where length(t.word) between 4 and 40
    and not exists (select from search_word w where w.tenant_id = tenant and w.word = t.word)
$$;

-- Host of a web address without www.
create function domain_of(website text) returns text language sql immutable parallel safe as
  $$ select substring(lower(website) from '^https?://(?:www\.)?([^/:?#]+)') $$;

create or replace function index_company() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.deleted_at is not null then
    delete from search_entry where tenant_id = new.tenant_id and kind = 'company' and id = new.id;
    return null;
  end if;
  insert into search_entry values (
    new.tenant_id, 'company', new.id, fold(new.name), ' ' || company_words(new), new.inactive_at is not null, domain_of(new.website))
  on conflict (tenant_id, kind, id) do update
    set folded_name = excluded.folded_name, folded = excluded.folded, is_inactive = excluded.is_inactive,
        website_domain = excluded.website_domain;
  if tg_op = 'INSERT' or (old.name, old.nickname) is distinct from (new.name, new.nickname) then
    perform learn_words(new.tenant_id, fold(concat_ws(' ', new.name, new.nickname)));
  end if;
  return null;
end $$;

create or replace function index_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.deleted_at is not null then
    delete from search_entry where tenant_id = new.tenant_id and kind = 'person' and id = new.id;
    return null;
  end if;
  insert into search_entry values (
    new.tenant_id, 'person', new.id, fold(concat_ws(' ', new.first_name, new.last_name)),
    ' ' || fold(concat_ws(' ', new.first_name, new.last_name, new.nickname,
      phone_words(new.phone), phone_words(new.mobile), new.email, new.alternative_email)),
    new.inactive_at is not null)
  on conflict (tenant_id, kind, id) do update
    set folded_name = excluded.folded_name, folded = excluded.folded, is_inactive = excluded.is_inactive;
  if tg_op = 'INSERT' or (old.first_name, old.last_name, old.nickname) is distinct from (new.first_name, new.last_name, new.nickname) then
    perform learn_words(new.tenant_id, fold(concat_ws(' ', new.first_name, new.last_name, new.nickname)));
  end if;
  return null;
end $$;

-- What is there already gets its leading space, its domain and its words; for that the owner sees all firms' rows.
alter table company no force row level security;
update search_entry e set folded = ' ' || folded,
  website_domain = case when kind = 'company' then
    (select domain_of(c.website) from company c where c.tenant_id = e.tenant_id and c.id = e.id) end;
alter table company force row level security;
insert into search_word
  select distinct tenant_id, word from search_entry, regexp_split_to_table(folded_name, '[^[:alnum:]]+') word
  where length(word) between 4 and 40;

-- The words of a query as LIKE patterns: what is typed is literal text.
create function like_words(plain text) returns text[] language sql immutable parallel safe as $$
  select regexp_split_to_array(replace(replace(replace(plain, '\', '\\'), '%', '\%'), '_', '\_'), '\s+')
$$;

-- Up to `wanted` hits that have all words somewhere, those where each begins a word first, then by name. A common
-- fragment is met at once among the first records. For any other the trigram index is asked; the first four hundred that
-- it meets are put in order, and whoever wants another types on. It is not left to the planner: for two common words
-- that never stand together it would walk to the end.
create function find_containing(words text[], prefix text, only_kind text, with_inactive boolean, wanted integer)
returns table (kind text, id uuid, tier integer, folded_name text)
language plpgsql stable set enable_seqscan = off as $$
declare
  begins_word text[] := (select array_agg('% ' || word || '%') from unnest(words) word);
  -- As conditions of their own: `like all (array)` uses no index.
  conditions text := ' where ' || (select string_agg(format('folded like %L', '%' || word || '%'), ' and ') from unnest(words) word)
    || ' and folded_name not like $2 and ($3 is null or kind = $3) and ($4 or not is_inactive)';
  first_records text := '(select * from search_entry where tenant_id = $1' ||
    case when only_kind is null then '' else ' and kind = $3' end || ' order by kind, id limit 1500) e';
  met integer;
begin
  execute 'select count(*) from (select from ' || first_records || conditions || ' limit $5) met' into met
    using acting_tenant(), prefix, only_kind, with_inactive, wanted;
  if met < wanted then perform set_config('enable_indexscan', 'off', true); end if;
  return query execute 'select kind, id, case when folded like all ($6) then 2 else 3 end as tier, folded_name from (select * from '
    || case when met < wanted then 'search_entry' || conditions || ' and tenant_id = $1 limit 400'
       else first_records || conditions || ' limit 100' end
    || ') met order by tier, folded_name, kind, id limit $5'
    using acting_tenant(), prefix, only_kind, with_inactive, wanted, begins_word;
  perform set_config('enable_indexscan', 'on', true);
end $$;
revoke all on function find_containing(text[], text, text, boolean, integer) from public;

-- Two neighbouring letters exchanged.
create function is_swap(one text, other text) returns boolean language sql immutable parallel safe as $$
  select length(one) = length(other) and exists (
    select from generate_series(1, length(one) - 1) at
    where other = overlay(one placing substr(one, at + 1, 1) || substr(one, at, 1) from at for 2))
$$;

create function is_near(one text, other text) returns boolean language sql immutable parallel safe as $$
  select abs(length(one) - length(other)) <= 2 and length(one) <= 40 and (
    levenshtein(one, other) <= case when length(other) >= 8 then 2 else 1 end 
    or (levenshtein(one, other) = 2 and is_swap(one, other)))
$$;

-- The query with each word that no name has put right: the firm's own word that is one error away (a letter wrong,
-- missing, too many, or two exchanged), two in a long word; also when only its beginning was typed. Null when none is.
create function put_right(plain text) returns text language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
  tenant uuid := acting_tenant();
  typed text;
  guess text;
  guessed text[] := '{}';
begin
  foreach typed in array regexp_split_to_array(plain, '\s+') loop
    guess := null;
    if length(typed) < 4 or length(typed) > 40
      or exists (select from search_word w where w.tenant_id = tenant and w.word ^@ typed) then
      guess := typed;
    end if;
    if guess is null then
      select w.word into guess from search_word w
      where w.tenant_id = tenant and w.word % typed and is_near(w.word, typed)
      order by w.word <-> typed, w.word limit 1;
    end if;
    if guess is null then
      select left(w.word, size) into guess
      from search_word w, generate_series(length(typed) - 1, length(typed) + 1) size
      where w.tenant_id = tenant and w.word ^@ left(typed, 2) and is_near(left(w.word, size), typed)
      order by levenshtein(left(w.word, size), typed), w.word limit 1;
    end if;
    if guess is null then return null; end if;
    guessed := guessed || guess;
  end loop;
  return nullif(array_to_string(guessed, ' '), plain);
end $$;
revoke all on function put_right(text) from public;

-- Hits in tiers, best first: an exact number; the name begins so; every word begins a word; every word is somewhere;
-- the same with typing errors put right. A tier is tried only when those before it left room.
create or replace function find_records(query text, only_kind text, with_inactive boolean, wanted integer)
returns table (kind text, id uuid, tier integer, folded_name text)
language plpgsql stable security definer set search_path = public, pg_temp
-- A plan for each query: only a pattern that the planner knows can walk the name index.
set plan_cache_mode = force_custom_plan as $$
declare
  tenant uuid := acting_tenant();
  -- A row of digits is searched without its spaces as well.
  plain text := case when query ~ '^[+0-9 ]{5,}$' then regexp_replace(query, '^\+|\s', '', 'g') else fold(trim(query)) end;
  words text[] := like_words(plain);
  prefix text := array_to_string(words, ' ') || '%';
  exact uuid[] := '{}';
  so_far integer := 0;
  right_query text;
begin
  if plain = '' then return; end if;
  if plain ~ '^\d{1,15}$' and only_kind is distinct from 'person' then
    exact := array(select c.id from company c
      where c.tenant_id = tenant and c.deleted_at is null and (with_inactive or c.inactive_at is null)
        and (c.customer_number = plain::bigint or c.org_number = plain) limit wanted);
    return query select e.kind, e.id, 0, e.folded_name from search_entry e
      where e.tenant_id = tenant and e.kind = 'company' and e.id = any (exact);
  end if;
  return query
    select e.kind, e.id, 1, e.folded_name from search_entry e
    where e.tenant_id = tenant and e.folded_name like prefix and e.id <> all (exact)
      and (only_kind is null or e.kind = only_kind) and (with_inactive or not e.is_inactive)
    order by e.folded_name, e.kind, e.id limit wanted;
  get diagnostics so_far = row_count;
  -- One or two letters are in half of all names, and no trigram index has them: they are beginnings only.
  if so_far >= wanted or length(plain) < 3 then return; end if;
  return query select r.* from find_containing(words, prefix, only_kind, with_inactive, wanted - so_far) r where r.id <> all (exact);
  if so_far > 0 or found or exact <> '{}' then return; end if;
  right_query := put_right(plain);
  if right_query is null then return; end if;
  return query select r.kind, r.id, 4, r.folded_name
    from find_containing(like_words(right_query), '', only_kind, with_inactive, wanted) r;
end $$;

-- Companies of one of these very names, or at this very web domain.
create function find_same(names text[], domain text) returns setof uuid
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select e.id from search_entry e
  where e.tenant_id = acting_tenant() and e.kind = 'company'
    and e.folded_name = any (array(select fold(trim(name)) from unnest(names) name where length(trim(name)) >= 3))
  union
  select e.id from search_entry e
  where e.tenant_id = acting_tenant() and e.kind = 'company' and e.website_domain = nullif(domain, '')
$$;
revoke all on function find_same(text[], text) from public;
grant execute on function find_same(text[], text) to kundebok_app;
