-- The list of companies in any order and by any criterion.

-- A column of its own: what stands in jsonb can not be compared below row-level security by an index.
alter table company add column city text generated always as
  (coalesce(postal_address ->> 'city', visiting_address ->> 'city')) stored;
create index company_city on company (tenant_id, city collate "nb-x-icu", id) where deleted_at is null;
create index company_employees on company (tenant_id, employees, id) where deleted_at is null;
create index company_turnover on company (tenant_id, turnover_ore, id) where deleted_at is null;
create index company_owner_name on company (tenant_id, owner_id, name collate "nb-x-icu", id) where deleted_at is null;
drop index company_owner_id;

-- As before; what the database itself makes of other fields is no change of its own.
do $$
begin
  execute replace(pg_get_functiondef('changed_fields(jsonb, jsonb)'::regprocedure),
    '{tenant_id,id,version,', '{tenant_id,id,city,version,');
end $$;

-- What a company is found by when one asks for a field: addresses, home page, all e-mail addresses and numbers.
alter table search_entry add column folded_fields text not null default '';
create index search_entry_fields on search_entry using gin (tenant_id, folded_fields gin_trgm_ops) where kind = 'company';

create function company_fields(c company) returns text language sql stable parallel safe as $$
  select fold(concat_ws(' ', c.email, array_to_string(c.invoice_emails, ' '), c.phone, c.mobile, c.fax, c.website,
    (select string_agg(concat_ws(' ', a ->> 'name', a ->> 'street', a ->> 'street2', a ->> 'postal_code', a ->> 'city', a ->> 'state'), ' ')
     from unnest(array[c.postal_address, c.visiting_address, c.delivery_address, c.invoice_address]) a)))
$$;

do $$
begin
  execute replace(replace(replace(pg_get_functiondef('index_company()'::regprocedure),
    'domain_of(new.website))', 'domain_of(new.website), company_fields(new))'),
    'website_domain = excluded.website_domain', 'website_domain = excluded.website_domain, folded_fields = excluded.folded_fields'),
    'insert into search_entry values (', 'insert into search_entry (tenant_id, kind, id, folded_name, folded, is_inactive, website_domain, folded_fields) values (');
end $$;

alter table company no force row level security;
update search_entry e set folded_fields = company_fields(c)
  from company c where e.kind = 'company' and c.tenant_id = e.tenant_id and c.id = e.id;
alter table company force row level security;

-- Companies that have all words somewhere, and all fragments in their fields; ten thousand at most.
create function find_companies(words text, fragments text[]) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  plain text := case when words ~ '^[+0-9 ]{5,}$' then regexp_replace(words, '^\+|\s', '', 'g') else fold(trim(words)) end;
  conditions text := concat_ws(' and ',
    (select string_agg(format('folded like %L', '%' || word || '%'), ' and ') from unnest(like_words(plain)) word where word <> ''),
    (select string_agg(format('folded_fields like %L', '%' || like_text(fold(trim(fragment))) || '%'), ' and ') from unnest(fragments) fragment));
begin
  return query execute 'select id from search_entry where tenant_id = $1 and kind = ''company'''
    || case when conditions = '' then '' else ' and ' || conditions end || ' limit 10000' using acting_tenant();
end $$;

create function like_text(plain text) returns text language sql immutable parallel safe as
  $$ select replace(replace(replace(plain, '\', '\\'), '%', '\%'), '_', '\_') $$;
revoke all on function find_companies(text, text[]) from public;
grant execute on function find_companies(text, text[]) to kundebok_app;
